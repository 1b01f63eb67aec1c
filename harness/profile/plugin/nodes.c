/* SPDX-License-Identifier: Apache-2.0 */
#include "profile.h"

struct node {
    struct node *next; /* of the same bucket */
    struct node *parent;
    struct block *caller;
    struct block *entry; /* the first block of it; NULL for a phase and a task */
    uint64_t target;     /* address of that block; number of a phase or a task */
    uint64_t calls;
    enum kind kind;
    uint32_t id;
};

/* Instructions first to first + count - 1 of a block, run in a node. */
struct self {
    struct node *node;
    struct block *block;
    uint64_t times;
    uint32_t first, count;
    struct self *then;  /* what ran behind it the last time: most often it does so again */
    struct node *child; /* what was called from it the last time */
    struct self *next;  /* of the same bucket */
};

/* Limits are far above what boots have; a guest that calls at random must not take all memory of the host. */
enum { BUCKETS = 1 << 18, MOST_NODES = 1 << 21, MOST_SELVES = 1 << 23 };

static struct node *nodes[BUCKETS];
static struct self *selves[BUCKETS];
static struct node **in_order;
static uint32_t node_count, self_count, node_room;
static uint64_t folded;
static struct self *self_now;

static size_t bucket_of(const void *a, const void *b, uint64_t c)
{
    uint64_t hash = (uint64_t)(uintptr_t)a * 0x9e3779b97f4a7c15 + (uint64_t)(uintptr_t)b;
    hash = (hash ^ hash >> 29) * 0xbf58476d1ce4e5b9 + c;
    hash = (hash ^ hash >> 32) * 0x94d049bb133111eb;
    return (hash ^ hash >> 31) % BUCKETS;
}

/* What cannot have a node of its own is counted in its caller. */
struct node *node_folded(struct node *parent)
{
    folded++;
    return parent;
}

static struct node *child_at(struct node *parent, enum kind kind, struct block *caller, struct block *entry,
                             uint64_t target)
{
    struct node **bucket = &nodes[bucket_of(parent, caller, target * 8 + kind)];
    for (struct node *node = *bucket; node != NULL; node = node->next)
        if (node->parent == parent && node->kind == kind && node->caller == caller && node->target == target)
            return node;
    if (node_count == MOST_NODES && parent != NULL)
        return node_folded(parent);
    if (node_count == node_room) {
        node_room = node_room == 0 ? 4096 : node_room * 2;
        in_order = must_grow(in_order, node_room, sizeof(*in_order));
    }
    struct node *node = must_alloc(1, sizeof(*node));
    in_order[node_count] = node;
    *node = (struct node){*bucket, parent, caller, entry, target, 0, kind, ++node_count};
    return *bucket = node;
}

struct node *node_child(struct node *parent, enum kind kind, struct block *caller, struct block *entry)
{
    return child_at(parent, kind, caller, entry, entry->vaddr);
}

/* A phase, or a task in one. */
struct node *node_numbered(struct node *parent, enum kind kind, uint64_t number)
{
    return child_at(parent, kind, NULL, NULL, number);
}

/* The same node below another parent. */
struct node *node_moved(const struct node *node, struct node *parent)
{
    return child_at(parent, node->kind, node->caller, node->entry, node->target);
}

void node_called(struct node *node)
{
    node->calls++;
}

/* The same as a child, found faster where the block has just run in the parent and called the same before. */
struct node *node_called_from(struct node *parent, enum kind kind, struct block *caller, struct block *entry)
{
    if (self_now == NULL || self_now->block != caller || self_now->node != parent)
        return node_child(parent, kind, caller, entry);
    struct node *known = self_now->child;
    if (known == NULL || known->kind != kind || known->target != entry->vaddr)
        self_now->child = known = node_child(parent, kind, caller, entry);
    return known;
}

static struct self *self_at(struct node *node, struct block *block, unsigned first, unsigned count)
{
    struct self **bucket = &selves[bucket_of(node, block, (uint64_t)first << 32 | count)];
    for (struct self *self = *bucket; self != NULL; self = self->next)
        if (self->node == node && self->block == block && self->first == first && self->count == count)
            return self;
    if (++self_count > MOST_SELVES)
        give_up("too large: the guest has too many paths of calls; a profile without the tree works");
    struct self *self = must_alloc(1, sizeof(*self));
    *self = (struct self){.node = node, .block = block, .first = first, .count = count, .next = *bucket};
    return *bucket = self;
}

void node_ran(struct node *node, struct block *block, unsigned first, unsigned count)
{
    struct self *self = self_now == NULL ? NULL : self_now->then;
    if (self == NULL || self->node != node || self->block != block || self->first != first || self->count != count) {
        self = self_at(node, block, first, count);
        if (self_now != NULL)
            self_now->then = self;
    }
    self->times++;
    self_now = self;
}

static uint32_t id_of(struct block *block)
{
    return block == NULL ? 0 : output_block(block);
}

/*
 * `n ID PARENT KIND CALLER ENTRY CALLS` a node, a parent before its children: the blocks that called and that were called (0 for
 * none); for a phase and a task the second is its number. `s NODE BLOCK FIRST COUNT TIMES` what ran in one, `f TIMES` calls that were
 * folded. The parent of a phase is 0.
 */
void nodes_write(void)
{
    for (uint32_t i = 0; i < node_count; i++) {
        const struct node *node = in_order[i];
        uint32_t caller = id_of(node->caller);
        uint64_t entry = node->entry == NULL ? node->target : id_of(node->entry);
        put_word("n");
        put_number(node->id);
        put_number(node->parent == NULL ? 0 : node->parent->id);
        put_number(node->kind);
        put_number(caller);
        put_number(entry);
        put_number(node->calls);
        put_word("\n");
    }
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct self *self = selves[i]; self != NULL; self = self->next) {
            uint32_t block = output_block(self->block);
            put_word("s");
            put_number(self->node->id);
            put_number(block);
            put_number(self->first);
            put_number(self->count);
            put_number(self->times);
            put_word("\n");
        }
    if (folded > 0) {
        put_word("f");
        put_number(folded);
        put_word("\n");
    }
}
