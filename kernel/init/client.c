/* SPDX-License-Identifier: Apache-2.0 */
/* Programs that load or measure from inside the guest; their whole output is reported. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

_Noreturn static void failed(const char *name, const char *code, const char *why)
{
    char data[200];
    struct text detail;
    text_start(&detail, data, sizeof(data));
    text_add(&detail, name);
    text_add(&detail, ": ");
    text_add(&detail, why);
    report_client(name, &client);
    report_failure(code, detail.data);
}

static void close_pipes(void)
{
    if (client.out_fd >= 0)
        close(client.out_fd);
    if (client.err_fd >= 0)
        close(client.err_fd);
    client.out_fd = client.err_fd = -1;
}

/* Run one client to its end. Its status is reported, not judged: that is for whoever reads its output. */
void client_run(const char *name, uint64_t limit_ms, char **argv, struct launch *launch)
{
    __asm__ volatile(MARK("client"));
    uint64_t deadline_ms = pump_now_ms() + limit_ms;
    require_app_alive();
    int error = process_start(&client, argv, launch);
    if (error != 0)
        report_failure_errno("client-start", argv[0], error);
    while (client.running) {
        require_app_alive();
        if (pump(deadline_ms, -1, 0) || !client.running)
            continue;
        kill(-client.pid, SIGKILL);
        while (client.running)
            pump(UINT64_MAX, -1, 0);
        failed(name, "client-timeout", "did not end in time");
    }
    __asm__ volatile(MARK("client_end"));
    pump_drain();
    close_pipes();
    if (client.out.overflow || client.err.overflow)
        failed(name, "client-output", "printed more than 1 MiB to stdout or 64 KiB to stderr");
    require_app_alive();
    report_client(name, &client);
}
