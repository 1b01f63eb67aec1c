# SPDX-License-Identifier: Apache-2.0
#
# A guest that plays endings. Its command line is a list of letters, each done in turn:
#   m  "main <TSC>"            k  "Hello, world!"        r  half of a line, a pause, the other half
#   c  lines that end in carriage returns               f  "failed: on purpose"
#   e  ends with status 0      w  ends with status 7     a  writes a trap's line, and hangs
#   h  "halted", then halts    l  hangs at full speed    t  triple fault (the machine is reset)
#   s  nothing at all, halts   p  a program's output     z  prints its memory in MiB and ends unless that is 8
#
# QEMU enters by the PVH note: 32-bit protected mode, flat segments, no paging, no stack; %ebx has the start info.

        .section .note.Xen, "a", @note
        .long 4, 4, 18
        .asciz "Xen"
        .long start

        .text
        .code32
        .globl start
start:  cld
        mov $stack_top, %esp
        mov 24(%ebx), %esi              # command line
        mov %ebx, %ebp
next:   lodsb
        cmp $'m', %al
        je do_main
        cmp $'k', %al
        je do_ok
        cmp $'r', %al
        je do_torn
        cmp $'c', %al
        je do_returns
        cmp $'f', %al
        je do_failed
        cmp $'p', %al
        je do_program
        cmp $'z', %al
        je do_memory
        cmp $'e', %al
        je do_end
        cmp $'w', %al
        je do_wrong
        cmp $'a', %al
        je do_trap
        cmp $'h', %al
        je do_halt
        cmp $'l', %al
        je do_loop
        cmp $'t', %al
        je do_triple
        cmp $'s', %al
        je stay
        test %al, %al
        jnz next
stay:   cli
        hlt
        jmp stay

do_main:
        rdtsc                           # the first thing, before anything is printed
        mov $word_main, %edi
        call say
        call say_number
        mov $newline, %edi
        call say
        jmp next
do_ok:  mov $word_ok, %edi
        call say
        jmp next
do_torn:
        mov $word_torn, %edi
        call say
        mov $2000000, %ecx
1:      dec %ecx
        jnz 1b
        mov $word_rest, %edi
        call say
        jmp next
do_returns:
        mov $word_returns, %edi
        call say
        jmp next
do_failed:
        mov $word_failed, %edi
        call say
        jmp next
do_program:
        mov $word_program, %edi
        call say
        jmp next
        # What QEMU says that there is, from the memory map of the start info: the end of its last RAM below 4 GiB.
do_memory:
        mov 40(%ebp), %edi
        mov 48(%ebp), %ecx
        xor %edx, %edx
1:      cmpl $1, 16(%edi)
        jne 2f
        mov (%edi), %eax
        add 8(%edi), %eax
        cmp %edx, %eax
        cmova %eax, %edx
2:      add $24, %edi
        dec %ecx
        jnz 1b
        add $0x1fffff, %edx
        shr $20, %edx
        and $~1, %edx
        cmp $8, %edx
        je do_loop                      # the size with which it does not work
        jmp next
do_end: xor %eax, %eax
        out %al, $0xf4
        jmp stay
do_wrong:
        mov $3, %al
        out %al, $0xf4
        jmp stay
do_trap:
        mov $word_trap, %edi
        call say
        jmp do_loop
do_halt:
        mov $word_halted, %edi
        call say
        jmp stay
do_loop:
        jmp do_loop
do_triple:
        lidt empty
        int3

        # Prints the text at %edi; everything but %eax and %edi is kept. A UART takes what it is given here.
say:    push %edx
        mov $0x3f8, %edx
1:      mov (%edi), %al
        inc %edi
        test %al, %al
        jz 2f
        out %al, %dx
        jmp 1b
2:      pop %edx
        ret

        # Prints %edx:%eax in decimal.
say_number_room:
        .skip 0
say_number:
        push %esi
        mov $number_end, %edi
        mov $10, %ecx
1:      mov %eax, %esi                  # %edx:%eax / 10: the upper half first, its rest into the lower
        mov %edx, %eax
        xor %edx, %edx
        div %ecx
        xchg %eax, %esi
        div %ecx
        add $'0', %dl
        dec %edi
        mov %dl, (%edi)
        mov %esi, %edx
        mov %eax, %esi
        or %edx, %esi
        jnz 1b
        call say
        pop %esi
        ret

        .section .rodata
empty:  .word 0
        .long 0
word_main:
        .asciz "main "
newline:
        .asciz "\n"
word_ok:
        .asciz "Hello, world!\n"
word_torn:
        .asciz "Hello, "
word_rest:
        .asciz "world!\n"
word_returns:
        .asciz "\rHello, world!\r\r\n"
word_failed:
        .asciz "failed: on purpose\n"
word_program:
        .asciz "client begins\n\"GET\",\"1000.00\"\nclient ends 0\n"
word_trap:
        .asciz "FATAL TRAP: page fault at 0x0\n"
word_halted:
        .asciz "halted\n"

        .data
number: .skip 20
number_end:
        .byte 0

        .bss
        .balign 16
        .skip 4096
stack_top:

        .section .note.GNU-stack, "", @progbits
