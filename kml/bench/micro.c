/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long system calls take through the C library, which calls the kernel where it can, and by a trap.
 *
 *   micro idle                            prints "ready" and sleeps: the app beside which the others run
 *   micro calls --rounds N                getppid, read, write and a pipe, both ways
 *   micro fades --rounds N --work W,...   getppid both ways with W instructions of other work after each
 *
 * Prints "micro 1", then "<what> <rounds> <ticks of the time stamp counter>" each, then "done". Exits with 1 when a call
 * does not return what it should, with 2 when the command line is wrong.
 */
#include "measure.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const long MAX_ROUNDS = 1000000000, MAX_WORK = 1000000;

/* The loop calls with three words and compares one, whatever the type: so the calling convention has it. */
#define LIBC(function) ((long (*)(long, long, long))(void (*)(void))(function))

static int usage(void)
{
    fputs("usage: micro idle | micro calls --rounds N | micro fades --rounds N --work W,...\n", stderr);
    return 2;
}

/* A decimal number with nothing but `end` behind it, or -1. */
static long number(const char *text, long least, long most, char **end)
{
    errno = 0;
    long value = *text >= '0' && *text <= '9' ? strtol(text, end, 10) : -1;
    return errno != 0 || value < least || value > most ? -1 : value;
}

static int open_device(const char *path, int flags)
{
    int device = open(path, flags);
    if (device < 0)
        fail("%s: %s", path, strerror(errno));
    return device;
}

/* A process id is positive, so the loop may compare the whole register of a function that returns an int. */
static struct call parent(long (*function)(long, long, long))
{
    return (struct call){function, {0}, getppid()};
}

static void calls(long rounds)
{
    static char byte;
    int zero = open_device("/dev/zero", O_RDONLY), null = open_device("/dev/null", O_WRONLY), pair[2];
    if (pipe(pair) < 0)
        fail("pipe: %s", strerror(errno));
    const struct call nothing = {call_nothing, {0}, 0};
    const struct call libc[] = {{LIBC(write), {pair[1], (long)&byte, 1}, 1}, {LIBC(read), {pair[0], (long)&byte, 1}, 1}};
    const struct call trap[] = {{trap_write, {pair[1], (long)&byte, 1}, 1}, {trap_read, {pair[0], (long)&byte, 1}, 1}};
    struct call one;

    measure_one("empty", &nothing, rounds);
    one = parent(LIBC(getppid));
    measure_one("null libc", &one, rounds);
    one = parent(trap_getppid);
    measure_one("null trap", &one, rounds);
    one = (struct call){LIBC(read), {zero, (long)&byte, 1}, 1};
    measure_one("read libc", &one, rounds);
    one.function = trap_read;
    measure_one("read trap", &one, rounds);
    one = (struct call){LIBC(write), {null, (long)&byte, 1}, 1};
    measure_one("write libc", &one, rounds);
    one.function = trap_write;
    measure_one("write trap", &one, rounds);
    measure_two("pipe libc", libc, rounds);
    measure_two("pipe trap", trap, rounds);
}

/* The list is read to its end first, so that a wrong one prints nothing that looks like a result. */
static int fades(long rounds, const char *list, int dry)
{
    const struct call libc = parent(LIBC(getppid)), trap = parent(trap_getppid);
    char label[64], *end;
    for (const char *at = list;; at = end + 1) {
        long work = number(at, 0, MAX_WORK, &end);
        if (work < 0 || (*end != '\0' && *end != ','))
            return -1;
        if (!dry) {
            snprintf(label, sizeof(label), "fades %ld libc", work);
            measure_work(label, &libc, rounds, work);
            snprintf(label, sizeof(label), "fades %ld trap", work);
            measure_work(label, &trap, rounds, work);
        }
        if (*end == '\0')
            return 0;
    }
}

int main(int argc, char **argv)
{
    char *end;
    if (argc == 2 && strcmp(argv[1], "idle") == 0) {
        if (puts("ready") == EOF || fflush(stdout) == EOF)
            fail("standard output: %s", strerror(errno));
        for (;;)
            pause();
    }
    if (argc < 4 || strcmp(argv[2], "--rounds") != 0)
        return usage();
    long rounds = number(argv[3], 1, MAX_ROUNDS, &end);
    if (rounds < 0 || *end != '\0')
        return usage();
    if (argc == 4 && strcmp(argv[1], "calls") == 0) {
        puts("micro 1");
        calls(rounds);
    } else if (argc == 6 && strcmp(argv[1], "fades") == 0 && strcmp(argv[4], "--work") == 0 &&
               fades(rounds, argv[5], 1) == 0) {
        puts("micro 1");
        fades(rounds, argv[5], 0);
    } else
        return usage();
    if (puts("done") == EOF || fflush(stdout) == EOF)
        fail("standard output: %s", strerror(errno));
    return 0;
}
