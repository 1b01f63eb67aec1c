// SPDX-License-Identifier: Apache-2.0
/* What a process sees of the mode that it runs in. */
#include <cpuid.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "kml.h"

static unsigned selector_cs(void)
{
    unsigned cs;
    __asm__("mov %%cs, %0" : "=r"(cs));
    return cs;
}

static unsigned selector_ss(void)
{
    unsigned ss;
    __asm__("mov %%ss, %0" : "=r"(ss));
    return ss;
}

/* The one command whose output differs: privilege level, and whether there is an entry. */
static int mode(char **arguments)
{
    (void)arguments;
    say("cs %x ss %x", selector_cs(), selector_ss());
    if (kml_entry == 0)
        say("no entry");
    else
        say("entry in the %s half", (long)kml_entry < 0 ? "kernel's" : "user's");
    return 0;
}

static int entry_address(char **arguments)
{
    (void)arguments;
    say("%lx", kml_entry);
    return 0;
}

/* What the processor offers, and with KML, whose processes may look, what the kernel uses of it. */
static int processor(char **arguments)
{
    (void)arguments;
    unsigned a, b = 0, c = 0, d;
    unsigned long cr4;
    __get_cpuid_count(7, 0, &a, &b, &c, &d);
    say("fsgsbase %d smep %d smap %d la57 %d", b & 1, b >> 7 & 1, b >> 20 & 1, c >> 16 & 1);
    if (kml_entry == 0)
        return 0;
    __asm__("mov %%cr4, %0" : "=r"(cr4));
    say("in use: fsgsbase %lu smep %lu smap %lu", cr4 >> 16 & 1, cr4 >> 20 & 1, cr4 >> 21 & 1);
    return 0;
}

/* A check that is wrong on purpose: the tests prove with it that they see failures. */
static int wrong(char **arguments)
{
    (void)arguments;
    expect(1, 2, "one");
    return 0;
}

static int exit_status(char **arguments)
{
    return atoi(arguments[0]);
}

static int idle(char **arguments)
{
    (void)arguments;
    say("ready");
    while (pause() < 0)
        ;
    return 0;
}

const struct command core_commands[] = {
    {"mode", mode},   {"entry", entry_address}, {"processor", processor}, {"wrong", wrong},
    {"exit", exit_status}, {"idle", idle},      {NULL, NULL},
};
