# SPDX-License-Identifier: Apache-2.0
#
# Interrupts and exceptions. An exception ends the guest with its number on the serial port; the only interrupt that is
# expected is the timer's.

#include "guest.h"

        .text
        .code64

        # Makes a table in which every vector has an entry.
        .globl set_traps
set_traps:
        mov $entries, %eax
        mov $idt, %edi
        mov $256, %ecx
1:      mov %ax, (%rdi)                 # bits 15..0 of the address
        movl $0x8e000008, 2(%rdi)       # code segment; interrupt gate, present
        mov %eax, %edx
        shr $16, %edx
        mov %dx, 6(%rdi)                # bits 31..16
        movq $0, 8(%rdi)
        add $16, %rdi
        add $16, %eax
        loop 1b
        lidt idt_register
        ret

        # One piece of code of 16 bytes for each vector.
        .balign 16
entries:
        vector = 0
        .rept 256
        .balign 16
        pushq $vector
        jmp trap
        vector = vector + 1
        .endr

        # The vector is on the stack.
trap:   cmpq $TIMER_VECTOR, (%rsp)
        je tick
        SAY '!'
        pop %rdi
        mov $2, %ecx
        call say_hex
        mov $1, %eax
        jmp end

tick:   push %rax
        incq ticks
        mov $0x20, %al                  # end of interrupt
        out %al, $0x20
        pop %rax
        add $8, %rsp
        iretq

        # Writes the last %ecx hexadecimal digits of %rdi.
        .globl say_hex
say_hex:
        mov $SERIAL_PORT, %edx
        lea (, %ecx, 4), %r8d
1:      sub $4, %r8d
        mov %rdi, %rax
        mov %r8d, %ecx
        shr %cl, %rax
        and $15, %eax
        mov digits(%rax), %al
        out %al, %dx
        test %r8d, %r8d
        jnz 1b
        ret

digits: .ascii "0123456789abcdef"

idt_register:
        .word 256 * 16 - 1
        .quad idt

        .bss
        .balign 16
idt:    .skip 256 * 16
        .globl ticks
ticks:  .skip 8

        .section .note.GNU-stack, "", @progbits
