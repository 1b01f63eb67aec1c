/* SPDX-License-Identifier: Apache-2.0 */
/* One boot, from the start of its monitor to its end. */
#include "keeper.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ns between two looks at what others may have written, for registers to be printed, for the rest of an output, for a load to notice, for the
 * last words of a guest behind its load. */
static const long long LOOK = 200000000LL, DUMP = 200000000LL, REST = 1000000000LL, LOAD = 5000000000LL, WORDS = 1000000000LL;
static const long long MS = 1000000LL;

/* A boot that runs. */
struct boot {
    const struct job *job;
    struct console console;
    struct errors errors;
    struct outcome outcome;
    pid_t monitor, load;
    int out, err, signals, ended;
    long long deadline, look_at, kill_at, loaded_at;
};

static void sooner(long long *at, long long when)
{
    if (*at == 0 || when < *at)
        *at = when;
}

/* The first reason counts. A monitor that may first write what it has is asked to end. */
static void halt(struct boot *boot, const char *why, int at_once)
{
    if (strcmp(boot->outcome.stopped, "none") == 0)
        boot->outcome.stopped = why;
    if (at_once || boot->job->grace_ms == 0) {
        end_group(boot->monitor, SIGKILL);
        return;
    }
    if (boot->kill_at == 0)
        end_group(boot->monitor, SIGTERM);
    sooner(&boot->kill_at, now_ns() + boot->job->grace_ms * MS);
}

/* Gives 0 at its end. */
static int drain_one(struct boot *boot, int *fd, int is_console)
{
    static char piece[64 * 1024];
    ssize_t got = read(*fd, piece, sizeof(piece));
    long long now = now_ns();
    if (got < 0 && errno == EINTR)
        return 1;
    if (got <= 0) {
        close(*fd);
        *fd = -1;
        return 0;
    }
    if (is_console)
        console_take(&boot->console, piece, got, now);
    else
        errors_take(&boot->errors, piece, got);
    return 1;
}

static void wait_for_ends(struct boot *boot)
{
    struct signalfd_siginfo signal;
    siginfo_t one;
    while (read(boot->signals, &signal, sizeof(signal)) == sizeof(signal))
        if (signal.ssi_signo == SIGTERM)
            halt(boot, "abort", 1);
    for (;;) {
        int status;
        one.si_pid = 0;
        if (waitid(P_ALL, 0, &one, WEXITED | WNOHANG | WNOWAIT) < 0 || one.si_pid == 0)
            return;
        /* As long as it is not reaped nobody else has its number, which is its group's. */
        if (one.si_pid == boot->monitor)
            end_group(boot->monitor, SIGKILL);
        if (waitpid(one.si_pid, &status, 0) == boot->monitor) {
            boot->ended = 1;
            boot->outcome.status = status;
        }
        if (one.si_pid == boot->load) {
            boot->load = 0;
            boot->loaded_at = now_ns();
        }
    }
}

static void look_around(struct boot *boot)
{
    char why[8] = "";
    struct stat console;
    int file = open("stop", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file >= 0) {
        int lost = read(file, why, sizeof(why) - 1) > 0 && strncmp(why, "lost", 4) == 0;
        halt(boot, lost ? "lost" : "abort", !lost);
        close(file);
    }
    if (!boot->job->timed && lstat("console", &console) == 0 && console.st_size > boot->job->console_bytes)
        halt(boot, "console-limit", 1);
    boot->look_at = now_ns() + LOOK;
}

static void keep_time(struct boot *boot)
{
    long long now = now_ns();
    if (boot->console.full)
        halt(boot, "console-limit", 1);
    if (boot->errors.is_fatal == 1) {
        /* The CPU's registers come behind that line. */
        boot->errors.is_fatal = 2;
        sooner(&boot->kill_at, now + DUMP);
    }
    if (now >= boot->deadline) {
        boot->deadline = now + (1LL << 60);
        halt(boot, "timeout", 0);
    }
    if (boot->job->load_ends && boot->loaded_at != 0 && now >= boot->loaded_at + WORDS) {
        boot->loaded_at = 0;
        halt(boot, "lost", 0);
    }
    if (boot->kill_at != 0 && now >= boot->kill_at) {
        boot->kill_at = now + REST;
        end_group(boot->monitor, SIGKILL);
    }
    if (now >= boot->look_at)
        look_around(boot);
}

