// SPDX-License-Identifier: Apache-2.0
/* A tracer's stops where the kernel keeps registers in other places than at its calls: behind steps, and amid a call. */
#include <signal.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include "kml.h"

#define STEPS 64
#define MARK(child) (0x1111UL << (16 * (child)))

extern const char sled[];
__asm__(".text\n"
        "count_up: push %r12\n push %r13\n push %r14\n mov %rdi, %r12\n xor %r13d, %r13d\n xor %r14d, %r14d\n"
        "sled: .rept 64\n inc %r13\n .endr\n"
        " lea (%r13, %r14), %rax\n pop %r14\n pop %r13\n pop %r12\n ret\n");
long count_up(unsigned long mark);

static int stepped(void *mark)
{
    return (int)count_up((unsigned long)mark);
}

static void step_on(long pid)
{
    must(ptrace(PTRACE_SINGLESTEP, pid, 0, 0), "PTRACE_SINGLESTEP");
}

/* Steps a child to its first instruction that is counted. */
static long to_the_sled(long pid)
{
    for (long steps = 0; steps < 10000; steps++) {
        if (registers_of(pid).rip == (uintptr_t)sled)
            return 1;
        step_on(pid);
        must(child_stopped(pid), "a stop on the way");
    }
    return 0;
}

/* Both are under way at once, so one is stopped while the other's step ends, and each must be where its own steps led. */
static int step_two(char **arguments)
{
    (void)arguments;
    long pids[2], wrong = 0;
    for (int child = 0; child < 2; child++)
        pids[child] = traced(stepped, (void *)MARK(child));
    for (int child = 0; child < 2; child++)
        expect(to_the_sled(pids[child]), 1, "a child steps to where its steps are counted");
    for (long done = 1; done < STEPS; done++) {
        for (int child = 0; child < 2; child++)
            step_on(pids[child]);
        for (int child = 0; child < 2; child++) {
            must(child_stopped(pids[child]), "a stop behind a step");
            struct user_regs_struct at = registers_of(pids[child]);
            wrong += at.r12 != MARK(child) || (long)at.r13 != done || at.rip != (uintptr_t)sled + 3 * done;
        }
    }
    expect(wrong, 0, "steps of two children that led elsewhere, or changed registers");
    for (int child = 0; child < 2; child++) {
        struct user_regs_struct at = registers_of(pids[child]);
        at.r14 = child + 1;
        must(ptrace(PTRACE_SETREGS, pids[child], 0, &at), "PTRACE_SETREGS");
    }
    for (int child = 0; child < 2; child++) {
        must(ptrace(PTRACE_CONT, pids[child], 0, 0), "PTRACE_CONT");
        expect(reap(pids[child]), STEPS + child + 1, "what a child counted, and a register that was written");
    }
    return 0;
}

/* A fork whose child is not waited for; gives what it left in registers, as a number below 256. */
static int forks(void *argument)
{
    enum way way = *(enum way *)argument;
    struct registers in = {.rax = SYS_fork, .rcx = kml_entry, .flags = 0x202, .rdi = 1, .r8 = 2, .r12 = 3, .r15 = 4}, out;
    (way == CALL && kml_entry != 0 ? registers_call : registers_trap)(&in, &out);
    if (out.rax == 0)
        _exit(0);
    return (int)(out.rdi + 4 * out.r8 + 16 * out.r12 + 64 * (out.r15 - 4));
}

/* A tracer stops a process in the midst of a call, which is nearly over, and writes registers that the call itself keeps. */
static int event_stop(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way)
    for (int write = 0; write < 2; write++) {
        pid_t pid = traced(forks, &way);
        must(ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACEFORK | PTRACE_O_EXITKILL), "PTRACE_SETOPTIONS");
        must(ptrace(PTRACE_CONT, pid, 0, 0), "PTRACE_CONT");
        expect(child_stopped(pid), SIGTRAP, "a fork by %s stops", way_name(way));
        unsigned long born = 0;
        must(ptrace(PTRACE_GETEVENTMSG, pid, 0, &born), "PTRACE_GETEVENTMSG");
        struct user_regs_struct at = registers_of(pid);
        at.rdi = 2;
        at.r8 = 3;
        at.r12 = 1;
        at.r15 = 5;
        if (write)
            must(ptrace(PTRACE_SETREGS, pid, 0, &at), "PTRACE_SETREGS");
        must(ptrace(PTRACE_CONT, pid, 0, 0), "PTRACE_CONT");
        expect(reap(pid), write ? 2 + 12 + 16 + 64 : 1 + 8 + 48, "  registers behind it, %s", write ? "written" : "left alone");
        kill((pid_t)born, SIGKILL);
    }
    return 0;
}

const struct command step_commands[] = {{"step-two", step_two}, {"event-stop", event_stop}, {NULL, NULL}};
