/* SPDX-License-Identifier: Apache-2.0 */
/* What a guest needs before its app starts. Every function returns 0 or an errno. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "init.h"

int setup_mount(const char *type, const char *target, const char *source, const char *data)
{
    if (mount(source, target, type, 0, data) == 0)
        return 0;
    if (errno != ENOENT)
        return errno;
    if (mkdir(target, 0755) < 0)
        return errno;
    return mount(source, target, type, 0, data) == 0 ? 0 : errno;
}

/* A node that is there already is good when it is the right one. */
int setup_node(const char *kind, unsigned major_number, unsigned minor_number, mode_t mode, const char *path)
{
    mode_t type = strcmp(kind, "block") == 0 ? S_IFBLK : S_IFCHR;
    dev_t device = makedev(major_number, minor_number);
    struct stat found;
    if (type == S_IFCHR && strcmp(kind, "char") != 0)
        return EINVAL;
    /* An app that is not root must be able to write to /dev/null too. */
    mode_t mask = umask(0);
    int error = mknod(path, type | mode, device) == 0 ? 0 : errno;
    umask(mask);
    if (error != EEXIST)
        return error;
    if (stat(path, &found) < 0)
        return errno;
    return (found.st_mode & S_IFMT) == type && found.st_rdev == device ? 0 : EEXIST;
}

int setup_directory(mode_t mode, uid_t uid, gid_t gid, const char *path)
{
    if (mkdir(path, mode) < 0 && errno != EEXIST)
        return errno;
    if ((uid != 0 || gid != 0) && chown(path, uid, gid) < 0)
        return errno;
    return chmod(path, mode) < 0 ? errno : 0;
}

int setup_rlimit(const char *name, uint64_t soft, uint64_t hard)
{
    static const struct {
        const char *name;
        int resource;
    } resources[] = {
        { "nofile", RLIMIT_NOFILE }, { "memlock", RLIMIT_MEMLOCK }, { "stack", RLIMIT_STACK },
        { "nproc", RLIMIT_NPROC },   { "core", RLIMIT_CORE },       { "as", RLIMIT_AS },
    };
    struct rlimit limit = { .rlim_cur = soft, .rlim_max = hard };
    for (size_t i = 0; i < sizeof(resources) / sizeof(resources[0]); i++)
        if (strcmp(resources[i].name, name) == 0)
            return setrlimit(resources[i].resource, &limit) < 0 ? errno : 0;
    return EINVAL;
}

/* For /proc/sys and /sys: the value in one write, to a file that is there. */
int setup_write(const char *path, const char *value)
{
    size_t length = strlen(value);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    ssize_t written = write(fd, value, length);
    int error = written < 0 ? errno : (size_t)written == length ? 0 : EIO;
    close(fd);
    return error;
}
