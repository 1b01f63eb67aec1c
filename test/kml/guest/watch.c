// SPDX-License-Identifier: Apache-2.0
/*
 * Hardware watchpoints and breakpoints. A tracer's are for the process's own code only; those of perf tell hits of the
 * process from hits of the kernel, where with KML both are in ring 0.
 */
#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>
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

/* One store of its own, one of the kernel's. */
static long two_stores(enum way way)
{
    must(write(ends[1], "\1\2\3\4", 4), "write");
    watched = 1;
    return by(way, SYS_read, ends[0], &watched, 4) == 4 && watched == 0x04030201;
}

static int target(void *argument)
{
    by(TRAP, SYS_kill, by(TRAP, SYS_getpid), SIGSTOP);
    return two_stores(*(enum way *)argument) ? 42 : 1;
}

static int caller(void *argument)
{
    by(TRAP, SYS_kill, by(TRAP, SYS_getpid), SIGSTOP);
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
    if (pid == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        _exit(body(argument));
    }
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

/* What perf counts of the two stores, without those of the process or without those of the kernel. */
static long counted(enum way way, int exclude_user, int exclude_kernel)
{
    struct perf_event_attr attributes = {
        .type = PERF_TYPE_BREAKPOINT,
        .size = sizeof(attributes),
        .bp_type = HW_BREAKPOINT_W,
        .bp_addr = (uintptr_t)&watched,
        .bp_len = HW_BREAKPOINT_LEN_1,
        .sample_period = 1000,
        .exclude_user = exclude_user,
        .exclude_kernel = exclude_kernel,
    };
    uint64_t count = 0;
    int event = must(syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0), "perf_event_open");
    must(two_stores(way) - 1, "the stores");
    must(read(event, &count, sizeof(count)), "the count");
    close(event);
    return (long)count;
}

static int watch(char **arguments)
{
    (void)arguments;
    must(pipe(ends), "pipe");
    FOR_BOTH(way) {
        const char *name = way_name(way);
        expect(hits(target, &way, (void *)&watched, LENGTH_4_WRITE_0), 1, "a tracer's watchpoint, read by %s: hits",
               name);
        expect(hits(caller, &way, (void *)stepping_stone, EXECUTE_0), 5, "a tracer's breakpoint, a %s between: hits",
               name);
        expect(counted(way, 0, 0), 2, "perf's watchpoint, read by %s: stores", name);
        expect(counted(way, 0, 1), 1, "  stores of the process");
        expect(counted(way, 1, 0), 1, "  stores of the kernel");
    }
    return 0;
}

const struct command watch_commands[] = {{"watch", watch}, {NULL, NULL}};
