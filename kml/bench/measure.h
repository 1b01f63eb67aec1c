/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MEASURE_H
#define MEASURE_H

#include "loop.h"

/* Runs a loop, warmed up, and prints "<label> <rounds> <ticks>". A call with another result ends the program. */
void measure_one(const char *label, const struct call *call, long rounds);
void measure_two(const char *label, const struct call calls[2], long rounds);
void measure_work(const char *label, const struct call *call, long rounds, long work);

/* Says why on standard error and exits with status 1. */
__attribute__((noreturn, format(printf, 1, 2))) void fail(const char *format, ...);

#endif
