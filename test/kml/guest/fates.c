// SPDX-License-Identifier: Apache-2.0
/* Bad programs: each does one forbidden thing in a child, and the fate of the child is printed. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "kml.h"

/* A mapped address of the kernel's text, whether there is an entry or not. */
static unsigned long kernel_text(void)
{
    return kml_entry != 0 ? kml_entry : 0xffffffff80200000;
}

#define UNMAPPED_KERNEL 0xffffc12345678000UL
#define NON_CANONICAL 0x0180000000000000UL

static void jump(unsigned long to)
{
    __asm__ volatile("jmp *%0" ::"r"(to));
}

static void load(unsigned long from)
{
    __asm__ volatile("mov (%0), %%rax" ::"r"(from) : "rax", "memory");
}

static void store(unsigned long to)
{
    __asm__ volatile("movb $1, (%0)" ::"r"(to) : "memory");
}

static void null_read(void) { load(0); }
static void null_write(void) { store(0); }
static void null_exec(void) { jump(0); }
static void unmapped_exec(void) { jump(0x10000); }
static void non_canonical_read(void) { load(NON_CANONICAL); }
static void non_canonical_exec(void) { jump(NON_CANONICAL); }
static void constant_write(void) { store((unsigned long)"constant"); }
static void kernel_unmapped_read(void) { load(UNMAPPED_KERNEL); }
static void kernel_unmapped_write(void) { store(UNMAPPED_KERNEL); }
static void kernel_text_write(void) { store(kernel_text()); }
static void kernel_text_read(void) { load(kernel_text()); }
static void kernel_unmapped_exec(void) { jump(UNMAPPED_KERNEL); }
static void data_exec(void)
{
    static char code[] = "\xc3";
    ((void (*)(void))(void *)code)();
}
static void low_stack(void) { __asm__ volatile("mov $0x10000, %%rsp; push %%rax" ::: "memory"); }
static void breakpoint(void) { __asm__ volatile("int3"); }
static void undefined(void) { __asm__ volatile("ud2"); }
static void divide(void) { __asm__ volatile("xor %%ecx, %%ecx; div %%ecx" ::: "eax", "ecx", "edx", "cc"); }
static void input(void) { __asm__ volatile("mov $0x80, %%dx; in %%dx, %%al" ::: "eax", "edx"); }
static void halt(void) { __asm__ volatile("hlt"); }
static void gs_read(void) { __asm__ volatile("mov %%gs:0, %%rax" ::: "rax"); }
static void control_register(void) { __asm__ volatile("mov %%cr0, %%rax" ::: "rax"); }
static void model_register(void) { __asm__ volatile("mov $0x1b, %%ecx; rdmsr" ::: "eax", "ecx", "edx"); }
static void interrupt_80(void) { __asm__ volatile("mov $20, %%eax; int $0x80" ::: "eax", "memory"); }
static void interrupts_off(void)
{
    unsigned long flags;
    __asm__ volatile("cli");
    by(CALL, SYS_getppid);
    __asm__ volatile("pushfq; pop %0" : "=r"(flags));
    say("interrupts are %s after the near call", flags & 0x200 ? "on" : "off");
    by(CALL, SYS_sched_yield);
    __asm__ volatile("sti");
}
static void flags_popped(void)
{
    unsigned long flags;
    __asm__ volatile("pushfq; andq $~0x200, (%%rsp); popfq; pushfq; pop %0" : "=r"(flags)::"memory", "cc");
    if ((flags & 0x200) == 0)
        __asm__ volatile("sti");
    _exit(flags & 0x200 ? 60 : 61);
}
static void overflow(volatile char *last)
{
    volatile char more[65536];
    more[0] = 1;
    if (last != NULL)
        overflow(more);
    more[1] = more[0];
}
static void stack_overflow(void) { overflow((volatile char *)""); }

static int return_register;
static long return_value;

static void bend(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)info;
    ((ucontext_t *)context)->uc_mcontext.gregs[return_register] = return_value;
}

/* A handler that has its process return to another address, or on another stack. */
static void bad_return(int which, unsigned long value)
{
    struct sigaction action = {.sa_sigaction = bend, .sa_flags = SA_SIGINFO};
    return_register = which;
    return_value = (long)value;
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
}
static void return_to_kernel(void) { bad_return(REG_RIP, kernel_text() + 0x100); }
static void return_on_kernel_stack(void) { bad_return(REG_RSP, kernel_text() + 0x100); }
static void return_to_non_canonical(void) { bad_return(REG_RIP, NON_CANONICAL); }
static void return_on_non_canonical_stack(void) { bad_return(REG_RSP, NON_CANONICAL); }

