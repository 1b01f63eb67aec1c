/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The call tree. A call is known by the stack slot that holds its return address: a return reads the same slot, whatever
 * happened in between (tail calls, longjmp, retpolines, another stack). Each task has its own frames.
 */
#include "profile.h"

struct frame {
    struct node *node;
    uint64_t slot; /* of the return address; 0 for what was not a call */
    bool kernel;
    bool boundary; /* an exception, an interrupt or a system call */
    /* A block that was complete when the interrupt came, and where it had stored or read a return address. */
    struct block *resumes;
    uint64_t resume_slot;
};

enum { DEEPEST = 512, STACK_BITS = 14 };

static struct node *phase;
static uint64_t phase_count;
static uint64_t slot_seen;
static const struct task *task_before = NULL;

static struct node *root_of(struct task *task)
{
    if (task->root == NULL)
        task->root = node_numbered(phase, KIND_TASK, task->number);
    return task->root;
}

static struct node *top_node(void)
{
    return task_now->depth == 0 ? root_of(task_now) : task_now->frames[task_now->depth - 1].node;
}

static void push(enum kind kind, struct block *caller, struct block *entry, struct frame frame)
{
    struct task *task = task_now;
    struct node *top = top_node();
    if (task->depth == task->size) {
        task->size = task->size == 0 ? 32 : task->size * 2;
        task->frames = must_grow(task->frames, task->size, sizeof(struct frame));
    }
    /* Deep recursion is folded, so that a guest cannot make the tree endless. */
    frame.node = task->depth >= DEEPEST ? node_folded(top) : node_called_from(top, kind, caller, entry);
    frame.kernel = is_kernel(entry->vaddr);
    node_called(frame.node);
    task->frames[task->depth++] = frame;
}

static void pop_return(uint64_t slot)
{
    struct task *task = task_now;
    size_t at = task->depth;
    while (at > 0 && !task->frames[at - 1].boundary && task->frames[at - 1].slot != slot)
        at--;
    if (at > 0 && !task->frames[at - 1].boundary) {
        task->depth = at - 1;
        return;
    }
    /* No call that is known. What lies below on the same stack has been left all the same, as by longjmp. */
    while (task->depth > 0) {
        const struct frame *top = &task->frames[task->depth - 1];
        if (top->boundary || top->slot >> STACK_BITS != slot >> STACK_BITS || top->slot >= slot)
            return;
        task->depth--;
    }
}

/* Leaves the exception, interrupt or system call; gives its frame, empty when there was none. */
static struct frame pop_boundary(bool to_user)
{
    struct frame left = {0};
    while (task_now->depth > 0) {
        const struct frame *top = &task_now->frames[task_now->depth - 1];
        if (to_user ? !top->kernel : left.boundary)
            break;
        left = *top;
        task_now->depth--;
    }
    return left;
}

static void moved(struct block *from, uint64_t slot, struct block *to)
{
    if (from->leave == LEAVE_CALL)
        push(KIND_CALL, from, to, (struct frame){.slot = slot});
    else if (from->leave == LEAVE_RETURN)
        pop_return(slot);
    else if (from->leave == LEAVE_SYSCALL)
        push(KIND_SYSCALL, from, to, (struct frame){.boundary = true});
}

static void resume(struct frame left, struct block *to)
{
    if (left.resumes != NULL)
        moved(left.resumes, left.resume_slot, to);
}

static enum kind kind_of(enum entry entry)
{
    return entry == ENTRY_FAULT ? KIND_FAULT : entry == ENTRY_TRAP ? KIND_TRAP : KIND_INTERRUPT;
}

/* The machine went from one block to another; `complete` when the first was executed to its end. */
void tree_moved(struct block *from, bool complete, struct block *to)
{
    if (phase == NULL)
        tree_new_phase();
    if (task_now != task_before) {
        node_called(root_of(task_now));
        task_before = task_now;
    }
    if (from == NULL)
        return;
    if (complete && from->leave <= LEAVE_JUMP_MEMORY && to->entry == ENTRY_NONE &&
        is_kernel(from->vaddr) == is_kernel(to->vaddr))
        return;
    bool enters = to->entry == ENTRY_FAULT || to->entry == ENTRY_TRAP || to->entry == ENTRY_INTERRUPT;
    if (enters) {
        struct frame frame = {.boundary = true};
        if (complete && from->leave != LEAVE_IRET) {
            frame.resumes = from;
            frame.resume_slot = slot_seen;
        }
        push(kind_of(to->entry), from, to, frame);
    } else if (is_kernel(from->vaddr) && !is_kernel(to->vaddr)) {
        resume(pop_boundary(true), to);
    } else if (from->leave == LEAVE_IRET) {
        /* The kernel serialises by an iret to the next instruction. */
        if (to->vaddr != from->vaddr + from->length)
            resume(pop_boundary(false), to);
    } else if (complete) {
        moved(from, slot_seen, to);
    }
}

void tree_ran(struct block *block, unsigned first, unsigned executed)
{
    if (executed > first)
        node_ran(top_node(), block, first, executed - first);
}

void tree_slot(uint64_t vaddr)
{
    slot_seen = vaddr;
}

/* From here on everything is counted in new nodes. */
void tree_new_phase(void)
{
    phase = node_numbered(NULL, KIND_PHASE, phase_count++);
    for (struct task *task = tasks; task != NULL; task = task->next) {
        task->root = NULL;
        struct node *parent = task->depth == 0 ? NULL : root_of(task);
        for (size_t i = 0; i < task->depth; i++)
            parent = task->frames[i].node = node_moved(task->frames[i].node, parent);
    }
}
