/* SPDX-License-Identifier: Apache-2.0 */
/* `mark WORD...`: prints the line `lupine WORD... TSC`, with the time stamp counter as it was at the first instruction of `main`. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "guest.h"

int main(int argc, char **argv)
{
    uint64_t tsc = read_tsc();
    char line[400] = "lupine";
    size_t length = 6;
    for (int i = 1; i < argc; i++) {
        int more = snprintf(line + length, sizeof(line) - length, " %s", argv[i]);
        if (more < 0 || (size_t)more >= sizeof(line) - length)
            return 2;
        length += (size_t)more;
    }
    int more = snprintf(line + length, sizeof(line) - length, " %" PRIu64 "\n", tsc);
    if (more < 0 || (size_t)more >= sizeof(line) - length)
        return 2;
    length += (size_t)more;
    return write(STDOUT_FILENO, line, length) == (ssize_t)length ? 0 : 1;
}
