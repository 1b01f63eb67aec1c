/* SPDX-License-Identifier: Apache-2.0 */
/* How fast the time stamp counter runs, from the most exact source that there is. */
#include <cpuid.h>
#include <time.h>

#include "init.h"

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_RAW, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t calibrate(void)
{
    struct timespec wait = { .tv_nsec = 20000000 };
    uint64_t start_ns = now_ns();
    uint64_t start_tsc = rdtsc();
    nanosleep(&wait, NULL);
    uint64_t end_ns = now_ns();
    uint64_t end_tsc = rdtsc();
    return (uint64_t)((unsigned __int128)(end_tsc - start_tsc) * 1000000000 / (end_ns - start_ns));
}

/* In Hz; `source` becomes `cpuid-15`, `hypervisor` or `calibrated`. */
uint64_t tsc_frequency(const char **source)
{
    unsigned a, b, c, d;
    if (__get_cpuid(0x15, &a, &b, &c, &d) && a != 0 && b != 0 && c != 0) {
        *source = "cpuid-15";
        return (uint64_t)c * b / a;
    }
    __cpuid(1, a, b, c, d);
    if (c & 1u << 31) {
        __cpuid(0x40000000, a, b, c, d);
        if (a >= 0x40000010) {
            __cpuid(0x40000010, a, b, c, d);
            if (a != 0) {
                *source = "hypervisor";
                return (uint64_t)a * 1000;
            }
        }
    }
    *source = "calibrated";
    return calibrate();
}
