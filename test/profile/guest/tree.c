/* SPDX-License-Identifier: Apache-2.0 */
/* A program whose calls are known: each function below is entered as often, and by whom, as its comment says. */
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEPT __attribute__((noinline, noclone, noipa))

static volatile unsigned work;
static jmp_buf back;

static KEPT void spin(unsigned rounds)
{
    for (unsigned i = 0; i < rounds; i++)
        work += i;
}

/* By branch, three times each. */
KEPT void leaf(void)
{
    work++;
}

/* By main, twice. */
KEPT void branch(void)
{
    leaf();
    leaf();
    leaf();
    work++;
}

/* By main once, by itself nine times. */
KEPT void recurse(unsigned depth)
{
    if (depth > 1)
        recurse(depth - 1);
    work++;
}

/* By tail, once, with a jump. */
KEPT int tail_target(int value)
{
    work++;
    return value + 1;
}

/* By main, once. */
KEPT int tail(int value)
{
    work++;
    return tail_target(value);
}

/* By jump_deep, once; it never returns. */
KEPT void jump_back(void)
{
    work++;
    longjmp(back, 1);
}

/* By jumper, once; it never returns. */
KEPT void jump_deep(void)
{
    jump_back();
    work++;
}

/* By jumper, once, behind the jump. */
KEPT void jumped(void)
{
    work++;
}

/* By main, once. */
KEPT void jumper(void)
{
    if (setjmp(back) == 0)
        jump_deep();
    jumped();
    work++;
}

/* By handler, once. */
KEPT void handled(void)
{
    work++;
}

/* By the kernel, once, while main is in raise. */
KEPT void handler(int number)
{
    (void)number;
    handled();
    work++;
}

/* By main, once, behind the signal. */
KEPT void after_signal(void)
{
    work++;
}

/* By main in the child, once. */
KEPT void child_work(void)
{
    spin(1000);
}

/* By main in the parent, once, behind the child's end. */
KEPT void after_child(void)
{
    work++;
}

/* By main, once; long enough for timer interrupts. */
KEPT void long_work(void)
{
    spin(10000000);
}

int main(void)
{
    int status;
    branch();
    branch();
    recurse(10);
    if (tail(1) != 2)
        return 1;
    jumper();
    signal(SIGUSR1, handler);
    raise(SIGUSR1);
    after_signal();
    pid_t child = fork();
    if (child == 0) {
        child_work();
        _exit(0);
    }
    if (waitpid(child, &status, 0) != child || status != 0)
        return 2;
    after_child();
    long_work();
    return 0;
}
