// SPDX-License-Identifier: Apache-2.0
/* What hits the machine from outside of all programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kml.h"

long interrupt_count(const char *name)
{
    long found = 0;
    char line[512];
    FILE *interrupts = fopen("/proc/interrupts", "r");
    must(interrupts == NULL ? -1 : 0, "/proc/interrupts");
    while (fgets(line, sizeof(line), interrupts) != NULL) {
        const char *count = strstr(line, name);
        if (count != NULL)
            found = atol(count + strlen(name));
    }
    fclose(interrupts);
    return found;
}

static int nmis(char **arguments)
{
    (void)arguments;
    say("nmis %ld", interrupt_count("NMI:"));
    return 0;
}

const struct command machine_commands[] = {{"nmis", nmis}, {NULL, NULL}};
