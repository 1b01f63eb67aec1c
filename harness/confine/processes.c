/* SPDX-License-Identifier: Apache-2.0 */
/* The program's life: it never outlives the harness, and nothing that it leaves behind outlives it. */
#include "confine.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Between the start and the call the parent may have died: that shows afterwards. A change of the user undoes the call. */
void die_with_parent(const struct plan *plan)
{
    struct pollfd parent = { .fd = plan->parent_lives, .events = POLLIN };
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        fail("dying with the harness", "");
    if (plan->parent_lives >= 0 ? poll(&parent, 1, 0) != 0 : plan->parent != 0 && getppid() != plan->parent)
        exit(NOT_BEGUN);
}

static int status_of(pid_t child)
{
    int status;
    for (;;) {
        pid_t ended = wait(&status);
        if (ended == child)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (ended < 0 && errno != EINTR)
            return NOT_BEGUN;
    }
}

/* Returns in the first process of a new namespace; with it all the others in there end. */
void own_processes(struct plan *plan)
{
    int alive[2];
    if (pipe2(alive, O_CLOEXEC) < 0)
        fail("a pipe", "");
    pid_t child = fork();
    if (child < 0)
        fail("a process", "");
    if (child == 0) {
        close(alive[1]);
        plan->parent_lives = alive[0];
        return;
    }
    close(alive[0]);
    give_up_rights(plan);
    die_with_parent(plan);
    exit(status_of(child));
}

/* The first process of a namespace gets no signals of its own: the program is the second one. */
void stay_as_init(void)
{
    pid_t child = fork();
    if (child < 0)
        fail("a process", "");
    if (child > 0)
        exit(status_of(child));
}
