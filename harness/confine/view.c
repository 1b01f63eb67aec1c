/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A view of the file system that holds what a plan names and nothing else. It is made in a file system in memory, at the place of
 * /proc, which no source lies below, and then takes the root's place.
 */
#include "confine.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void show(const char *path)
{
    char target[PATH_MAX];
    struct stat what;
    if (lstat(path, &what) < 0)
        fail("looking at", path);
    if (!S_ISLNK(what.st_mode)) {
        bind_here(path, path + 1, 0);
        return;
    }
    ssize_t length = readlink(path, target, sizeof(target) - 1);
    if (length < 0)
        fail("reading the link", path);
    target[length] = '\0';
    make_above(path + 1);
    if (symlink(target, path + 1) < 0)
        fail("the link", path);
}

/* The path of what was opened leads to the descriptor, unless the view has the file itself. */
static void show_opened(const struct handed *file)
{
    char target[40];
    make_above(file->path + 1);
    snprintf(target, sizeof(target), "/proc/self/fd/%d", file->fd);
    if (symlink(target, file->path + 1) < 0 && errno != EEXIST && errno != EROFS)
        fail("the link", file->path);
}

void make_view(struct plan *plan)
{
    /* Nothing of what follows may show in the host's own file system. */
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        fail("a view of the file system", "");
    if (mount("view", "/proc", "tmpfs", MS_NOSUID | MS_NOEXEC, "mode=755,size=1m,nr_inodes=1k") < 0)
        fail("a file system in memory", "");
    if (chdir("/proc") < 0)
        fail("a file system in memory", "");
    for (int i = 0; i < plan->read_only.count; i++)
        show(plan->read_only.items[i]);
    make_common_devices();
    for (int i = 0; i < plan->devices.count; i++)
        give_device(plan, plan->devices.items[i]);
    for (int i = 0; i < plan->file_count; i++)
        show_opened(&plan->files[i]);
    if (plan->scratch != NULL)
        bind_here(plan->scratch, "var/tmp", 1);
    /* Others' processes stay out of sight either way. */
    const char *processes = plan->own_processes ? NULL : "subset=pid,hidepid=ptraceable";
    if (mkdir("proc", 0755) < 0 ||
        mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, processes) < 0)
        fail("a /proc of its own", "");
    if (syscall(SYS_pivot_root, ".", ".") < 0 || umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
        fail("leaving the host's file system", "");
    if (mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NOEXEC, NULL) < 0)
        fail("protecting the view", "");
}
