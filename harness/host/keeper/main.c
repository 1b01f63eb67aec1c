/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps one boot on a host to which there may be no connection meanwhile:
 *
 *   boot-keeper --start FOLDER                  carries out FOLDER/job (see job.c), detached; begins it only once, whoever asks
 *   boot-keeper --follow FOLDER FROM LIMIT EVERY MOST
 *                                               what there is: the console behind FROM bytes, and at the end everything (follow.c)
 *   boot-keeper --stop FOLDER WHY               asks for the end of the boot, `lost` or `abort`; then waits until nothing of it is left
 *   boot-keeper --publish FOLDER FROM TO        gives a folder in FOLDER its name, unless another one has that
 *
 * The keeper holds FOLDER/lock as long as it lives. It reaps all that it starts; when it is killed the kernel ends these.
 */
#include "keeper.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

_Noreturn void fail(const char *what, const char *which)
{
    fprintf(stderr, "boot-keeper: %s%s%s: %s\n", what, *which ? " " : "", which, strerror(errno));
    exit(NOT_BEGUN);
}

static int locked(void)
{
    int lock = open("lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0)
        fail("opening", "lock");
    if (flock(lock, LOCK_EX | LOCK_NB) == 0)
        return 1;
    if (errno != EWOULDBLOCK)
        fail("locking", "lock");
    close(lock);
    return 0;
}

/* Nothing of who asked stays: no terminal, no group, no pipe on whose end a login would wait. */
static void leave(void)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0)
        fail("opening", "/dev/null");
    for (int fd = 0; fd <= 2; fd++)
        if (dup2(nothing, fd) < 0)
            fail("a descriptor", "");
    close(nothing);
}

/*
 * Only once in a folder, also after a keeper that was killed: its guest may have done half of what it was to do. The name of the job
 * that is carried out stays there.
 */
static int begins(struct job *job)
{
    if (access("begun", F_OK) == 0)
        return 0;
    read_job(job);
    reserve_result();
    put_file("begun.new", job->name, strlen(job->name));
    if (rename("begun.new", "begun") < 0)
        fail("making", "begun");
    return 1;
}

/* Whole and under its name, or not at all; somebody else may have made the same meanwhile. */
static int publish(const char *from, const char *to)
{
    if (rename(from, to) == 0 || errno == EEXIST || errno == ENOTEMPTY)
        return 0;
    fail("giving its name to", to);
}

static int start(void)
{
    static struct job job;
    int ready[2];
    char byte;
    make_pipe(ready);
    pid_t keeper = fork();
    if (keeper < 0)
        fail("a process", "");
    if (keeper > 0) {
        close(ready[1]);
        /* Its words on standard error say why it did not get so far. */
        return read(ready[0], &byte, 1) == 1 ? 0 : NOT_BEGUN;
    }
    if (setsid() < 0)
        fail("a session", "");
    int mine = locked() && begins(&job);
    leave();
    if (write(ready[1], "", 1) != 1)
        return NOT_BEGUN;
    close(ready[1]);
    if (mine) {
        record_pid();
        run(&job);
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *what = argc > 2 ? argv[1] : "";
    signal(SIGPIPE, SIG_IGN);
    umask(077);
    if (syscall(SYS_close_range, 3, ~0U, 0) < 0 && errno != ENOSYS)
        fail("descriptors", "");
    if (argc > 2 && chdir(argv[2]) < 0)
        fail("the folder", argv[2]);
    if (strcmp(what, "--start") == 0 && argc == 3)
        return start();
    if (strcmp(what, "--follow") == 0 && argc == 7)
        return follow(argv[3], argv[4], argv[5], argv[6]);
    if (strcmp(what, "--stop") == 0 && argc == 4)
        return stop(argv[3]);
    if (strcmp(what, "--publish") == 0 && argc == 5)
        return publish(argv[3], argv[4]);
    fprintf(stderr, "boot-keeper: wrong use; see main.c\n");
    return NOT_BEGUN;
}
