# SPDX-License-Identifier: Apache-2.0
#
# The steps. Each returns when its result was right, and jumps to `wrong` otherwise.

#include "guest.h"

        .text
        .code64

        # Four additions at a time, through aligned memory.
        .globl step_sse
step_sse:
        movaps numbers, %xmm0
        paddd more_numbers, %xmm0
        movaps %xmm0, room
        pcmpeqd sums, %xmm0
        pmovmskb %xmm0, %eax
        cmp $0xffff, %eax
        jne wrong
        cmpl $22, room + 4
        jne wrong
        ret

        # Linux's allocator lives by this. Once where the memory has what is expected, once where it has not.
        .globl step_cmpxchg16b
step_cmpxchg16b:
        movq $1, room
        movq $2, room + 8
        mov $1, %eax
        mov $2, %edx
        mov $3, %ebx
        mov $4, %ecx
        lock cmpxchg16b room
        jnz wrong
        cmpq $3, room
        jne wrong
        cmpq $4, room + 8
        jne wrong
        mov $5, %ebx
        mov $6, %ecx
        cmpxchg16b room                 # %rdx:%rax is 2:1, the memory 4:3
        jz wrong
        cmp $3, %rax
        jne wrong
        cmp $4, %rdx
        jne wrong
        cmpq $3, room
        jne wrong
        ret

        # Fills and copies across pages.
        .globl step_strings
step_strings:
        mov $source, %edi
        movabs $0x0123456789abcdef, %rax
        mov $SIZE / 8, %ecx
        rep stosq
        mov $source + SIZE - 100, %edi
        mov $0x5a, %al
        mov $100, %ecx
        rep stosb
        mov $source, %esi
        mov $target + 1, %edi
        mov $SIZE, %ecx
        rep movsb
        test %ecx, %ecx
        jnz wrong
        cmp $target + 1 + SIZE, %rdi
        jne wrong
        mov $source, %esi
        mov $target + 1, %edi
        mov $SIZE, %ecx
        repe cmpsb
        jne wrong
        movabs $0x0123456789abcdef, %rax
        cmp %rax, target + 1 + 4096
        jne wrong
        cmpb $0x5a, target + SIZE
        jne wrong
        cmpb $0, target
        jne wrong
        ret

        .equ SIZE, 12288

        .section .rodata
        .balign 16
numbers:
        .long 1, 20, 300, 0xffffffff
more_numbers:
        .long 1, 2, 3, 2
sums:   .long 2, 22, 303, 1

        .bss
        .balign 4096
source: .skip SIZE
target: .skip SIZE + 4096
        .balign 16
room:   .skip 16

        .section .note.GNU-stack, "", @progbits
