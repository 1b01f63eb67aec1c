/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `serving guest MODE`: plays a monitor and its guest, which serves at 10.0.0.2 in the network in which it is started; what it prints is the console,
 * behind the byte that announces a monitor. `serving ask WORD`: its client, 0 when it was answered.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PORT = 7000, LATE_US = 700000 };

static const char address[] = "10.0.0.2";

static void must(int done, const char *what)
{
    if (done)
        return;
    perror(what);
    exit(99);
}

static void say(const char *text)
{
    must(write(STDOUT_FILENO, text, strlen(text)) == (ssize_t)strlen(text), "the console");
}

static struct sockaddr_in place(void)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(PORT) };
    must(inet_pton(AF_INET, address, &to.sin_addr) == 1, "the address");
    return to;
}

/* There is no machine: the address is the loopback interface's, and is nobody else's in this network. */
static void have_address(void)
{
    struct sockaddr_in own = place(), mask = { .sin_family = AF_INET, .sin_addr.s_addr = 0xffffffff };
    struct ifreq request = { .ifr_name = "lo" };
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    memcpy(&request.ifr_addr, &own, sizeof(own));
    must(ioctl(fd, SIOCSIFADDR, &request) == 0, "the address of the interface");
    memcpy(&request.ifr_netmask, &mask, sizeof(mask));
    must(ioctl(fd, SIOCSIFNETMASK, &request) == 0, "its netmask");
    request.ifr_flags = IFF_UP | IFF_RUNNING | IFF_LOOPBACK;
    must(ioctl(fd, SIOCSIFFLAGS, &request) == 0, "the interface");
    close(fd);
}

static int listening(void)
{
    struct sockaddr_in own = place();
    int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    must(bind(fd, (struct sockaddr *)&own, sizeof(own)) == 0 && listen(fd, 8) == 0, "listening");
    return fd;
}

static void answer(int one, const char *mode)
{
    char word[16] = "";
    if (read(one, word, sizeof(word) - 1) <= 0)
        return;
    if (strcmp(word, "hang") == 0)
        pause();
    if (strcmp(word, "die") == 0 && strcmp(mode, "fails") == 0)
        say("failed: it was asked to\n");
    else if (strcmp(word, "die") == 0)
        exit(3);
    else if (strcmp(word, "ping") == 0)
        must(write(one, "pong\n", 5) == 5, "an answer");
}

static int guest(const char *mode)
{
    say("!");
    have_address();
    if (strcmp(mode, "early") == 0)
        return say("ready\n"), usleep(LATE_US), 3;
    if (strcmp(mode, "late") == 0)
        usleep(LATE_US);
    say(strcmp(mode, "mute") == 0 ? "busy\n" : "ready\n");
    if (strcmp(mode, "deaf") == 0)
        return pause();
    for (int fd = listening();;) {
        int one = accept(fd, NULL, NULL);
        answer(one, mode);
        close(one);
    }
}

static int ask(const char *word)
{
    char said[16] = "";
    struct sockaddr_in to = place();
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    must(connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0, "connecting");
    must(write(fd, word, strlen(word)) > 0, "asking");
    if (read(fd, said, sizeof(said) - 1) <= 0)
        return fprintf(stderr, "no answer\n"), 1;
    return printf("%s", said) > 0 ? 0 : 1;
}

int main(int count, char **words)
{
    if (count == 3 && strcmp(words[1], "guest") == 0)
        return guest(words[2]);
    return count == 3 && strcmp(words[1], "ask") == 0 ? ask(words[2]) : 99;
}
