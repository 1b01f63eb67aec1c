// SPDX-License-Identifier: Apache-2.0
/*
 * A process beside others that change what the kernel loads late, on the way back to user mode: FPU registers, and the
 * CPU number of its rseq area. A way out that misses a last look at the thread's flags leaves those of somebody else.
 */
#include <cpuid.h>
#include <errno.h>
#include <linux/rseq.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "kml.h"

#define OTHERS 3
#define RSEQ_SIGNATURE 0x53053053

struct shared {
    volatile int enough;
    /* How long the others sleep at least, ns: the shorter, the more often they preempt a call and the longer a test takes. */
    long ns;
    volatile long rounds[OTHERS];
};

static struct shared *shared_memory(const char *microseconds)
{
    struct shared *shared =
        mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    must(shared == MAP_FAILED ? -1 : 0, "mmap");
    shared->ns = 1000 * atol(microseconds);
    return shared;
}

/* Sleeps for a moment, again and again, each time with other FPU registers: it preempts whoever runs. */
static void disturb(struct shared *shared, int which)
{
    long ns = shared->ns + 7001 * which;
    while (!shared->enough) {
        struct timespec moment = {0, ns + shared->rounds[which] % 997};
        __asm__ volatile(".irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n pxor %%xmm\\n, %%xmm\\n\n .endr" ::
                             : "memory");
        by(TRAP, SYS_nanosleep, &moment, NULL);
        shared->rounds[which]++;
    }
}

static void start(struct shared *shared, pid_t *pids)
{
    for (int i = 0; i < OTHERS; i++)
        if ((pids[i] = must(fork(), "fork")) == 0) {
            disturb(shared, i);
            _exit(0);
        }
    for (int i = 0; i < OTHERS; i++)
        while (shared->rounds[i] == 0)
            doze(1);
}

static void finish(struct shared *shared, const pid_t *pids)
{
    shared->enough = 1;
    for (int i = 0; i < OTHERS; i++)
        expect(reap(pids[i]), 0, "process %d", i);
}

static int foreign_registers(char **arguments)
{
    long calls = atol(arguments[0]);
    FOR_BOTH(way) {
        struct shared *shared = shared_memory(arguments[1]);
        pid_t pids[OTHERS];
        long wrong = 0;
        start(shared, pids);
        for (long i = 0; i < calls; i++)
            wrong += vectors_xmm(way == CALL ? kml_entry : 0, SYS_getppid, (uint64_t)i << 8 | 0x5500000000000000);
        finish(shared, pids);
        expect(wrong, 0, "wrong FPU registers in %ld calls by %s", calls, way_name(way));
    }
    return 0;
}

static volatile struct rseq area __attribute__((aligned(32)));

/* The CPU that this runs on, as the processor itself knows it. */
static unsigned own_cpu(void)
{
    unsigned low, high, cpu;
    __asm__ volatile("rdtscp" : "=a"(low), "=d"(high), "=c"(cpu));
    return cpu & 0xfff;
}

static int foreign_cpu(char **arguments)
{
    long calls = atol(arguments[0]), cpus = cpus_online();
    /* A move costs as much as thousands of calls where CPUs are emulated; so there are not above 20,000. */
    long stay = calls / 20000 > 64 ? calls / 20000 : 64;
    unsigned eax, ebx, ecx, edx;
    if (!__get_cpuid(0x80000001, &eax, &ebx, &ecx, &edx) || (edx & 1u << 27) == 0)
        must(-1, "rdtscp of the processor");
    long registered = by(TRAP, SYS_rseq, &area, sizeof(area), 0, RSEQ_SIGNATURE);
    if (registered == -ENOSYS) {
        say("no rseq in this kernel");
        return 0;
    }
    must(registered, "rseq");
    FOR_BOTH(way) {
        struct shared *shared = shared_memory(arguments[1]);
        pid_t pids[OTHERS];
        long wrong = 0, moved = 0;
        unsigned last = own_cpu();
        start(shared, pids);
        for (long i = 0; i < calls; i++) {
            by(way, SYS_getppid);
            unsigned before = own_cpu(), said = area.cpu_id;
            if (before == own_cpu()) {
                wrong += said != before;
                moved += before != last;
                last = before;
            }
            if (cpus > 1 && i % stay == 0)
                stay_on_cpu(i / stay % cpus);
        }
        finish(shared, pids);
        expect(wrong, 0, "wrong CPU numbers in %ld calls by %s", calls, way_name(way));
        expect(moved > 0 || cpus == 1, 1, "moved between CPUs");
    }
    must(by(TRAP, SYS_rseq, &area, sizeof(area), 1, RSEQ_SIGNATURE), "rseq");
    return 0;
}

const struct command foreign_commands[] = {
    {"foreign-registers", foreign_registers}, {"foreign-cpu", foreign_cpu}, {NULL, NULL}};
