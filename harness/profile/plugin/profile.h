/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the plugin share. One virtual CPU, so nothing here is locked. */
#ifndef LUPINE_PROFILE_H
#define LUPINE_PROFILE_H

#include "qemu.h"

/* How the last instruction of a block leaves it. */
enum leave {
    LEAVE_NEXT,        /* falls through, or traps */
    LEAVE_JUMP,        /* a jump without memory operand, taken or not */
    LEAVE_JUMP_MEMORY, /* a jump to an address in memory */
    LEAVE_CALL,
    LEAVE_RETURN,
    LEAVE_IRET,    /* iret, or sysret */
    LEAVE_SYSCALL, /* syscall */
    LEAVE_REPEAT,  /* a string instruction with a rep prefix: one execution an iteration */
};

/* What the start of a block means. */
enum entry {
    ENTRY_NONE,
    ENTRY_FAULT,     /* an exception whose instruction has not been executed and is tried again */
    ENTRY_TRAP,      /* any other exception */
    ENTRY_INTERRUPT,
    ENTRY_TASK, /* no exception: where a new task begins to run */
    ENTRY_EXEC, /* no exception: a task has got another program */
};

/* What code is known for. */
enum watch {
    WATCH_NONE,
    WATCH_SWITCH, /* changes the kernel stack */
    WATCH_THREAD, /* calls what a kernel thread is for */
    WATCH_THUNK,  /* only jumps on */
};

/*
 * A translation block: code that is run from its first instruction on. Blocks with the same bytes at the same address are one. What
 * each execution looks at comes first: it is in one line of the host's cache.
 */
struct block {
    uint64_t vaddr;
    unsigned count;  /* of instructions */
    unsigned length; /* in bytes */
    enum leave leave;
    enum entry entry;
    bool ends_page;    /* the next instruction is on another page */
    bool early;        /* seen before any address of the kernel's own */
    bool names_thread; /* calls what a kernel thread is for */
    uint32_t id;       /* in the output; 0 before it is written */
    struct counters counters;
    uint64_t stopped; /* how often execution ended before the end */
    struct block *next; /* of the same bucket */
    uint64_t hash;
    uint8_t *bytes;
    uint8_t *sizes;    /* of each instruction */
    uint64_t *stops;   /* by instruction: how often execution ended with it, before the end */
    uint64_t *retries; /* by instruction: how often it was begun and then not executed */
    uint64_t *taken;   /* by instruction: what earlier phases had */
};

static inline bool is_kernel(uint64_t vaddr)
{
    return vaddr >> 63 != 0;
}

_Noreturn void give_up(const char *why);
void *must_alloc(size_t count, size_t size);
void *must_grow(void *memory, size_t count, size_t size);

/* decode.c */
enum leave decode_leave(const uint8_t *bytes, unsigned size);
bool moves_stack_pointer(const uint8_t *bytes, unsigned size, bool *loads);
uint64_t direct_target(const uint8_t *bytes, unsigned size, uint64_t next);

/* blocks.c: the table of blocks. */
struct block *block_find(uint64_t vaddr, const uint8_t *bytes, unsigned length, const uint8_t *sizes, unsigned count);
void blocks_each(void (*visit)(struct block *block, void *data), void *data);

/* watch.c: addresses that the harness named. */
bool watch_load(const char *path);
enum entry watch_entry(uint64_t vaddr);
bool watch_within(enum watch what, uint64_t vaddr);
const char *watch_mark(uint64_t vaddr, const uint8_t *bytes, unsigned left);

/* tasks.c: which task runs, and what it is. */
enum { MOST_REGIONS = 16 };

struct task {
    struct task *next;
    uint64_t slot; /* where the kernel keeps its stack pointer; 0 until it is first switched from */
    uint64_t number;
    bool begun; /* false for one whose first instruction is still to come */
    struct block *function; /* what a kernel thread is for; NULL when it is not known */
    struct block *regions[MOST_REGIONS]; /* the first block of each part of the address space that its program ran */
    unsigned region_count;
    uint64_t last_region;
    /* Of tree.c. */
    struct node *root;
    struct frame *frames;
    size_t depth, size;
};

extern struct task *task_now, *tasks;
void tasks_moved(const struct block *from, bool complete, struct block *to);
void tasks_switch_from(uint64_t slot);
void tasks_switch_to(uint64_t slot);
void tasks_settle(void);
void tasks_end(void);

/* tree.c: who called whom, task by task. */
void tree_ran(struct block *block, unsigned first, unsigned executed);
void tree_moved(struct block *from, bool complete, struct block *to);
void tree_slot(uint64_t vaddr);
void tree_new_phase(void);

/* nodes.c: a node is a function as it was reached: from where, by what, and to which address. */
enum kind { KIND_PHASE, KIND_TASK, KIND_CALL, KIND_SYSCALL, KIND_FAULT, KIND_TRAP, KIND_INTERRUPT };

struct node;
struct node *node_child(struct node *parent, enum kind kind, struct block *caller, struct block *entry);
struct node *node_called_from(struct node *parent, enum kind kind, struct block *caller, struct block *entry);
struct node *node_numbered(struct node *parent, enum kind kind, uint64_t number);
struct node *node_moved(const struct node *node, struct node *parent);
struct node *node_folded(struct node *parent);
void node_called(struct node *node);
void node_ran(struct node *node, struct block *block, unsigned first, unsigned count);
void nodes_write(void);

/* output.c */
bool output_open(const char *path, uint64_t most);
void output_phase(const char *name);
void output_close(void);
uint32_t output_block(struct block *block);
void output_switch(uint64_t from, uint64_t to);
void output_task(const struct task *task);

/* text.c */
bool text_open(const char *path, uint64_t most);
bool text_close(void);
void put_word(const char *word);
void put_signed(int64_t number);
void put_number(uint64_t number);
void put_hex(uint64_t number);
void put_bytes(const uint8_t *bytes, size_t count);

extern uint64_t idle_times;

#endif
