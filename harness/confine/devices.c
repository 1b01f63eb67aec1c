/* SPDX-License-Identifier: Apache-2.0 */
#include "confine.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Into a view: a node that is the user's own, or the host's node where none may be made. */
void give_device(struct plan *plan, const char *path)
{
    const char *here = path + 1;
    struct stat device;
    /* The program itself says what it misses. */
    if (stat(path, &device) < 0 || !S_ISCHR(device.st_mode))
        return;
    make_above(here);
    if (mknod(here, S_IFCHR | 0600, device.st_rdev) == 0) {
        if (plan->own_user && chown(here, plan->uid, plan->uid) < 0)
            fail("giving away", path);
        return;
    }
    bind_here(path, here, 1);
    lend_device(plan, path);
}

/* By the group of the host's node. */
void lend_device(struct plan *plan, const char *path)
{
    struct stat device;
    if (stat(path, &device) == 0 && (device.st_mode & 060) == 060 && device.st_gid != 0 && plan->group_count < MOST)
        plan->groups[plan->group_count++] = device.st_gid;
}

/* Those that every program may expect, of which no harm comes. */
void make_common_devices(void)
{
    static const char *const paths[] = { "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom" };
    make_above("dev/null");
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        const char *here = paths[i] + 1;
        struct stat device;
        if (stat(paths[i], &device) < 0)
            continue;
        if (mknod(here, S_IFCHR | 0600, device.st_rdev) < 0)
            bind_here(paths[i], here, 1);
        else if (chmod(here, 0666) < 0)
            fail("making", paths[i]);
    }
    if (symlink("/proc/self/fd", "dev/fd") < 0 || symlink("/proc/self/fd/0", "dev/stdin") < 0 ||
        symlink("/proc/self/fd/1", "dev/stdout") < 0 || symlink("/proc/self/fd/2", "dev/stderr") < 0)
        fail("making", "/dev/fd");
}
