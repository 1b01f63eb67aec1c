/* SPDX-License-Identifier: Apache-2.0 */
/* What C cannot say: whole register sets around a call, and a clone whose child has another stack. */

#define SLOT(n) (8 * (n))

    .text

.macro REGISTERS name, instruction
    .globl \name
    .type \name, @function
\name:
    push %rbx
    push %rbp
    push %r12
    push %r13
    push %r14
    push %r15
    push %rsi                       /* where the results go */
    pushq SLOT(15)(%rdi)            /* flags wanted; in place until the call */
    mov SLOT(0)(%rdi), %rax
    mov SLOT(1)(%rdi), %rbx
    mov SLOT(2)(%rdi), %rcx
    mov SLOT(3)(%rdi), %rdx
    mov SLOT(4)(%rdi), %rsi
    mov SLOT(6)(%rdi), %rbp
    mov SLOT(7)(%rdi), %r8
    mov SLOT(8)(%rdi), %r9
    mov SLOT(9)(%rdi), %r10
    mov SLOT(10)(%rdi), %r11
    mov SLOT(11)(%rdi), %r12
    mov SLOT(12)(%rdi), %r13
    mov SLOT(13)(%rdi), %r14
    mov SLOT(14)(%rdi), %r15
    mov SLOT(5)(%rdi), %rdi
    popfq
    \instruction
    pushfq
    push %rdi
    pushq $0x202                    /* whatever flags the test had set, C must not run with them */
    popfq
    mov 16(%rsp), %rdi
    mov %rax, SLOT(0)(%rdi)
    mov %rbx, SLOT(1)(%rdi)
    mov %rcx, SLOT(2)(%rdi)
    mov %rdx, SLOT(3)(%rdi)
    mov %rsi, SLOT(4)(%rdi)
    mov %rbp, SLOT(6)(%rdi)
    mov %r8, SLOT(7)(%rdi)
    mov %r9, SLOT(8)(%rdi)
    mov %r10, SLOT(9)(%rdi)
    mov %r11, SLOT(10)(%rdi)
    mov %r12, SLOT(11)(%rdi)
    mov %r13, SLOT(12)(%rdi)
    mov %r14, SLOT(13)(%rdi)
    mov %r15, SLOT(14)(%rdi)
    popq SLOT(5)(%rdi)
    popq SLOT(15)(%rdi)
    pop %rsi
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbp
    pop %rbx
    ret
    .size \name, . - \name
.endm

REGISTERS registers_trap, syscall
REGISTERS registers_call, "call *%rcx"

/* long vectors(unsigned long entry, long nr, uint64_t pattern): each register is the pattern plus its number. */
.macro VECTORS name, prefix, load, store, width
    .globl \name
    .type \name, @function
\name:
    push %rbx
    push %rbp
    mov %rsp, %rbp
    mov %rdx, %rbx
    sub $\width, %rsp
    and $-\width, %rsp
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
    lea \n(%rbx), %rax
    mov %rax, (%rsp)
    mov %rax, 8(%rsp)
    mov %rax, (\width - 16)(%rsp)
    mov %rax, (\width - 8)(%rsp)
    \load (%rsp), %\prefix\n
    .endr
    mov %rsi, %rax
    mov %rdi, %rcx
    test %rcx, %rcx
    jz 1f
    call *%rcx
    jmp 2f
1:  syscall
2:  xor %eax, %eax
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
    \store %\prefix\n, (%rsp)
    lea \n(%rbx), %rdx
    cmp %rdx, (%rsp)
    jne 3f
    cmp %rdx, (\width - 8)(%rsp)
    je 4f
3:  inc %rax
4:
    .endr
    mov %rbp, %rsp
    pop %rbp
    pop %rbx
    ret
    .size \name, . - \name
.endm

VECTORS vectors_xmm, xmm, movdqa, movdqa, 16
VECTORS vectors_ymm, ymm, vmovdqa, vmovdqa, 32

/* long clone_on(entry, flags, stack, parent_tid, child_tid, body, argument): body and argument go by the new stack. */
    .globl clone_on
    .type clone_on, @function
clone_on:
    mov 8(%rsp), %rax
    sub $16, %rdx
    mov %r9, (%rdx)
    mov %rax, 8(%rdx)
    mov %r8, %r10                   /* child_tid */
    mov %rdi, %r9
    mov %rsi, %rdi
    mov %rdx, %rsi
    mov %rcx, %rdx                  /* parent_tid */
    xor %r8d, %r8d
    mov $56, %eax
    mov %r9, %rcx
    test %rcx, %rcx
    jz 1f
    call *%rcx
    jmp 2f
1:  syscall
2:  test %rax, %rax
    jz 3f
    ret
3:  pop %rax
    pop %rdi
    xor %ebp, %ebp
    and $-16, %rsp
    call *%rax
    mov %eax, %edi
    mov $60, %eax
    syscall
    hlt
    .size clone_on, . - clone_on

    .section .note.GNU-stack, "", @progbits
