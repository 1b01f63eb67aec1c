/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `notify ADDRESS NOTIFY_PORT APP_PORT`: the host's end of `wait-notify`. Connects to NOTIFY_PORT, which is open once the app is
 * ready and checked by its own guest, and then once to APP_PORT; says `ready` when both are open. When a line comes on
 * standard input, the guest is told `done`. Ends with 0 when the guest has hung up after that; with 1, and the reason,
 * when the app cannot be reached; with 2 when either side went away.
 *
 * `notify ADDRESS knock APP_PORT MS` is for a guest in which nobody waits for it: the app is ready once it takes a connection, and
 * cannot be reached when it has taken none for so long. The line on standard input ends it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TRY_MS = 500, PAUSE_MS = 20, APP_MS = 5000 };

/* A connection, or -1 with the errno. An address that nobody answers for yet takes the whole time. */
static int connect_within(const char *host, const char *port, int limit_ms)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)) };
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
        errno = EINVAL;
        return -1;
    }
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    int error = connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ? errno : 0;
    if (error == EINPROGRESS) {
        struct pollfd moved = { .fd = fd, .events = POLLOUT };
        socklen_t length = sizeof(error);
        error = ETIMEDOUT;
        if (poll(&moved, 1, limit_ms) == 1)
            getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
    }
    if (error == 0)
        return fd;
    close(fd);
    errno = error;
    return -1;
}

static long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* The guest may still be booting. Gives -1 with the errno of the last try after so long; when negative, only the end of standard input
 * ends the wait. */
static int connect_at_last(const char *host, const char *port, long within_ms)
{
    long long until = now_ms() + within_ms;
    for (;;) {
        int fd = connect_within(host, port, TRY_MS), error = errno;
        struct pollfd input = { .fd = 0, .events = POLLIN };
        if (fd >= 0)
            return fd;
        if (poll(&input, 1, PAUSE_MS) == 1)
            exit(2);
        errno = error;
        if (within_ms >= 0 && now_ms() >= until)
            return -1;
    }
}

int main(int argc, char **argv)
{
    static const char word[] = "done\n";
    char byte;
    int knocks = argc == 5 && strcmp(argv[2], "knock") == 0;
    if (argc != 4 && !knocks) {
        fprintf(stderr, "usage: notify ADDRESS NOTIFY_PORT APP_PORT | notify ADDRESS knock APP_PORT MS\n");
        return 2;
    }
    /* A descriptor that is none is never ready: nobody in such a guest hangs up. */
    int guest = knocks ? -1 : connect_at_last(argv[1], argv[2], -1);
    int app = knocks ? connect_at_last(argv[1], argv[3], atol(argv[4])) : connect_within(argv[1], argv[3], APP_MS);
    if (app < 0) {
        fprintf(stderr, "%s:%s: %s\n", argv[1], argv[3], strerror(errno));
        return 1;
    }
    close(app);
    puts("ready");
    fflush(stdout);
    struct pollfd ends[] = { { .fd = 0, .events = POLLIN }, { .fd = guest, .events = POLLIN } };
    while (poll(ends, 2, -1) < 0)
        ;
    if (ends[1].revents != 0 || read(0, &byte, 1) != 1)
        return 2;
    if (knocks)
        return 0;
    if (write(guest, word, sizeof(word) - 1) < 0)
        return 2;
    ends[1].revents = 0;
    poll(&ends[1], 1, -1);
    return 0;
}
