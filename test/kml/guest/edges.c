// SPDX-License-Identifier: Apache-2.0
/*
 * The edges of the near call: the entry reached by a jump, with stacks that the processor's own push would have
 * refused. The kernel reads the return address from the stack and writes it again: both accesses can be made to fail.
 */
#include <asm/prctl.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "kml.h"

#define PAGE 4096

/* The stack with which the entry was reached; a call that is over has taken the return address from it. */
static uint64_t reached;

/* Where the process was when it got its signal, seen by a handler on a stack of its own. */
static void witness(int number, siginfo_t *info, void *context)
{
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    char text[128];
    (void)info;
    int length = snprintf(text, sizeof(text), "  signal %d, RIP %s, RSP %ld behind, interrupts %s\n", number,
                          registers[REG_RIP] == 0 ? "0" : registers[REG_RIP] < 0 ? "the kernel's" : "its own",
                          (long)((uint64_t)registers[REG_RSP] - reached), registers[REG_EFL] & 0x200 ? "on" : "off");
    _exit(write(1, text, length) == length ? 70 : 71);
}

static int enter(void *stack)
{
    static char other[8 * PAGE];
    stack_t alternate = {.ss_sp = other, .ss_size = sizeof(other)};
    struct sigaction action = {.sa_sigaction = witness, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaltstack(&alternate, NULL);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    reached = (uint64_t)stack;
    __asm__ volatile("mov %0, %%rsp; mov %1, %%rcx; mov $110, %%eax; jmp *%%rcx" ::"r"(stack), "r"(kml_entry)
                     : "rax", "rcx", "r11", "memory");
    return 1;
}

/* Where the kernel returns to when it could read the address from the stack: code that needs no stack. */
extern const char came_back[];
__asm__(".text\ncame_back: mov $60, %edi\n mov $231, %eax\n syscall\n");

/* A near call by a jump, with interrupts off, whose return address lies on a page that nobody has touched yet. */
extern const char popped[];
static int touch_first(void *stack)
{
    long result = SYS_getppid;
    unsigned long flags, above;
    __asm__ volatile("mov %%rsp, %%rbx; mov %[stack], %%rsp; mov %[entry], %%rcx; cli; jmp *%%rcx\n"
                     "popped: pushfq; pop %[flags]; mov %%rsp, %[above]; mov %%rbx, %%rsp; sti"
                     : "+a"(result), [flags] "=&r"(flags), [above] "=&r"(above)
                     : [stack] "r"(stack), [entry] "r"(kml_entry)
                     : "rbx", "rcx", "r11", "memory", "cc");
    expect(result == getppid(), 1, "  result");
    say("  interrupts %s, RSP %ld behind", flags & 0x200 ? "on" : "off", (long)(above - (unsigned long)stack));
    return 72;
}

static int first_touch(char **arguments)
{
    (void)arguments;
    static const void *const page[PAGE / sizeof(void *)] = {popped};
    int file = must(open("/tmp/stack", O_RDWR | O_CREAT | O_TRUNC, 0600), "open");
    must(write(file, page, sizeof(page)) == sizeof(page) ? 0 : -1, "write");
    void *area = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    say("stack that nobody has touched, interrupts off");
    expect(in_child(touch_first, area), 72, "  end");
    return 0;
}

/* Only for kernels with an entry. */
static int edges(char **arguments)
{
    (void)arguments;
    char *area = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    void *slot = area + 2 * PAGE - 8;
    *(const void **)slot = came_back;
    say("stack that is not mapped");
    expect(in_child(enter, (void *)0x10000), 70, "  end");
    say("stack that is not canonical");
    expect(in_child(enter, (void *)0x0180000000000000), 70, "  end");
    say("stack at the last address below the sign");
    expect(in_child(enter, (void *)0x7ffffffffffffff0), 70, "  end");
    say("stack across the end of user memory");
    expect(in_child(enter, (void *)0x7fffffffeffc), 70, "  end");
    must(mprotect(area + PAGE, PAGE, PROT_READ), "mprotect");
    say("stack that can be read and not written");
    expect(in_child(enter, slot), 70, "  end");
    must(mprotect(area + PAGE, PAGE, PROT_NONE), "mprotect");
    say("stack that can be neither read nor written");
    expect(in_child(enter, slot), 70, "  end");
    return 0;
}

/* A call that takes away the page of its own return address, as a function that frees its own stack. */
static int unmap_itself(void *way)
{
    static char other[8 * PAGE];
    stack_t alternate = {.ss_sp = other, .ss_size = sizeof(other)};
    struct sigaction action = {.sa_sigaction = witness, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaltstack(&alternate, NULL);
    sigaction(SIGSEGV, &action, NULL);
    char *area = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    reached = (uint64_t)area + 2 * PAGE - 8;
    register long result __asm__("rax") = SYS_munmap;
    unsigned long target = kml_entry;
    __asm__ volatile("mov %%rsp, %%rbx; lea 0x2000(%%rdi), %%rsp; call *%%rcx; mov %%rbx, %%rsp"
                     : "+r"(result), "+c"(target)
                     : "D"(area), "S"(4 * PAGE)
                     : "rbx", "r11", "memory", "cc");
    (void)way;
    return result == 0 ? 61 : 1;
}

static int unmap(char **arguments)
{
    (void)arguments;
    say("munmap of the own stack by call");
    expect(in_child(unmap_itself, NULL), 70, "  end");
    return 0;
}

/* GS is the kernel's. */
static int own_gs(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way)
    say("ARCH_SET_GS by %s: %ld", way_name(way), by(way, SYS_arch_prctl, ARCH_SET_GS, 0x1000));
    return 0;
}

const struct command edge_commands[] = {{"edges", edges}, {"unmap", unmap}, {"first-touch", first_touch}, {"own-gs", own_gs}, {NULL, NULL}};
