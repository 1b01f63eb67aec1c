/* SPDX-License-Identifier: Apache-2.0 */
/* One of two programs that are linked to the same addresses: WORK is a function with ROUNDS rounds; the first of them (TURN 1) runs NEXT. */
#include <unistd.h>

#define KEPT __attribute__((noinline, noclone, noipa))

static volatile unsigned work;
static volatile int turn = TURN;

KEPT void WORK(void)
{
    for (unsigned i = 0; i < ROUNDS; i++)
        work += i * FACTOR;
}

int main(void)
{
    WORK();
    if (turn == 1)
        execl(NEXT, NEXT, (char *)0);
    return turn == 1;
}
