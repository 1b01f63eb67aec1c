/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hello app as an ordinary program: the C library starts it, prints for it and ends it. Its first act in main() is
 * to read the time stamp counter, which it hands to PID 1 through the descriptor that LUPINE_TSC_FD names.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
    uint64_t tsc = __builtin_ia32_rdtsc();
    const char *mark = getenv("LUPINE_TSC_FD");

    if (mark != NULL && write(atoi(mark), &tsc, sizeof(tsc)) != sizeof(tsc))
        return 1;
    return puts("Hello, world!") == EOF || fflush(stdout) == EOF;
}
