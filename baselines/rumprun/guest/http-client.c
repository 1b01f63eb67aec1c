/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `http-client [-t1] -cCLIENTS -dSECONDSs [--latency] [--marks] [--tsc-hz=HZ] http://ADDRESS:PORT/`: what `wrk -t1 -cCLIENTS -dSECONDSs --latency` does and prints,
 * and small, so that it can be baked into one image with a server. Every answer must be 200, with a length. With --marks the lines `lupine
 * begin wrk TSC` and `lupine end wrk TSC` stand around what it prints. Without an address it only looks whether port 80
 * here answers rightly, and prints nothing.
 */
#include "load.h"

enum { MOST_HEAD = 1024, MOST_ANSWER = 65536, MOST_SECONDS = 60, MOST_ANSWERS = 1000000, WORD = 100 };

static const char OK[] = "HTTP/1.1 200 OK\r\n", LENGTH[] = "\r\nContent-Length: ";

static char request[WORD * 2], address[WORD];

static struct load load = {
    .port = 80, .clients = 100, .request = request, .answer_bytes = MOST_ANSWER, .requests = MOST_REQUESTS };

static int whole(const char *answer, size_t bytes)
{
    char head[MOST_HEAD + 1];
    size_t some = bytes < MOST_HEAD ? bytes : MOST_HEAD;
    memcpy(head, answer, some);
    head[some] = '\0';
    const char *end = strstr(head, "\r\n\r\n"), *length = strstr(head, LENGTH);
    if (end == NULL)
        return bytes < MOST_HEAD ? 0 : -1;
    if (strncmp(head, OK, sizeof(OK) - 1) != 0 || length == NULL || length > end)
        return -1;
    size_t wanted = (size_t)(end - head) + 4 + strtoul(length + sizeof(LENGTH) - 1, NULL, 10);
    return bytes > wanted ? -1 : bytes == wanted;
}

/* A time as wrk prints it. */
static const char *time_text(double us, char *text)
{
    if (us >= 1e6)
        snprintf(text, WORD, "%.2fs", us / 1e6);
    else if (us >= 1e3)
        snprintf(text, WORD, "%.2fms", us / 1e3);
    else
        snprintf(text, WORD, "%.2fus", us);
    return text;
}

static const char *bytes_text(double bytes, char *text)
{
    const char *unit = "KMGTP";
    if (bytes < 1024) {
        snprintf(text, WORD, "%.2f", bytes);
        return text;
    }
    for (bytes /= 1024; bytes >= 1024 && unit[1] != '\0'; bytes /= 1024)
        unit++;
    snprintf(text, WORD, "%.2f%c", bytes, *unit);
    return text;
}

static double root(double square)
{
    double value = square > 1 ? square : 1;
    for (int i = 0; i < 100; i++)
        value = (value + square / value) / 2;
    return value;
}

static void report(struct outcome outcome)
{
    static const unsigned percents[] = { 50, 75, 90, 99 };
    char a[WORD], b[WORD], c[WORD];
    unsigned long n = outcome.requests, within = 0;
    double sum = 0, squares = 0, seconds = (double)outcome.ns / 1e9, rate = (double)n / seconds;
    for (unsigned long i = 0; i < n; i++)
        sum += outcome.latencies[i];
    double mean = sum / (double)n;
    for (unsigned long i = 0; i < n; i++)
        squares += (outcome.latencies[i] - mean) * (outcome.latencies[i] - mean);
    double deviation = root(squares / (double)n);
    for (unsigned long i = 0; i < n; i++)
        within += outcome.latencies[i] >= mean - deviation && outcome.latencies[i] <= mean + deviation;
    printf("  Thread Stats   Avg      Stdev     Max   +/- Stdev\n");
    printf("    Latency   %s %s %s %.2f%%\n", time_text(mean, a), time_text(deviation, b),
        time_text(outcome.latencies[n - 1], c), 100 * (double)within / (double)n);
    printf("    Req/Sec   %.2f 0.00 %.2f 100.00%%\n  Latency Distribution\n", rate, rate);
    for (unsigned i = 0; i < sizeof(percents) / sizeof(*percents); i++)
        printf("     %u%%  %s\n", percents[i], time_text(outcome.latencies[(n - 1) * percents[i] / 100], a));
    printf("  %lu requests in %s, %sB read\n", n, time_text(seconds * 1e6, a), bytes_text((double)outcome.bytes, b));
    printf("Requests/sec: %.2f\nTransfer/sec: %sB\n", rate, bytes_text((double)outcome.bytes / seconds, a));
}

static void read_url(const char *url)
{
    unsigned port = 0;
    if (sscanf(url, "http://%99[0-9.]:%u/", address, &port) != 2 || port == 0 || port > 65535) {
        fprintf(stderr, "http-client: %s is no http://ADDRESS:PORT/\n", url);
        exit(2);
    }
    load.address = address;
    load.port = port;
}

/* Takes a length, and what it does anyway; false for what wrk may know and this client does not: it would load otherwise than it was asked. */
static int takes(const char *word, unsigned *seconds)
{
    int end = 0;
    if (strcmp(word, "-t1") == 0 || strcmp(word, "--latency") == 0)
        return 1;
    return sscanf(word, "-d%us%n", seconds, &end) == 1 && end > 0 && word[end] == '\0';
}

int main(int argc, char **argv)
{
    int marks = 0;
    unsigned seconds = 2;
    const char *url = NULL;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (common_word(word, &load, &marks))
            continue;
        if (strncmp(word, "-c", 2) == 0)
            load.clients = number(word + 2, MOST_CLIENTS);
        else if (word[0] != '-')
            url = word;
        else if (!takes(word, &seconds)) {
            fprintf(stderr, "http-client: %s is not known\n", word);
            return 2;
        }
    }
    int check = url == NULL;
    if (check) {
        url = "http://127.0.0.1:80/";
        load.requests = load.clients = 1;
    }
    if (seconds == 0 || seconds > MOST_SECONDS) {
        fprintf(stderr, "http-client: %u s is not from 1 to %u\n", seconds, MOST_SECONDS);
        return 2;
    }
    read_url(url);
    snprintf(request, sizeof(request), "GET / HTTP/1.1\r\nHost: %s:%lu\r\n\r\n", address, load.port);
    load.request_bytes = strlen(request);
    load.whole = whole;
    load.ns = seconds * UINT64_C(1000000000);
    if (check) {
        run_load(&load, 1);
        return 0;
    }
    if (marks)
        printf("lupine begin wrk %" PRIu64 "\n", read_tsc());
    printf("Running %us test @ %s\n  1 threads and %lu connections\n", seconds, url, load.clients);
    report(run_load(&load, MOST_ANSWERS));
    if (marks)
        printf("lupine end wrk %" PRIu64 "\n", read_tsc());
    return fflush(stdout) == 0 ? 0 : 1;
}
