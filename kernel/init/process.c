/* SPDX-License-Identifier: Apache-2.0 */
/* Starting programs with their output on pipes, and finding out how they ended. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"

enum { APP_KEPT = 64 * 1024, CLIENT_OUT_LIMIT = 1024 * 1024, CLIENT_ERR_LIMIT = 64 * 1024, MARK_FD = 3 };

static char app_out[2 * APP_KEPT], app_err[2 * APP_KEPT];
static char client_out[CLIENT_OUT_LIMIT], client_err[CLIENT_ERR_LIMIT];

struct process app = {
    .out_fd = -1,
    .err_fd = -1,
    .out = { .data = app_out, .size = sizeof(app_out), .keep_end = true },
    .err = { .data = app_err, .size = sizeof(app_err), .keep_end = true },
};
struct process client = {
    .out_fd = -1,
    .err_fd = -1,
    .out = { .data = client_out, .size = sizeof(client_out) },
    .err = { .data = client_err, .size = sizeof(client_err) },
};
uint64_t main_tsc;
uint64_t exec_tsc;
int mark_fd = -1;

/* Written by the child, which shares our memory until it executes the program. */
static volatile int child_error;

/* An input that is at its end at once. */
static int empty_input(void)
{
    int ends[2];
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (fd >= 0 || pipe2(ends, O_CLOEXEC) < 0)
        return fd;
    close(ends[1]);
    return ends[0];
}

/* Raw system calls: the library's versions would take care of threads that this memory does not have. */
_Noreturn static void child_run(int in, int out, int err, int mark, char **argv, const struct launch *launch)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid();
    if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
        goto failed;
    if (mark >= 0 && dup2(mark, MARK_FD) < 0)
        goto failed;
    if (launch->cwd != NULL && chdir(launch->cwd) < 0)
        goto failed;
    if (launch->has_user &&
        (syscall(SYS_setgroups, 0, NULL) < 0 || syscall(SYS_setgid, launch->gid) < 0 ||
         syscall(SYS_setuid, launch->uid) < 0))
        goto failed;
    errno = confine_program(launch);
    if (errno != 0)
        goto failed;
    exec_tsc = rdtsc();
    execve(argv[0], argv, launch->env);
failed:
    child_error = errno;
    _exit(127);
}

static void close_all(int *fds, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

/* Start a program; returns 0 or the errno of what kept it from starting. The launch is used up either way. */
int process_start(struct process *process, char **argv, struct launch *launch)
{
    enum { IN, OUT_READ, OUT_WRITE, ERR_READ, ERR_WRITE, MARK_READ, MARK_WRITE, FD_COUNT };
    static char mark_variable[] = "LUPINE_TSC_FD=3";
    int fds[FD_COUNT] = { -1, -1, -1, -1, -1, -1, -1 };
    uint64_t earlier_exec = exec_tsc;
    fds[IN] = empty_input();
    if (fds[IN] < 0 || pipe2(&fds[OUT_READ], O_CLOEXEC) < 0 || pipe2(&fds[ERR_READ], O_CLOEXEC) < 0 ||
        (launch->main_mark && pipe2(&fds[MARK_READ], O_CLOEXEC) < 0)) {
        int error = errno;
        close_all(fds, FD_COUNT);
        return error;
    }
    if (launch->main_mark)
        launch->env[launch->env_count++] = mark_variable;
    launch->env[launch->env_count] = NULL;
    process->out.length = process->err.length = 0;
    process->out.overflow = process->err.overflow = false;
    child_error = 0;
    pid_t pid = vfork();
    if (pid == 0)
        child_run(fds[IN], fds[OUT_WRITE], fds[ERR_WRITE], fds[MARK_WRITE], argv, launch);
    int error = pid < 0 ? errno : child_error;
    close_all((int[]){ fds[IN], fds[OUT_WRITE], fds[ERR_WRITE], fds[MARK_WRITE] }, 4);
    memset(launch, 0, sizeof(*launch));
    if (process != &app)
        exec_tsc = earlier_exec;
    confine_report();
    if (error != 0) {
        close_all((int[]){ fds[OUT_READ], fds[ERR_READ], fds[MARK_READ] }, 3);
        return error;
    }
    for (size_t i = 0; i < FD_COUNT; i++)
        if (i == OUT_READ || i == ERR_READ || (i == MARK_READ && fds[i] >= 0))
            fcntl(fds[i], F_SETFL, O_NONBLOCK);
    process->pid = pid;
    process->running = true;
    process->out_fd = fds[OUT_READ];
    process->err_fd = fds[ERR_READ];
    if (fds[MARK_READ] >= 0)
        mark_fd = fds[MARK_READ];
    return 0;
}

/* Take notice of every child that has ended; orphans of the app are ours too and are just buried. */
void process_reap(void)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        struct process *process = pid == app.pid ? &app : pid == client.pid ? &client : NULL;
        if (process == NULL)
            continue;
        process->running = false;
        process->status = status;
    }
}

void process_describe_status(struct text *text, int status)
{
    text_add(text, WIFEXITED(status) ? "exit status " : "signal ");
    text_number(text, (uint64_t)(WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status)));
}

/* As a shell counts: the status, or 128 + signal. */
int process_exit_status(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
