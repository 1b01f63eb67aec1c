// SPDX-License-Identifier: Apache-2.0
/*
 * `sweep ROUNDS STEP`: a timer's interrupt at every instruction of a call in turn, or at every STEPth: one instruction is one
 * nanosecond, and each round the timer comes so many of them earlier. It wakes a process with other FPU registers, which runs at
 * once. A debugger may add an NMI at an instruction of its own choice: it waits at sweep_round(), which begins each round.
 */
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "kml.h"

/* Nanoseconds before the timer: room for the sleeper to fall asleep. */
#define AHEAD 400000
/* The last round begins its call so many nanoseconds before the timer. */
#define LATEST 50

struct shared {
    volatile long wake_at, woken;
};

static long now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void sleeper(struct shared *shared, int orders)
{
    char order;
    struct sched_param first = {.sched_priority = 1};
    must(prctl(PR_SET_TIMERSLACK, 1), "PR_SET_TIMERSLACK");
    /* Of equal processes, the one that runs may go on for a while. */
    must(by(TRAP, SYS_sched_setscheduler, 0, SCHED_FIFO, &first), "SCHED_FIFO");
    while (read(orders, &order, 1) == 1) {
        struct timespec until = {shared->wake_at / 1000000000L, shared->wake_at % 1000000000L};
        by(TRAP, SYS_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        __asm__ volatile(".irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n pxor %%xmm\\n, %%xmm\\n\n .endr" ::
                             : "memory");
        shared->woken++;
    }
    _exit(0);
}

__attribute__((noinline)) void sweep_round(long round)
{
    __asm__ volatile("" ::"r"(round) : "memory");
}

static uint64_t tsc(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

/* Rounds of one way; gives the wrong registers, and counts the rounds whose first call the timer met. */
static long sweep_by(enum way way, long rounds, long step, struct shared *shared, int orders, long *met)
{
    long wrong = 0;
    for (long round = 0; round < rounds; round++) {
        long before = shared->woken, ahead = AHEAD - LATEST - (rounds - round) * step;
        uint64_t start = tsc();
        shared->wake_at = now_ns() + AHEAD;
        must(write(orders, "x", 1), "an order");
        doze(0);
        sweep_round(round);
        while ((long)(tsc() - start) < ahead)
            ;
        wrong += vectors_xmm(way == CALL ? kml_entry : 0, SYS_getppid, 0x5500000000000000 + (uint64_t)round);
        *met += shared->woken != before;
        while (shared->woken == before)
            doze(1);
    }
    return wrong;
}

static int sweep(char **arguments)
{
    long rounds = atol(arguments[0]), step = atol(arguments[1]);
    struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int orders[2];
    must(pipe(orders), "pipe");
    pid_t pid = must(fork(), "fork");
    if (pid == 0) {
        close(orders[1]);
        sleeper(shared, orders[0]);
    }
    FOR_BOTH(way) {
        long met = 0;
        expect(sweep_by(way, rounds, step, shared, orders[1], &met), 0, "wrong FPU registers by %s", way_name(way));
        expect(met * 2 >= rounds, 1, "most timers came in the midst of a %s", way_name(way));
    }
    close(orders[1]);
    expect(reap(pid), 0, "the sleeper");
    return 0;
}

/* For the debugger. */
static int sweep_address(char **arguments)
{
    (void)arguments;
    say("sweep %lx", (unsigned long)sweep_round);
    return 0;
}

const struct command sweep_commands[] = {{"sweep", sweep}, {"sweep-address", sweep_address}, {NULL, NULL}};
