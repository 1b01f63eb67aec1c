/* SPDX-License-Identifier: Apache-2.0 */
/* The clock by which everything is timed: it never jumps. */
#include "keeper.h"
#include <time.h>

long long now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}
