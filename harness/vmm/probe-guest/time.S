# SPDX-License-Identifier: Apache-2.0
#
# The steps that have to do with time: an interrupt ends `hlt`, and the guest's own speed.

#include "guest.h"

        .text
        .code64

        # The interval timer through the interrupt controllers through the local APIC, as Linux has it until it finds a better one.
        .globl step_timer
step_timer:
        mov $0xfee00000, %edi           # local APIC
        movl $0x1ff, 0xf0(%rdi)         # on, which opens its lines; 0xff for what comes from nowhere
        movl $0x700, 0x350(%rdi)        # LINT0: what the interrupt controllers say
        mov $0x11, %al                  # both controllers: begin, one behind the other,
        out %al, $0x20
        out %al, $0xa0
        mov $TIMER_VECTOR, %al          # first vectors,
        out %al, $0x21
        mov $TIMER_VECTOR + 8, %al
        out %al, $0xa1
        mov $4, %al                     # connected at line 2,
        out %al, $0x21
        mov $2, %al
        out %al, $0xa1
        mov $1, %al                     # 8086 mode,
        out %al, $0x21
        out %al, $0xa1
        mov $0xfe, %al                  # the timer's line alone is open.
        out %al, $0x21
        mov $0xff, %al
        out %al, $0xa1
        mov $0x34, %al                  # channel 0: again and again, every 10 ms
        out %al, $0x43
        mov $11932 & 0xff, %al
        out %al, $0x40
        mov $11932 >> 8, %al
        out %al, $0x40
1:      cmpq $3, ticks
        jae 2f
        sti                             # takes effect behind the next instruction: no interrupt comes between the two
        hlt
        cli
        jmp 1b
2:      mov $0xff, %al                  # no more of them
        out %al, $0x21
        ret

        # Counts of the time stamp counter for SPEED_ROUNDS rounds, the best of many short tries: another process on this CPU
        # spoils one or two of them. A round is what a CPU does in a few cycles, and what is dear to interpret and to
        # translate: a call, a return, and floating point.
        .globl step_speed
step_speed:
        movaps halves, %xmm1
        movaps ones, %xmm2
        movaps twos, %xmm0              # 2 x 0.5 + 1 is 2 again: the numbers stay as they are
        mov $SPEED_TRIES, %r8d
        mov $-1, %rdi
1:      call read_counter
        mov %rax, %rsi
        mov $SPEED_ROUNDS, %ecx
2:      call round
        dec %ecx
        jnz 2b
        call read_counter
        sub %rsi, %rax
        cmp %rdi, %rax
        cmovb %rax, %rdi
        dec %r8d
        jnz 1b
        pcmpeqd twos, %xmm0
        pmovmskb %xmm0, %eax
        cmp $0xffff, %eax
        jne wrong
        SAY 'V'
        mov $16, %ecx
        jmp say_hex

round:  mulps %xmm1, %xmm0
        addps %xmm2, %xmm0
        ret

read_counter:
        rdtsc
        shl $32, %rdx
        or %rdx, %rax
        ret

        .section .rodata
        .balign 16
halves: .float 0.5, 0.5, 0.5, 0.5
ones:   .float 1, 1, 1, 1
twos:   .float 2, 2, 2, 2

        .section .note.GNU-stack, "", @progbits
