// SPDX-License-Identifier: Apache-2.0
/* Threads that make near calls at the same time, and vector registers over calls and task switches. */
#include <cpuid.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "kml.h"

#define THREADS 4
#define ROUNDS 2000
#define STACK 65536
#define FLAGS                                                                                                  \
    (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_PARENT_SETTID | \
     CLONE_CHILD_CLEARTID)

static struct {
    enum way way;
    int lock;
    long counter;
    long wrong;
} shared;

struct thread {
    int tid;
    long pattern;
};

static void lock(void)
{
    while (__atomic_exchange_n(&shared.lock, 2, __ATOMIC_ACQUIRE) != 0)
        by(shared.way, SYS_futex, &shared.lock, FUTEX_WAIT_PRIVATE, 2, NULL);
}

static void unlock(void)
{
    if (__atomic_exchange_n(&shared.lock, 0, __ATOMIC_RELEASE) == 2)
        by(shared.way, SYS_futex, &shared.lock, FUTEX_WAKE_PRIVATE, 1);
}

/* Runs without thread-local storage of its own: only raw calls, nothing of the C library. */
static int work(void *argument)
{
    struct thread *thread = argument;
    unsigned long entry = shared.way == CALL ? kml_entry : 0;
    for (long i = 0; i < ROUNDS; i++) {
        lock();
        long seen = shared.counter;
        long changed = vectors_xmm(entry, SYS_sched_yield, thread->pattern + i);
        if (by(shared.way, SYS_gettid) != thread->tid)
            changed++;
        shared.counter = seen + 1;
        shared.wrong += changed;
        unlock();
    }
    return 0;
}

static void join(struct thread *thread)
{
    for (int tid; (tid = __atomic_load_n(&thread->tid, __ATOMIC_ACQUIRE)) != 0;)
        by(TRAP, SYS_futex, &thread->tid, FUTEX_WAIT, tid, NULL);
}

static int threads(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way) {
        struct thread all[THREADS];
        shared.way = way;
        shared.counter = shared.wrong = 0;
        char *stacks = mmap(NULL, THREADS * STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        for (int i = 0; i < THREADS; i++) {
            all[i].pattern = (i + 1) * 0x0101010101010000L;
            must(clone_on(way == CALL ? kml_entry : 0, FLAGS, stacks + (i + 1) * STACK, &all[i].tid, &all[i].tid, work,
                          &all[i]),
                 "clone");
        }
        for (int i = 0; i < THREADS; i++)
            join(&all[i]);
        expect(shared.counter, THREADS * ROUNDS, "%d threads started by %s, locked by futex: increments", THREADS,
               way_name(way));
        expect(shared.wrong, 0, "  changed vector registers, wrong thread ids");
    }
    return 0;
}

static volatile sig_atomic_t ticks;

static void tick(int number)
{
    (void)number;
    ticks++;
    __asm__ volatile("xorps %%xmm0, %%xmm0; xorps %%xmm7, %%xmm7; xorps %%xmm15, %%xmm15" ::: "xmm0", "xmm7", "xmm15");
}

static int has_avx(void)
{
    unsigned a, b, c = 0, d, low = 0, high;
    if (__get_cpuid(1, &a, &b, &c, &d) && (c & bit_OSXSAVE) != 0)
        __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (c & bit_AVX) != 0 && (low & 6) == 6;
}

/* A second process with other values, a timer whose handler clears registers: each call must still keep them all. */
static int vectors(char **arguments)
{
    (void)arguments;
    struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART};
    struct itimerval often = {{0, 10000}, {0, 10000}};
    sigaction(SIGALRM, &action, NULL);
    pid_t rival = must(fork(), "fork");
    for (uint64_t i = 0; rival == 0; i++)
        vectors_xmm(kml_entry, SYS_sched_yield, i * 77);
    setitimer(ITIMER_REAL, &often, NULL);
    FOR_BOTH(way) {
        unsigned long entry = way == CALL ? kml_entry : 0;
        long changed = 0, rounds = 0;
        ticks = 0;
        while (ticks < 10) {
            changed += vectors_xmm(entry, rounds % 2 ? SYS_sched_yield : SYS_getpid, rounds * 0x1111111111111);
            if (has_avx())
                changed += vectors_ymm(entry, rounds % 2 ? SYS_sched_yield : SYS_getpid, rounds * 0x1111111111111);
            rounds++;
        }
        expect(changed, 0, "vector registers that changed over a %s, a task switch or a signal", way_name(way));
    }
    kill(rival, SIGKILL);
    expect(reap(rival), 256 + SIGKILL, "the rival");
    say(has_avx() ? "with AVX" : "without AVX");
    return 0;
}

const struct command thread_commands[] = {{"threads", threads}, {"vectors", vectors}, {NULL, NULL}};
