// SPDX-License-Identifier: Apache-2.0
/* Page faults of user code: stack growth, copy-on-write, faults that a handler repairs, faults of the kernel itself. */
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kml.h"

#define PAGE 4096
#define MIB (1024 * 1024)

static unsigned pattern(size_t at, unsigned seed)
{
    return (unsigned)(at * 2654435761u) ^ seed;
}

static void fill(unsigned *words, size_t bytes, unsigned seed)
{
    for (size_t i = 0; i < bytes / sizeof(*words); i++)
        words[i] = pattern(i, seed);
}

static long differing(const unsigned *words, size_t bytes, unsigned seed)
{
    long count = 0;
    for (size_t i = 0; i < bytes / sizeof(*words); i++)
        count += words[i] != pattern(i, seed);
    return count;
}

/* One page of stack for each level: the first touch of each is a fault on a push or a store below RSP's page. */
static __attribute__((noinline)) long deep(enum way way, int levels, long pid)
{
    volatile unsigned char page[PAGE];
    memset((void *)page, levels & 0xff, sizeof(page));
    long wrong = by(way, SYS_getpid) != pid;
    if (levels > 0)
        wrong += deep(way, levels - 1, pid);
    for (int i = 0; i < PAGE; i++)
        wrong += page[i] != (levels & 0xff);
    return wrong;
}

static int stack(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way)
    expect(deep(way, 3 * MIB / PAGE, getpid()), 0, "3 MiB of stack, a %s on each page: wrong bytes", way_name(way));
    return 0;
}

/* RSP exactly at the top of an untouched page: the push of the near call itself is the faulting access. */
static int stack_edge(char **arguments)
{
    (void)arguments;
    long wrong = 0;
    char *area = mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 1; i < 64; i++) {
        long result = SYS_getpid;
        unsigned long target = kml_entry;
        if (target != 0)
            __asm__ volatile("mov %%rsp, %%rbx; mov %2, %%rsp; call *%%rcx; mov %%rbx, %%rsp"
                             : "+a"(result), "+c"(target)
                             : "r"(area + i * PAGE)
                             : "rbx", "r11", "memory", "cc");
        else
            result = getpid();
        wrong += result != getpid();
    }
    expect(wrong, 0, "a near call whose push is the first touch of a page: wrong results");
    return 0;
}

static int cow(char **arguments)
{
    (void)arguments;
    unsigned *area = mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    FOR_BOTH(way) {
        fill(area, MIB, 1);
        long pid = by(way, SYS_fork);
        if (pid == 0) {
            long wrong = differing(area, MIB, 1);
            fill(area, MIB, 2);
            _exit(wrong + differing(area, MIB, 2) == 0 ? 0 : 1);
        }
        fill(area, MIB, 3);
        expect(reap(pid), 0, "1 MiB after fork by %s: the child's copy", way_name(way));
        expect(differing(area, MIB, 3), 0, "1 MiB after fork by %s: the parent's copy, wrong words", way_name(way));
    }
    return 0;
}

static volatile sig_atomic_t repaired;
static char *guarded;

static void repair(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)context;
    if (info->si_addr < (void *)guarded || info->si_addr >= (void *)(guarded + 16 * PAGE))
        _exit(3);
    mprotect((void *)((uintptr_t)info->si_addr & -(uintptr_t)PAGE), PAGE, PROT_READ | PROT_WRITE);
    repaired++;
}

static int fault_handler(char **arguments)
{
    (void)arguments;
    struct sigaction action = {.sa_sigaction = repair, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &action, NULL);
    guarded = mmap(NULL, 16 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    long sum = 0;
    for (int i = 0; i < 16; i++) {
        guarded[i * PAGE] = (char)i;
        sum += guarded[i * PAGE];
    }
    expect(repaired, 16, "faults that a SIGSEGV handler repaired");
    expect(sum, 120, "what was then stored");
    return 0;
}

/* The kernel's own accesses to user memory: into pages not there yet, and into pages that will never be. */
static int kernel_access(char **arguments)
{
    (void)arguments;
    int ends[2];
    must(pipe(ends), "pipe");
    FOR_BOTH(way) {
        char *fresh = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        char *read_only = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        expect(by(way, SYS_write, ends[1], fresh, 2 * PAGE), 2 * PAGE, "%s: write from untouched pages", way_name(way));
        expect(by(way, SYS_read, ends[0], fresh + 2 * PAGE - 8, 16), 16, "%s: read into untouched pages",
               way_name(way));
        expect(by(way, SYS_read, ends[0], read_only, 16), -14, "%s: read into a read-only page", way_name(way));
        expect(by(way, SYS_read, ends[0], 8, 16), -14, "%s: read to address 8", way_name(way));
        expect(by(way, SYS_write, ends[1], -4096L, 16), -14, "%s: write from a kernel address", way_name(way));
        expect(by(way, SYS_read, ends[0], 0x800000000000, 16), -14, "%s: read to a non-canonical address",
               way_name(way));
        while (by(way, SYS_read, ends[0], fresh, 4 * PAGE) == 4 * PAGE)
            ;
    }
    return 0;
}

const struct command memory_commands[] = {
    {"stack", stack},
    {"stack-edge", stack_edge},
    {"cow", cow},
    {"fault-handler", fault_handler},
    {"kernel-access", kernel_access},
    {NULL, NULL},
};
