/* SPDX-License-Identifier: Apache-2.0 */
/* What a kernel needs before it has its disk, where its drivers are modules. Every function returns 0 or an errno. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init.h"

/* The file is in memory, and is of no use once the kernel has it. */
int disk_module(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = syscall(SYS_finit_module, fd, "", 0) < 0 ? errno : 0;
    close(fd);
    if (error == 0 || error == EEXIST)
        unlink(path);
    return error == EEXIST ? 0 : error;
}

/* Go on as process 1 of the system on a disk; comes back only when that cannot be. What is in memory goes out of sight. */
int disk_root(const char *device, const char *type)
{
    static const char place[] = "/root";
    char *const argv[] = { "/init", NULL };
    if (mkdir(place, 0700) < 0 && errno != EEXIST)
        return errno;
    if (mount(device, place, type, 0, "") < 0 || chdir(place) < 0)
        return errno;
    if (mount(".", "/", NULL, MS_MOVE, NULL) < 0 || chroot(".") < 0 || chdir("/") < 0)
        return errno;
    execve(argv[0], argv, environ);
    return errno;
}
