/* SPDX-License-Identifier: Apache-2.0 */
/* Prints what it finds in its arguments, one line each, on both streams: frames and kernel messages of its own making. */
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        printf("%s\r\n", argv[i]);
        fprintf(stderr, "%s\r\n", argv[i]);
    }
    fflush(stdout);
    for (;;)
        pause();
}
