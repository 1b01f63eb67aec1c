// SPDX-License-Identifier: Apache-2.0
/*
 * Call chains that the kernel takes in the timer's interrupt, in the midst of calls and page faults: the unwinder goes
 * from the interrupt's stack to the interrupted one and must arrive at an entry point every time.
 */
#include <fcntl.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "kml.h"

#define PAGE 4096
#define PAGES 64
#define KINDS 16

struct seen {
    unsigned long outermost;
    char name[64];
    long count;
};

static void load(enum way way, long milliseconds)
{
    struct timespec start, now;
    static char buffer[65536];
    int zero = must(open("/dev/zero", O_RDONLY), "/dev/zero");
    clock_gettime(CLOCK_MONOTONIC, &start);
    do {
        for (int i = 0; i < 20; i++) {
            by(way, SYS_read, zero, buffer, sizeof(buffer));
            volatile char *area = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            for (int page = 0; page < 16; page++)
                area[page * PAGE] = 1;
            by(way, SYS_munmap, area, 16 * PAGE);
        }
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 < milliseconds);
    close(zero);
}

/* Counts the outermost kernel functions of all samples; returns the number of samples with a kernel part. */
static long evaluate(const struct perf_event_mmap_page *control, struct seen seen[KINDS])
{
    const char *data = (const char *)control + control->data_offset;
    long total = 0;
    for (uint64_t at = control->data_tail; at < control->data_head;) {
        uint64_t record[256];
        const struct perf_event_header *header = (const void *)(data + at % control->data_size);
        uint16_t size = header->size;
        for (int i = 0; i < size / 8 && i < 256; i++)
            record[i] = *(const uint64_t *)(data + (at + (uint64_t)i * 8) % control->data_size);
        uint64_t type = (uint32_t)record[0], length = record[1], outermost = 0;
        at += size;
        if (type != PERF_RECORD_SAMPLE || length > 200)
            continue;
        for (uint64_t i = 2; i < 2 + length; i++)
            if ((int64_t)record[i] < 0 && record[i] < PERF_CONTEXT_MAX)
                outermost = record[i];
        if (outermost == 0)
            continue;
        total++;
        int kind = 0;
        while (kind < KINDS - 1 && seen[kind].count > 0 && seen[kind].outermost != outermost)
            kind++;
        seen[kind].outermost = outermost;
        seen[kind].count++;
    }
    return total;
}

static int samples(char **arguments)
{
    (void)arguments;
    struct perf_event_attr attributes = {
        .type = PERF_TYPE_SOFTWARE,
        .size = sizeof(attributes),
        .config = PERF_COUNT_SW_CPU_CLOCK,
        .sample_period = 3000000,
        .sample_type = PERF_SAMPLE_CALLCHAIN,
        .exclude_callchain_user = 1,
    };
    FOR_BOTH(way) {
        struct seen seen[KINDS] = {{0}};
        int event = must(syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0), "perf_event_open");
        void *ring = mmap(NULL, (1 + PAGES) * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, event, 0);
        must(ring == MAP_FAILED ? -1 : 0, "the ring buffer");
        load(way, 1000);
        must(ioctl(event, PERF_EVENT_IOC_DISABLE, 0), "PERF_EVENT_IOC_DISABLE");
        long total = evaluate(ring, seen);
        close(event);
        expect(total >= 40, 1, "enough samples in the kernel under %s", way_name(way));
        for (int i = 0; i < KINDS && seen[i].count > 0; i++)
            say("%s: outermost %s", way_name(way), symbol_of(seen[i].outermost - 1));
    }
    return 0;
}

const struct command sample_commands[] = {{"samples", samples}, {NULL, NULL}};
