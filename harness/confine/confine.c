/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a program of somebody else's on this host with as few rights as it needs:
 *
 *   confine [OPTION...] -- WORD...
 *
 *   --program PATH       what is executed; WORD... are its words, the first one its name
 *   --parent PID         nothing is begun when that is not the parent, and the program dies with it
 *   --announce           one newline to standard output immediately before the program begins
 *   --own-user           a user number that nobody else has; needs root
 *   --view               a file system of its own, read-only, with nothing in it but what these name:
 *     --read-only PATH     a file or folder of the host, at its own place; a link stays a link
 *     --device PATH        a device that the program may use
 *     --scratch FOLDER     made for the program, the only place where it may write: /var/tmp in the view, TMPDIR without
 *   --no-network         a network without interfaces
 *   --own-processes      sees no others, and whatever it leaves behind is ended with it
 *   --read FD PATH       a file opened for it before any right is given up; in a view its path leads there
 *   --write FD PATH      the same for one that is made anew
 *   --change FD PATH     the same for one that is there, and is read and written
 *   --folder PATH        where it is run; the root when missing
 *   --env NAME=VALUE     for the program alone: nothing on the way to it sees that
 *   --file-size BYTES    more cannot be written to a file
 *   --processes N        more it cannot have, threads counted
 *
 *   confine --probe [DEVICE...]   says line by line what of this can be had here
 *
 * Always: no new privileges, no capabilities, no core files, no descriptor but the first three and those named.
 * What a user who is not root may do only in a user namespace is done in one. Ends with 125 and the reason when nothing was
 * begun.
 */
#include "confine.h"
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

_Noreturn void fail(const char *what, const char *which)
{
    fprintf(stderr, "confine: %s%s%s: %s\n", what, *which ? " " : "", which, strerror(errno));
    exit(NOT_BEGUN);
}

static _Noreturn void misused(const char *word)
{
    fprintf(stderr, "confine: wrong use at %s; see confine.c\n", word);
    exit(NOT_BEGUN);
}

static void add(struct list *list, const char *item)
{
    if (list->count == MOST)
        misused(item);
    list->items[list->count++] = item;
}

/* Gives false for a word that hands no file over. */
static int add_file(struct plan *plan, char **words)
{
    static const char *const names[] = { [READ] = "--read", [WRITTEN] = "--write", [CHANGED] = "--change" };
    for (size_t how = 0; how < sizeof(names) / sizeof(*names); how++) {
        if (strcmp(*words, names[how]) != 0)
            continue;
        if (words[1] == NULL || words[2] == NULL || plan->file_count == MOST)
            misused(*words);
        plan->files[plan->file_count++] = (struct handed){ .fd = atoi(words[1]), .path = words[2], .how = how };
        return 1;
    }
    return 0;
}

static int is_flag(struct plan *plan, const char *word)
{
    struct {
        const char *name;
        int *flag;
    } flags[] = {
        { "--announce", &plan->announce }, { "--own-user", &plan->own_user },
        { "--view", &plan->view },         { "--no-network", &plan->no_network },
        { "--own-processes", &plan->own_processes },
    };
    for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
        if (strcmp(word, flags[i].name) == 0)
            return *flags[i].flag = 1;
    return 0;
}

static void read_option(struct plan *plan, const char *word, const char *value)
{
    if (strcmp(word, "--program") == 0)
        plan->program = value;
    else if (strcmp(word, "--parent") == 0)
        plan->parent = atoi(value);
    else if (strcmp(word, "--read-only") == 0)
        add(&plan->read_only, value);
    else if (strcmp(word, "--device") == 0)
        add(&plan->devices, value);
    else if (strcmp(word, "--env") == 0)
        add(&plan->env, value);
    else if (strcmp(word, "--scratch") == 0)
        plan->scratch = value;
    else if (strcmp(word, "--folder") == 0)
        plan->folder = value;
    else if (strcmp(word, "--file-size") == 0)
        plan->file_size = strtoul(value, NULL, 10);
    else if (strcmp(word, "--processes") == 0)
        plan->process_limit = strtoul(value, NULL, 10);
    else
        misused(word);
}

static void read_plan(struct plan *plan, char **words)
{
    for (; *words != NULL && strcmp(*words, "--") != 0; words++) {
        if (is_flag(plan, *words))
            continue;
        if (add_file(plan, words)) {
            words += 2;
            continue;
        }
        if (words[1] == NULL)
            misused(*words);
        read_option(plan, words[0], words[1]);
        words += 1;
    }
    if (*words == NULL || words[1] == NULL || plan->program == NULL)
        misused("the end");
    plan->argv = words + 1;
}

void enter(struct plan *plan)
{
    int spaces = (plan->view ? CLONE_NEWNS : 0) | (plan->no_network ? CLONE_NEWNET : 0) |
                 (plan->own_processes ? CLONE_NEWPID : 0);
    const char *folder = plan->folder == NULL ? "/" : plan->folder;
    if (plan->own_user)
        plan->uid = unused_user();
    open_files(plan);
    make_scratch(plan);
    if (spaces != 0 && geteuid() != 0)
        own_user_namespace();
    if (spaces != 0 && unshare(spaces) < 0)
        fail("namespaces", "");
    if (plan->own_processes)
        own_processes(plan);
    if (plan->view)
        make_view(plan);
    else
        for (int i = 0; i < plan->devices.count; i++)
            lend_device(plan, plan->devices.items[i]);
    /* Before: the folders above it may be closed to the new user. */
    if (chdir(folder) < 0)
        fail("the folder", folder);
    give_up_rights(plan);
    die_with_parent(plan);
    require_readable(plan);
}

int main(int argc, char **argv)
{
    struct plan plan = { .program_fd = -1, .scratch_fd = -1, .parent_lives = -1 };
    /* Whatever the harness, or who started it, had open. */
    if (syscall(SYS_close_range, 3, ~0U, 0) < 0 && errno != ENOSYS)
        fail("descriptors", "");
    umask(022);
    if (argc > 1 && strcmp(argv[1], "--probe") == 0)
        return probe(argv + 2);
    read_plan(&plan, argv + 1);
    die_with_parent(&plan);
    enter(&plan);
    if (plan.own_processes)
        stay_as_init();
    execute(&plan);
}
