/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An app that calls a function of the C library CALLS times, goes ROUNDS times through a loop of its own, asks the kernel for its
 * number ASKS times, carries DATA bytes, and writes to MEMORY bytes.
 */
#include <stdlib.h>
#include <unistd.h>

#ifndef CALLS
#define CALLS 10
#endif
#ifndef ROUNDS
#define ROUNDS 10
#endif

__attribute__((noinline)) static unsigned own_loop(unsigned value)
{
    for (unsigned i = 0; i < ROUNDS; i++)
        __asm__ volatile("" : "+r"(value));
    return value;
}

#ifdef DATA
__attribute__((used)) static const char data[DATA] = { 1 };
#endif

#ifdef MEMORY
static char memory[MEMORY];

__attribute__((noinline)) static void write_memory(void)
{
    for (unsigned at = 0; at < MEMORY; at += 4096)
        *(volatile char *)&memory[at] = 1;
}
#endif

int main(void)
{
    static const char line[] = "done\n";
    unsigned seed = own_loop(1);
    for (unsigned i = 0; i < CALLS; i++)
        rand_r(&seed);
#ifdef ASKS
    for (unsigned i = 0; i < ASKS; i++)
        getppid();
#endif
#ifdef MEMORY
    write_memory();
#endif
    return write(1, line, sizeof(line) - 1) == sizeof(line) - 1 ? 0 : 1;
}
