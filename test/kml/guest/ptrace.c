// SPDX-License-Identifier: Apache-2.0
/* A tracer's view: single steps, stops at calls, registers written back, addresses that are refused. */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kml.h"

long child_stopped(long pid)
{
    int status;
    must(waitpid(pid, &status, 0), "waitpid");
    return WIFSTOPPED(status) ? WSTOPSIG(status) : -1;
}

long traced(int (*body)(void *), void *argument)
{
    pid_t pid = must(fork(), "fork");
    if (pid == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        /* Without the C library's raise(), whose own calls a tracer would see. */
        by(TRAP, SYS_kill, by(TRAP, SYS_getpid), SIGSTOP);
        _exit(body(argument));
    }
    if (child_stopped(pid) != SIGSTOP)
        must(-1, "the child's stop");
    must(ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL), "PTRACE_SETOPTIONS");
    return pid;
}

struct user_regs_struct registers_of(long pid)
{
    struct user_regs_struct registers;
    must(ptrace(PTRACE_GETREGS, pid, 0, &registers), "PTRACE_GETREGS");
    return registers;
}

static int calls(void *argument)
{
    enum way way = *(enum way *)argument;
    long wrong = 0;
    for (int i = 0; i < 40; i++)
        wrong += by(way, SYS_getpid) != getpid();
    return wrong == 0 ? 42 : 1;
}

/* Steps through a child's calls; each step's registers are read and written back whole. */
static int step(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way)
    for (int write_back = 0; write_back < 2; write_back++) {
        pid_t pid = traced(calls, &way);
        long steps = 0, kernel = 0, selectors = 0;
        do {
            struct user_regs_struct registers = registers_of(pid);
            kernel += (long)registers.rip < 0 || (long)registers.rsp < 0;
            selectors += registers.cs != 0x33 || registers.ss != 0x2b;
            if (write_back)
                must(ptrace(PTRACE_SETREGS, pid, 0, &registers), "PTRACE_SETREGS");
            must(ptrace(PTRACE_SINGLESTEP, pid, 0, 0), "PTRACE_SINGLESTEP");
            steps++;
        } while (child_stopped(pid) == SIGTRAP);
        say("steps through a %s%s:", way_name(way), write_back ? ", registers written back" : "");
        expect(steps >= 600, 1, "  enough of them");
        expect(kernel, 0, "  with an address of the kernel");
        expect(selectors, 0, "  with other selectors than a process has");
    }
    return 0;
}

static int three_calls(void *argument)
{
    enum way way = *(enum way *)argument;
    static const char text[] = "";
    long changed_number = by(way, SYS_getppid, 1, 2, 3, 4, 5, 6);
    long changed_result = by(way, SYS_write, 1, text, 0);
    long cancelled = by(way, SYS_getuid);
    return (changed_number == getpid()) + 2 * (changed_result == 12345) + 4 * (cancelled == -ENOSYS);
}

static struct user_regs_struct next_stop(pid_t pid)
{
    must(ptrace(PTRACE_SYSCALL, pid, 0, 0), "PTRACE_SYSCALL");
    expect(child_stopped(pid), SIGTRAP | 0x80, "  stop");
    return registers_of(pid);
}

/* Entry and exit of each call: number and arguments as given; a tracer changes number, result, or cancels. */
static int syscall_stops(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way) {
        say("stops at calls made by %s", way_name(way));
        pid_t pid = traced(three_calls, &way);
        struct user_regs_struct at = next_stop(pid);
        expect(at.orig_rax, SYS_getppid, "  number at entry");
        expect(at.rax, -ENOSYS, "  result so far");
        expect(at.rdi | at.rsi << 4 | at.rdx << 8 | at.r10 << 12 | at.r8 << 16 | at.r9 << 20, 0x654321, "  arguments");
        expect((long)at.rip > 0 && (long)at.rsp > 0 && at.cs == 0x33, 1, "  addresses and selector of a process");
        unsigned long rip = at.rip, rsp = at.rsp;
        at.orig_rax = SYS_getpid;
        must(ptrace(PTRACE_SETREGS, pid, 0, &at), "PTRACE_SETREGS");
        at = next_stop(pid);
        expect(at.rax == (unsigned)pid && at.orig_rax == SYS_getpid, 1, "  result of the number changed to");
        expect(at.rip == rip && at.rsp == rsp, 1, "  addresses at exit as at entry");
        at = next_stop(pid);
        expect(at.orig_rax, SYS_write, "  number at entry");
        at = next_stop(pid);
        expect(at.rax, 0, "  result at exit");
        at.rax = 12345;
        must(ptrace(PTRACE_SETREGS, pid, 0, &at), "PTRACE_SETREGS");
        at = next_stop(pid);
        expect(at.orig_rax, SYS_getuid, "  number at entry");
        must(ptrace(PTRACE_POKEUSER, pid, offsetof(struct user, regs.orig_rax), -1L), "PTRACE_POKEUSER");
        next_stop(pid);
        ptrace(PTRACE_CONT, pid, 0, 0);
        expect(reap(pid), 7, "  what the child saw of the three changes");
    }
    return 0;
}

