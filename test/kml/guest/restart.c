// SPDX-License-Identifier: Apache-2.0
/*
 * Calls that a signal or a stop interrupts. The kernel restarts a call by setting RIP back two bytes: to `syscall`, or
 * to `call *%rcx`, which is as long.
 */
#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "kml.h"

static volatile sig_atomic_t handled;
static int ends[2];

static void count(int number)
{
    (void)number;
    handled++;
}

static void handle(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    must(sigaction(number, &action, NULL), "sigaction");
    handled = 0;
}

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A child that sends signals to its parent, 30 ms apart, then writes one byte to the pipe. */
static pid_t disturb(int first, int second, int writes)
{
    pid_t target = getpid();
    pid_t pid = must(fork(), "fork");
    if (pid == 0) {
        doze(30);
        kill(target, first);
        doze(30);
        if (second != 0)
            kill(target, second);
        doze(30);
        _exit(writes && write(ends[1], "x", 1) != 1);
    }
    return pid;
}

/* read(): restarted with SA_RESTART, EINTR without, restarted after a stop. */
static void reads(enum way way)
{
    char byte;
    handle(SIGUSR1, count, SA_RESTART);
    pid_t pid = disturb(SIGUSR1, SIGUSR1, 1);
    expect(by(way, SYS_read, ends[0], &byte, 1), 1, "read with SA_RESTART by %s", way_name(way));
    expect(handled, 2, "  signals handled");
    reap(pid);
    handle(SIGUSR1, count, 0);
    pid = disturb(SIGUSR1, 0, 0);
    expect(by(way, SYS_read, ends[0], &byte, 1), -EINTR, "read without SA_RESTART by %s", way_name(way));
    reap(pid);
    pid = disturb(SIGSTOP, SIGCONT, 1);
    expect(by(way, SYS_read, ends[0], &byte, 1), 1, "read over stop and continue by %s", way_name(way));
    reap(pid);
}

/* Calls that a handler always ends, and a stop never does (ERESTARTNOHAND). */
static void waits(enum way way)
{
    sigset_t none;
    sigemptyset(&none);
    handle(SIGUSR1, count, SA_RESTART);
    pid_t pid = disturb(SIGUSR1, 0, 0);
    expect(by(way, SYS_pause), -EINTR, "pause by %s", way_name(way));
    reap(pid);
    pid = disturb(SIGUSR1, 0, 0);
    expect(by(way, SYS_rt_sigsuspend, &none, 8), -EINTR, "sigsuspend by %s", way_name(way));
    reap(pid);
    pid = disturb(SIGUSR1, 0, 0);
    expect(by(way, SYS_select, 0, NULL, NULL, NULL, NULL), -EINTR, "select by %s", way_name(way));
    reap(pid);
    pid = disturb(SIGSTOP, SIGCONT, 1);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    expect(by(way, SYS_select, ends[0] + 1, &set, NULL, NULL, NULL), 1, "select over stop and continue by %s",
           way_name(way));
    reap(pid);
    char byte;
    must(read(ends[0], &byte, 1), "read");
    expect(handled, 3, "  signals handled");
}

/* Calls with a time limit that goes on counting over a stop (restart_syscall). */
static void limits(enum way way)
{
    struct timespec limit = {0, 120000000}, rest = {9, 0};
    struct pollfd nothing = {.fd = ends[0], .events = POLLIN};
    int word = 0;
    handle(SIGUSR1, count, 0);
    long start = now_ms();
    pid_t pid = disturb(SIGSTOP, SIGCONT, 0);
    expect(by(way, SYS_nanosleep, &limit, &rest), 0, "nanosleep over stop and continue by %s", way_name(way));
    expect(now_ms() - start >= 120 && now_ms() - start < 300, 1, "  slept as long as asked");
    reap(pid);
    pid = disturb(SIGSTOP, SIGCONT, 0);
    start = now_ms();
    expect(by(way, SYS_poll, &nothing, 1, 120), 0, "poll over stop and continue by %s", way_name(way));
    expect(now_ms() - start >= 120 && now_ms() - start < 300, 1, "  waited as long as asked");
    reap(pid);
    pid = disturb(SIGSTOP, SIGCONT, 0);
    expect(by(way, SYS_futex, &word, FUTEX_WAIT, 0, &limit), -ETIMEDOUT, "futex over stop and continue by %s",
           way_name(way));
    reap(pid);
    pid = disturb(SIGUSR1, 0, 0);
    limit.tv_sec = 5;
    expect(by(way, SYS_nanosleep, &limit, &rest), -EINTR, "nanosleep with a handler by %s", way_name(way));
    expect(rest.tv_sec >= 4 && rest.tv_sec <= 5, 1, "  says how much is left");
    reap(pid);
    pid = disturb(SIGUSR1, 0, 0);
    expect(by(way, SYS_futex, &word, FUTEX_WAIT, 0, &limit), -EINTR, "futex with a handler by %s", way_name(way));
    reap(pid);
}

static void children(enum way way)
{
    int status = 0;
    handle(SIGUSR1, count, SA_RESTART);
    pid_t pid = disturb(SIGUSR1, SIGUSR1, 0);
    expect(by(way, SYS_wait4, pid, &status, 0, NULL) == pid, 1, "waitpid with SA_RESTART by %s", way_name(way));
    expect(handled, 2, "  signals handled");
    handle(SIGUSR1, count, 0);
    pid = disturb(SIGUSR1, 0, 0);
    expect(by(way, SYS_wait4, pid, &status, 0, NULL), -EINTR, "waitpid without SA_RESTART by %s", way_name(way));
    reap(pid);
}

static int restart(char **arguments)
{
    (void)arguments;
    must(pipe(ends), "pipe");
    FOR_BOTH(way) {
        reads(way);
        waits(way);
        limits(way);
        children(way);
    }
    return 0;
}

static sigjmp_buf out;
static enum way inner_way;
static volatile long inner_result;

static void leap(int number)
{
    siglongjmp(out, number);
}

/* A handler that blocks in a call of its own, which another signal interrupts and restarts. */
static void nest(int number)
{
    (void)number;
    char byte;
    handled++;
    inner_result = by(inner_way, SYS_read, ends[0], &byte, 1);
}

static int handlers(char **arguments)
{
    (void)arguments;
    must(pipe(ends), "pipe");
    FOR_BOTH(way) {
        char byte;
        handle(SIGUSR1, leap, 0);
        for (volatile int i = 0; i < 3; i++) {
            pid_t pid = disturb(SIGUSR1, 0, 0);
            if (sigsetjmp(out, 1) == 0)
                say("FAIL read by %s ended: %ld", way_name(way), by(way, SYS_read, ends[0], &byte, 1));
            reap(pid);
            expect(by(way, SYS_getpid) == getpid(), 1, "a %s after a handler that left a %s by longjmp", way_name(way),
                   way_name(way));
        }
        inner_way = way;
        handle(SIGUSR2, count, SA_RESTART);
        handle(SIGUSR1, nest, SA_RESTART);
        inner_result = 0;
        pid_t pid = disturb(SIGUSR1, SIGUSR2, 1);
        pid_t second = disturb(SIGCONT, SIGCONT, 1);
        expect(by(way, SYS_read, ends[0], &byte, 1), 1, "read by %s interrupted by a handler", way_name(way));
        expect(inner_result, 1, "  read by %s in the handler, interrupted by a second one", way_name(way));
        expect(handled, 2, "  signals handled");
        reap(pid);
        reap(second);
    }
    return 0;
}

const struct command restart_commands[] = {{"restart", restart}, {"handlers", handlers}, {NULL, NULL}};
