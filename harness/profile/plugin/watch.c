/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses that mean something, from a file of the harness, in hexadecimal: `fault ADDRESS`, `trap ADDRESS` and
 * `interrupt ADDRESS` (where exceptions and interrupts enter the kernel), `task ADDRESS` (where a new task begins), `exec ADDRESS`
 * (where a task has got another program); `switch FROM TO` (code that changes the kernel stack), `thread FROM TO` (code that
 * calls what a kernel thread is for), `thunk FROM TO` (code that only jumps on); and `mark ADDRESS NAME BYTES` (where a phase
 * begins, when these bytes are there: two programs may have one address).
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "profile.h"

enum { MOST_ENTRIES = 4096, MOST_RANGES = 64, MOST_MARKS = 16, MARK_BYTES = 32 };

static const char *const entry_names[] = {
    [ENTRY_FAULT] = "fault", [ENTRY_TRAP] = "trap", [ENTRY_INTERRUPT] = "interrupt",
    [ENTRY_TASK] = "task",   [ENTRY_EXEC] = "exec",
};

static const char *const range_names[] = {
    [WATCH_SWITCH] = "switch",
    [WATCH_THREAD] = "thread",
    [WATCH_THUNK] = "thunk",
};

static struct {
    uint64_t vaddr;
    enum entry entry;
} entries[MOST_ENTRIES];
static size_t entry_count;

static struct {
    enum watch what;
    uint64_t from, to;
} ranges[MOST_RANGES];
static size_t range_count;

static struct {
    uint64_t vaddr;
    char name[32];
    uint8_t bytes[MARK_BYTES];
    unsigned length;
} marks[MOST_MARKS];
static size_t mark_count;

/* Position of a word among names; 0 when it is none of them. */
static unsigned find(const char *word, const char *const *names, size_t count)
{
    for (unsigned i = 0; i < count; i++)
        if (names[i] != NULL && strcmp(names[i], word) == 0)
            return i;
    return 0;
}

static bool add_mark(uint64_t vaddr, const char *name, const char *hex)
{
    unsigned length = 0, byte;
    if (mark_count == MOST_MARKS)
        return false;
    for (; sscanf(hex, "%2x", &byte) == 1 && length < MARK_BYTES; hex += 2)
        marks[mark_count].bytes[length++] = (uint8_t)byte;
    marks[mark_count].vaddr = vaddr;
    marks[mark_count].length = length;
    strcpy(marks[mark_count++].name, name);
    return length > 0 && *hex == '\0';
}

static bool add_line(const char *line)
{
    uint64_t first, second;
    char word[16], name[32], hex[2 * MARK_BYTES + 2];
    unsigned kind;
    if (sscanf(line, "mark %" SCNx64 " %31s %65s", &first, name, hex) == 3)
        return add_mark(first, name, hex);
    if (sscanf(line, "%15s %" SCNx64 " %" SCNx64, word, &first, &second) == 3) {
        kind = find(word, range_names, sizeof(range_names) / sizeof(*range_names));
        if (kind == 0 || range_count == MOST_RANGES)
            return false;
        ranges[range_count].what = kind;
        ranges[range_count].from = first;
        ranges[range_count++].to = second;
        return true;
    }
    if (sscanf(line, "%15s %" SCNx64, word, &first) != 2)
        return false;
    kind = find(word, entry_names, sizeof(entry_names) / sizeof(*entry_names));
    if (kind == 0 || entry_count == MOST_ENTRIES)
        return false;
    entries[entry_count].vaddr = first;
    entries[entry_count++].entry = kind;
    return true;
}

/* False, with a message, for a file that cannot be read or has a line that is none of these. */
bool watch_load(const char *path)
{
    char line[160];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "profile: cannot read %s\n", path);
        return false;
    }
    bool good = true;
    while (good && fgets(line, sizeof(line), file) != NULL)
        if (!(good = add_line(line)))
            fprintf(stderr, "profile: %s: unknown line: %s", path, line);
    fclose(file);
    return good;
}

enum entry watch_entry(uint64_t vaddr)
{
    for (size_t i = 0; i < entry_count; i++)
        if (entries[i].vaddr == vaddr)
            return entries[i].entry;
    return ENTRY_NONE;
}

bool watch_within(enum watch what, uint64_t vaddr)
{
    for (size_t i = 0; i < range_count; i++)
        if (ranges[i].what == what && vaddr >= ranges[i].from && vaddr < ranges[i].to)
            return true;
    return false;
}

/* The phase that begins with an instruction, NULL for none. `bytes` are those of the block from there on. */
const char *watch_mark(uint64_t vaddr, const uint8_t *bytes, unsigned left)
{
    for (size_t i = 0; i < mark_count; i++) {
        unsigned length = marks[i].length < left ? marks[i].length : left;
        if (marks[i].vaddr == vaddr && memcmp(marks[i].bytes, bytes, length) == 0)
            return marks[i].name;
    }
    return NULL;
}
