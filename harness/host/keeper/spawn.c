/* SPDX-License-Identifier: Apache-2.0 */
/* Starts programs, each in a group of its own, on the CPUs and in the network that are meant for it. */
#include "keeper.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

void make_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) < 0)
        fail("a pipe", "");
}

int new_file(const char *name, int flags)
{
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
    if (file < 0)
        fail("making", name);
    return file;
}

void end_group(pid_t pid, int signal)
{
    if (pid > 0)
        kill(-pid, signal);
}

static void stay_on(const char *cpus)
{
    char list[1024], *rest = NULL;
    cpu_set_t set;
    CPU_ZERO(&set);
    snprintf(list, sizeof(list), "%s", cpus);
    for (char *part = strtok_r(list, ",", &rest); part != NULL; part = strtok_r(NULL, ",", &rest)) {
        long cpu;
        errno = EINVAL;
        if (!whole_number(part, CPU_SETSIZE - 1, &cpu))
            fail("the CPUs", cpus);
        CPU_SET(cpu, &set);
    }
    if (sched_setaffinity(0, sizeof(set), &set) < 0)
        fail("the CPUs", cpus);
}

static void join(pid_t process, const char *which, int kind)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/ns/%s", process, which);
    int space = open(path, O_RDONLY | O_CLOEXEC);
    if (space < 0 || setns(space, kind) < 0)
        fail("entering", path);
    close(space);
}

static void give(int from, int to)
{
    if (from < 0)
        from = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (from < 0 || dup2(from, to) < 0)
        fail("a descriptor", "");
}

static void set_environment(void)
{
    clearenv();
    if (putenv("LC_ALL=C") != 0 || putenv("LANG=C") != 0 || putenv("TZ=UTC") != 0 ||
        putenv("PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin") != 0)
        fail("the environment", "");
}

static char **words_of(const struct command *command, pid_t parent)
{
    static char number[16];
    char **words = calloc(command->count + 1, sizeof(*words));
    if (words == NULL)
        fail("memory", "");
    snprintf(number, sizeof(number), "%d", parent);
    for (int i = 0; i < command->count; i++)
        words[i] = command->words[i][0] == '=' ? command->words[i] + 1 : number;
    return words;
}

/* It dies with the process that starts it, from its first moment on. */
static _Noreturn void become(const struct command *command, const struct place *place, struct ends ends,
                             pid_t parent)
{
    sigset_t none;
    sigemptyset(&none);
    setpgid(0, 0);
    give(ends.err, 2);
    give(ends.out, 1);
    give(ends.in, 0);
    /* As the user that it is outside of any namespace. */
    if (place->group != NULL)
        enter_group(place->group, place->by_sudo);
    if (place->network != 0 && place->own_user)
        join(place->network, "user", CLONE_NEWUSER);
    if (place->network != 0)
        join(place->network, "net", CLONE_NEWNET);
    if (place->cpus != NULL)
        stay_on(place->cpus);
    char **words = words_of(command, parent);
    set_environment();
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
        _exit(NOT_BEGUN);
    execv(words[0], words);
    fprintf(stderr, "boot-keeper: %s: %s\n", words[0], strerror(errno));
    _exit(errno == ENOENT ? NOT_FOUND : NOT_FOUND - 1);
}

pid_t spawn(const struct command *command, const struct place *place, struct ends ends)
{
    pid_t parent = getpid(), child = fork();
    if (child < 0)
        fail("a process", "");
    if (child == 0)
        become(command, place, ends, parent);
    /* Both do it: whoever is first, the group is there when it is needed. */
    setpgid(child, child);
    return child;
}
