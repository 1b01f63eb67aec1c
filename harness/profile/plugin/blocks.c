/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile.h"

/* A guest that writes new code forever must not take all memory of the host. */
enum { BUCKETS = 1 << 16, MOST_BLOCKS = 1 << 20 };

static struct block *buckets[BUCKETS];
static size_t block_count;
static bool kernel_seen;

/* Ends QEMU: there is no profile. */
void give_up(const char *why)
{
    fprintf(stderr, "profile: %s\n", why);
    _Exit(1);
}

void *must_alloc(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL)
        give_up("too large: no memory");
    return memory;
}

void *must_grow(void *memory, size_t count, size_t size)
{
    memory = reallocarray(memory, count, size);
    if (memory == NULL)
        give_up("too large: no memory");
    return memory;
}

static uint64_t hash_of(uint64_t vaddr, const uint8_t *bytes, unsigned length)
{
    uint64_t hash = (vaddr ^ 0xcbf29ce484222325) * 0x100000001b3;
    for (unsigned i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3;
    return hash;
}

/* Whether the block calls what a kernel thread is for: through a register, or a thunk that goes where a register says. */
static bool names_thread(const struct block *block, const uint8_t *last, unsigned size)
{
    if (block->leave != LEAVE_CALL || !watch_within(WATCH_THREAD, block->vaddr))
        return false;
    uint64_t target = direct_target(last, size, block->vaddr + block->length);
    return target == 0 || watch_within(WATCH_THUNK, target);
}

static void *copy(const void *bytes, size_t length)
{
    return memcpy(must_alloc(length, 1), bytes, length);
}

static struct block *block_new(uint64_t vaddr, const uint8_t *bytes, unsigned length, const uint8_t *sizes,
                               unsigned count)
{
    if (++block_count > MOST_BLOCKS)
        give_up("too large: the guest writes new code without end");
    struct block *block = must_alloc(1, sizeof(*block));
    unsigned last = sizes[count - 1];
    block->vaddr = vaddr;
    block->count = count;
    block->length = length;
    block->bytes = copy(bytes, length);
    block->sizes = copy(sizes, count);
    block->leave = decode_leave(bytes + length - last, last);
    block->entry = watch_entry(vaddr);
    block->names_thread = names_thread(block, bytes + length - last, last);
    kernel_seen = kernel_seen || is_kernel(vaddr);
    block->early = !kernel_seen;
    /* An instruction that does not fit on the page is translated alone, so the next page begins at most 14 bytes behind. */
    block->ends_page = 0xfff - ((vaddr + length - 1) & 0xfff) < 15;
    counters_new(&block->counters, count);
    block->stops = must_alloc(count, sizeof(uint64_t));
    block->retries = must_alloc(count, sizeof(uint64_t));
    block->taken = must_alloc(count, sizeof(uint64_t));
    return block;
}

/* The same code at the same place is the same block, however often QEMU translates it. */
struct block *block_find(uint64_t vaddr, const uint8_t *bytes, unsigned length, const uint8_t *sizes, unsigned count)
{
    uint64_t hash = hash_of(vaddr, bytes, length);
    struct block **bucket = &buckets[(hash ^ hash >> 32) % BUCKETS];
    for (struct block *block = *bucket; block != NULL; block = block->next)
        if (block->hash == hash && block->vaddr == vaddr && block->count == count && block->length == length &&
            memcmp(block->bytes, bytes, length) == 0)
            return block;
    struct block *block = block_new(vaddr, bytes, length, sizes, count);
    block->hash = hash;
    block->next = *bucket;
    *bucket = block;
    return block;
}

void blocks_each(void (*visit)(struct block *block, void *data), void *data)
{
    for (unsigned i = 0; i < BUCKETS; i++)
        for (struct block *block = buckets[i]; block != NULL; block = block->next)
            visit(block, data);
}
