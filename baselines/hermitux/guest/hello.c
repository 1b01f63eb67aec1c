/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest app on HermiTux: its first instruction reads the time stamp counter; then it prints the line `lupine main TSC` and its
 * own, and ends with a status that nothing else ends with: the monitor's is 0 too when somebody ends it. No library, so that nothing runs
 * before.
 */
#include <stdint.h>

enum { SYS_WRITE = 1, SYS_EXIT_GROUP = 231, STDOUT = 1, DIGITS = 20, DONE = 10 };

__asm__(".text\n"
        ".globl _start\n"
        "_start:\n"
        "    rdtsc\n"
        "    shl $32, %rdx\n"
        "    or %rax, %rdx\n"
        "    mov %rdx, %rdi\n"
        "    and $-16, %rsp\n"
        "    call hello_main\n");

static long call(long number, long a, const void *b, long c)
{
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return result;
}

__attribute__((used, noreturn)) void hello_main(uint64_t tsc)
{
    static const char begin[] = "lupine main ", end[] = "\nHello, world!\n";
    /* In one page: HermiTux hands what is written to its host by the address of the first byte alone. */
    static char text[64] __attribute__((aligned(64)));
    char digits[DIGITS];
    long length = 0, count = 0;
    for (unsigned i = 0; i < sizeof(begin) - 1; i++)
        text[length++] = begin[i];
    for (; tsc != 0; tsc /= 10)
        digits[count++] = (char)('0' + tsc % 10);
    while (count > 0)
        text[length++] = digits[--count];
    for (unsigned i = 0; i < sizeof(end) - 1; i++)
        text[length++] = end[i];
    long written = call(SYS_WRITE, STDOUT, text, length);
    for (;;)
        call(SYS_EXIT_GROUP, written == length ? DONE : 1, 0, 0);
}