/* Until the next thing that is to be done by the clock, ms. */
static int pause_ms(const struct boot *boot)
{
    long long next = boot->look_at < boot->deadline ? boot->look_at : boot->deadline;
    if (boot->kill_at != 0 && boot->kill_at < next)
        next = boot->kill_at;
    long long left = next - now_ns();
    return left <= 0 ? 0 : (int)(left / MS) + 1;
}

static void turn(struct boot *boot, int ms)
{
    struct pollfd all[] = {
        { .fd = boot->out, .events = POLLIN },
        { .fd = boot->err, .events = POLLIN },
        { .fd = boot->signals, .events = POLLIN },
    };
    if (poll(all, 3, ms) <= 0)
        return;
    if (all[0].revents != 0)
        drain_one(boot, &boot->out, 1);
    if (all[1].revents != 0)
        drain_one(boot, &boot->err, 0);
    if (all[2].revents != 0)
        wait_for_ends(boot);
}

static void begin(struct boot *boot, const struct place *place)
{
    int out[2] = { -1, -1 }, err[2];
    struct place own = *place;
    own.cpus = boot->job->cpus;
    own.group = boot->job->group;
    own.by_sudo = boot->job->by_sudo;
    make_pipe(err);
    if (boot->job->timed) {
        make_pipe(out);
        boot->console.file = new_file("console", 0);
    }
    boot->deadline = now_ns() + boot->job->timeout_ms * MS;
    boot->outcome.host_ns = now_ns();
    boot->monitor = spawn(&boot->job->monitor, &own, (struct ends){ -1, out[1], err[1] });
    close(err[1]);
    if (boot->job->timed)
        close(out[1]);
    boot->out = out[0];
    boot->err = err[0];
}

static void finish(struct boot *boot, int guest_lives)
{
    long long until = now_ns() + REST;
    boot->outcome.host_ns = now_ns() - boot->outcome.host_ns;
    while ((boot->out >= 0 || boot->err >= 0) && now_ns() < until)
        turn(boot, 50);
    /* The end of this pipe tells the load that the guest has ended. */
    if (guest_lives >= 0)
        close(guest_lives);
    for (until = now_ns() + LOAD; boot->load != 0 && now_ns() < until;)
        turn(boot, 50);
    end_all();
    boot->outcome.awaited = boot->console.awaited_ns >= 0;
    boot->outcome.awaited_ns = boot->console.awaited_ns;
    boot->outcome.console_errno = boot->console.errno_of_file;
    errors_write(&boot->errors, "stderr");
    write_result(&boot->outcome);
}

static int signals(void)
{
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    sigaddset(&watched, SIGTERM);
    if (sigprocmask(SIG_BLOCK, &watched, NULL) < 0)
        exit(NOT_BEGUN);
    return signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
}

void run(const struct job *job)
{
    static struct boot boot;
    struct place place = { 0 };
    int held = -1, guest_lives = -1;
    boot.job = boot.errors.job = job;
    boot.console = (struct console){ .most = job->console_bytes, .awaited = job->awaited, .awaited_ns = -1 };
    boot.outcome.stopped = "none";
    boot.signals = signals();
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
        exit(NOT_BEGUN);
    if (job->network.count > 0)
        boot.outcome.network_failed = open_network(job, &place, &held);
    if (boot.outcome.network_failed != 0) {
        write_result(&boot.outcome);
        return;
    }
    begin(&boot, &place);
    if (place.network != 0)
        boot.load = start_load(job, &place, &guest_lives);
    while (!boot.ended) {
        turn(&boot, pause_ms(&boot));
        keep_time(&boot);
    }
    finish(&boot, guest_lives);
}
