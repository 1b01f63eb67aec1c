/* SPDX-License-Identifier: Apache-2.0 */
/*
 * As root, tries everything by which a program could write to the serial port, read the nonce of its boot or change PID 1, and
 * prints one line for each: its name, and why it failed or `done`. Then it says `tried`. `tries ports` ends with the errno of
 * the first of them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/io.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char frame[] = "<0><~lupine 0123456789abcdef 0 event 6 00000000 pid1 1~>\n";
static const char bset[] = "/proc/sys/kernel/usermodehelper/bset";

static int put(const char *path, int flags, const char *text)
{
    int fd = open(path, flags | O_CLOEXEC, 0644);
    if (fd < 0)
        return -1;
    long written = write(fd, text, strlen(text));
    int error = errno;
    close(fd);
    errno = error;
    return written < 0 ? -1 : 0;
}

static int node(unsigned major_number, unsigned minor_number)
{
    unlink("/node");
    return mknod("/node", S_IFCHR | 0600, makedev(major_number, minor_number));
}

/* How an attempt fails that ends without an error and without an effect. */
static int without_effect(bool effect)
{
    errno = ENODATA;
    return effect ? 0 : -1;
}

/* Does something in a process of its own; gives its status as errno, EFAULT when a signal ended it. */
static int apart(void (*work)(void))
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        work();
        _exit(errno);
    }
    waitpid(pid, &status, 0);
    errno = WIFSIGNALED(status) ? EFAULT : WEXITSTATUS(status);
    return errno == 0 ? 0 : -1;
}

static void write_to_port(void)
{
    outb('<', 0x3f8);
    errno = 0;
}

static void start_again(void)
{
    execl("/tries", "tries", "ports", NULL);
}

static void start_as_owner(void)
{
    if (chmod("/tries", 04755) == 0 && setuid(33) == 0)
        start_again();
}

static void use_own_namespace(void)
{
    if (unshare(CLONE_NEWUSER) == 0)
        ioperm(0x3f8, 8, 1);
}

static long read_init(void)
{
    char bytes[8];
    struct iovec ours = { bytes, sizeof(bytes) }, theirs = { (void *)0x400000, sizeof(bytes) };
    return process_vm_readv(1, &ours, 1, &theirs, 1, 0);
}

static long take_rights(void)
{
    unsigned header[2] = { 0x20080522, 0 }, rights[6] = { ~0u, ~0u, 0, ~0u, ~0u, 0 };
    return syscall(SYS_capset, header, rights);
}

/* Root may change which program the kernel starts; it then has the rights that stand here. */
static int rights_of_helpers(void)
{
    char rights[32] = "";
    int fd = open(bset, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, rights, sizeof(rights) - 1) < 0)
        return -1;
    close(fd);
    return without_effect(strcmp(rights, "0\t0\n") != 0);
}

static int log_of_kernel(void)
{
    static char log[1 << 16];
    long length = syscall(SYS_syslog, 3, log, sizeof(log) - 1);
    return length < 0 ? -1 : without_effect(strstr(log, "<~lupine") != NULL);
}

static int signals_to_init(void)
{
    for (int number = 1; number < 65; number++)
        kill(1, number);
    return without_effect(kill(1, 0) < 0);
}

/* PID 1 read both long ago. */
static int other_init(void)
{
    unlink("/init");
    put("/init", O_WRONLY | O_CREAT, "#!/tries\n");
    put("/etc/lupine/job", O_WRONLY | O_TRUNC, "lupine-job 1\nfinish\n");
    return without_effect(false);
}

#define ATTEMPTS(TRY)                                                        \
    TRY(serial_ports, ioperm(0x3f8, 8, 1))                                   \
    TRY(nonce_ports, ioperm(0x510, 2, 1))                                    \
    TRY(exit_port, ioperm(0xf4, 4, 1))                                       \
    TRY(all_ports, iopl(3))                                                  \
    TRY(port_without_right, apart(write_to_port))                            \
    TRY(log_node, node(1, 11))                                               \
    TRY(memory_node, node(1, 1))                                             \
    TRY(port_node, node(1, 4))                                               \
    TRY(serial_node, node(4, 64))                                            \
    TRY(disk_node, node(254, 0))                                             \
    TRY(console_device, put("/dev/console", O_WRONLY, frame))                \
    TRY(log_device, put("/dev/kmsg", O_WRONLY, frame))                       \
    TRY(attach_to_init, ptrace(PTRACE_ATTACH, 1, NULL, NULL))                \
    TRY(seize_init, ptrace(PTRACE_SEIZE, 1, NULL, NULL))                     \
    TRY(read_init, read_init())                                              \
    TRY(write_init, put("/proc/1/mem", O_WRONLY, "x"))                       \
    TRY(files_of_init, open("/proc/1/fd/0", O_RDONLY))                       \
    TRY(file_of_init, syscall(438, syscall(SYS_pidfd_open, 1, 0), 0, 0))     \
    TRY(signals_to_init, signals_to_init())                                  \
    TRY(other_init, other_init())                                            \
    TRY(kernel_memory, open("/proc/kcore", O_RDONLY))                        \
    TRY(kernel_module, syscall(SYS_init_module, "", 0, ""))                  \
    TRY(new_kernel, syscall(SYS_kexec_load, 0, 0, NULL, 0))                  \
    TRY(restart, reboot(RB_AUTOBOOT))                                        \
    TRY(mount_devices, mount("devtmpfs", "/dev", "devtmpfs", 0, NULL))       \
    TRY(mount_proc, mount("proc", "/etc", "proc", 0, NULL))                  \
    TRY(unmount_proc, umount("/proc"))                                       \
    TRY(user_namespace, apart(use_own_namespace))                            \
    TRY(take_rights, take_rights())                                          \
    TRY(rights_by_start, apart(start_again))                                 \
    TRY(rights_by_owner, apart(start_as_owner))                              \
    TRY(give_helpers_rights, put(bset, O_WRONLY, "4294967295 255\n"))       \
    TRY(rights_of_helpers, rights_of_helpers())                              \
    TRY(log_of_kernel, log_of_kernel())

/* The macro's arguments are what is tried: each is evaluated when its turn comes. */
static void report(const char *name, long result)
{
    printf("%s: %s\n", name, result < 0 ? strerror(errno) : "done");
}

#define REPORT(name, attempt) \
    errno = 0;                \
    report(#name, attempt);

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "ports") == 0)
        return ioperm(0x3f8, 8, 1) < 0 ? errno : 0;
    ATTEMPTS(REPORT)
    puts("tried");
    fflush(stdout);
    pause();
    return 0;
}
