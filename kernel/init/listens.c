/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `listens PORT`: ends with 0 as soon as some program listens on this TCP port, with 1 when none does within a second.
 * It never connects: there are servers that take an empty connection for the order to end. A second socket cannot be
 * bound to the port of one that listens, even when both allow their address to be used again.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 100, PAUSE_NS = 10000000 };

/* 0 when the port is free, EADDRINUSE when somebody listens, another errno when it could not be found out. */
static int try_port(unsigned port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int again = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0)
        return errno;
    int error = 0;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &again, sizeof(again)) < 0 ||
        bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
        error = errno;
    close(fd);
    return error;
}

int main(int argc, char **argv)
{
    struct timespec pause = { .tv_nsec = PAUSE_NS };
    char *end = NULL;
    unsigned long port = argc == 2 ? strtoul(argv[1], &end, 10) : 0;
    if (port == 0 || port > 65535 || *end != '\0') {
        fprintf(stderr, "usage: listens PORT\n");
        return 2;
    }
    for (int i = 0; i < TRIES; i++) {
        int error = try_port((unsigned)port);
        if (error == EADDRINUSE)
            return 0;
        if (error != 0) {
            fprintf(stderr, "port %lu: %s\n", port, strerror(error));
            return 1;
        }
        nanosleep(&pause, NULL);
    }
    fprintf(stderr, "nobody listens on port %lu\n", port);
    return 1;
}
