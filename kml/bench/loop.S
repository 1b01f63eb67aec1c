/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The measured loops. What differs between the C library's way and the trap is the function that is called, and nothing
 * else: arguments are loaded, the call goes through memory and the result is compared, the same every time.
 */

#define FUNCTION  0
#define ARGUMENT1 8
#define ARGUMENT2 16
#define ARGUMENT3 24
#define EXPECTED  32
#define CALL_SIZE 40

        .text

        .macro function name
        .globl  \name
        .type   \name, @function
        .balign 64
\name:
        .endm

        /* rbx: the call, r12: rounds left, r13: where a wrong result goes. */
        .macro enter
        push    %rbx
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        mov     %rdi, %rbx
        mov     %rsi, %r12
        mov     %rdx, %r13
        .endm

        .macro leave_loop
1:      mov     %rax, (%r13)
2:      mov     %r12, %rax
        pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %rbx
        ret
        .endm

        /* Seven instructions and the function's own. */
        .macro make_call at
        mov     \at + ARGUMENT1(%rbx), %rdi
        mov     \at + ARGUMENT2(%rbx), %rsi
        mov     \at + ARGUMENT3(%rbx), %rdx
        call    *\at + FUNCTION(%rbx)
        cmp     \at + EXPECTED(%rbx), %rax
        jne     1f
        .endm

function loop_one
        enter
3:      make_call 0
        dec     %r12
        jnz     3b
        jmp     2f
        leave_loop

function loop_two
        enter
3:      make_call 0
        make_call CALL_SIZE
        dec     %r12
        jnz     3b
        jmp     2f
        leave_loop

        /*
         * r14: pairs of instructions, r15: where the work begins. The round has the same instructions for every amount
         * of work, and then the work: an odd one, and pairs of dec and jnz.
         */
function loop_work
        enter
        mov     %rcx, %r14
        shr     %r14
        lea     5f(%rip), %r15
        lea     4f(%rip), %rax
        test    $1, %cl
        cmovnz  %rax, %r15
3:      make_call 0
        mov     %r14, %rcx
        jmp     *%r15
4:      nop
5:      jrcxz   7f
6:      dec     %rcx
        jnz     6b
7:      dec     %r12
        jnz     3b
        jmp     2f
        leave_loop

function call_nothing
        xor     %eax, %eax
        ret

        .macro trap name, number
function \name
        mov     $\number, %eax
        syscall
        ret
        .endm

        trap    trap_getppid, 110
        trap    trap_read, 0
        trap    trap_write, 1

        .section .note.GNU-stack, "", @progbits
