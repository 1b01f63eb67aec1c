/* SPDX-License-Identifier: Apache-2.0 */
/* One way to go wrong per first argument. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static void flood(long bytes)
{
    for (long i = 0; i < bytes; i++)
        putchar(i % 64 == 63 ? '\n' : 'a' + (int)(i / 64 % 26));
    puts("the end");
    fflush(stdout);
}

static int show(void)
{
    struct rlimit files;
    char folder[256], byte;
    getrlimit(RLIMIT_NOFILE, &files);
    printf("cwd %s\nuser %d %d\n", getcwd(folder, sizeof(folder)), (int)getuid(), (int)getgid());
    printf("files %d %d\n", (int)files.rlim_cur, (int)files.rlim_max);
    printf("input %s\n", read(0, &byte, 1) == 0 ? "ends" : "goes on");
    printf("null %s\n", access("/dev/null", R_OK | W_OK) == 0 ? "open to all" : strerror(errno));
    for (int fd = 3; fd < 64; fd++)
        if (fcntl(fd, F_GETFD) >= 0)
            printf("descriptor %d is open\n", fd);
    for (char **env = environ; *env != NULL; env++)
        puts(*env);
    return 0;
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";
    long number = argc > 2 ? atol(argv[2]) : 0;
    if (strcmp(how, "crash") == 0)
        *(volatile int *)0 = 1;
    if (strcmp(how, "exit") == 0)
        return (int)number;
    if (strcmp(how, "show") == 0)
        return show();
    if (strcmp(how, "hang") == 0)
        for (volatile unsigned spins = 0;; spins++)
            ;
    if (strcmp(how, "flood") == 0)
        flood(number);
    if (strcmp(how, "flood-and-exit") == 0) {
        flood(number);
        return 0;
    }
    if (strcmp(how, "orphans") == 0)
        for (long i = 0; i < number; i++)
            if (fork() == 0 && fork() == 0)
                _exit(0);
    for (;;)
        pause();
}
