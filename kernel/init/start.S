/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entry point of PID 1. The time stamp counter is read before anything else happens, then the C library
 * starts as it would have without us. RDTSC only changes RAX and RDX; the kernel leaves nothing for a
 * static program in either, and musl's _start takes everything from the stack.
 */
    .text
    .globl lupine_start
    .type lupine_start, @function
lupine_start:
    rdtsc
    .globl lupine_mark_pid1 /* MARK in init.h */
lupine_mark_pid1:
    shl $32, %rdx
    or %rdx, %rax
    mov %rax, lupine_first_tsc(%rip)
    xor %edx, %edx
    jmp _start
    .size lupine_start, . - lupine_start

    .bss
    .balign 8
    .globl lupine_first_tsc
    .type lupine_first_tsc, @object
    .size lupine_first_tsc, 8
lupine_first_tsc:
    .zero 8

    .section .note.GNU-stack, "", @progbits
