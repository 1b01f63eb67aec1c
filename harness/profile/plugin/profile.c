/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plugin for QEMU's TCG that counts every instruction of a guest by address, and who called whom. README.md says how it
 * stays exact. Arguments: `watch=FILE`, `out=FILE`, `most=BYTES` of it,
 * `tree=on|off`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile.h"

enum { MOST_BYTES = 16 * 1024, MOST_INSTRUCTIONS = 1024 };

EXPORT int qemu_plugin_version = QEMU_API;

uint64_t idle_times;

static bool with_tree;
static struct block *current;
/* Instructions of the current block that a mark has credited to the phase before. */
static unsigned credited;
/* The last instruction of the current block has reached memory. */
static bool accessed;

/*
 * Index of the instruction with which the block ended before its end; -1 when it ran to its end. Each execution that stops is asked
 * about once, so that begun and ended executions differ by those that are known to have stopped, and by this one.
 */
static int stopped_at(struct block *block)
{
    const uint64_t *counts = counters_at(&block->counters);
    if (counts[0] - counts[block->count - 1] == block->stopped)
        return -1;
    for (unsigned i = 0; i + 1 < block->count; i++)
        if (counts[i] - counts[i + 1] != block->stops[i]) {
            block->stops[i]++;
            block->stopped++;
            return (int)i;
        }
    return -1;
}

/*
 * Whether an exception that followed a block came from its last instruction, and not from fetching the one behind it: the
 * first is tried again, the second has left the block executed.
 */
static bool last_faulted(const struct block *block)
{
    switch (block->leave) {
    case LEAVE_JUMP:
    case LEAVE_IRET:
    case LEAVE_SYSCALL:
        return false;
    case LEAVE_CALL:
    case LEAVE_RETURN:
    case LEAVE_JUMP_MEMORY:
        return is_kernel(block->vaddr) || !accessed;
    case LEAVE_REPEAT:
        return true;
    default:
        return is_kernel(block->vaddr) || !block->ends_page || !accessed;
    }
}

/* Instructions of the block that have been executed, now that another one begins. */
static unsigned executed_of(struct block *block, enum entry entry)
{
    int stop = stopped_at(block);
    unsigned executed = stop < 0 ? block->count : (unsigned)stop + 1;
    if (entry == ENTRY_FAULT && (stop >= 0 || last_faulted(block)))
        block->retries[--executed]++;
    return executed;
}

/*
 * Whether a block may have stopped before its end: only an exception does that, and an instruction that QEMU has to execute alone
 * (it reaches a device, or changes the code that it is in); then execution goes on behind it, within the block.
 */
static bool may_have_stopped(const struct block *block, const struct block *next)
{
    return next->entry != ENTRY_NONE || next->vaddr - block->vaddr < block->length;
}

static void on_block(unsigned vcpu, void *data)
{
    struct block *next = data, *before = current;
    unsigned executed = before == NULL ? 0 : before->count;
    (void)vcpu;
    if (before != NULL && may_have_stopped(before, next))
        executed = executed_of(before, next->entry);
    bool complete = before != NULL && executed == before->count;
    if (with_tree && before != NULL)
        tree_ran(before, credited, executed);
    tasks_moved(before, complete, next);
    if (with_tree)
        tree_moved(before, complete, next);
    current = next;
    credited = 0;
    accessed = false;
}

/* Where in a block a phase begins. */
struct mark {
    const char *name;
    unsigned index;
};

/* Before the first instruction of a new phase. */
static void on_mark(unsigned vcpu, void *data)
{
    const struct mark *mark = data;
    (void)vcpu;
    tasks_settle();
    if (with_tree && current != NULL) {
        tree_ran(current, credited, mark->index);
        credited = mark->index;
        /* The firmware does not get the machine back. */
        if (strcmp(mark->name, "kernel") == 0)
            task_now->depth = 0;
        tree_new_phase();
    }
    output_phase(mark->name);
}

static struct mark *mark_new(const char *name, unsigned index)
{
    struct mark *mark = must_alloc(1, sizeof(*mark));
    mark->name = name;
    mark->index = index;
    return mark;
}

