# SPDX-License-Identifier: Apache-2.0
#
# The probe's guest: what a Linux kernel asks of a CPU, one step after the other. Each step that went well writes its letter
# to the serial port, so the first letter that is missing names the step that failed. probe-steps.ts has the same letters.
#
# QEMU enters by the PVH note: 32-bit protected mode, flat segments, no paging, no stack, interrupts off.

#include "guest.h"

        .section .note.Xen, "a", @note
        .long 4, 4, 18                  # lengths of name and value; XEN_ELFNOTE_PHYS32_ENTRY
        .asciz "Xen"
        .long start

        .text
        .code32
        .globl start
start:  SAY 'B'
        cld
        mov $stack_top, %esp

        # An identity map of 4 GiB in pages of 2 MiB: the local APIC is in the last one.
        mov $page_directories, %edi
        mov $0x83, %eax                 # present, writable, large
        xor %edx, %edx
        mov $2048, %ecx
1:      mov %eax, (%edi)
        mov %edx, 4(%edi)
        add $0x200000, %eax
        add $8, %edi
        loop 1b
        mov $page_directories + 3, %eax
        mov $pdpt, %edi
        mov $4, %ecx
1:      mov %eax, (%edi)
        add $0x1000, %eax
        add $8, %edi
        loop 1b
        movl $pdpt + 3, pml4

        mov %cr4, %eax
        or $0x620, %eax                 # PAE; OSFXSR and OSXMMEXCPT, for SSE
        mov %eax, %cr4
        mov $pml4, %eax
        mov %eax, %cr3
        mov $0xc0000080, %ecx           # EFER
        rdmsr
        or $0x100, %eax                 # LME
        wrmsr
        mov %cr0, %eax
        and $~0x4, %eax                 # no EM: the FPU is there
        or $0x80000002, %eax            # PG, MP
        mov %eax, %cr0
        lgdt gdt_register
        ljmp $8, $long_mode

        .code64
long_mode:
        mov $16, %eax
        mov %eax, %ds
        mov %eax, %es
        mov %eax, %ss
        mov $stack_top, %esp            # the upper halves of registers are undefined so far
        movabs $wide, %rax              # a jump that only 64-bit code can make
        jmp *%rax
wide:   call set_traps
        SAY 'L'
        call step_sse
        SAY 'S'
        call step_cmpxchg16b
        SAY 'X'
        call step_strings
        SAY 'R'
        call step_timer
        SAY 'T'
        call step_speed                 # says 'V' and a number
        xor %eax, %eax
        jmp end

        # A step whose result is wrong ends here.
        .globl wrong
wrong:  SAY '?'
        mov $1, %eax

        # Ends the machine by isa-debug-exit; the status is in %eax.
        .globl end
end:    out %al, $EXIT_PORT
1:      hlt
        jmp 1b

        .section .rodata
        .balign 8
gdt:    .quad 0
        .quad 0x00af9b000000ffff        # code, 64 bits
        .quad 0x00cf93000000ffff        # data
gdt_register:
        .word . - gdt - 1
        .long gdt
        .long 0

        .bss
        .balign 4096
pml4:   .skip 4096
pdpt:   .skip 4096
page_directories:
        .skip 4 * 4096
        .skip 4096
stack_top:

        .section .note.GNU-stack, "", @progbits
