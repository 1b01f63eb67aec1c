/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A console that comes through a pipe: kept in a file as far as it may be, and the arrival of a text on it timed. The first byte is not
 * the console's: it announces that the monitor is being executed. Both moments come through the same pipe, so the delay with
 * which a byte is noticed is in both and cancels.
 */
#include "keeper.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

/* When the byte at a place came: behind what is still held, everything came now. */
static void look(struct console *console, const char *bytes, size_t length, long long now)
{
    static char window[MOST_AWAITED + PIECE];
    size_t held = console->tail_length, all = held + length, wanted = strlen(console->awaited);
    memcpy(window, console->tail, held);
    memcpy(window + held, bytes, length);
    const char *found = memmem(window, all, console->awaited, wanted);
    if (found != NULL) {
        size_t at = found - window;
        console->awaited_ns = (at < held ? console->tail_at[at] : now) - console->first;
        return;
    }
    size_t rest = all < wanted - 1 ? all : wanted - 1, skipped = all - rest;
    for (size_t i = 0; i < rest; i++)
        console->tail_at[i] = skipped + i < held ? console->tail_at[skipped + i] : now;
    memcpy(console->tail, window + skipped, rest);
    console->tail_length = rest;
}

/* A file that cannot be written to any more does not keep the guest waiting. */
static void keep(struct console *console, const char *bytes, size_t length)
{
    while (length > 0 && console->errno_of_file == 0) {
        ssize_t written = write(console->file, bytes, length);
        if (written < 0 && errno != EINTR)
            console->errno_of_file = errno;
        if (written <= 0)
            continue;
        bytes += written;
        length -= written;
        console->kept += written;
    }
}

void console_take(struct console *console, const char *bytes, size_t length, long long now)
{
    if (console->full || length == 0)
        return;
    if (!console->announced)
        console->first = now;
    if (console->awaited != NULL && console->awaited_ns < 0)
        look(console, bytes, length, now);
    size_t skipped = console->announced ? 0 : 1;
    console->announced = 1;
    bytes += skipped;
    length -= skipped;
    size_t left = console->most - console->kept;
    keep(console, bytes, length < left ? length : left);
    console->full = length > left;
}
