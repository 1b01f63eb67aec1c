/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LOOP_H
#define LOOP_H

#include <stdint.h>

/* A call to measure: function, arguments, and the result that every single call must have. */
struct call {
    long (*function)(long, long, long);
    long arguments[3];
    long expected;
};

/*
 * The loops, in loop.S: their instructions do not depend on the compiler. Each returns the number of rounds that are
 * left: 0, or more when a call had another result than expected, which `got` then holds.
 */

/* Per round: the call, its check. */
long loop_one(const struct call *call, long rounds, long *got);

/* Per round: two calls and their checks. */
long loop_two(const struct call calls[2], long rounds, long *got);

/* Per round: the call, its check, and exactly `work` further instructions. */
long loop_work(const struct call *call, long rounds, long *got, long work);

/* Functions to call. The first only returns 0; the others trap, without looking at the result as the C library does. */
long call_nothing(long, long, long);
long trap_getppid(long, long, long);
long trap_read(long, long, long);
long trap_write(long, long, long);

#endif
