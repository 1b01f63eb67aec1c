/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest app: its first instruction reads the time stamp counter, it hands that to PID 1 through the
 * descriptor that LUPINE_TSC_FD names, and prints one line. No library, so that nothing runs before.
 */
#include <stdint.h>

enum { SYS_WRITE = 1, SYS_EXIT = 60, STDOUT = 1 };

__asm__(".text\n"
        ".globl _start\n"
        "_start:\n"
        "    rdtsc\n"
        "    shl $32, %rdx\n"
        "    or %rax, %rdx\n"
        "    mov %rdx, %rsi\n"
        "    mov %rsp, %rdi\n"
        "    and $-16, %rsp\n"
        "    call hello_main\n");

static long call(long number, long a, const void *b, long c)
{
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return result;
}

/* The number after `LUPINE_TSC_FD=`, or -1. */
static long mark_descriptor(char **env)
{
    static const char name[] = "LUPINE_TSC_FD=";
    for (; *env != 0; env++) {
        const char *at = *env;
        unsigned i = 0;
        while (name[i] != '\0' && at[i] == name[i])
            i++;
        if (name[i] == '\0' && at[i] >= '0' && at[i] <= '9' && at[i + 1] == '\0')
            return at[i] - '0';
    }
    return -1;
}

/* `stack` is what the kernel left: argc, argv, 0, env, 0. */
__attribute__((used, noreturn)) void hello_main(const uint64_t *stack, uint64_t tsc)
{
    static const char line[] = "Hello, world!\n";
    long mark = mark_descriptor((char **)(stack + 1 + stack[0] + 1));
    if (mark >= 0)
        call(SYS_WRITE, mark, &tsc, sizeof(tsc));
    long written = call(SYS_WRITE, STDOUT, line, sizeof(line) - 1);
    for (;;)
        call(SYS_EXIT, written == sizeof(line) - 1 ? 0 : 1, 0, 0);
}
