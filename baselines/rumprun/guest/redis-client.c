/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `redis-client REQUESTS [PORT]`: sets so many keys over one connection to this guest's own Redis, one after the other, and gets them
 * back. Prints for each half `lupine set REQUESTS BEGIN END`, with the time stamp counter around it, then `lupine right REQUESTS`. It is small and
 * static in all its names: programs that are baked into one image share one space of them, in which redis-benchmark and redis-server clash.
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PORT = 6379, MOST = 256 };

static uint64_t counter(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

static int connected(unsigned long port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
        return -1;
    return setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) < 0 ? -1 : fd;
}

/* Sends a request and reads exactly the answer that is right. */
static int answered(int fd, const char *request, const char *right)
{
    char answer[MOST];
    size_t length = strlen(request), wanted = strlen(right), got = 0;
    if (write(fd, request, length) != (ssize_t)length)
        return 0;
    while (got < wanted) {
        ssize_t more = read(fd, answer + got, wanted - got);
        if (more <= 0)
            return 0;
        got += (size_t)more;
    }
    return memcmp(answer, right, wanted) == 0;
}

static unsigned long half(int fd, const char *name, unsigned long requests)
{
    int sets = strcmp(name, "set") == 0;
    unsigned long right = 0;
    uint64_t begin = counter();
    for (unsigned long i = 0; i < requests; i++) {
        char request[MOST];
        snprintf(request, sizeof(request),
                 sets ? "*3\r\n$3\r\nSET\r\n$10\r\nkey:%06lu\r\n$3\r\n%03lu\r\n" : "*2\r\n$3\r\nGET\r\n$10\r\nkey:%06lu\r\n",
                 i % 1000000, i % 1000);
        char value[MOST];
        snprintf(value, sizeof(value), "$3\r\n%03lu\r\n", i % 1000);
        right += (unsigned long)answered(fd, request, sets ? "+OK\r\n" : value);
    }
    printf("lupine %s %lu %" PRIu64 " %" PRIu64 "\n", name, requests, begin, counter());
    return right;
}

int main(int argc, char **argv)
{
    unsigned long requests = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    int fd = connected(argc > 2 ? strtoul(argv[2], NULL, 10) : PORT);
    if (requests == 0 || requests > 1000000 || fd < 0) {
        fprintf(stderr, "usage: redis-client REQUESTS [PORT], with a server at that port\n");
        return 2;
    }
    unsigned long sets = half(fd, "set", requests), gets = half(fd, "get", requests);
    printf("lupine right %lu\n", sets + gets);
    close(fd);
    return sets + gets == 2 * requests ? 0 : 1;
}
