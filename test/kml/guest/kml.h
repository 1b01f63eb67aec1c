/* SPDX-License-Identifier: Apache-2.0 */
/*
 * System calls in both ways, and how a test program says what it saw.
 *
 * A near call is `call *%rcx` with the address that the kernel gives as AT_SYSINFO; it pushes a return address, so
 * everything here is compiled with -mno-red-zone. On a kernel without that entry a near call is a trap, and a program
 * must print the same as on a kernel with it.
 */
#ifndef KML_H
#define KML_H

#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/user.h>

#define AT_SYSINFO_ENTRY 32
#define EXIT_FAILED 1

enum way { TRAP, CALL };

/* Address of the near-call entry, 0 when the kernel has none. */
extern unsigned long kml_entry;

static inline __attribute__((always_inline)) long raw_call(enum way way, long nr, long a, long b, long c, long d,
                                                           long e, long f)
{
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    unsigned long target = kml_entry;
    if (way == CALL && target != 0)
        __asm__ volatile("call *%%rcx"
                         : "+a"(nr), "+c"(target)
                         : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                         : "r11", "memory", "cc");
    else
        __asm__ volatile("syscall"
                         : "+a"(nr)
                         : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                         : "rcx", "r11", "memory", "cc");
    return nr;
}

/* by(way, nr, up to six arguments): the kernel's own result, negative errno for an error. */
#define BY_ARGS(way, nr, a, b, c, d, e, f, ...) \
    raw_call(way, nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define by(...) BY_ARGS(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

#define FOR_BOTH(way) for (enum way way = TRAP; way <= CALL; way++)
static inline const char *way_name(enum way way)
{
    return way == CALL ? "call" : "trap";
}

/* Prints one line, at once: nothing is left in a buffer for a child to print again. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Prints `name: value` when both are equal, else a line that begins with FAIL; the program then ends with status 1. */
void expect(long got, long want, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Ends the program when the machinery of a test itself fails. */
long must(long result, const char *what);

/* Sleeps this many milliseconds, whatever interrupts. */
void doze(long ms);
/* Waits for a child: exit status, or 256 + the signal that ended it. */
long reap(long pid);
/* Runs a function in a child and gives what reap() gives; the function's result is the exit status. */
long in_child(int (*body)(void *), void *argument);

long cpus_online(void);
/* The share of each CPU in so many calls, rounded up: together never fewer. */
long calls_per_cpu(long calls);
void stay_on_cpu(long cpu);
/* Runs a function in a process on each CPU, all at once, and gives the number of those that did not return 0. */
long on_every_cpu(int (*body)(void *), void *argument);

struct command {
    const char *name;
    int (*run)(char **arguments);
};
/* One table for each file of tests, ended by an empty entry. */
#define TABLES(each)                                                                                          \
    each(core) each(memory) each(life) each(restart) each(thread) each(ptrace) each(watch) each(register)     \
    each(fate) each(count) each(filter) each(dump) each(probe) each(uprobe) each(sample) each(redzone)        \
    each(edge) each(audit) each(window) each(leave) each(foreign) each(sweep) each(step)      \
    each(userfault) each(machine) each(restarts)
#define DECLARE_TABLE(name) extern const struct command name##_commands[];
TABLES(DECLARE_TABLE)

/* Tracers: see ptrace.c. Starts a child that stops before it runs `body`; it dies with its tracer. */
long traced(int (*body)(void *), void *argument);
/* Waits for it: the signal that it stopped by, -1 when it ended. */
long child_stopped(long pid);
struct user_regs_struct registers_of(long pid);

/* Interrupts of a kind that the first CPU got since boot, by the name in /proc/interrupts; 0 when that has no such kind. */
long interrupt_count(const char *name);

/* Probes: see probes.c. */
void trace_mount(void);
/* Writes to a file below the mounted tracefs. */
void trace_put(const char *file, int flags, const char *text);
/* Hits of a probe so far, as `<kind>_profile` counts them; -1 when it is not there. */
long trace_hits(const char *kind, const char *name);
/* The name of the kernel function that an address belongs to. */
const char *symbol_of(unsigned long address);
/* The address of a function or variable of the kernel; the program ends when there is none of that name. */
unsigned long address_of(const char *symbol);

/* In assembly, see asm.S. */
struct registers {
    uint64_t rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15, flags;
};
/* Loads all registers and flags from `in`, makes the call, stores all that it left in `out`. */
void registers_trap(const struct registers *in, struct registers *out);
void registers_call(const struct registers *in, struct registers *out);
/* How many of them differ behind a call, those aside that it may change: RAX, RCX, R11. */
long registers_changed(const struct registers *in, const struct registers *out);
/* Fills xmm0-15 (ymm0-15) with a pattern, makes a call without arguments, counts the registers that changed. */
long vectors_xmm(unsigned long entry, long nr, uint64_t pattern);
long vectors_ymm(unsigned long entry, long nr, uint64_t pattern);
/* clone() whose child runs `body(argument)` on its own stack and exits the thread with the result. */
long clone_on(unsigned long entry, long flags, void *stack, int *parent_tid, int *child_tid, int (*body)(void *),
              void *argument);
#endif
