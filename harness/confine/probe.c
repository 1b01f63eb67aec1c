/* SPDX-License-Identifier: Apache-2.0 */
/* What of a confinement can be had on this host: each part is tried by a process that then ends. */
#include "confine.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Tries a plan in a process of its own, and opening a device in it; says how it went, the reason last. */
static int tried(const char *part, struct plan plan, const char *device)
{
    char reason[256] = "";
    int said[2], status = -1;
    plan.parent = getpid();
    if (pipe2(said, O_CLOEXEC) < 0)
        fail("a pipe", "");
    pid_t child = fork();
    if (child < 0)
        fail("a process", "");
    if (child == 0) {
        dup2(said[1], 2);
        close(said[1]);
        enter(&plan);
        if (device != NULL && open(device, O_RDWR) < 0)
            fail("opening", device);
        exit(0);
    }
    close(said[1]);
    ssize_t length = read(said[0], reason, sizeof(reason) - 1);
    reason[length < 0 ? 0 : length] = '\0';
    reason[strcspn(reason, "\n")] = '\0';
    waitpid(child, &status, 0);
    close(said[0]);
    int works = status == 0;
    printf("%s %s%s%s\n", part, works ? "yes" : "no", *reason ? " " : "", reason);
    return works;
}

/* Who gives a program to another user must still be able to end it and to clear away what it leaves. */
static int may_manage_others(void)
{
    static const int needed[] = { CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_KILL };
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct held[2];
    if (syscall(SYS_capget, &header, held) < 0)
        return 0;
    for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++)
        if ((held[0].effective & 1U << needed[i]) == 0)
            return 0;
    return 1;
}

int probe(char **devices)
{
    const struct plan nothing = { .program_fd = -1, .scratch_fd = -1, .parent_lives = -1 };
    struct plan user = nothing, view = nothing, network = nothing, processes = nothing;
    setvbuf(stdout, NULL, _IOLBF, 0);
    user.own_user = may_manage_others();
    if (!user.own_user)
        printf("user no a capability is missing\n");
    else
        user.own_user = tried("user", user, NULL);
    view.view = 1;
    /* As in every view that a monitor gets. */
    view.read_only.items[view.read_only.count++] = "/usr";
    /* In a user namespace /proc is given only to who has processes of its own. */
    view.own_processes = geteuid() != 0;
    user.view = processes.view = tried("view", view, NULL);
    network.no_network = 1;
    tried("network", network, NULL);
    processes.own_processes = 1;
    tried("processes", processes, NULL);
    for (; user.own_user && *devices != NULL; devices++) {
        struct plan with = user;
        with.devices.items[with.devices.count++] = *devices;
        tried(*devices, with, *devices);
    }
    return 0;
}
