// SPDX-License-Identifier: Apache-2.0
/*
 * The way out of the kernel: what a signal handler, a debugger, a probe or a restart made of RIP and RSP must end as it
 * ends in ring 3, and nothing of the caller's stack may change.
 */
#include <asm/prctl.h>
#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include "kml.h"

#define SA_RESTORER 0x04000000

/* sigaction as the kernel knows it: the C library puts its own restorer in. */
struct kernel_sigaction {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)(void);
    unsigned long mask;
};

void return_by_trap(void);
void return_by_call(void);
__asm__(".text\nreturn_by_trap: mov $15, %eax\n syscall\n"
        "return_by_call: mov $15, %eax\n mov kml_entry(%rip), %rcx\n call *%rcx\n");

static void nothing(int number)
{
    (void)number;
}

/* A signal in the midst of a full red zone; counts the words that are no longer there. */
static __attribute__((noinline)) long words_lost(void)
{
    long wrong = 0;
    __asm__ volatile("mov $16, %%ecx\n"
                     "1: lea 0x3c3c(%%rcx), %%rax\n mov %%rax, -136(%%rsp,%%rcx,8)\n dec %%ecx\n jnz 1b\n"
                     "int3\n"
                     "mov $16, %%ecx\n"
                     "2: lea 0x3c3c(%%rcx), %%rax\n cmp %%rax, -136(%%rsp,%%rcx,8)\n je 3f\n inc %[wrong]\n"
                     "3: dec %%ecx\n jnz 2b\n"
                     : [wrong] "+r"(wrong)::"rax", "rcx", "memory", "cc");
    return wrong;
}

static int signal_return(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way) {
        struct kernel_sigaction action = {
            nothing, SA_RESTORER, way == CALL && kml_entry != 0 ? return_by_call : return_by_trap, 0};
        must(by(TRAP, SYS_rt_sigaction, SIGTRAP, &action, NULL, 8), "rt_sigaction");
        expect(words_lost(), 0, "words of the red zone lost by a signal's return by %s", way_name(way));
    }
    return 0;
}

/* Enters a call that blocks; by call with a stack that cannot be read, so that its return address is 0. */
static int blocked(void *way)
{
    if (*(enum way *)way == CALL && kml_entry != 0)
        __asm__ volatile("mov $0x10000, %%esp; mov $34, %%eax; jmp *%%rcx" ::"c"(kml_entry) : "rax", "memory");
    by(TRAP, SYS_pause);
    return 1;
}

static void stop_and_continue(pid_t pid)
{
    int status;
    doze(30);
    kill(pid, SIGSTOP);
    must(waitpid(pid, &status, WUNTRACED), "waitpid");
    kill(pid, SIGCONT);
}

/* A debugger moves a blocked call's RIP so that setting it back by the instruction's two bytes makes it negative. */
static long restarted_at(enum way way, unsigned long rip)
{
    pid_t pid = must(fork(), "fork");
    if (pid == 0) {
        by(way, SYS_pause);
        _exit(1);
    }
    struct user_regs_struct registers;
    int status;
    doze(30);
    must(ptrace(PTRACE_SEIZE, pid, 0, 0), "PTRACE_SEIZE");
    must(ptrace(PTRACE_INTERRUPT, pid, 0, 0), "PTRACE_INTERRUPT");
    must(waitpid(pid, &status, 0), "waitpid");
    must(ptrace(PTRACE_GETREGS, pid, 0, &registers), "PTRACE_GETREGS");
    registers.rip = rip;
    must(ptrace(PTRACE_SETREGS, pid, 0, &registers), "PTRACE_SETREGS");
    must(ptrace(PTRACE_DETACH, pid, 0, 0), "PTRACE_DETACH");
    doze(30);
    kill(pid, SIGKILL);
    return reap(pid);
}

static int restart_below_zero(char **arguments)
{
    (void)arguments;
    enum way call = CALL;
    if (kml_entry != 0) {
        pid_t pid = must(fork(), "fork");
        if (pid == 0)
            _exit(blocked(&call));
        stop_and_continue(pid);
        doze(30);
        kill(pid, SIGKILL);
        expect(reap(pid), 256 + SIGSEGV, "a call without a return address, stopped and continued");
    }
    return 0;
}

