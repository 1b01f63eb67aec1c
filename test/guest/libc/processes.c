/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "libc-test.h"
#include <spawn.h>

extern char **environ;

static char *const seven[] = {"sh", "-c", "exit 7", NULL};

void test_fork(void)
{
    for (int i = 0; i < 20; i++) {
        pid_t child = fork();
        MUST(child >= 0);
        if (child == 0)
            _exit(getppid() > 0 ? i : 99);
        MUST(exit_status(child) == i);
    }
}

void test_vfork(void)
{
    pid_t child = vfork();
    MUST(child >= 0);
    if (child == 0) {
        execv("/bin/sh", seven);
        _exit(99);
    }
    MUST(exit_status(child) == 7);
}

/* Overwrites a good part of the stack below its caller's, and makes system calls there. */
static __attribute__((noinline)) long use_stack(int depth)
{
    volatile char room[256];
    memset((char *)room, depth, sizeof(room));
    return depth == 0 ? getppid() : use_stack(depth - 1) + room[17] - depth;
}

/* The child runs on the parent's stack: what it leaves there must not be where the parent returns to. */
void test_vfork_deep(void)
{
    for (volatile int i = 0; i < 20; i++) {
        pid_t self = getpid(), child = vfork();
        MUST(child >= 0);
        if (child == 0)
            _exit(use_stack(20) == self ? i : 99);
        MUST(exit_status(child) == i);
    }
}

void test_spawn(void)
{
    pid_t child;
    MUST(posix_spawn(&child, "/bin/sh", NULL, NULL, seven, environ) == 0);
    MUST(exit_status(child) == 7);
    MUST(posix_spawn(&child, "/no/such/program", NULL, NULL, seven, environ) == ENOENT);
}

void test_shell(void)
{
    char line[32] = "";
    int status = system("exit 5");
    MUST(WIFEXITED(status) && WEXITSTATUS(status) == 5);
    FILE *output = popen("echo Lupinus", "r");
    MUST(output != NULL && fgets(line, sizeof(line), output) != NULL);
    MUST(strcmp(line, "Lupinus\n") == 0 && pclose(output) == 0);
}