static void signal_on_kernel_stack(void)
{
    struct sigaction action = {.sa_sigaction = bend, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    stack_t kernels = {.ss_sp = (void *)0xffff888000000000, .ss_size = 65536};
    sigaltstack(&kernels, NULL);
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
}

/* Calls a function of the kernel with TF set: a step there is nobody's, unless it is one of the way into a call. */
static void step_in_kernel(void)
{
    unsigned long to = address_of("sys_ni_syscall"), result = 0;
    __asm__ volatile("pushfq; orq $0x100, (%%rsp); popfq; call *%1; pushfq; andq $~0x100, (%%rsp); popfq"
                     : "+a"(result)
                     : "r"(to)
                     : "memory", "cc");
    _exit(result == (unsigned long)-ENOSYS ? 80 : 81);
}

/* Goes to ring 3 by itself, where it makes calls, faults and gets ticks. */
static void ring_3(void)
{
    static volatile char pages[64 * 4096];
    unsigned cs;
    __asm__ volatile("mov %%rsp, %%rax; pushq $0x2b; push %%rax; pushfq; pushq $0x33; pushq $1f; iretq; 1: mov %%cs, %0"
                     : "=r"(cs)::"rax", "memory");
    for (int i = 0; i < 64; i++) {
        pages[i * 4096] = 1;
        for (volatile int spin = 0; spin < 500000; spin++)
            ;
        by(TRAP, SYS_getppid);
    }
    _exit(cs == 0x33 && pages[63 * 4096] == 1 ? 66 : 93);
}

/* Overwrites the kernel's panic_timeout, which /proc shows, and puts it back. */
static void kernel_data_write(void)
{
    char line[256] = "";
    unsigned long address = address_of("panic_timeout");
    volatile int *timeout = (volatile int *)address;
    int before = *timeout;
    *timeout = 7;
    FILE *shown = fopen("/proc/sys/kernel/panic", "r");
    long seen = shown != NULL && fgets(line, sizeof(line), shown) != NULL ? atol(line) : -1;
    *timeout = before;
    _exit(seen == 7 ? 77 : 91);
}

/* The call comes back: what it comes back with is looked at on its way. */
static void kernel_stack_call(void)
{
    __asm__ volatile("mov %0, %%rsp; mov $110, %%eax; syscall; push %%rax" ::"r"(UNMAPPED_KERNEL) : "rax", "rcx", "r11", "memory");
}

/* These end the machine, or may: each in a boot of its own, in a child so that an Oops ends only that. */
static void kernel_stack_pointer(void)
{
    __asm__ volatile("mov %0, %%rsp; push %%rax" ::"r"(UNMAPPED_KERNEL) : "memory");
}
static void gs_base(void)
{
    unsigned long flags;
    __asm__ volatile("mov %%cr4, %0" : "=r"(flags));
    if ((flags & 0x10000) == 0)
        _exit(92);
    __asm__ volatile("wrgsbase %0" ::"r"(0x1000UL));
    usleep(100000);
}
static void gs_selector(void)
{
    __asm__ volatile("mov %0, %%gs" ::"r"(0));
    usleep(100000);
}
static void descriptor_table(void)
{
    static char nothing[10];
    __asm__ volatile("lgdt %0; mov %%ss, %%eax; mov %%eax, %%ss" ::"m"(nothing) : "eax");
}

static const struct fate {
    const char *name;
    void (*act)(void);
} fates[] = {
    {"null-read", null_read}, {"null-write", null_write}, {"null-exec", null_exec}, {"unmapped-exec", unmapped_exec},
    {"data-exec", data_exec}, {"non-canonical-read", non_canonical_read}, {"non-canonical-exec", non_canonical_exec},
    {"constant-write", constant_write}, {"kernel-unmapped-read", kernel_unmapped_read},
    {"kernel-unmapped-write", kernel_unmapped_write}, {"kernel-text-write", kernel_text_write},
    {"kernel-text-read", kernel_text_read}, {"kernel-data-write", kernel_data_write}, {"low-stack", low_stack},
    {"stack-overflow", stack_overflow}, {"breakpoint", breakpoint}, {"undefined", undefined}, {"divide", divide},
    {"in", input}, {"hlt", halt}, {"gs-read", gs_read},
    {"control-register", control_register}, {"model-register", model_register}, {"int-80", interrupt_80},
    {"cli", interrupts_off}, {"popf", flags_popped},
    {"return-to-kernel", return_to_kernel}, {"return-on-kernel-stack", return_on_kernel_stack},
    {"return-to-non-canonical", return_to_non_canonical},
    {"return-on-non-canonical-stack", return_on_non_canonical_stack}, {"ring-3", ring_3}, {"step-in-kernel", step_in_kernel},
    {"signal-on-kernel-stack", signal_on_kernel_stack},
    {"kernel-unmapped-exec", kernel_unmapped_exec}, {"kernel-stack-pointer", kernel_stack_pointer},
    {"kernel-stack-call", kernel_stack_call}, {"gs-base", gs_base}, {"gs-selector", gs_selector},
    {"descriptor-table", descriptor_table},
};

static int act(void *fate)
{
    ((const struct fate *)fate)->act();
    return 0;
}

/* Prints the fate of each that is named: `NAME ended with N` or `NAME got signal N`. */
static int fate(char **arguments)
{
    for (; *arguments != NULL; arguments++) {
        size_t i = 0;
        while (i < sizeof(fates) / sizeof(*fates) && strcmp(fates[i].name, *arguments) != 0)
            i++;
        if (i == sizeof(fates) / sizeof(*fates))
            must(-1, *arguments);
        long end = in_child(act, (void *)&fates[i]);
        say(end > 256 ? "%s got signal %ld" : "%s ended with %ld", *arguments, end > 256 ? end - 256 : end);
    }
    return 0;
}

const struct command fate_commands[] = {{"fate", fate}, {NULL, NULL}};
