# SPDX-License-Identifier: Apache-2.0
#
# A guest that plays OSv: it has a slot for a RAM file system, and runs what it finds there as /hello; with another file system, or none,
# it says what OSv says. Then the machine is reset, as OSv's ends. QEMU enters by the PVH note, as in playing-guest/guest.S.

        .section .note.Xen, "a", @note
        .long 4, 4, 18
        .asciz "Xen"
        .long start

        .text
        .code32
        .globl start
start:  cld
        mov $banner, %edi
        call say
        mov $slot, %ebx
next:   lea 17(%ebx), %esi              # path of a record
        cmpb $0, (%esi)
        je absent
        mov $wanted, %edi
        mov $(wanted_end - wanted), %ecx
        repe cmpsb
        je found
        add $128, %ebx
        jmp next
found:  mov $hello, %edi
        call say
        jmp reset
absent: mov $failed, %edi
        call say
reset:  lidt empty
        int3

        # Prints the text at %edi. A UART takes what it is given here.
say:    mov $0x3f8, %edx
1:      mov (%edi), %al
        inc %edi
        test %al, %al
        jz 2f
        out %al, %dx
        jmp 1b
2:      ret

        .section .rodata
empty:  .word 0
        .long 0
banner: .asciz "OSv played\r\n"
wanted: .asciz "/hello"
wanted_end:
hello:  .asciz "lupine main 12345\r\nHello, world!\r\n"
failed: .asciz "Failed to load object: /hello. Powering off.\r\n"
        # What its loader would stand in for.
        .asciz "ld-linux-x86-64.so.2"
        .asciz "libc.so.6"

        .data
        .set SIZE, 65536
        .balign 16
slot:   .quad SIZE - 256, 256
        .byte 0
        .asciz "/lupine-bench.slot"
        .skip 256 - (. - slot)
        .ascii "lupine-bench OSv slot 1\n"
        .skip SIZE - (. - slot)

        .section .note.GNU-stack, "", @progbits
