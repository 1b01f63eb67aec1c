/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFINE_H
#define CONFINE_H
#define _GNU_SOURCE
#include <sys/types.h>

enum { MOST = 256 };

/* Values of an option that may be given more than once. */
struct list {
    const char *items[MOST];
    int count;
};

/* A file that the program gets as an open descriptor. */
struct handed {
    int fd;
    const char *path;
    enum { READ, WRITTEN, CHANGED } how;
};

/* How a program is to be run; see the usage in confine.c. */
struct plan {
    const char *program;
    char **argv;
    pid_t parent;
    int announce, own_user, view, no_network, own_processes;
    struct list read_only, devices, env;
    struct handed files[MOST];
    int file_count;
    const char *scratch, *folder;
    unsigned long file_size, process_limit;
    /* Found out on the way: the user, and groups whose devices could not be made the user's own. */
    uid_t uid;
    gid_t groups[MOST];
    int group_count;
    int program_fd, scratch_fd;
    /* Ends with the process that was started, whose child this one is. */
    int parent_lives;
};

/* Exit status of a program that was not begun, as env and timeout have it. */
enum { NOT_BEGUN = 125, NOT_RUNNABLE = 126, NOT_FOUND = 127 };

/* Says on standard error what could not be done, with the reason in errno, and ends with NOT_BEGUN. */
_Noreturn void fail(const char *what, const char *which);

/* Carries out everything in a plan but the program itself; returns in the process that is to become it. */
void enter(struct plan *plan);

/* identity.c */
uid_t unused_user(void);
void own_user_namespace(void);
void give_up_rights(const struct plan *plan);
void limit(const struct plan *plan);

/* files.c */
void open_files(struct plan *plan);
void make_scratch(struct plan *plan);
void require_readable(const struct plan *plan);
_Noreturn void execute(const struct plan *plan);

/* view.c */
void make_view(struct plan *plan);

/* devices.c */
void make_common_devices(void);
void give_device(struct plan *plan, const char *path);
void lend_device(struct plan *plan, const char *path);

/* mounts.c */
void make_above(const char *path);
void bind_here(const char *source, const char *path, int writable);

/* processes.c */
void die_with_parent(const struct plan *plan);
void own_processes(struct plan *plan);
void stay_as_init(void);

/* probe.c */
int probe(char **devices);

#endif
