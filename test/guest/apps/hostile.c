/* SPDX-License-Identifier: Apache-2.0 */
/* hostile WAY TEXT: does one thing that may end the guest, and says `tried` if it does not. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static const char *text;

/* These two need all rights. */
static void print(void)
{
    if (ioperm(0x3f8, 8, 1) < 0)
        exit(errno);
    for (const char *at = text; *at != '\0'; at++)
        outb((unsigned char)*at, 0x3f8);
}

static void flood(void)
{
    for (;;)
        print();
}

static void fill_output(void)
{
    for (;;)
        if (write(1, text, strlen(text)) < 0)
            exit(errno);
}

static void sysrq(void)
{
    int fd = open("/proc/sysrq-trigger", O_WRONLY);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        perror("sysrq");
}

/* The time of its own first instruction, as it says. */
static void mark(void)
{
    uint64_t count = strtoull(text, NULL, 10);
    if (write(3, &count, sizeof(count)) < 0)
        perror("mark");
}

/* PID 1 may have no file, no memory, no time. */
static void limit_init(void)
{
    struct rlimit none = { 0, 0 };
    for (int resource = 0; resource < RLIM_NLIMITS; resource++)
        prlimit(1, resource, &none, NULL);
}

static void kill_all(void)
{
    kill(-1, SIGKILL);
}

/* What the kernel says of the crash has the program's name. */
static void crash_with_name(void)
{
    prctl(PR_SET_NAME, text);
    raise(SIGSEGV);
}

static const struct {
    const char *name;
    void (*run)(void);
} ways[] = {
    { "print", print }, { "flood", flood },       { "stdout", fill_output }, { "sysrq", sysrq },
    { "mark", mark },   { "limits", limit_init }, { "kill", kill_all },      { "name", crash_with_name },
};

int main(int argc, char **argv)
{
    text = argc > 2 ? argv[2] : "";
    for (size_t i = 0; argc > 1 && i < sizeof(ways) / sizeof(ways[0]); i++)
        if (strcmp(argv[1], ways[i].name) == 0)
            ways[i].run();
    puts("tried");
    fflush(stdout);
    pause();
    return 0;
}
