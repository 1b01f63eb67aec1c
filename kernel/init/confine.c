/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What programs must not be able to do: write to the serial port, read the nonce of the boot, change PID 1. They run as
 * root unless the job says otherwise, so what root may do is what counts: they keep what a container's root has, without
 * its right to make device nodes and with those over resources, which a server raises its limits by.
 */
#include <errno.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init.h"

/* Numbers of linux/capability.h, which the C library does not bring. */
enum {
    VERSION_3 = 0x20080522,
    CHOWN = 0,
    DAC_OVERRIDE = 1,
    FOWNER = 3,
    FSETID = 4,
    KILL = 5,
    SETGID = 6,
    SETUID = 7,
    SETPCAP = 8,
    NET_BIND_SERVICE = 10,
    NET_RAW = 13,
    IPC_LOCK = 14,
    SYS_CHROOT = 18,
    SYS_NICE = 23,
    SYS_RESOURCE = 24,
    KEPT = 1 << CHOWN | 1 << DAC_OVERRIDE | 1 << FOWNER | 1 << FSETID | 1 << KILL | 1 << SETGID | 1 << SETUID |
           1 << SETPCAP | 1 << NET_BIND_SERVICE | 1 << NET_RAW | 1 << IPC_LOCK | 1 << SYS_CHROOT | 1 << SYS_NICE |
           1 << SYS_RESOURCE,
};

enum { PATH_LIMIT = 256 };

static bool privileged;
static const char *proc_target;
static bool has_sysfs;
static volatile bool unlimited;

/* Programs keep all rights of root. */
int confine_nothing(void)
{
    privileged = true;
    return 0;
}

/* Kernels with a devtmpfs may have mounted it with every device there is; a program gets those that its job names. */
void confine_devices(void)
{
    umount2("/dev", MNT_DETACH);
}

/* The job has mounted a file system in which root may change settings of the kernel. */
void confine_mounted(const char *type, const char *target)
{
    if (strcmp(type, "proc") == 0)
        proc_target = target;
    if (strcmp(type, "sysfs") == 0)
        has_sysfs = true;
}

/*
 * Some of these settings name a program that the kernel starts with all rights, e.g. for a core dump. From now on it
 * starts them with none. Returns 0 or an errno.
 */
static int disarm_helpers(const char *proc)
{
    char data[PATH_LIMIT];
    struct text path;
    text_start(&path, data, sizeof(data));
    text_add(&path, proc);
    text_add(&path, "/sys/kernel/usermodehelper/bset");
    return setup_write(path.data, "0 0\n");
}

/* To be done before the first program starts. */
void confine_guest(void)
{
    static const char hidden[] = "/etc/lupine";
    int error;
    if (privileged || (proc_target == NULL && !has_sysfs))
        return;
    if (proc_target != NULL) {
        error = disarm_helpers(proc_target);
        /* A kernel without these settings has none that does harm. */
        if (error == ENOENT && !has_sysfs)
            return;
    } else {
        error = setup_mount("proc", hidden, "proc", "");
        if (error == 0) {
            error = disarm_helpers(hidden);
            umount2(hidden, MNT_DETACH);
        }
    }
    if (error != 0)
        report_note("programs that the kernel starts keep their rights", strerror(error));
}

/* In the process that is about to become the program, as its user. Returns 0 or an errno. */
int confine_program(const struct launch *launch)
{
    struct {
        uint32_t version;
        int pid;
    } header = { .version = VERSION_3 };
    struct {
        uint32_t effective, permitted, inheritable;
    } rights[2] = { { .effective = KEPT, .permitted = KEPT } };
    if (privileged)
        return 0;
    /* With it no program gets more than it had before, root's and those with the set-user-ID bit included. */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return errno;
    /* Who changes to another user loses all at once. */
    if (launch->has_user && launch->uid != 0)
        return 0;
    if (syscall(SYS_capset, &header, rights) == 0)
        return 0;
    if (errno != ENOSYS)
        return errno;
    unlimited = true;
    return 0;
}

/* After a program was started: a kernel without users knows no rights that could be taken away. */
void confine_report(void)
{
    static bool reported;
    if (unlimited && !reported)
        report_note("programs keep all rights of root", strerror(ENOSYS));
    reported = reported || unlimited;
}
