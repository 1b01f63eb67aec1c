// SPDX-License-Identifier: Apache-2.0
/* Probes in the program itself, set through tracefs. */
#include <elf.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "kml.h"

/* Instructions for probes: one that the kernel emulates, one that it steps out of line, and the two ways of calling. */
long probed_push(long value);
long probed_lea(long value);
long probed_trap(unsigned long unused);
long probed_call(unsigned long entry);
/* Has data of its own below the return address of its call; gives -1 when they changed. */
long probed_kept(unsigned long entry);
/* Returns to where the stack says, which is given. */
void return_to(unsigned long address);
extern const char probed_syscall[], probed_near_call[], probed_kept_call[], probed_return[];
__asm__(".text\n"
        ".globl probed_push\nprobed_push: push %rbx\n mov %rdi, %rbx\n lea 1(%rbx), %rax\n pop %rbx\n ret\n"
        ".globl probed_lea\nprobed_lea: lea 2(%rdi,%rdi), %rax\n ret\n"
        ".globl probed_trap\nprobed_trap: mov $110, %eax\n"
        ".globl probed_syscall\nprobed_syscall: syscall\n ret\n"
        ".globl probed_call\nprobed_call: mov $110, %eax\n mov %rdi, %rcx\n"
        ".globl probed_near_call\nprobed_near_call: call *%rcx\n ret\n"
        ".globl probed_kept\nprobed_kept: mov $110, %eax\n mov %rdi, %rcx\n push $0x1234\n push $0x5678\n"
        ".globl probed_kept_call\nprobed_kept_call: call *%rcx\n"
        " pop %rdx\n cmp $0x5678, %rdx\n jne 1f\n pop %rdx\n cmp $0x1234, %rdx\n je 2f\n1: ud2\n2: ret\n"
        ".globl return_to\nreturn_to: push %rdi\n"
        ".globl probed_return\nprobed_return: nop\n ret\n");

/* Where an address of this program lies in its file. */
static long file_offset(const void *address)
{
    extern const Elf64_Ehdr __ehdr_start;
    const Elf64_Phdr *segments = (const void *)((const char *)&__ehdr_start + __ehdr_start.e_phoff);
    for (int i = 0; i < __ehdr_start.e_phnum; i++) {
        unsigned long inside = (unsigned long)address - segments[i].p_vaddr;
        if (segments[i].p_type == PT_LOAD && inside < segments[i].p_filesz)
            return (long)(segments[i].p_offset + inside);
    }
    return must(-1, "an address of this program");
}

static void put_probe(char kind, const char *name, const void *address)
{
    char text[128];
    snprintf(text, sizeof(text), "%c:%s /kml:0x%lx\n", kind, name, file_offset(address));
    trace_put("uprobe_events", O_APPEND, text);
}

static void put_uprobe(const char *name, const void *address)
{
    put_probe('p', name, address);
}

static int uprobes(char **arguments)
{
    (void)arguments;
    trace_mount();
    put_uprobe("kml_push", (const void *)probed_push);
    put_uprobe("kml_lea", (const void *)probed_lea);
    trace_put("events/uprobes/enable", 0, "1");
    long wrong = 0;
    for (int i = 0; i < 50; i++) {
        wrong += probed_push(i) != i + 1;
        by(CALL, SYS_sched_yield);
        wrong += probed_lea(i) != 2 * i + 2;
    }
    expect(wrong, 0, "wrong results of probed functions");
    expect(trace_hits("uprobe", "kml_push"), 50, "hits of an instruction that is emulated");
    expect(trace_hits("uprobe", "kml_lea"), 50, "hits of an instruction that is stepped out of line");
    return 0;
}

static int hit_probes(void *argument)
{
    long calls = *(long *)argument, wrong = 0, parent = getppid();
    for (long i = 0; i < calls; i++) {
        wrong += probed_push(i) != i + 1;
        wrong += probed_lea(i) != 2 * i + 2;
        if (kml_entry != 0)
            wrong += probed_kept(kml_entry) != parent;
    }
    return wrong != 0;
}

/*
 * So many calls, a third through each kind of probe that a call survives; each hit must be counted and each result be
 * right.
 */
static int uprobe_hits(char **arguments)
{
    long share = calls_per_cpu((atol(arguments[0]) + 2) / 3), calls = share * cpus_online();
    trace_mount();
    put_uprobe("kml_push", (const void *)probed_push);
    put_uprobe("kml_lea", (const void *)probed_lea);
    if (kml_entry != 0)
        put_uprobe("kml_kept", probed_kept_call);
    trace_put("tracing_on", 0, "0");
    trace_put("events/uprobes/enable", 0, "1");
    expect(on_every_cpu(hit_probes, &share), 0, "wrong results of %ld calls of each probed function", calls);
    expect(trace_hits("uprobe", "kml_push"), calls, "hits of an instruction that is emulated");
    expect(trace_hits("uprobe", "kml_lea"), calls, "hits of an instruction that is stepped out of line");
    if (kml_entry != 0)
        expect(trace_hits("uprobe", "kml_kept"), calls, "hits of a near call");
    return 0;
}

struct probed {
    long (*call)(unsigned long);
    unsigned long entry;
};

static int call_probed(void *argument)
{
    const struct probed *probed = argument;
    long wrong = 0;
    for (int i = 0; i < 5; i++)
        wrong += probed->call(probed->entry) != getppid();
    return wrong == 0 ? 42 : 43;
}

/* A probe on the very instruction that enters the kernel: what becomes of the process is printed, not judged. */
static int uprobes_on_calls(char **arguments)
{
    (void)arguments;
    trace_mount();
    put_uprobe("kml_syscall", probed_syscall);
    put_uprobe("kml_near_call", probed_near_call);
    trace_put("events/uprobes/enable", 0, "1");
    struct probed trap = {probed_trap, 0}, call = {probed_call, kml_entry};
    say("on syscall: %ld", in_child(call_probed, &trap));
    if (kml_entry != 0) {
        struct probed kept = {probed_kept, kml_entry};
        put_uprobe("kml_kept", probed_kept_call);
        trace_put("events/uprobes/kml_kept/enable", 0, "1");
        say("on a near call: %ld", in_child(call_probed, &call));
        say("on a near call above data: %ld", in_child(call_probed, &kept));
    }
    return 0;
}

static int returns_to(void *address)
{
    return_to(*(unsigned long *)address);
    return 1;
}

/* A return probe puts the return address back: here one that nobody may return to. */
static int return_probe(char **arguments)
{
    static unsigned long places[] = {0xffffc12345678000, 0x8000000000000000, 0x00a0000000000000, 0};
    (void)arguments;
    trace_mount();
    put_probe('r', "kml_return", probed_return);
    trace_put("events/uprobes/kml_return/enable", 0, "1");
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
        expect(in_child(returns_to, &places[i]), 256 + SIGSEGV, "return to %#lx under a return probe", places[i]);
    return 0;
}

const struct command uprobe_commands[] = {{"uprobes", uprobes},
                                          {"uprobe-hits", uprobe_hits},
                                          {"uprobes-on-calls", uprobes_on_calls},
                                          {"return-probe", return_probe},
                                          {NULL, NULL}};
