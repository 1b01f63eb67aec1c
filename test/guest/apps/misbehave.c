/* SPDX-License-Identifier: Apache-2.0 */
/* One way to go wrong per first argument. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void flood(long bytes)
{
    for (long i = 0; i < bytes; i++)
        putchar(i % 64 == 63 ? '\n' : 'a' + (int)(i / 64 % 26));
    puts("the end");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";
    long number = argc > 2 ? atol(argv[2]) : 0;
    if (strcmp(how, "crash") == 0)
        *(volatile int *)0 = 1;
    if (strcmp(how, "exit") == 0)
        return (int)number;
    if (strcmp(how, "hang") == 0)
        for (volatile unsigned spins = 0;; spins++)
            ;
    if (strcmp(how, "flood") == 0)
        flood(number);
    if (strcmp(how, "flood-and-exit") == 0) {
        flood(number);
        return 0;
    }
    if (strcmp(how, "orphans") == 0)
        for (long i = 0; i < number; i++)
            if (fork() == 0 && fork() == 0)
                _exit(0);
    for (;;)
        pause();
}
