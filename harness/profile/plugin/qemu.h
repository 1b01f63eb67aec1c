/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of QEMU's plugin interface that is used here, declared by ourselves: no header package is needed. QEMU loads a
 * plugin whose `qemu_plugin_version` lies in the range that it knows: 1 for 6.0 to 8.2, 2 for 9.0, 3 since 9.1. What differs
 * is wrapped below. QEMU_API is given by the compiler's command line.
 */
#ifndef LUPINE_PROFILE_QEMU_H
#define LUPINE_PROFILE_QEMU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))

typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;

typedef struct {
    const char *target_name;
    struct {
        int min;
        int cur;
    } version;
    bool system_emulation;
    struct {
        int smp_vcpus;
        int max_vcpus;
    } system;
} qemu_info_t;

enum { QEMU_PLUGIN_CB_NO_REGS };
enum { QEMU_PLUGIN_INLINE_ADD_U64 };
enum { QEMU_PLUGIN_MEM_R = 1, QEMU_PLUGIN_MEM_W, QEMU_PLUGIN_MEM_RW };

typedef void (*qemu_plugin_udata_cb_t)(unsigned vcpu, void *data);
typedef void (*qemu_plugin_mem_cb_t)(unsigned vcpu, qemu_plugin_meminfo_t info, uint64_t vaddr, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
                                           void (*translated)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *tb, qemu_plugin_udata_cb_t cb, int flags, void *data);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, qemu_plugin_udata_cb_t cb, int flags,
                                            void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn, qemu_plugin_mem_cb_t cb, int flags, int rw,
                                      void *data);
void qemu_plugin_register_vcpu_idle_cb(qemu_plugin_id_t id, void (*idle)(qemu_plugin_id_t id, unsigned vcpu));
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, void (*ended)(qemu_plugin_id_t id, void *data), void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t index);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t info);

#if QEMU_API >= 3
size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *insn, void *into, size_t size);

static inline void insn_bytes(const struct qemu_plugin_insn *insn, void *into, size_t size)
{
    qemu_plugin_insn_data(insn, into, size);
}
#else
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);

static inline void insn_bytes(const struct qemu_plugin_insn *insn, void *into, size_t size)
{
    __builtin_memcpy(into, qemu_plugin_insn_data(insn), size);
}
#endif

/* Counters that translated code adds to without a call. */
#if QEMU_API >= 2
struct qemu_plugin_scoreboard;
typedef struct {
    struct qemu_plugin_scoreboard *score;
    size_t offset;
} qemu_plugin_u64;

struct qemu_plugin_scoreboard *qemu_plugin_scoreboard_new(size_t element_size);
void *qemu_plugin_scoreboard_find(struct qemu_plugin_scoreboard *score, unsigned vcpu);
void qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(struct qemu_plugin_insn *insn, int op, qemu_plugin_u64 entry,
                                                         uint64_t value);

struct counters {
    struct qemu_plugin_scoreboard *score;
};

static inline void counters_new(struct counters *counters, size_t count)
{
    counters->score = qemu_plugin_scoreboard_new(count * sizeof(uint64_t));
}

static inline const uint64_t *counters_at(const struct counters *counters)
{
    return qemu_plugin_scoreboard_find(counters->score, 0);
}

static inline void count_insn(struct qemu_plugin_insn *insn, const struct counters *counters, size_t index)
{
    qemu_plugin_u64 entry = {counters->score, index * sizeof(uint64_t)};
    qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(insn, QEMU_PLUGIN_INLINE_ADD_U64, entry, 1);
}
#else
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn, int op, void *at, uint64_t value);
void *calloc(size_t count, size_t size);

struct counters {
    uint64_t *values;
};

static inline void counters_new(struct counters *counters, size_t count)
{
    counters->values = calloc(count, sizeof(uint64_t));
    if (counters->values == NULL)
        __builtin_trap();
}

static inline const uint64_t *counters_at(const struct counters *counters)
{
    return counters->values;
}

static inline void count_insn(struct qemu_plugin_insn *insn, const struct counters *counters, size_t index)
{
    qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64, &counters->values[index], 1);
}
#endif

#endif
