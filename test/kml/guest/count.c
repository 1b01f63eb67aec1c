// SPDX-License-Identifier: Apache-2.0
/* What a call costs: the time stamp counter counts instructions under the deterministic clock. */
#include <fcntl.h>
#include <unistd.h>

#include "kml.h"

#define CALLS 1000
#define ROUNDS 9

static inline uint64_t tsc(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high)::"memory");
    return (uint64_t)high << 32 | low;
}

/* The loop is the same five instructions in all three; only what stands for the call differs. */
#define TIMED(name, instruction)                                                                      \
    static __attribute__((noinline)) uint64_t name(long nr, long a, const void *b, long c)            \
    {                                                                                                 \
        long left = CALLS;                                                                            \
        uint64_t start = tsc();                                                                       \
        __asm__ volatile("1: mov %[nr], %%rax; mov %[entry], %%rcx; " instruction "; dec %0; jnz 1b"  \
                         : "+r"(left)                                                                 \
                         : [nr] "r"(nr), [entry] "r"(kml_entry), "D"(a), "S"(b), "d"(c)               \
                         : "rax", "rcx", "r11", "memory", "cc");                                      \
        return tsc() - start;                                                                         \
    }
TIMED(empty, "")
TIMED(by_trap, "syscall")
TIMED(by_call, "call *%%rcx")

/* The smallest of several rounds: a timer tick falls into one of them at most now and then. */
static uint64_t least(uint64_t (*loop)(long, long, const void *, long), long nr, long a, const void *b, long c)
{
    uint64_t best = UINT64_MAX;
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t now = loop(nr, a, b, c);
        if (now < best)
            best = now;
    }
    return best - (loop == empty ? 0 : least(empty, nr, a, b, c));
}

static int count(char **arguments)
{
    (void)arguments;
    static char byte[8];
    int zero = must(open("/dev/zero", O_RDONLY), "/dev/zero");
    int null = must(open("/dev/null", O_WRONLY), "/dev/null");
    const struct {
        const char *name;
        long nr, a, c;
    } calls[] = {
        {"getppid", SYS_getppid, 0, 0},
        {"read", SYS_read, zero, 1},
        {"write", SYS_write, null, 1},
        {"getuid", SYS_getuid, 0, 0},
    };
    for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
        say("%s trap %lu", calls[i].name, least(by_trap, calls[i].nr, calls[i].a, byte, calls[i].c));
        if (kml_entry != 0)
            say("%s call %lu", calls[i].name, least(by_call, calls[i].nr, calls[i].a, byte, calls[i].c));
    }
    return 0;
}

const struct command count_commands[] = {{"count", count}, {NULL, NULL}};
