/* SPDX-License-Identifier: Apache-2.0 */
/* A program that ends as its argument says: never, by a signal, with the machine, or well behind calls of the vdso. */
#include <signal.h>
#include <string.h>
#include <sys/reboot.h>
#include <time.h>

#define KEPT __attribute__((noinline, noclone, noipa))

static volatile unsigned work;

/* 1000 rounds, before anything happens. */
KEPT void before_it(void)
{
    for (unsigned i = 0; i < 1000; i++)
        work += i;
}

KEPT void endless(void)
{
    for (;;)
        work++;
}

KEPT int look_at_clock(void)
{
    struct timespec now;
    for (unsigned i = 0; i < 1000; i++)
        if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
            return 1;
    return 0;
}

int main(int argc, char **argv)
{
    before_it();
    if (argc < 2)
        return 3;
    if (strcmp(argv[1], "never") == 0)
        endless();
    if (strcmp(argv[1], "crash") == 0)
        raise(SIGSEGV);
    if (strcmp(argv[1], "reset") == 0)
        reboot(RB_AUTOBOOT);
    return look_at_clock();
}
