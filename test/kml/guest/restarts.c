// SPDX-License-Identifier: Apache-2.0
/* One call that is restarted very many times. */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "kml.h"

static volatile sig_atomic_t handled;
static int ends[2];

static void count(int number)
{
    (void)number;
    handled++;
}

/* Signals for the process that it shares the memory with, so a switch costs little; then a byte for the pipe. */
struct pest {
    pid_t target;
    long signals;
};

static int pester(void *argument)
{
    const struct pest *pest = argument;
    for (long i = 0; i < pest->signals; i++) {
        if (by(TRAP, SYS_kill, pest->target, SIGUSR1) < 0)
            return 1;
        /* One that is still on its way would swallow the next. */
        by(TRAP, SYS_sched_yield);
    }
    return by(TRAP, SYS_write, ends[1], "x", 1) != 1;
}

/* What the process of one CPU does. */
struct share {
    enum way way;
    long restarts;
};

/*
 * A blocked call that so many signals interrupt: each handler's return restarts it. Who sends them stays on the same
 * CPU: to wake another costs a hundred times as much where CPUs are emulated.
 */
static int restart_share(void *argument)
{
    static char stack[16384] __attribute__((aligned(16)));
    const struct share *share = argument;
    long taken = 0, wrong = 0;
    char byte;
    must(pipe(ends), "pipe");
    struct sigaction action = {.sa_handler = count, .sa_flags = SA_RESTART};
    must(sigaction(SIGUSR1, &action, NULL), "sigaction");
    while (taken < share->restarts) {
        long left = share->restarts - taken;
        struct pest pest = {getpid(), left < 100000 ? left : 100000};
        handled = 0;
        pid_t pid = must(clone_on(0, CLONE_VM | SIGCHLD, stack + sizeof(stack), NULL, NULL, pester, &pest), "clone");
        wrong += by(share->way, SYS_read, ends[0], &byte, 1) != 1;
        wrong += reap(pid) != 0;
        taken += handled;
    }
    return wrong != 0;
}

static int restarts(char **arguments)
{
    long wanted = calls_per_cpu(atol(arguments[0]));
    FOR_BOTH(way) {
        struct share share = {way, wanted};
        expect(on_every_cpu(restart_share, &share), 0, "wrong results of a call restarted %s times by %s", arguments[0],
               way_name(way));
    }
    return 0;
}

const struct command restarts_commands[] = {{"restarts", restarts}, {NULL, NULL}};
