/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the harness reads, in lines of text: `p NAME IDLE` a phase with how often the CPU went idle in it, then its
 * `c BLOCK COUNT [INDEX:COUNT]...`: executions of the first instruction, and of each that differs from the one before it, and
 * `w FROM TO TIMES` for switches between tasks; once for each block, before it is named, `b ID VADDR FLAGS SIZES BYTES`, where the
 * flags are `e` or `-`, for early code, and `r` or `-`, for one that ends with a rep iteration; once for each task
 * `t NUMBER FUNCTION BLOCK...` with the address of what a kernel thread is for (or 0) and blocks of its program; and at the end the tree
 * (nodes.c), and `end`.
 */
#include <stdio.h>

#include "profile.h"

static const char *phase_name = "reset";
static uint32_t block_count;
static uint64_t idle_before;

static struct pair {
    uint64_t from, to, times;
} *pairs;
static size_t pair_count, pair_size;

bool output_open(const char *path, uint64_t most)
{
    if (!text_open(path, most)) {
        fprintf(stderr, "profile: cannot write %s\n", path);
        return false;
    }
    put_word("lupine-profile 1\n");
    return true;
}

uint32_t output_block(struct block *block)
{
    if (block->id != 0)
        return block->id;
    block->id = ++block_count;
    put_word("b");
    put_number(block->id);
    put_hex(block->vaddr);
    put_word(block->early ? " e" : " -");
    put_word(block->leave == LEAVE_REPEAT ? "r" : "-");
    put_bytes(block->sizes, block->count);
    put_bytes(block->bytes, block->length);
    put_word("\n");
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
    put_word("c");
    put_number(id);
    for (unsigned i = 0; i < block->count; i++) {
        uint64_t all = counts[i] - block->retries[i], now = all - block->taken[i];
        block->taken[i] = all;
        if (i > 0 && now == before)
            continue;
        put_word(" ");
        if (i > 0) {
            put_signed(i);
            put_word(":");
        }
        put_signed((int64_t)now);
        before = now;
    }
    put_word("\n");
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
    put_word("t");
    put_number(task->number);
    put_hex(task->function == NULL ? 0 : task->function->vaddr);
    for (unsigned i = 0; i < task->region_count; i++)
        put_number(ids[i]);
    put_word("\n");
}

/* Ends the phase that went on, and begins another. */
void output_phase(const char *name)
{
    put_word("p ");
    put_word(phase_name);
    put_number(idle_times - idle_before);
    put_word("\n");
    idle_before = idle_times;
    blocks_each(write_counts, NULL);
    for (size_t i = 0; i < pair_count; i++) {
        put_word("w");
        put_number(pairs[i].from);
        put_number(pairs[i].to);
        put_number(pairs[i].times);
        put_word("\n");
    }
    pair_count = 0;
    phase_name = name;
}

void output_close(void)
{
    output_phase("end");
    nodes_write();
    put_word("end\n");
    if (!text_close())
        give_up("cannot write the profile: the disk may be full");
}
