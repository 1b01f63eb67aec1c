/* SPDX-License-Identifier: Apache-2.0 */
#include "measure.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Everything before it is done, nothing after it has begun. */
static uint64_t ticks(void)
{
    uint32_t low, high;
    __asm__ volatile("lfence\n\trdtsc\n\tlfence" : "=a"(low), "=d"(high) : : "memory");
    return (uint64_t)high << 32 | low;
}

/* Enough to have code, data and branches where they stay. */
static long warm_up(long rounds)
{
    return rounds < 100 ? rounds : 100;
}

static void check(const char *label, long left, long got)
{
    if (left != 0)
        fail("%s: a call returned %ld", label, got);
}

static void print(const char *label, long rounds, uint64_t from, uint64_t to)
{
    printf("%s %ld %llu\n", label, rounds, (unsigned long long)(to - from));
}

void measure_one(const char *label, const struct call *call, long rounds)
{
    long got = 0;
    check(label, loop_one(call, warm_up(rounds), &got), got);
    uint64_t from = ticks();
    long left = loop_one(call, rounds, &got);
    uint64_t to = ticks();
    check(label, left, got);
    print(label, rounds, from, to);
}

void measure_two(const char *label, const struct call calls[2], long rounds)
{
    long got = 0;
    check(label, loop_two(calls, warm_up(rounds), &got), got);
    uint64_t from = ticks();
    long left = loop_two(calls, rounds, &got);
    uint64_t to = ticks();
    check(label, left, got);
    print(label, rounds, from, to);
}

void measure_work(const char *label, const struct call *call, long rounds, long work)
{
    long got = 0;
    check(label, loop_work(call, warm_up(rounds), &got, work), got);
    uint64_t from = ticks();
    long left = loop_work(call, rounds, &got, work);
    uint64_t to = ticks();
    check(label, left, got);
    print(label, rounds, from, to);
}

void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("micro: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}