static long poke(pid_t pid, size_t offset, unsigned long value)
{
    return ptrace(PTRACE_POKEUSER, pid, offset, value) < 0 ? -errno : 0;
}

/* What a tracer may write: only KML has reasons to refuse addresses and to ignore selectors, so the output differs. */
static int refused(char **arguments)
{
    (void)arguments;
    enum way way = CALL;
    pid_t pid = traced(calls, &way);
    struct user_regs_struct before = registers_of(pid), kernels = before;
    kernels.rip = 0xffffffff81000000;
    say("rip of the kernel: %ld", poke(pid, offsetof(struct user, regs.rip), 0xffffffff81000000));
    say("rsp of the kernel: %ld", poke(pid, offsetof(struct user, regs.rsp), 0xffff888000000000));
    say("all, rip of the kernel: %d", ptrace(PTRACE_SETREGS, pid, 0, &kernels) < 0 ? -errno : 0);
    must(ptrace(PTRACE_SETREGS, pid, 0, &before), "PTRACE_SETREGS");
    static const struct {
        unsigned long cs, ss;
    } selectors[] = {{0x33, 0x2b}, {0x10, 0x18}, {0, 0}};
    for (int i = 0; i < 3; i++) {
        say("cs %#lx: %ld", selectors[i].cs, poke(pid, offsetof(struct user, regs.cs), selectors[i].cs));
        say("ss %#lx: %ld", selectors[i].ss, poke(pid, offsetof(struct user, regs.ss), selectors[i].ss));
    }
    struct user_regs_struct after = registers_of(pid);
    expect(after.rip == before.rip && after.rsp == before.rsp, 1, "addresses unchanged");
    say("cs %#lx ss %#lx", after.cs, after.ss);
    say("flags IOPL and IF: %ld", poke(pid, offsetof(struct user, regs.eflags), (before.eflags | 0x3000) & ~0x200UL));
    after = registers_of(pid);
    expect((long)(after.eflags & 0x3200), 0x200, "flags of the system");
    ptrace(PTRACE_CONT, pid, 0, 0);
    expect(reap(pid), 42, "the child");
    return 0;
}

static int blocked_read(void *argument)
{
    char byte = 0;
    int *ends = ((int **)argument)[0];
    enum way way = *((enum way **)argument)[1];
    return by(way, SYS_read, ends[0], &byte, 1) == 1 ? byte : 99;
}

/* What a debugger has a stopped process do in between. */
static volatile long detoured;
extern const char detour[];
__asm__(".text\ndetour: movq $1, detoured(%rip)\n int3\n");

/* As gdb calls a function: other registers, a breakpoint at its end, the old registers back. */
static void call_in_between(pid_t pid, struct user_regs_struct saved)
{
    struct user_regs_struct other = saved;
    other.rip = (uintptr_t)detour;
    other.rsp = (other.rsp - 512) & ~15UL;
    other.orig_rax = -1UL;
    other.rcx = other.r11 = 0;
    must(ptrace(PTRACE_SETREGS, pid, 0, &other), "PTRACE_SETREGS");
    must(ptrace(PTRACE_CONT, pid, 0, 0), "PTRACE_CONT");
    expect(child_stopped(pid), SIGTRAP, "  stop at the end of a function called in between");
    expect(ptrace(PTRACE_PEEKDATA, pid, &detoured, 0), 1, "  what it did");
    must(ptrace(PTRACE_SETREGS, pid, 0, &saved), "PTRACE_SETREGS");
}

/* A tracer stops a blocked child and lets it go: the call goes on; then PTRACE_SYSCALL shows it restarted. */
static int interrupted(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way) {
        int ends[2];
        must(pipe(ends), "pipe");
        void *both[2] = {ends, &way};
        pid_t pid = traced(blocked_read, both);
        must(ptrace(PTRACE_CONT, pid, 0, 0), "PTRACE_CONT");
        doze(30);
        kill(pid, SIGUSR1);
        expect(child_stopped(pid), SIGUSR1, "a %s interrupted by a tracer: stop", way_name(way));
        struct user_regs_struct at = registers_of(pid);
        expect((long)at.orig_rax, SYS_read, "  number");
        expect((long)at.rax, -512, "  result, to be restarted");
        call_in_between(pid, at);
        must(ptrace(PTRACE_SYSCALL, pid, 0, 0), "PTRACE_SYSCALL");
        expect(child_stopped(pid), SIGTRAP | 0x80, "  entry again");
        expect(write(ends[1], "x", 1), 1, "  written");
        must(ptrace(PTRACE_CONT, pid, 0, 0), "PTRACE_CONT");
        expect(reap(pid), 'x', "  read");
    }
    return 0;
}

const struct command ptrace_commands[] = {
    {"step", step}, {"syscall-stops", syscall_stops}, {"refused", refused}, {"interrupted", interrupted}, {NULL, NULL},
};
