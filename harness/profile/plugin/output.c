/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the harness reads, in lines of text: `p NAME IDLE` a phase with how often the CPU went idle in it, then its
 * `c BLOCK COUNT [INDEX:COUNT]...`: executions of the first instruction, and of each that differs from the one before it, and
 * `w FROM TO TIMES` for switches between tasks; once for each block, before it is named, `b ID VADDR FLAGS SIZES BYTES`, where the
 * flags are `e` or `-`, for early code, and `r` or `-`, for one that ends with a rep iteration; once for each task
 * `t NUMBER FUNCTION BLOCK...` with the address of what a kernel thread is for (or 0) and blocks of its program; and at the end the tree
 * (nodes.c), and `end`.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "profile.h"

static FILE *out;
static const char *phase_name = "reset";
static uint32_t block_count;
static uint64_t idle_before;

static struct pair {
    uint64_t from, to, times;
} *pairs;
static size_t pair_count, pair_size;

bool output_open(const char *path)
{
    out = fopen(path, "wx");
    if (out == NULL) {
        fprintf(stderr, "profile: cannot write %s\n", path);
        return false;
    }
    fputs("lupine-profile 1\n", out);
    return true;
}

static void write_hex(const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%02x", bytes[i]);
}

uint32_t output_block(struct block *block)
{
    if (block->id != 0)
        return block->id;
    block->id = ++block_count;
    bool repeats = block->leave == LEAVE_REPEAT;
    fprintf(out, "b %" PRIu32 " %" PRIx64 " %c%c ", block->id, block->vaddr, block->early ? 'e' : '-', repeats ? 'r' : '-');
    write_hex(block->sizes, block->count);
    fputc(' ', out);
    write_hex(block->bytes, block->length);
    fputc('\n', out);
    return block->id;
}

static void write_counts(struct block *block, void *data)
{
    const uint64_t *counts = counters_at(&block->counters);
    uint64_t before = 0;
    bool any = false;
    (void)data;
    for (unsigned i = 0; i < block->count; i++)
        any = any || counts[i] - block->retries[i] != block->taken[i];
    if (!any)
        return;
    uint32_t id = output_block(block);
    fprintf(out, "c %" PRIu32, id);
    for (unsigned i = 0; i < block->count; i++) {
        uint64_t all = counts[i] - block->retries[i], now = all - block->taken[i];
        block->taken[i] = all;
        if (i == 0)
            fprintf(out, " %" PRId64, (int64_t)now);
        else if (now != before)
            fprintf(out, " %u:%" PRId64, i, (int64_t)now);
        before = now;
    }
    fputc('\n', out);
}

void output_switch(uint64_t from, uint64_t to)
{
    for (size_t i = 0; i < pair_count; i++)
        if (pairs[i].from == from && pairs[i].to == to) {
            pairs[i].times++;
            return;
        }
    if (pair_count == pair_size) {
        pair_size = pair_size == 0 ? 64 : pair_size * 2;
        pairs = must_grow(pairs, pair_size, sizeof(*pairs));
    }
    pairs[pair_count++] = (struct pair){from, to, 1};
}

void output_task(const struct task *task)
{
    uint32_t ids[MOST_REGIONS];
    for (unsigned i = 0; i < task->region_count; i++)
        ids[i] = output_block(task->regions[i]);
    fprintf(out, "t %" PRIu64 " %" PRIx64, task->number, task->function == NULL ? 0 : task->function->vaddr);
    for (unsigned i = 0; i < task->region_count; i++)
        fprintf(out, " %" PRIu32, ids[i]);
    fputc('\n', out);
}

/* Ends the phase that went on, and begins another. */
void output_phase(const char *name)
{
    fprintf(out, "p %s %" PRIu64 "\n", phase_name, idle_times - idle_before);
    idle_before = idle_times;
    blocks_each(write_counts, NULL);
    for (size_t i = 0; i < pair_count; i++)
        fprintf(out, "w %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", pairs[i].from, pairs[i].to, pairs[i].times);
    pair_count = 0;
    phase_name = name;
}

void output_close(void)
{
    output_phase("end");
    nodes_write(out);
    fputs("end\n", out);
    if (ferror(out) || fclose(out) != 0)
        give_up("cannot write the profile: the disk may be full");
}