static int debugger_below_zero(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way)
    for (long rip = 0; rip < 3; rip++)
        expect(restarted_at(way, rip), 256 + SIGSEGV, "restarted by a debugger at %ld by %s", rip, way_name(way));
    return 0;
}

static unsigned long destination;

/* RCX and RIP equal, R11 and the flags too: what a call leaves by without IRET. */
static void to_destination(int number, siginfo_t *info, void *context)
{
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    (void)number;
    (void)info;
    registers[REG_RIP] = registers[REG_RCX] = (long)destination;
    registers[REG_R11] = registers[REG_EFL];
}

static int leaves_for(void *to)
{
    struct sigaction action = {.sa_sigaction = to_destination, .sa_flags = SA_SIGINFO};
    destination = *(unsigned long *)to;
    sigaction(SIGUSR1, &action, NULL);
    by(TRAP, SYS_kill, getpid(), SIGUSR1);
    return 1;
}

/* Returns from a signal to addresses where nobody can be, by the short way out. */
static int bad_destinations(char **arguments)
{
    static unsigned long places[] = {0x00a0000000000000, 0x0000800000000000, 0x7ffffffffffffffe, 0x8000000000000000,
                                     0xff60000000000000, 0xffffc12345678000, 0xfffffffffffffffe};
    (void)arguments;
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
        expect(in_child(leaves_for, &places[i]), 256 + SIGSEGV, "signal return to %#lx", places[i]);
    return 0;
}

#define KERNEL_ADDRESS 0xffff888000000000

static __attribute__((noinline)) long clone_onto(enum way way, unsigned long stack)
{
    long pid = by(way, SYS_clone, SIGCHLD, stack);
    if (pid == 0) {
        __asm__ volatile("push %rax\n hlt");
        __builtin_unreachable();
    }
    return reap(pid);
}

static int calls_handler(void *way)
{
    struct kernel_sigaction action = {(void (*)(int))KERNEL_ADDRESS, SA_RESTORER, return_by_trap, 0};
    must(by(TRAP, SYS_rt_sigaction, SIGUSR1, &action, NULL, 8), "rt_sigaction");
    by(*(enum way *)way, SYS_kill, getpid(), SIGUSR1);
    return 1;
}

/* Addresses of the kernel for a child's stack and for a handler: taken, and of no use. */
static int kernel_addresses(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way) {
        expect(clone_onto(way, KERNEL_ADDRESS), 256 + SIGSEGV, "clone onto a kernel's stack by %s", way_name(way));
        expect(in_child(calls_handler, &way), 256 + SIGSEGV, "a handler of the kernel's by %s", way_name(way));
    }
    return 0;
}

static int reads_tsc(void *unused)
{
    (void)unused;
    __asm__ volatile("rdtsc" ::: "eax", "edx");
    return 7;
}

/* What a process may forbid itself: with KML the processor does not look, so the kernel must not promise it. */
static int forbidden_instructions(char **arguments)
{
    (void)arguments;
    say("PR_TSC_SIGSEGV: %ld", by(TRAP, SYS_prctl, PR_SET_TSC, PR_TSC_SIGSEGV));
    say("rdtsc: %ld", in_child(reads_tsc, NULL));
    say("PR_TSC_ENABLE: %ld", by(TRAP, SYS_prctl, PR_SET_TSC, PR_TSC_ENABLE));
    say("ARCH_SET_CPUID: %ld", by(TRAP, SYS_arch_prctl, ARCH_SET_CPUID, 0));
    return 0;
}

const struct command leave_commands[] = {{"signal-return", signal_return},
                                         {"restart-below-zero", restart_below_zero},
                                         {"debugger-below-zero", debugger_below_zero},
                                         {"bad-destinations", bad_destinations},
                                         {"kernel-addresses", kernel_addresses},
                                         {"forbidden-instructions", forbidden_instructions},
                                         {NULL, NULL}};
