/* SPDX-License-Identifier: Apache-2.0 */
/* The smallest app: `main` begins by reading the time stamp counter, then prints that and its one line. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "guest.h"

int main(void)
{
    uint64_t tsc = read_tsc();
    char line[80];
    int length = snprintf(line, sizeof(line), "lupine main %" PRIu64 "\nHello, world!\n", tsc);
    return write(STDOUT_FILENO, line, (size_t)length) == length ? 0 : 1;
}
