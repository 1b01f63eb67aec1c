// SPDX-License-Identifier: Apache-2.0
/* kprobes set through tracefs, and stacks as the kernel's unwinder sees them. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kml.h"

#define TRACE "/tmp/trace"

void trace_put(const char *file, int flags, const char *text)
{
    char path[128];
    snprintf(path, sizeof(path), TRACE "/%s", file);
    int descriptor = must(open(path, O_WRONLY | flags), path);
    must(write(descriptor, text, strlen(text)), text);
    close(descriptor);
}

void trace_mount(void)
{
    mkdir(TRACE, 0755);
    /* A command before may have done it. */
    if (mount("tracefs", TRACE, "tracefs", 0, NULL) < 0 && errno != EBUSY)
        must(-1, "tracefs");
}

/* Hits of a probe so far, as `<file>_profile` counts them. */
long trace_hits(const char *file, const char *name)
{
    char path[128], line[256];
    long count = -1;
    snprintf(path, sizeof(path), TRACE "/%s_profile", file);
    FILE *profile = fopen(path, "r");
    must(profile == NULL ? -1 : 0, path);
    while (fgets(line, sizeof(line), profile) != NULL) {
        char *found = strstr(line, name);
        if (found != NULL)
            count = atol(found + strlen(name));
    }
    fclose(profile);
    return count;
}

static int kprobes(char **arguments)
{
    (void)arguments;
    trace_mount();
    trace_put("kprobe_events", O_APPEND, "p:kml_entry __x64_sys_getppid\n");
    trace_put("kprobe_events", O_APPEND, "r:kml_return __x64_sys_getppid value=$retval\n");
    trace_put("events/kprobes/enable", 0, "1");
    for (int round = 0; round < 2; round++) {
        FOR_BOTH(way) {
            long wrong = 0, parent = getppid(), before = trace_hits("kprobe", "kml_entry");
            long returned = trace_hits("kprobe", "kml_return");
            for (int i = 0; i < 50; i++)
                wrong += by(way, SYS_getppid) != parent;
            expect(trace_hits("kprobe", "kml_entry") - before, 50, "%s round: hits of a kprobe by %s",
                   round == 0 ? "first" : "second", way_name(way));
            expect(trace_hits("kprobe", "kml_return") - returned, 50, "  hits of a kretprobe");
            expect(wrong, 0, "  wrong results");
        }
        doze(500); /* by then the breakpoint has been replaced by a jump */
    }
    return 0;
}

/* The name of the function that an address of the kernel belongs to. */
const char *symbol_of(unsigned long address)
{
    static char best[128];
    unsigned long nearest = 0, at;
    char line[256], name[128];
    FILE *symbols = fopen("/proc/kallsyms", "r");
    must(symbols == NULL ? -1 : 0, "/proc/kallsyms");
    strcpy(best, "?");
    while (fgets(line, sizeof(line), symbols) != NULL)
        if (sscanf(line, "%lx %*c %127s", &at, name) == 2 && at <= address && at > nearest) {
            nearest = at;
            strcpy(best, name);
        }
    fclose(symbols);
    return best;
}

/* The unwinder's view of a process that is blocked in a call: innermost and outermost function. */
static int blocked_stack(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way) {
        int ends[2];
        char path[64], text[4096], last[128] = "";
        must(pipe(ends), "pipe");
        pid_t pid = must(fork(), "fork");
        if (pid == 0) {
            by(way, SYS_read, ends[0], text, 1);
            _exit(0);
        }
        doze(30);
        snprintf(path, sizeof(path), "/proc/%d/stack", pid);
        FILE *stack = fopen(path, "r");
        must(stack == NULL ? -1 : 0, path);
        long depth = 0;
        while (fgets(text, sizeof(text), stack) != NULL) {
            sscanf(text, "[<%*[^>]>] %127[^+\n]", last);
            depth++;
        }
        fclose(stack);
        expect(depth >= 4, 1, "deep enough stack of a process blocked in a %s", way_name(way));
        say("%s: outermost function %s", way_name(way), last);
        must(write(ends[1], "x", 1), "write");
        reap(pid);
    }
    return 0;
}

/*
 * Exceptions inside the NMI handler: a breakpoint in what it calls to print, and in the breakpoint's handler a page
 * fault that the exception table mends. `hits` prints how many there were, and `nmis` of redzone.c how many NMIs.
 */
static int fault_in_nmi(char **arguments)
{
    (void)arguments;
    trace_mount();
    int optimise = must(open("/proc/sys/debug/kprobes-optimization", O_WRONLY), "kprobes-optimization");
    must(write(optimise, "0", 1), "kprobes-optimization");
    close(optimise);
    trace_put("kprobe_events", O_APPEND, "p:kml_nmi vprintk_deferred value=@0xffffc12345678000:string\n");
    trace_put("events/kprobes/enable", 0, "1");
    say("a probe waits for NMIs");
    return 0;
}

static int nmi_hits(char **arguments)
{
    (void)arguments;
    char line[512], path[] = TRACE "/trace";
    long faults = 0;
    FILE *trace = fopen(path, "r");
    must(trace == NULL ? -1 : 0, path);
    while (fgets(line, sizeof(line), trace) != NULL)
        faults += strstr(line, "kml_nmi:") != NULL && strstr(line, "(fault)") != NULL;
    say("hits %ld", trace_hits("kprobe", "kml_nmi"));
    say("faults %ld", faults);
    return 0;
}

unsigned long address_of(const char *symbol)
{
    char line[256], name[128];
    unsigned long at, found = 0;
    FILE *symbols = fopen("/proc/kallsyms", "r");
    must(symbols == NULL ? -1 : 0, "/proc/kallsyms");
    while (found == 0 && fgets(line, sizeof(line), symbols) != NULL)
        if (sscanf(line, "%lx %*c %127s", &at, name) == 2 && strcmp(name, symbol) == 0)
            found = at;
    fclose(symbols);
    must(found == 0 ? -1 : 0, symbol);
    return found;
}

/* Addresses of the kernel's functions. */
static int addresses(char **arguments)
{
    for (; *arguments != NULL; arguments++)
        say("%s %lx", *arguments, address_of(*arguments));
    return 0;
}

const struct command probe_commands[] = {
    {"kprobes", kprobes},
    {"blocked-stack", blocked_stack},
    {"fault-in-nmi", fault_in_nmi},
    {"nmi-hits", nmi_hits},
    {"addresses", addresses},
    {NULL, NULL},
};
