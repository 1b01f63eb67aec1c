/* SPDX-License-Identifier: Apache-2.0 */
/* Time for programs of a guest whose own clock may be wrong. */
#ifndef LUPINE_CLOCK_H
#define LUPINE_CLOCK_H

#include <inttypes.h>
#include <stdint.h>
#include <time.h>

/* The time stamp counter. */
static inline uint64_t read_tsc(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

/*
 * The word that says how fast the counter counts, for guests whose own clock stands still. No variable: programs of one image share their
 * environment, and nginx empties it.
 */
#define HZ_WORD "--tsc-hz="

/* Nanoseconds since some moment: by the counter, which counts so fast, or by the clock where hz is 0. */
static inline uint64_t now_ns(uint64_t hz)
{
    if (hz > 0)
        return (uint64_t)((unsigned __int128)read_tsc() * 1000000000u / hz);
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

#endif