static void on_access(unsigned vcpu, qemu_plugin_meminfo_t info, uint64_t vaddr, void *data)
{
    const struct block *block = data;
    (void)vcpu;
    /* QEMU 7.2 reports no load to who asks for loads alone. A call through memory loads first; the store is the one. */
    if (block->leave == LEAVE_CALL && !qemu_plugin_mem_is_store(info))
        return;
    accessed = true;
    if (with_tree)
        tree_slot(vaddr);
}

static void on_switch(unsigned vcpu, qemu_plugin_meminfo_t info, uint64_t vaddr, void *data)
{
    (void)vcpu, (void)info;
    if (data == NULL)
        tasks_switch_from(vaddr);
    else
        tasks_switch_to(vaddr);
}

static void on_idle(qemu_plugin_id_t id, unsigned vcpu)
{
    (void)id, (void)vcpu;
    idle_times++;
}

/* Whether it tells something that the last instruction reaches memory. */
static bool is_watched(const struct block *block)
{
    switch (block->leave) {
    case LEAVE_CALL:
    case LEAVE_RETURN:
        return with_tree || !is_kernel(block->vaddr);
    case LEAVE_JUMP_MEMORY:
        return !is_kernel(block->vaddr);
    default:
        return block->leave == LEAVE_NEXT && block->ends_page && !is_kernel(block->vaddr);
    }
}

static void instrument(struct block *block, struct qemu_plugin_tb *tb)
{
    const uint8_t *bytes = block->bytes;
    qemu_plugin_register_vcpu_tb_exec_cb(tb, on_block, QEMU_PLUGIN_CB_NO_REGS, block);
    for (unsigned i = 0; i < block->count; bytes += block->sizes[i], i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        uint64_t vaddr = qemu_plugin_insn_vaddr(insn);
        const char *mark = watch_mark(vaddr, bytes, block->length - (unsigned)(bytes - block->bytes));
        bool loads;
        if (mark != NULL)
            qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark, QEMU_PLUGIN_CB_NO_REGS, mark_new(mark, i));
        count_insn(insn, &block->counters, i);
        if (watch_within(WATCH_SWITCH, vaddr) && moves_stack_pointer(bytes, block->sizes[i], &loads))
            qemu_plugin_register_vcpu_mem_cb(insn, on_switch, QEMU_PLUGIN_CB_NO_REGS,
                                             QEMU_PLUGIN_MEM_RW, loads ? block : NULL);
    }
    if (is_watched(block))
        qemu_plugin_register_vcpu_mem_cb(qemu_plugin_tb_get_insn(tb, block->count - 1), on_access,
                                         QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW, block);
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    static uint8_t bytes[MOST_BYTES], sizes[MOST_INSTRUCTIONS];
    size_t count = qemu_plugin_tb_n_insns(tb), length = 0;
    (void)id;
    for (size_t i = 0; i < count; i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        sizes[i] = (uint8_t)qemu_plugin_insn_size(insn);
        insn_bytes(insn, bytes + length, sizes[i]);
        length += sizes[i];
    }
    instrument(block_find(qemu_plugin_tb_vaddr(tb), bytes, (unsigned)length, sizes, (unsigned)count), tb);
}

static void on_end(qemu_plugin_id_t id, void *data)
{
    (void)id, (void)data;
    if (current != NULL) {
        unsigned executed = executed_of(current, ENTRY_NONE);
        if (with_tree)
            tree_ran(current, credited, executed);
    }
    tasks_end();
    output_close();
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
    const char *watch = NULL, *out = NULL;
    uint64_t most = 0;
    (void)info;
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "watch=", 6) == 0)
            watch = argv[i] + 6;
        else if (strncmp(argv[i], "out=", 4) == 0)
            out = argv[i] + 4;
        else if (strncmp(argv[i], "most=", 5) == 0)
            most = strtoull(argv[i] + 5, NULL, 10);
        else if (strncmp(argv[i], "tree=", 5) == 0)
            with_tree = strcmp(argv[i] + 5, "on") == 0;
    }
    if (watch == NULL || out == NULL || !watch_load(watch) || !output_open(out, most))
        return 1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    qemu_plugin_register_vcpu_idle_cb(id, on_idle);
    qemu_plugin_register_atexit_cb(id, on_end, NULL);
    return 0;
}
