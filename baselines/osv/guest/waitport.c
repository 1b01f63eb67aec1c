/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `waitport PORT SECONDS`: connects to this TCP port of the guest itself until somebody takes the connection, then prints
 * `lupine ready TSC`. When nobody does in that time it says so and ends the machine: whatever comes next would have nobody to
 * talk to.
 */
#include <inttypes.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"

enum { PAUSE_NS = 1000000, PAUSES_PER_SECOND = 1000, NOBODY = 3 };

static int taken(unsigned long port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0)
        return 0;
    int result = connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
    close(fd);
    return result;
}

/* On Rumprun, whose clock stands still where its counter is slow, a sleep might never end: the others are given way to. */
static void pause_a_little(void)
{
#ifdef __NetBSD__
    sched_yield();
#else
    struct timespec pause = { .tv_nsec = PAUSE_NS };
    nanosleep(&pause, NULL);
#endif
}

static int say(const char *text, uint64_t number)
{
    char line[80];
    int length = snprintf(line, sizeof(line), "lupine %s %" PRIu64 "\n", text, number);
    return write(STDOUT_FILENO, line, (size_t)length) == length;
}

int main(int argc, char **argv)
{
    unsigned long port = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
    unsigned long seconds = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    if (port == 0 || port > 65535 || seconds == 0 || seconds > 86400) {
        fprintf(stderr, "usage: waitport PORT SECONDS\n");
        return 2;
    }
    for (unsigned long i = 0; i < seconds * PAUSES_PER_SECOND; i++) {
        if (taken(port))
            return say("ready", read_tsc()) ? 0 : 1;
        pause_a_little();
    }
    say("nobody listens on port", port);
    end_machine(NOBODY);
    return NOBODY;
}
