/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `redis-client -n REQUESTS [-c CLIENTS] [-d BYTES] [-h ADDRESS] [-p PORT] [-t set,get] [--csv] [--marks] [--tsc-hz=HZ]`: what `redis-benchmark -t set,get --csv`
 * does and prints, and small: redis-benchmark shares its names with redis-server, which programs of one image must not. CLIENTS connections send
 * SET, then as many GET. With --marks the lines `lupine begin redis-benchmark TSC` and `lupine end ...` stand around what it prints. Without
 * -n it only looks whether one of each is answered rightly, and prints nothing.
 */
#include "load.h"

enum { MOST_BYTES = 65536, HEAD = 128 };

#define KEY "$16\r\nkey:__rand_int__\r\n"

static unsigned long value_bytes = 3;
static char request[HEAD + MOST_BYTES], right[HEAD + MOST_BYTES];
static size_t right_bytes;

static struct load load = { .address = "127.0.0.1", .port = 6379, .clients = 50, .request = request, .ns = UINT64_MAX };

static int whole(const char *answer, size_t bytes)
{
    return memcmp(answer, right, bytes) != 0 ? -1 : bytes == right_bytes;
}

static void prepare(const char *name)
{
    static char value[MOST_BYTES + 1];
    memset(value, 'x', value_bytes);
    if (strcmp(name, "SET") == 0) {
        snprintf(request, sizeof(request), "*3\r\n$3\r\nSET\r\n" KEY "$%lu\r\n%s\r\n", value_bytes, value);
        snprintf(right, sizeof(right), "+OK\r\n");
    } else {
        snprintf(request, sizeof(request), "*2\r\n$3\r\nGET\r\n" KEY);
        snprintf(right, sizeof(right), "$%lu\r\n%s\r\n", value_bytes, value);
    }
    load.request_bytes = strlen(request);
    load.answer_bytes = right_bytes = strlen(right);
    load.whole = whole;
}

/* The row of redis-benchmark: requests per second, then latencies in ms. */
static void report(const char *name, struct outcome outcome)
{
    const uint32_t *latencies = outcome.latencies;
    unsigned long n = outcome.requests, last = n - 1;
    double sum = 0;
    for (unsigned long i = 0; i < n; i++)
        sum += latencies[i];
    const double us[] = { sum / (double)n, latencies[0], latencies[last / 2], latencies[last * 95 / 100],
        latencies[last * 99 / 100], latencies[last] };
    printf("\"%s\",\"%.2f\"", name, (double)n * 1e9 / (double)outcome.ns);
    for (unsigned i = 0; i < sizeof(us) / sizeof(*us); i++)
        printf(",\"%.3f\"", us[i] / 1000);
    printf("\n");
}

static void read_word(char option, const char *value)
{
    if (option == 'n')
        load.requests = number(value, MOST_REQUESTS);
    else if (option == 'c')
        load.clients = number(value, MOST_CLIENTS);
    else if (option == 'd')
        value_bytes = number(value, MOST_BYTES);
    else if (option == 'p')
        load.port = number(value, 65535);
    else if (option == 'h')
        load.address = value;
    else if (option != 't' || strcmp(value, "set,get") != 0) {
        fprintf(stderr, "redis-client: -%c %s is not known\n", option, value);
        exit(2);
    }
}

int main(int argc, char **argv)
{
    int marks = 0;
    for (int i = 1; i < argc; i++) {
        if (!common_word(argv[i], &load, &marks) && strcmp(argv[i], "--csv") != 0) {
            read_word(argv[i][0] == '-' ? argv[i][1] : '?', i + 1 < argc ? argv[i + 1] : "");
            i++;
        }
    }
    int check = load.requests == 0;
    if (check)
        load.requests = load.clients = 1;
    if (marks && !check)
        printf("lupine begin redis-benchmark %" PRIu64 "\n", read_tsc());
    if (!check)
        printf("\"test\",\"rps\",\"avg_latency_ms\",\"min_latency_ms\",\"p50_latency_ms\",\"p95_latency_ms\",\"p99_latency_ms\","
               "\"max_latency_ms\"\n");
    for (const char *const *name = (const char *const[]){ "SET", "GET", NULL }; *name != NULL; name++) {
        prepare(*name);
        struct outcome outcome = run_load(&load, load.requests);
        if (!check)
            report(*name, outcome);
        free(outcome.latencies);
    }
    if (marks && !check)
        printf("lupine end redis-benchmark %" PRIu64 "\n", read_tsc());
    return fflush(stdout) == 0 ? 0 : 1;
}
