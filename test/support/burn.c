/* SPDX-License-Identifier: Apache-2.0 */
/* An app that goes through a loop as often as its argument says. */
#include <stdlib.h>
#include <unistd.h>

__attribute__((noinline)) static void burn(unsigned long rounds)
{
    while (rounds-- > 0)
        __asm__ volatile("");
}

int main(int count, char **arguments)
{
    static const char line[] = "done\n";
    burn(count > 1 ? strtoul(arguments[1], NULL, 10) : 0);
    return write(1, line, sizeof(line) - 1) == sizeof(line) - 1 ? 0 : 1;
}
