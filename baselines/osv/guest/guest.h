/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What our programs for guests without a PID 1 of ours share. A line of theirs is written at once, so that no other program's
 * output gets into it, and begins with `lupine `, so that it is told from what apps print.
 */
#include <stdint.h>

enum { EXIT_PORT = 0xf4 };

static inline uint64_t read_tsc(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

/* Ends the machine through QEMU's isa-debug-exit, with the status 2 * code + 1; without that device nothing happens. */
static inline void end_machine(uint32_t code)
{
    __asm__ volatile("outl %0, %w1" : : "a"(code), "Nd"((uint16_t)EXIT_PORT));
}
