// SPDX-License-Identifier: Apache-2.0
/* What hits the machine from outside of all programs: NMIs and machine checks. */
#include <signal.h>
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

static int machine_checks(char **arguments)
{
    (void)arguments;
    say("checks %ld", interrupt_count("MCE:"));
    return 0;
}

/* Where a debugger finds a process that does nothing: the kernel is not in it. */
static __attribute__((noinline)) void victim(void)
{
    for (;;)
        __asm__ volatile("pause");
}

static int spin(void *unused)
{
    (void)unused;
    victim();
    return 1;
}

/* Memory of this process turns out to be bad: it must get SIGBUS, as the one whose memory it is. */
static int bad_memory(char **arguments)
{
    (void)arguments;
    expect(in_child(spin, NULL), 256 + SIGBUS, "a process whose memory is bad");
    return 0;
}

static int victim_address(char **arguments)
{
    (void)arguments;
    say("victim %lx", (unsigned long)victim);
    return 0;
}

const struct command machine_commands[] = {
    {"nmis", nmis}, {"machine-checks", machine_checks}, {"bad-memory", bad_memory}, {"victim-address", victim_address}, {NULL, NULL}};
