/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of the C library's system calls, the same on every kernel. Each test returns; whatever is wrong ends the program
 * at once with a line on standard error.
 */
#ifndef LIBC_TEST_H
#define LIBC_TEST_H

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MUST(condition)                                                                                              \
    do {                                                                                                             \
        if (!(condition)) {                                                                                          \
            int error = errno;                                                                                       \
            fprintf(stderr, "%s:%d: %s: %s (errno %s)\n", __FILE__, __LINE__, __func__, #condition, strerror(error)); \
            _exit(1);                                                                                                \
        }                                                                                                            \
    } while (0)

/* Sleeps that long, whatever interrupts it. */
void sleep_ms(long milliseconds);

/* Milliseconds of the monotonic clock. */
long now_ms(void);

/* Waits for a child and gives its exit status; -1 when it did not exit by itself. */
int exit_status(pid_t child);

/* Sets a signal handler with these flags. */
void on_signal(int signal, void (*handler)(int), int flags);

/* Has SIGALRM sent after so long. */
void alarm_ms(long milliseconds);

void test_values(void);
void test_many_arguments(void);
void test_interrupted(void);
void test_restarted(void);
void test_restarted_plain(void);
void test_jump_out(void);
void test_stop_and_continue(void);

void test_threads(void);
void test_detached(void);
void test_conditions(void);
void test_all_threads_change(void);

void test_cancel_blocked(void);
void test_cancel_before(void);
void test_cancel_disabled(void);
void test_cancel_complete(void);
void test_cancel_asynchronous(void);
void test_cancel_wait(void);

void test_fork(void);
void test_vfork(void);
void test_vfork_deep(void);
void test_spawn(void);
void test_shell(void);

#endif
