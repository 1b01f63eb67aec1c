/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells how a boot stands, on standard output: the line `lupine-follow 1`, `state running`, `state ended` or `state died`, and then files,
 * each as `file NAME BYTES`, a newline, and the bytes: the name of the job, the console behind FROM as far as LIMIT, and at the end all
 * that is left. `end` is the last.
 * It waits until there is more of the console, at most every EVERY ms, until the end, or MOST ms: by the keeper's lock, so that nothing
 * runs meanwhile.
 */
#include "keeper.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

/* More of a console is not sent at a time while it grows; how long it may take until nothing of a boot is left. */
enum { MOST_PIECE = 8 * 1024 * 1024, STOP_MS = 30000, MOST_MS = 600000 };

static void wake(int signal)
{
    (void)signal;
}

/* 1 when the keeper has ended, 0 when it lives on after so long. */
static int ends_within(long ms)
{
    struct itimerval once = { .it_value = { ms / 1000, ms % 1000 * 1000 + 1 } }, none = { 0 };
    struct sigaction action = { .sa_handler = wake };
    /* Again and again: the first one may come before the wait. */
    once.it_interval.tv_usec = 20000;
    int lock = open("lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (lock < 0)
        fail("opening", "lock");
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &once, NULL);
    int ended = flock(lock, LOCK_SH) == 0;
    setitimer(ITIMER_REAL, &none, NULL);
    close(lock);
    return ended;
}

static int opened(const char *name, long long *size)
{
    struct stat what;
    int file = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return -1;
    if (fstat(file, &what) < 0 || !S_ISREG(what.st_mode)) {
        close(file);
        return -1;
    }
    *size = what.st_size;
    return file;
}

static void send_file(const char *name, long long from, long long most)
{
    static char piece[64 * 1024];
    long long size = 0;
    int file = opened(name, &size);
    if (file < 0)
        return;
    long long left = size <= from || most <= 0 ? 0 : size - from < most ? size - from : most;
    printf("file %s %lld\n", name, left);
    while (left > 0) {
        ssize_t got = pread(file, piece, left < (long long)sizeof(piece) ? (size_t)left : sizeof(piece), from);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            fail("reading", name);
        if (fwrite(piece, 1, got, stdout) != (size_t)got)
            fail("sending", name);
        from += got;
        left -= got;
    }
    close(file);
}

static void send_left(void)
{
    char name[32];
    const long long all = 1LL << 60;
    send_file("stderr", 0, all);
    send_file("load", 0, all);
    send_file("notify.err", 0, all);
    for (int i = 0; i < MOST_CLIENTS; i++)
        for (int output = 0; output < 2; output++) {
            snprintf(name, sizeof(name), "client-%d.%s", i, output == 0 ? "out" : "err");
            send_file(name, 0, all);
        }
    send_file("profile", 0, all);
    send_file("result", 0, all);
}

static long long less(long long one, long long other)
{
    return one < other ? one : other;
}

int follow(const char *from, const char *limit, const char *period_ms, const char *most_ms)
{
    long begin, end, period, most;
    long long size = 0;
    int ended = 0;
    errno = EINVAL;
    if (!whole_number(from, 1L << 40, &begin) || !whole_number(limit, 1L << 40, &end) || !whole_number(period_ms, MOST_MS, &period) || period == 0 ||
        !whole_number(most_ms, MOST_MS, &most))
        fail("a number of", "--follow");
    for (long waited = 0; !ended && waited < most && less(size, end) <= begin; waited += period) {
        ended = ends_within(period);
        int console = opened("console", &size);
        if (console >= 0)
            close(console);
    }
    ended = ended && access("result", F_OK) == 0 ? 1 : ended ? -1 : 0;
    printf("lupine-follow 1\nstate %s\n", ended == 0 ? "running" : ended == 1 ? "ended" : "died");
    send_file("begun", 0, 1LL << 60);
    send_file("console", begin, less(end - begin, ended == 0 ? MOST_PIECE : end));
    if (ended == 1)
        send_left();
    printf("end\n");
    return fflush(stdout) == 0 ? 0 : 1;
}

int stop(const char *why)
{
    put_file("stop.new", why, strlen(why));
    if (rename("stop.new", "stop") < 0)
        fail("making", "stop");
    return strcmp(why, "lost") == 0 || ends_within(STOP_MS) ? 0 : 1;
}
