/* SPDX-License-Identifier: Apache-2.0 */
/* The one place where PID 1 waits: it sleeps until a program prints, ends or marks, a socket moves, or time is up. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

static sigset_t wait_mask;

static void on_child(int number)
{
    (void)number; /* Its only purpose is to end ppoll(). */
}

/* SIGCHLD arrives in ppoll() only, so that no end of a child is missed between looking and waiting. */
void pump_start(void)
{
    struct sigaction action = { .sa_handler = on_child };
    sigset_t block;
    sigaction(SIGCHLD, &action, NULL);
    sigemptyset(&block);
    sigaddset(&block, SIGCHLD);
    sigprocmask(SIG_BLOCK, &block, &wait_mask);
}

uint64_t pump_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Read what is there. The pipe is closed at its end. */
static void read_pipe(int *fd, struct capture *capture)
{
    static char block[4096];
    while (*fd >= 0) {
        ssize_t got = read(*fd, block, sizeof(block));
        if (got > 0) {
            capture_add(capture, block, (size_t)got);
            continue;
        }
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return;
        close(*fd);
        *fd = -1;
    }
}

/* The app's own counter value: eight bytes, little endian, once. */
static void read_mark(void)
{
    uint64_t value;
    if (mark_fd < 0)
        return;
    ssize_t got = read(mark_fd, &value, sizeof(value));
    if (got < 0)
        return;
    if (got == sizeof(value))
        main_tsc = value;
    close(mark_fd);
    mark_fd = -1;
}

/* Take in everything that is waiting, without waiting. */
void pump_drain(void)
{
    process_reap();
    read_mark();
    read_pipe(&app.out_fd, &app.out);
    read_pipe(&app.err_fd, &app.err);
    read_pipe(&client.out_fd, &client.out);
    read_pipe(&client.err_fd, &client.err);
}

/* Wait for something to happen, on `fd` too unless it is -1. Returns false when the deadline has passed. */
bool pump(uint64_t deadline_ms, int fd, short events)
{
    struct pollfd polls[] = {
        { .fd = fd, .events = events },            { .fd = mark_fd, .events = POLLIN },
        { .fd = app.out_fd, .events = POLLIN },    { .fd = app.err_fd, .events = POLLIN },
        { .fd = client.out_fd, .events = POLLIN }, { .fd = client.err_fd, .events = POLLIN },
    };
    uint64_t now = pump_now_ms();
    if (now >= deadline_ms) {
        pump_drain();
        return false;
    }
    uint64_t left = deadline_ms - now;
    struct timespec timeout = { .tv_sec = (time_t)(left / 1000), .tv_nsec = (long)(left % 1000) * 1000000 };
    ppoll(polls, sizeof(polls) / sizeof(polls[0]), &timeout, &wait_mask);
    pump_drain();
    return true;
}
