/* SPDX-License-Identifier: Apache-2.0 */
/* Files that a program needs although its user may not enter their folders: opened for it before it has less rights. */
#include "confine.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

/* Longest `/proc/self/fd/<number>`. */
enum { FD_PATH = 40 };

static void path_of(char path[FD_PATH], int fd)
{
    snprintf(path, FD_PATH, "/proc/self/fd/%d", fd);
}

static void open_file(const struct plan *plan, const struct handed *file)
{
    static const int flags[] = { [READ] = O_RDONLY, [WRITTEN] = O_WRONLY | O_CREAT | O_TRUNC, [CHANGED] = O_RDWR };
    int fd = open(file->path, flags[file->how] | O_NOFOLLOW, 0600);
    /* A link that the user made on purpose may be read through; what is written is the program's own. */
    if (fd < 0 && errno == ELOOP && file->how == READ)
        fd = open(file->path, O_RDONLY);
    if (fd < 0)
        fail("opening", file->path);
    if (file->how != READ && plan->own_user && fchown(fd, plan->uid, plan->uid) < 0)
        fail("giving away", file->path);
    if (fd == file->fd)
        return;
    if (dup2(fd, file->fd) < 0)
        fail("a descriptor for", file->path);
    close(fd);
}

/* A program may open its own output again by name, as ab does for its percentiles. */
static void give_output(const struct plan *plan, int fd)
{
    struct stat output;
    if (fstat(fd, &output) == 0 && S_ISREG(output.st_mode) && fchown(fd, plan->uid, plan->uid) < 0)
        fail("giving away its output", "");
}

void open_files(struct plan *plan)
{
    if (plan->program != NULL) {
        /* Away from the numbers that are asked for. */
        int fd = open(plan->program, O_RDONLY | O_CLOEXEC);
        plan->program_fd = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 100);
        if (fd >= 0)
            close(fd);
    }
    for (int i = 0; i < plan->file_count; i++)
        open_file(plan, &plan->files[i]);
    if (plan->own_user)
        for (int fd = 1; fd <= 2; fd++)
            give_output(plan, fd);
}

void make_scratch(struct plan *plan)
{
    if (plan->scratch == NULL)
        return;
    if (mkdir(plan->scratch, 0700) < 0)
        fail("the folder", plan->scratch);
    if (plan->own_user && chown(plan->scratch, plan->uid, plan->uid) < 0)
        fail("giving away", plan->scratch);
    /* Never into a view: from an open folder every other one can be reached. */
    if (!plan->view)
        plan->scratch_fd = open(plan->scratch, O_RDONLY | O_DIRECTORY);
}

/* A copy in memory, which nobody can change. */
static int copied(int from, const char *what)
{
    struct stat original;
    off_t at = 0;
    int to = memfd_create("copy", MFD_ALLOW_SEALING);
    if (to < 0 || fstat(from, &original) < 0)
        fail("copying", what);
    while (at < original.st_size)
        if (sendfile(to, from, &at, original.st_size - at) <= 0)
            fail("copying", what);
    if (fchmod(to, 0555) < 0 || fcntl(to, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW) < 0)
        fail("copying", what);
    return to;
}

/* The new user may be one who may not read what was opened: the program will open it once more. */
void require_readable(const struct plan *plan)
{
    char path[FD_PATH];
    for (int i = 0; i < plan->file_count; i++) {
        const struct handed *file = &plan->files[i];
        path_of(path, file->fd);
        static const int access[] = { [READ] = O_RDONLY, [WRITTEN] = O_WRONLY, [CHANGED] = O_RDWR };
        int again = open(path, access[file->how]);
        if (again < 0 && (file->how != READ || errno != EACCES))
            fail("opening again", file->path);
        if (again < 0) {
            again = copied(file->fd, file->path);
            if (dup2(again, file->fd) < 0)
                fail("a descriptor for", file->path);
        }
        close(again);
    }
}

static void set_environment(const struct plan *plan)
{
    char path[FD_PATH];
    for (int i = 0; i < plan->env.count; i++)
        if (putenv((char *)plan->env.items[i]) != 0)
            fail("the environment", "");
    if (plan->scratch == NULL)
        return;
    path_of(path, plan->scratch_fd);
    if (setenv("TMPDIR", plan->view ? "/var/tmp" : path, 1) < 0)
        fail("the environment", "");
}

/* By its path where that leads anywhere, so that it finds what lies beside it; else by what was opened. */
_Noreturn void execute(const struct plan *plan)
{
    int fd = plan->program_fd;
    set_environment(plan);
    if (plan->announce && write(1, "\n", 1) != 1)
        fail("the announcement", "");
    limit(plan);
    execv(plan->program, plan->argv);
    if (fd >= 0 && (errno == EACCES || errno == ENOENT || errno == ENOTDIR)) {
        /* A script's interpreter has to open it. */
        fcntl(fd, F_SETFD, 0);
        execveat(fd, "", plan->argv, environ, AT_EMPTY_PATH);
        if (errno == EACCES)
            execveat(copied(fd, plan->program), "", plan->argv, environ, AT_EMPTY_PATH);
    }
    fprintf(stderr, "confine: %s: %s\n", plan->program, strerror(errno));
    exit(errno == ENOENT ? NOT_FOUND : NOT_RUNNABLE);
}
