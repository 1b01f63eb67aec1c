/* SPDX-License-Identifier: Apache-2.0 */
/* Joins a control group: CPUs that are kept from everything else can be used from within it only. */
#include "keeper.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int write_pid(int file, pid_t pid)
{
    char number[16];
    int length = snprintf(number, sizeof(number), "%d", pid);
    return write(file, number, length) == length;
}

/* `tee` gets the number through a pipe: nothing of it is a word for a shell. */
static int enter_by_sudo(const char *procs)
{
    pid_t pid = getpid();
    int ends[2], status;
    make_pipe(ends);
    pid_t child = fork();
    if (child == 0) {
        int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (nothing >= 0 && dup2(ends[0], 0) == 0 && dup2(nothing, 1) == 1)
            execlp("sudo", "sudo", "-n", "tee", procs, (char *)NULL);
        _exit(NOT_FOUND);
    }
    close(ends[0]);
    int told = child > 0 && write_pid(ends[1], pid);
    close(ends[1]);
    errno = EACCES;
    return told && waitpid(child, &status, 0) == child && status == 0;
}

/* The process that calls it, before it becomes the monitor; one that does not get in is not started anywhere else. */
void enter_group(const char *group, int by_sudo)
{
    char procs[300];
    snprintf(procs, sizeof(procs), "%s/cgroup.procs", group);
    int file = open(procs, O_WRONLY | O_CLOEXEC);
    int entered = file >= 0 && write_pid(file, getpid());
    if (file >= 0)
        close(file);
    if (!entered && !(by_sudo && enter_by_sudo(procs)))
        fail("entering", procs);
}
