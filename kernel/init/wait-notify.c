/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `wait-notify PORT`: keeps a guest alive while a client on the host loads its app. Takes one connection to PORT, on any
 * interface, and ends with 0 when the line `done` arrives on it. It sleeps meanwhile, and nothing is sent: the load has
 * the network and the CPU to itself. Ends with 1 when nobody connects, or when the host hangs up without the word.
 */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECT_MS = 30000 };

static const char word[] = "done\n";

static int fail(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    return 1;
}

static int listen_on(unsigned port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 1) < 0)
        return -1;
    return fd;
}

int main(int argc, char **argv)
{
    char *end = NULL, said[sizeof(word)] = "";
    size_t length = 0;
    unsigned long port = argc == 2 ? strtoul(argv[1], &end, 10) : 0;
    if (port == 0 || port > 65535 || *end != '\0') {
        fprintf(stderr, "usage: wait-notify PORT\n");
        return 2;
    }
    struct pollfd waiting = { .fd = listen_on((unsigned)port), .events = POLLIN };
    if (waiting.fd < 0)
        return fail("listening");
    if (poll(&waiting, 1, CONNECT_MS) != 1) {
        fprintf(stderr, "nobody connected within %d s\n", CONNECT_MS / 1000);
        return 1;
    }
    int fd = accept(waiting.fd, NULL, NULL);
    if (fd < 0)
        return fail("accepting");
    while (length < sizeof(word) - 1) {
        ssize_t got = read(fd, said + length, sizeof(word) - 1 - length);
        if (got < 0)
            return fail("reading");
        if (got == 0)
            break;
        length += (size_t)got;
    }
    if (strcmp(said, word) == 0)
        return 0;
    fprintf(stderr, "the host hung up without a word\n");
    return 1;
}
