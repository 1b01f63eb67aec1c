/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses that mean something, from a file of the harness: lines `fault ADDRESS`, `trap ADDRESS`, `interrupt ADDRESS`,
 * `task ADDRESS` (where a new task begins), `switch FROM TO` (the code that changes the kernel stack) and `mark ADDRESS NAME` (where a phase begins), in hexadecimal.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "profile.h"

enum { MOST_ENTRIES = 4096, MOST_MARKS = 16 };

static struct {
    uint64_t vaddr;
    enum entry entry;
} entries[MOST_ENTRIES];
static size_t entry_count;

static struct {
    uint64_t vaddr;
    char name[32];
} marks[MOST_MARKS];
static size_t mark_count;

static uint64_t switch_from, switch_to;

static bool add_entry(uint64_t vaddr, enum entry entry)
{
    if (entry_count == MOST_ENTRIES)
        return false;
    entries[entry_count].vaddr = vaddr;
    entries[entry_count++].entry = entry;
    return true;
}

static bool add_line(const char *line)
{
    uint64_t first, second;
    char kind[16], name[32];
    if (sscanf(line, "switch %" SCNx64 " %" SCNx64, &first, &second) == 2) {
        switch_from = first;
        switch_to = second;
        return true;
    }
    if (sscanf(line, "mark %" SCNx64 " %31s", &first, name) == 2) {
        if (mark_count == MOST_MARKS)
            return false;
        marks[mark_count].vaddr = first;
        strcpy(marks[mark_count++].name, name);
        return true;
    }
    if (sscanf(line, "%15s %" SCNx64, kind, &first) != 2)
        return false;
    if (strcmp(kind, "fault") == 0)
        return add_entry(first, ENTRY_FAULT);
    if (strcmp(kind, "trap") == 0)
        return add_entry(first, ENTRY_TRAP);
    if (strcmp(kind, "task") == 0)
        return add_entry(first, ENTRY_TASK);
    return strcmp(kind, "interrupt") == 0 && add_entry(first, ENTRY_INTERRUPT);
}

/* False, with a message, for a file that cannot be read or has a line that is none of these. */
bool watch_load(const char *path)
{
    char line[128];
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

bool watch_switch(uint64_t vaddr)
{
    return vaddr >= switch_from && vaddr < switch_to;
}

const char *watch_mark(uint64_t vaddr)
{
    for (size_t i = 0; i < mark_count; i++)
        if (marks[i].vaddr == vaddr)
            return marks[i].name;
    return NULL;
}
