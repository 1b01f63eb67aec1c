/* SPDX-License-Identifier: Apache-2.0 */
/* When the app counts as ready. Whatever the app does instead ends the machine with a reason. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init.h"

/* Kernels without high resolution timers sleep for at least one tick, 10 ms: far too coarse for when an app starts. */
enum { WATCH_MS = 100, RETRY_MS = 1 };

_Noreturn static void app_ended(void)
{
    char data[64];
    struct text detail;
    pump_drain();
    text_start(&detail, data, sizeof(data));
    process_describe_status(&detail, app.status);
    report_failure("app-exit", detail.data);
}

_Noreturn static void not_ready(uint64_t limit_ms)
{
    char data[64];
    struct text detail;
    text_start(&detail, data, sizeof(data));
    text_add(&detail, "not ready after ");
    text_number(&detail, limit_ms);
    text_add(&detail, " ms");
    report_failure("not-ready", detail.data);
}

static bool app_may_end;

/* An app that was to serve must still be there; one that was to finish may be gone. */
void require_app_alive(void)
{
    if (app.pid != 0 && !app.running && !app_may_end)
        app_ended();
}

/* A connection to the app, or -1 with the errno when it is refused or the deadline passes. */
int connect_local(unsigned port, uint64_t deadline_ms)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    int error = connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ? errno : 0;
    while (error == EINPROGRESS) {
        struct pollfd poll_now = { .fd = fd, .events = POLLOUT };
        socklen_t length = sizeof(error);
        if (poll(&poll_now, 1, 0) == 1)
            getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
        else if (!pump(deadline_ms, fd, POLLOUT))
            error = ETIMEDOUT;
    }
    if (error == 0)
        return fd;
    close(fd);
    errno = error;
    return -1;
}

/*
 * Run only when nobody else wants to: the app then loses next to nothing to being watched, and the moment it first
 * waits, which is when it has started, is the moment we look.
 */
static void run_last(bool last)
{
    struct sched_param parameters = { 0 };
    syscall(SYS_sched_setscheduler, 0, last ? SCHED_IDLE : SCHED_OTHER, &parameters);
}

void ready_tcp(unsigned port, uint64_t limit_ms)
{
    uint64_t start_ms = pump_now_ms(), deadline_ms = start_ms + limit_ms;
    run_last(true);
    for (;;) {
        int fd = connect_local(port, deadline_ms);
        if (fd >= 0) {
            run_last(false);
            report_ready();
            close(fd);
            return;
        }
        if (errno == EAFNOSUPPORT || errno == ENOSYS || errno == ENETUNREACH)
            report_failure_errno("setup", "connecting to 127.0.0.1", errno);
        require_app_alive();
        uint64_t now_ms = pump_now_ms();
        if (now_ms >= deadline_ms)
            not_ready(limit_ms);
        if (now_ms - start_ms < WATCH_MS) {
            pump_drain();
            sched_yield();
        } else {
            run_last(false);
            pump(now_ms + RETRY_MS, -1, 0);
        }
        require_app_alive();
    }
}

void ready_exit(int status, uint64_t limit_ms)
{
    uint64_t deadline_ms = pump_now_ms() + limit_ms;
    while (app.running)
        if (!pump(deadline_ms, -1, 0) && app.running)
            not_ready(limit_ms);
    pump_drain();
    if (process_exit_status(app.status) != status)
        app_ended();
    app_may_end = true;
    report_ready();
}

void ready_line(const char *line, uint64_t limit_ms)
{
    uint64_t deadline_ms = pump_now_ms() + limit_ms;
    while (!capture_has_line(&app.out, line)) {
        require_app_alive();
        if (!pump(deadline_ms, -1, 0) && !capture_has_line(&app.out, line))
            not_ready(limit_ms);
    }
    report_ready();
}
