// SPDX-License-Identifier: Apache-2.0
/* Hardware watchpoints and breakpoints: hits in the process's own code, and in the kernel's copies to its memory. */
#include <signal.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kml.h"

#define LENGTH_4_WRITE_0 ((0xdUL << 16) | 1)
#define EXECUTE_0 1UL

static volatile int watched;
static int ends[2];

static __attribute__((noinline)) void stepping_stone(void)
{
    __asm__ volatile("");
}

static int target(void *argument)
{
    enum way way = *(enum way *)argument;
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    watched = 1;
    long result = by(way, SYS_read, ends[0], &watched, 4);
    return result == 4 && watched == 0x04030201 ? 42 : 1;
}

static int caller(void *argument)
{
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    for (int i = 0; i < 5; i++) {
        stepping_stone();
        by(*(enum way *)argument, SYS_getppid);
    }
    return 42;
}

/* Starts a child and sets debug register 0; gives the number of SIGTRAPs until it ends with 42. */
static long hits(int (*body)(void *), void *argument, void *address, unsigned long control)
{
    long count = 0;
    int status;
    pid_t pid = must(fork(), "fork");
    if (pid == 0)
        _exit(body(argument));
    must(waitpid(pid, &status, 0), "waitpid");
    must(ptrace(PTRACE_POKEUSER, pid, offsetof(struct user, u_debugreg[0]), address), "debug register 0");
    must(ptrace(PTRACE_POKEUSER, pid, offsetof(struct user, u_debugreg[7]), control), "debug register 7");
    for (;;) {
        must(ptrace(PTRACE_CONT, pid, 0, 0), "PTRACE_CONT");
        must(waitpid(pid, &status, 0), "waitpid");
        if (!WIFSTOPPED(status))
            return WIFEXITED(status) && WEXITSTATUS(status) == 42 ? count : -status;
        if (WSTOPSIG(status) != SIGTRAP)
            return -status;
        long reason = must(ptrace(PTRACE_PEEKUSER, pid, offsetof(struct user, u_debugreg[6]), 0), "debug register 6");
        count += reason & 1;
    }
}

static int watch(char **arguments)
{
    (void)arguments;
    must(pipe(ends), "pipe");
    FOR_BOTH(way) {
        must(write(ends[1], "\1\2\3\4", 4), "write");
        expect(hits(target, &way, (void *)&watched, LENGTH_4_WRITE_0), 2, "stores seen, own and read() by %s", way_name(way));
        expect(hits(caller, &way, (void *)stepping_stone, EXECUTE_0), 5, "executions seen, with a %s between", way_name(way));
    }
    return 0;
}

const struct command watch_commands[] = {{"watch", watch}, {NULL, NULL}};
