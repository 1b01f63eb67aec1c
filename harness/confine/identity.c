/* SPDX-License-Identifier: Apache-2.0 */
/* Who a program is: a user without a name, without rights, with limits. */
#include "confine.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* No account and no service manager has numbers from here on, and no process number is larger than the range. */
enum { FIRST_USER = 0x70000000 };

/* Those of systemd for services without an account, where a container has no more than 65,536 numbers. */
enum { FIRST_SMALL = 61184, SMALL_COUNT = 4336 };

static int is_mapped(const char *map, unsigned id)
{
    unsigned first, outside, count;
    int found = 0;
    FILE *file = fopen(map, "re");
    if (file == NULL)
        return 0;
    while (!found && fscanf(file, "%u %u %u", &first, &outside, &count) == 3)
        found = id >= first && id - first < count;
    fclose(file);
    return found;
}

/* A user number that no other process has: made of the number of this one. */
uid_t unused_user(void)
{
    unsigned own = FIRST_USER + getpid();
    if (is_mapped("/proc/self/uid_map", own) && is_mapped("/proc/self/gid_map", own))
        return own;
    return FIRST_SMALL + getpid() % SMALL_COUNT;
}

static void write_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        fail("a user namespace:", path);
    close(fd);
}

/* The own user and group stay what they are. */
void own_user_namespace(void)
{
    char map[64];
    unsigned uid = geteuid(), gid = getegid();
    if (unshare(CLONE_NEWUSER) < 0)
        fail("a user namespace", "");
    write_text("/proc/self/setgroups", "deny");
    snprintf(map, sizeof(map), "%u %u 1", uid, uid);
    write_text("/proc/self/uid_map", map);
    snprintf(map, sizeof(map), "%u %u 1", gid, gid);
    write_text("/proc/self/gid_map", map);
}

static void drop_capabilities(void)
{
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct none[2] = { { 0 } };
    if (syscall(SYS_capset, &header, none) < 0)
        fail("capabilities", "");
}

void give_up_rights(const struct plan *plan)
{
    /* Who may not change this set gains nothing by it either: there are no new privileges below. */
    for (int one = 0; prctl(PR_CAPBSET_DROP, one) == 0; one++)
        ;
    if (plan->own_user) {
        if (setgroups(plan->group_count, plan->groups) < 0)
            fail("groups", "");
        if (setresgid(plan->uid, plan->uid, plan->uid) < 0 || setresuid(plan->uid, plan->uid, plan->uid) < 0)
            fail("a user of its own", "");
    }
    drop_capabilities();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        fail("no new privileges", "");
}

static void set_limit(int which, unsigned long value)
{
    struct rlimit both = { .rlim_cur = value, .rlim_max = value };
    if (setrlimit(which, &both) < 0)
        fail("a limit", "");
}

void limit(const struct plan *plan)
{
    set_limit(RLIMIT_CORE, 0);
    if (plan->file_size != 0)
        set_limit(RLIMIT_FSIZE, plan->file_size);
    /* Of a number that others have too it would count theirs. */
    if (plan->process_limit != 0 && plan->own_user)
        set_limit(RLIMIT_NPROC, plan->process_limit);
}
