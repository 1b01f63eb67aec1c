/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loads an app in a guest, in a process of its own beside the keeper: waits by `notify` until the app is ready and can be reached,
 * runs the clients one after the other, and tells the guest that it may end. What they print goes to files; what became of
 * them to the file `load`: lines `client N STATUS`, and at most one of `unreached`, `cut connecting` and `cut N`.
 */
#include "keeper.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* Time that a guest has to notice that its app died, ms. */
enum { GRACE_MS = 2000, MOST_TEXT = 64 * MOST_CLIENTS };

struct load {
    const struct job *job;
    struct place place;
    /* Ends when the guest has ended. */
    int guest, signals;
    pid_t notify, client;
    int notify_status, client_status, notify_ended, client_ended;
    char text[MOST_TEXT];
    int length;
};

/* As a shell counts. */
static int status_of(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void collect(struct load *load)
{
    struct signalfd_siginfo signal;
    int status;
    while (read(load->signals, &signal, sizeof(signal)) == sizeof(signal))
        ;
    for (pid_t one = waitpid(-1, &status, WNOHANG); one > 0; one = waitpid(-1, &status, WNOHANG)) {
        if (one == load->notify) {
            load->notify_ended = 1;
            load->notify_status = status_of(status);
        } else if (one == load->client) {
            load->client_ended = 1;
            load->client_status = status_of(status);
        }
    }
}

static int guest_ended(const struct load *load)
{
    struct pollfd guest = { .fd = load->guest, .events = POLLIN };
    return poll(&guest, 1, 0) == 1;
}

/* Until one of them has ended, something can be read from `fd`, or the guest has ended; forever when ms is negative. */
static int waits(struct load *load, const int *ended, int fd, int ms)
{
    long long until = now_ns() + ms * 1000000LL;
    for (;;) {
        struct pollfd all[] = {
            { .fd = load->signals, .events = POLLIN },
            { .fd = load->guest, .events = POLLIN },
            { .fd = fd, .events = POLLIN },
        };
        long long left = ms < 0 ? -1 : (until - now_ns()) / 1000000LL;
        if (*ended || (ms >= 0 && left <= 0))
            return 0;
        if (poll(all, 3, (int)left) < 0)
            continue;
        if (all[0].revents != 0)
            collect(load);
        if (all[2].revents != 0)
            return 1;
        if (all[1].revents != 0)
            return 0;
    }
}

static void say(struct load *load, const char *what, int which, int status)
{
    int room = sizeof(load->text) - load->length;
    load->length += status < 0 ? snprintf(load->text + load->length, room, "%s %d\n", what, which)
                               : snprintf(load->text + load->length, room, "%s %d %d\n", what, which, status);
}

static void say_word(struct load *load, const char *what)
{
    load->length += snprintf(load->text + load->length, sizeof(load->text) - load->length, "%s\n", what);
}

static void end_client(struct load *load)
{
    end_group(load->client, SIGKILL);
    while (!load->client_ended) {
        struct pollfd signals = { .fd = load->signals, .events = POLLIN };
        if (poll(&signals, 1, -1) > 0)
            collect(load);
    }
}

/* Gives 0 when no other is to be begun. */
static int run_client(struct load *load, int which)
{
    char out[32], err[32];
    /* Appending: who opens the same file a second time does not overwrite what is there. */
    snprintf(out, sizeof(out), "client-%d.out", which);
    snprintf(err, sizeof(err), "client-%d.err", which);
    struct ends ends = { -1, new_file(out, O_APPEND), new_file(err, O_APPEND) };
    load->client_ended = 0;
    load->client = spawn(&load->job->clients[which], &load->place, ends);
    close(ends.out);
    close(ends.err);
    waits(load, &load->client_ended, -1, -1);
    if (!load->client_ended)
        end_client(load);
    if (guest_ended(load)) {
        say(load, "cut", which, -1);
        return 0;
    }
    say(load, "client", which, load->client_status);
    return load->client_status == 0;
}

static void drive(struct load *load)
{
    static const char done[] = "done\n";
    int in[2], out[2], err = new_file("notify.err", 0);
    make_pipe(in);
    make_pipe(out);
    load->notify = spawn(&load->job->notify, &load->place, (struct ends){ in[0], out[1], err });
    close(in[0]);
    close(out[1]);
    close(err);
    char byte;
    if (!waits(load, &load->notify_ended, out[0], -1) || read(out[0], &byte, 1) != 1) {
        say_word(load, guest_ended(load) ? "cut connecting" : "unreached");
        return;
    }
    int all = 1;
    for (int i = 0; all && i < load->job->client_count; i++)
        all = run_client(load, i);
    /* An app that died under the load took its client with it. Its guest notices and ends by itself; told too early that it may
     * end, it would end well. */
    if (!all && !guest_ended(load))
        waits(load, &load->notify_ended, -1, GRACE_MS);
    /* After a client that failed too: the guest shall end as usual and report how it went there. */
    ssize_t told = write(in[1], done, sizeof(done) - 1);
    (void)told;
    close(in[1]);
    waits(load, &load->notify_ended, -1, -1);
}

pid_t start_load(const struct job *job, const struct place *place, int *guest_lives)
{
    static struct load load;
    int lives[2];
    make_pipe(lives);
    pid_t parent = getpid(), child = fork();
    if (child < 0)
        return 0;
    if (child > 0) {
        close(lives[0]);
        *guest_lives = lives[1];
        return child;
    }
    close(lives[1]);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
        _exit(NOT_BEGUN);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    load.job = job;
    load.place = *place;
    load.place.cpus = job->load_cpu;
    load.guest = lives[0];
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    sigprocmask(SIG_SETMASK, &watched, NULL);
    load.signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
    drive(&load);
    end_group(load.notify, SIGKILL);
    end_all();
    put_file("load", load.text, load.length);
    _exit(0);
}
