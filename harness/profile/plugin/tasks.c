/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which task runs, and what it is. A task is known by where the kernel keeps its stack pointer while it waits. What it is tell
 * the programs that it runs, or for a kernel thread the function that it was made for; the harness finds their names.
 */
#include "profile.h"

enum { REGION_BITS = 21 };

static struct task first_task = {.number = 1, .begun = true};
static uint64_t task_count = 1;

struct task *task_now = &first_task, *tasks = &first_task;

/* The task whose stack has been loaded; it runs from the next block on. */
static struct task *switching;

/* The next block is what a kernel thread is for. */
static bool is_naming;


/* The last switch, until it is certain that it was to no new task in the place of an old one. */
static uint64_t switched_from;
static struct task *switched_to;

static struct task *task_at(uint64_t slot)
{
    struct task *found = tasks;
    while (found != NULL && found->slot != slot)
        found = found->next;
    if (found != NULL)
        return found;
    found = must_alloc(1, sizeof(*found));
    found->slot = slot;
    found->number = ++task_count;
    found->next = tasks;
    return tasks = found;
}

static void forget(struct task *task)
{
    task->function = NULL;
    task->region_count = 0;
    task->last_region = 0;
}

/* A new task begins, perhaps in the place of one that has ended. */
static void begin(struct task *task)
{
    if (task->begun) {
        output_task(task);
        forget(task);
        task->number = ++task_count;
    }
    task->begun = true;
    task->depth = 0;
    task->root = NULL;
}

/* Counts the last switch. */
void tasks_settle(void)
{
    if (switched_to != NULL)
        output_switch(switched_from, switched_to->number);
    switched_to = NULL;
}

static void note_program(struct task *task, struct block *block)
{
    uint64_t region = block->vaddr >> REGION_BITS;
    task->last_region = region;
    for (unsigned i = 0; i < task->region_count; i++)
        if (task->regions[i]->vaddr >> REGION_BITS == region)
            return;
    if (task->region_count < MOST_REGIONS)
        task->regions[task->region_count++] = block;
}

static void note(const struct block *from, bool complete, struct block *to)
{
    if (switching != NULL) {
        task_now = switching;
        switching = NULL;
    }
    if (to->entry == ENTRY_TASK)
        begin(task_now);
    if (!is_kernel(to->vaddr))
        note_program(task_now, to);
    else if (to->entry == ENTRY_EXEC)
        forget(task_now);
    if (from != NULL && from->names_thread && complete)
        is_naming = to->entry == ENTRY_NONE;
    if (is_naming && !watch_within(WATCH_THUNK, to->vaddr)) {
        task_now->function = to;
        is_naming = false;
    }
}

/* The machine goes from one block to another; `complete` when the first was executed to its end. */
void tasks_moved(const struct block *from, bool complete, struct block *to)
{
    bool is_new = !is_kernel(to->vaddr) && to->vaddr >> REGION_BITS != task_now->last_region;
    bool is_named = is_naming || (from != NULL && from->names_thread);
    if (is_new || is_named || switching != NULL || to->entry != ENTRY_NONE)
        note(from, complete, to);
}

void tasks_switch_from(uint64_t slot)
{
    if (task_now->slot == 0)
        task_now->slot = slot;
}

void tasks_switch_to(uint64_t slot)
{
    switching = task_at(slot);
    tasks_settle();
    switched_from = task_now->number;
    switched_to = switching;
}

void tasks_end(void)
{
    tasks_settle();
    for (struct task *task = tasks; task != NULL; task = task->next)
        output_task(task);
}
