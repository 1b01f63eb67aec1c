// SPDX-License-Identifier: Apache-2.0
/*
 * Leaf functions keep data in the 128 bytes below RSP, where nothing may be written: not by an interrupt, an exception,
 * a signal or an NMI, although the processor itself does not change stacks when it is in ring 0 already.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "kml.h"

#define LEAVES 3

static volatile sig_atomic_t signals;

static void tick(int number)
{
    volatile char own[256];
    memset((void *)own, number, sizeof(own));
    signals++;
}

/* Fills the red zone with a pattern, computes for a while, and counts the words that are no longer there. */
static __attribute__((noinline)) long leaf(uint64_t pattern, long spins)
{
    long wrong = 0;
    __asm__ volatile("mov $16, %%ecx\n"
                     "1: lea (%[pattern],%%rcx), %%rax\n"
                     "mov %%rax, -136(%%rsp,%%rcx,8)\n" /* -8 down to -128 */
                     "dec %%ecx\n"
                     "jnz 1b\n"
                     "2: dec %[spins]\n"
                     "jnz 2b\n"
                     "mov $16, %%ecx\n"
                     "3: lea (%[pattern],%%rcx), %%rax\n"
                     "cmp %%rax, -136(%%rsp,%%rcx,8)\n"
                     "je 4f\n"
                     "inc %[wrong]\n"
                     "4: dec %%ecx\n"
                     "jnz 3b\n"
                     : [wrong] "+r"(wrong), [spins] "+r"(spins)
                     : [pattern] "r"(pattern)
                     : "rax", "rcx", "memory", "cc");
    return wrong;
}

/* Shared by all processes of a test: written by one each, read by their parent while they run. */
struct result {
    volatile long rounds, wrong, signals;
};

struct shared {
    volatile int enough;
    struct result results[LEAVES + 1];
};

static struct shared *shared_memory(void)
{
    struct shared *shared =
        mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    must(shared == MAP_FAILED ? -1 : 0, "mmap");
    return shared;
}

static void loop(struct shared *shared, struct result *result, uint64_t seed)
{
    struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART};
    struct itimerval often = {{0, 10000}, {0, 10000}};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    while (!shared->enough) {
        result->wrong += leaf(seed + result->rounds, 200000);
        result->rounds++;
        result->signals = signals;
    }
}

/* Makes page faults as fast as it can, so that others are interrupted by its wake-ups and it by them. */
static void faults(struct shared *shared, struct result *result)
{
    while (!shared->enough) {
        volatile char *area = mmap(NULL, 64 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        for (int i = 0; i < 64; i++)
            area[i * 4096] = (char)i;
        munmap((void *)area, 64 * 4096);
        result->rounds++;
        by(CALL, SYS_sched_yield);
    }
}

static struct result sum_of(const struct shared *shared)
{
    struct result sum = {0, 0, 0};
    for (int i = 0; i <= LEAVES; i++) {
        sum.rounds += i < LEAVES ? shared->results[i].rounds : 0;
        sum.wrong += shared->results[i].wrong;
        sum.signals += shared->results[i].signals;
    }
    return sum;
}

/*
 * Runs until this many signals and NMIs have arrived: a loaded host delivers fewer a second, and a test must not depend on
 * how many. Lines of sums: rounds depend on the run, the number of wrong words must be 0.
 */
static int redzone(char **arguments)
{
    long wanted = atol(arguments[0]), wanted_nmis = atol(arguments[1]) + interrupt_count("NMI:");
    struct shared *shared = shared_memory();
    pid_t pids[LEAVES + 1];
    for (int i = 0; i <= LEAVES; i++)
        if ((pids[i] = must(fork(), "fork")) == 0) {
            if (i < LEAVES)
                loop(shared, &shared->results[i], 0x5a5a000000000000 + (uint64_t)i * 0x1000000000);
            else
                faults(shared, &shared->results[i]);
            _exit(0);
        }
    while (sum_of(shared).signals < wanted || interrupt_count("NMI:") < wanted_nmis || shared->results[LEAVES].rounds <= 10)
        usleep(50000);
    shared->enough = 1;
    for (int i = 0; i <= LEAVES; i++)
        expect(reap(pids[i]), 0, "process %d", i);
    struct result sum = sum_of(shared);
    expect(sum.wrong, 0, "wrong words");
    say("rounds %ld", sum.rounds);
    say("signals %ld", sum.signals);
    say("fault rounds %ld", shared->results[LEAVES].rounds);
    say("nmis %ld", interrupt_count("NMI:"));
    return 0;
}

/* Fills and looks so many times, and until there was a signal and a fault of another process. */
static int redzone_looks(char **arguments)
{
    long looks = atol(arguments[0]), wrong = 0;
    struct shared *shared = shared_memory();
    struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART};
    struct itimerval often = {{0, 10000}, {0, 10000}}, never = {{0, 0}, {0, 0}};
    pid_t pid = must(fork(), "fork");
    if (pid == 0) {
        faults(shared, shared->results);
        _exit(0);
    }
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    for (long i = 0; i < looks || signals == 0 || shared->results->rounds == 0; i++)
        wrong += leaf(0x5a5a000000000000 + (uint64_t)i, 100);
    setitimer(ITIMER_REAL, &never, NULL);
    shared->enough = 1;
    expect(reap(pid), 0, "process that faults");
    expect(wrong, 0, "wrong words in %ld looks", looks);
    return 0;
}

/* The check itself: a leaf whose red zone something else writes to must be seen. */
static int redzone_damaged(char **arguments)
{
    (void)arguments;
    expect(leaf(7, 1), 0, "undamaged");
    uint64_t seen;
    __asm__ volatile("movq $7, -64(%%rsp); sub $56, %%rsp; push %%rsp; add $64, %%rsp; mov -64(%%rsp), %0"
                     : "=r"(seen)::"memory", "cc");
    expect(seen != 7, 1, "a push below does damage");
    return 0;
}

const struct command redzone_commands[] = {
    {"redzone", redzone}, {"redzone-looks", redzone_looks}, {"redzone-damaged", redzone_damaged}, {NULL, NULL}};
