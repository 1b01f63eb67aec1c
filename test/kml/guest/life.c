// SPDX-License-Identifier: Apache-2.0
/* Processes: thousands of births and deaths, in every way there is. */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "kml.h"

static char *const worker[] = {"/kml", "exit", "7", NULL};
static char *const no_environment[] = {NULL};

/* vfork's child shares this very stack frame, so everything must happen in one function. */
static __attribute__((noinline)) long vfork_and_exec(enum way way)
{
    long pid = by(way, SYS_vfork);
    if (pid == 0) {
        by(way, SYS_execve, worker[0], worker, no_environment);
        by(TRAP, SYS_exit_group, 99);
    }
    return reap(pid);
}

/* The child makes calls of its own before it ends: they overwrite the parent's return address below RSP. */
static __attribute__((noinline)) long vfork_and_exit(enum way way, long flags)
{
    long pid = flags == 0 ? by(way, SYS_vfork) : by(way, SYS_clone, flags, 0);
    if (pid == 0) {
        by(CALL, SYS_getppid);
        by(CALL, SYS_sched_yield);
        by(way, SYS_exit_group, 7);
    }
    return reap(pid);
}

static long fork_and_exit(enum way way)
{
    long pid = by(way, SYS_fork);
    if (pid == 0)
        by(way, SYS_exit_group, 7);
    return reap(pid);
}

static long fork_and_exec(enum way way)
{
    long pid = by(way, SYS_fork);
    if (pid == 0) {
        by(way, SYS_execve, worker[0], worker, no_environment);
        by(TRAP, SYS_exit_group, 99);
    }
    return reap(pid);
}

static long one(long kind, enum way way)
{
    switch (kind) {
    case 0:
        return fork_and_exit(way);
    case 1:
        return vfork_and_exit(way, 0);
    case 2:
        return vfork_and_exit(way, CLONE_VM | CLONE_VFORK | SIGCHLD);
    case 3:
        return vfork_and_exec(way);
    default:
        return fork_and_exec(way);
    }
}

static int births(char **arguments)
{
    static const char *const names[] = {"fork and exit", "vfork and exit", "clone with the parent's stack and exit",
                                        "vfork and exec", "fork and exec"};
    long count = atol(arguments[0]);
    for (long kind = 0; kind < 5; kind++)
        FOR_BOTH(way) {
            long failures = 0;
            for (long i = 0; i < count / 10; i++)
                failures += one(kind, way) != 7;
            expect(failures, 0, "%s by %s, %ld times: failures", names[kind], way_name(way), count / 10);
        }
    return 0;
}

static int failing_exec(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way) {
        expect(by(way, SYS_execve, "/nowhere", worker, no_environment), -2, "exec of nothing by %s", way_name(way));
        expect(by(way, SYS_execve, "/etc/lupine/job", worker, no_environment), -13, "exec of a text by %s",
               way_name(way));
    }
    return 0;
}

const struct command life_commands[] = {{"births", births}, {"failing-exec", failing_exec}, {NULL, NULL}};
