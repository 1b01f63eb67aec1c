/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A load over connections that are kept, for clients so small that they can be baked into one image with a server: each connection sends its next
 * request once its last one is answered, and every answer is looked at. All is static: programs of one image share their names.
 */
#ifndef LUPINE_LOAD_H
#define LUPINE_LOAD_H

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"

enum { MOST_CLIENTS = 1000, MOST_REQUESTS = 10000000, US = 1000 };

/* What the connections do. */
struct load {
    const char *address;
    unsigned long port, clients;
    const char *request;
    size_t request_bytes;
    /* Room for an answer, and what is known of one of which so much has come: whether it is whole, or -1 for a wrong one. */
    size_t answer_bytes;
    int (*whole)(const char *answer, size_t bytes);
    /* It ends after so many requests, and with the first answer that comes after so long; with a server that falls silent it does not end. */
    unsigned long requests;
    uint64_t ns;
    /* How fast the counter counts, or 0. */
    uint64_t hz;
};

/* What came of it. */
struct outcome {
    unsigned long requests;
    uint64_t ns, bytes;
    /* Of each request, us; in rising order. */
    uint32_t *latencies;
};

struct connection {
    char *answer;
    size_t got;
    uint64_t sent;
};

static void fail(const char *what)
{
    fprintf(stderr, "lupine client: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* What no call has found, and errno does not know. */
static void wrong(const char *what, int error)
{
    errno = error;
    fail(what);
}

static void *room(size_t bytes)
{
    void *memory = calloc(1, bytes);
    if (memory == NULL)
        fail("no memory");
    return memory;
}

static int connected(const struct load *load)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)load->port) };
    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || inet_pton(AF_INET, load->address, &address.sin_addr) != 1 ||
        connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) < 0)
        fail("no connection");
    return fd;
}

static void ask(const struct load *load, int fd, struct connection *connection)
{
    connection->got = 0;
    connection->sent = now_ns(load->hz);
    if (write(fd, load->request, load->request_bytes) != (ssize_t)load->request_bytes)
        fail("a request was not sent");
}

/* Takes what has come; true when the answer is whole. */
static int answered(const struct load *load, int fd, struct connection *connection)
{
    if (connection->got == load->answer_bytes)
        wrong("an answer is too long", EMSGSIZE);
    ssize_t more = read(fd, connection->answer + connection->got, load->answer_bytes - connection->got);
    if (more == 0)
        wrong("a connection ended", ECONNRESET);
    if (more < 0)
        fail("no answer");
    connection->got += (size_t)more;
    int whole = load->whole(connection->answer, connection->got);
    if (whole < 0)
        wrong("a wrong answer", EPROTO);
    return whole;
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Loads the server. The latencies are the caller's. */
static struct outcome run_load(const struct load *load, unsigned long most)
{
    struct connection *connections = room(load->clients * sizeof(*connections));
    struct pollfd *sockets = room(load->clients * sizeof(*sockets));
    struct outcome outcome = { .latencies = room(most * sizeof(uint32_t)) };
    unsigned long sent = 0;
    for (unsigned long i = 0; i < load->clients; i++) {
        connections[i].answer = room(load->answer_bytes);
        sockets[i] = (struct pollfd){ .fd = connected(load), .events = POLLIN };
    }
    uint64_t begin = now_ns(load->hz);
    for (unsigned long i = 0; i < load->clients && sent < load->requests; i++, sent++)
        ask(load, sockets[i].fd, &connections[i]);
    while (outcome.requests < load->requests && outcome.requests < most && outcome.ns < load->ns) {
        if (poll(sockets, (nfds_t)load->clients, -1) < 0)
            fail("poll");
        for (unsigned long i = 0; i < load->clients && outcome.requests < most; i++) {
            struct connection *connection = &connections[i];
            if (sockets[i].revents == 0 || !answered(load, sockets[i].fd, connection))
                continue;
            outcome.latencies[outcome.requests++] = (uint32_t)((now_ns(load->hz) - connection->sent) / US);
            outcome.bytes += connection->got;
            if (sent < load->requests) {
                ask(load, sockets[i].fd, connection);
                sent++;
            }
        }
        outcome.ns = now_ns(load->hz) - begin;
    }
    for (unsigned long i = 0; i < load->clients; i++) {
        close(sockets[i].fd);
        free(connections[i].answer);
    }
    free(connections);
    free(sockets);
    if (outcome.requests == 0)
        fail("no request was answered");
    qsort(outcome.latencies, outcome.requests, sizeof(uint32_t), ascending);
    return outcome;
}

/* A whole number above zero. */
static unsigned long number(const char *word, unsigned long most)
{
    char *end;
    unsigned long value = strtoul(word, &end, 10);
    if (*word < '0' || *word > '9' || *end != '\0' || value == 0 || value > most) {
        fprintf(stderr, "lupine client: %s is no number from 1 to %lu\n", word, most);
        exit(2);
    }
    return value;
}

/* Takes a word that both clients know; false for any other. */
static int common_word(const char *word, struct load *load, int *marks)
{
    if (strcmp(word, "--marks") == 0)
        *marks = 1;
    else if (strncmp(word, HZ_WORD, sizeof(HZ_WORD) - 1) == 0)
        load->hz = number(word + sizeof(HZ_WORD) - 1, ULONG_MAX);
    else
        return 0;
    return 1;
}

#endif
