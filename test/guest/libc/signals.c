/* SPDX-License-Identifier: Apache-2.0 */
#include "libc-test.h"
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/syscall.h>

static volatile sig_atomic_t handled;
static int ends[2];
static sigjmp_buf back;

static long by_trap(long number)
{
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number) : "rcx", "r11", "memory");
    return result;
}

void test_values(void)
{
    MUST(getpid() == by_trap(SYS_getpid));
    MUST(syscall(SYS_getppid) == by_trap(SYS_getppid));
    MUST(syscall(9999) == -1 && errno == ENOSYS);
    MUST(syscall(-1) == -1 && errno == ENOSYS);
    MUST(write(1, (void *)8, 1) == -1 && errno == EFAULT);
    MUST(close(-1) == -1 && errno == EBADF);
}

void test_many_arguments(void)
{
    char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MUST(page != MAP_FAILED);
    MUST(mmap(page, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == page);
    MUST(write(1, page, 0) == 0 && munmap(page, 4096) == 0);
    MUST(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, -1, 0) == MAP_FAILED && errno == EBADF);
}

static void count(int signal)
{
    (void)signal;
    handled++;
}

static void feed(int signal)
{
    (void)signal;
    handled++;
    MUST(write(ends[1], "x", 1) == 1);
}

static void jump(int signal)
{
    (void)signal;
    siglongjmp(back, 1);
}

static void begin(void (*handler)(int), int flags)
{
    handled = 0;
    MUST(pipe(ends) == 0);
    on_signal(SIGALRM, handler, flags);
    alarm_ms(20);
}

static void end(void)
{
    alarm_ms(0);
    MUST(close(ends[0]) == 0 && close(ends[1]) == 0);
}

void test_interrupted(void)
{
    char byte;
    begin(count, 0);
    MUST(read(ends[0], &byte, 1) == -1 && errno == EINTR && handled == 1);
    alarm_ms(20);
    MUST(syscall(SYS_read, ends[0], &byte, 1) == -1 && errno == EINTR && handled == 2);
    struct timespec second = {1, 0}, left = {0};
    alarm_ms(20);
    MUST(nanosleep(&second, &left) == -1 && errno == EINTR && handled == 3);
    MUST(left.tv_sec == 0 && left.tv_nsec > 500000000);
    end();
}

/* read() may be cancelled; the system call is made by another path than syscall()'s. */
void test_restarted(void)
{
    char byte = 0;
    begin(feed, SA_RESTART);
    MUST(read(ends[0], &byte, 1) == 1 && byte == 'x' && handled == 1);
    end();
}

void test_restarted_plain(void)
{
    char byte = 0;
    begin(feed, SA_RESTART);
    MUST(syscall(SYS_read, ends[0], &byte, 1) == 1 && byte == 'x' && handled == 1);
    end();
}

void test_jump_out(void)
{
    char byte;
    for (volatile int i = 0; i < 20; i++) {
        begin(jump, 0);
        if (sigsetjmp(back, 1) == 0) {
            if (i % 2)
                read(ends[0], &byte, 1);
            else
                syscall(SYS_read, ends[0], &byte, 1);
            MUST(!"read came back");
        }
        end();
    }
}

/* A sleep that is stopped and continued goes on by restart_syscall. */
void test_stop_and_continue(void)
{
    pid_t child = fork();
    MUST(child >= 0);
    if (child == 0) {
        struct timespec while_stopped = {0, 200000000};
        long from = now_ms();
        _exit(nanosleep(&while_stopped, NULL) == 0 && now_ms() - from >= 200 ? 0 : 1);
    }
    int status;
    sleep_ms(50);
    MUST(kill(child, SIGSTOP) == 0);
    MUST(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
    sleep_ms(20);
    MUST(kill(child, SIGCONT) == 0);
    MUST(exit_status(child) == 0);
}
