/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of the host's file system, put into a view that is being made in the current folder. */
#include "confine.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As in linux/mount.h, which cannot be included beside sys/mount.h everywhere. */
struct mount_change {
    uint64_t set, clear, propagation, user;
};
enum { CHANGE_READ_ONLY = 1, CHANGE_NO_SUID = 2, CHANGE_NO_DEVICES = 4, WHOLE_TREE = 0x8000 };
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif

/* Makes the folders above a relative path, as everybody may enter them. */
void make_above(const char *path)
{
    char part[PATH_MAX];
    for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
        if (mkdir(part, 0755) < 0 && errno != EEXIST)
            fail("the folder of", path);
    }
}

static void make_place(const char *path, int folder)
{
    make_above(path);
    if (folder) {
        if (mkdir(path, 0755) < 0 && errno != EEXIST)
            fail("a place for", path);
        return;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        fail("a place for", path);
    close(fd);
}

/* Without device nodes and set-user-ID programs, everything below it included. A device itself keeps its node. */
void bind_here(const char *source, const char *path, int writable)
{
    struct stat what;
    if (stat(source, &what) < 0)
        fail("looking at", source);
    struct mount_change change = {
        .set = CHANGE_NO_SUID | (writable ? 0 : CHANGE_READ_ONLY) |
               (S_ISCHR(what.st_mode) ? 0 : CHANGE_NO_DEVICES),
    };
    make_place(path, S_ISDIR(what.st_mode));
    if (mount(source, path, NULL, MS_BIND | MS_REC, NULL) < 0)
        fail("mounting", source);
    if (syscall(SYS_mount_setattr, AT_FDCWD, path, WHOLE_TREE, &change, sizeof(change)) < 0)
        fail("protecting", source);
}
