// SPDX-License-Identifier: Apache-2.0
/* All ways into the kernel and back, again and again, everything checked: the load for NMIs at chosen places. */
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kml.h"

#define PAGE 4096

static volatile long traps;

static void trap(int number)
{
    (void)number;
    traps++;
}

/* A fault, then a breakpoint, in the midst of a full red zone and full registers. */
static __attribute__((noinline)) long disturbed(volatile char *page)
{
    long wrong = 0;
    __asm__ volatile("mov $16, %%ecx\n"
                     "1: lea 0x5a5a(%%rcx), %%rax\n mov %%rax, -136(%%rsp,%%rcx,8)\n dec %%ecx\n jnz 1b\n"
                     "movb $1, (%[page])\n"
                     "int3\n"
                     "mov $16, %%ecx\n"
                     "2: lea 0x5a5a(%%rcx), %%rax\n cmp %%rax, -136(%%rsp,%%rcx,8)\n je 3f\n inc %[wrong]\n"
                     "3: dec %%ecx\n jnz 2b\n"
                     : [wrong] "+r"(wrong)
                     : [page] "r"(page)
                     : "rax", "rcx", "memory", "cc");
    return wrong;
}

static int churn(char **arguments)
{
    long rounds = atol(arguments[0]), wrong = 0, parent = getppid(), own = getpid();
    struct registers in, out;
    struct sigaction action = {.sa_handler = trap};
    sigaction(SIGTRAP, &action, NULL);
    volatile char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (long i = 0; i < rounds; i++) {
        wrong += by(CALL, SYS_getppid) != parent;
        wrong += by(TRAP, SYS_getpid) != own;
        wrong += disturbed(page);
        wrong += page[0] != 1;
        must(by(CALL, SYS_madvise, page, PAGE, MADV_DONTNEED), "madvise");
        uint64_t *slots = (uint64_t *)&in;
        for (int slot = 0; slot < 15; slot++)
            slots[slot] = (uint64_t)(i + 1) << slot;
        in.rax = SYS_getuid;
        in.flags = 0x202;
        in.rcx = kml_entry;
        (kml_entry != 0 ? registers_call : registers_trap)(&in, &out);
        wrong += out.rax != 0 || registers_changed(&in, &out) != 0;
    }
    expect(wrong, 0, "wrong results, registers and words of the red zone");
    expect(traps, rounds, "breakpoints");
    return 0;
}

/* Near calls that leave the short way at their beginning (an odd flag) and at their end (a signal). */
static int detours(char **arguments)
{
    long rounds = atol(arguments[0]), wrong = 0, own = getpid();
    struct registers in = {.rcx = kml_entry}, out;
    struct sigaction action = {.sa_handler = trap};
    sigaction(SIGUSR1, &action, NULL);
    traps = 0;
    for (long i = 0; i < rounds; i++) {
        wrong += by(CALL, SYS_kill, own, SIGUSR1) != 0;
        in.rax = SYS_getpid;
        in.flags = 0x602; /* DF */
        (kml_entry != 0 ? registers_call : registers_trap)(&in, &out);
        wrong += out.rax != (uint64_t)own;
    }
    expect(wrong, 0, "wrong results");
    expect(traps, rounds, "signals");
    return 0;
}

static int detours_address(char **arguments)
{
    (void)arguments;
    say("detours %lx", (unsigned long)detours);
    return 0;
}

/*
 * Where a debugger sends the kernel in the midst of a call, as a wrong pointer would: code of the user's, which returns. The jump is
 * for QEMU: after a debugger has written RIP it carries out one block of instructions before it looks for what strikes.
 */
extern const char landing[];
__asm__(".text\nlanding: jmp 1f\n 1: ret\n");

static int landings(char **arguments)
{
    long rounds = atol(arguments[0]), wrong = 0;
    struct registers in, out;
    uint64_t *slots = (uint64_t *)&in;
    FOR_BOTH(way)
    for (long i = 0; i < rounds; i++) {
        for (int slot = 0; slot < 15; slot++)
            slots[slot] = (uint64_t)(i + 1) << slot;
        in.rax = SYS_getppid;
        in.flags = 0x202;
        in.rcx = kml_entry;
        (way == CALL && kml_entry != 0 ? registers_call : registers_trap)(&in, &out);
        wrong += registers_changed(&in, &out) != 0;
    }
    expect(wrong, 0, "calls with wrong registers");
    return 0;
}

static int landing_address(char **arguments)
{
    (void)arguments;
    say("landing %lx", (unsigned long)landing);
    return 0;
}

/* The address of churn() itself: a debugger waits there for the load to begin. */
static int churn_address(char **arguments)
{
    (void)arguments;
    say("churn %lx", (unsigned long)churn);
    return 0;
}

const struct command window_commands[] = {
    {"churn", churn}, {"churn-address", churn_address}, {"detours", detours}, {"detours-address", detours_address},
    {"landings", landings}, {"landing-address", landing_address}, {NULL, NULL}};
