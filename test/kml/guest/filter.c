// SPDX-License-Identifier: Apache-2.0
/* seccomp: filters must see near calls exactly as they see traps. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <ucontext.h>
#include <unistd.h>

#include "kml.h"

#define ARCH offsetof(struct seccomp_data, arch)
#define NUMBER offsetof(struct seccomp_data, nr)
#define LAST_ARGUMENT offsetof(struct seccomp_data, args[5])
#define FOR(number, action) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), BPF_STMT(BPF_RET | BPF_K, (action))

static struct sock_filter program[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARCH),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NUMBER),
    FOR(SYS_getppid, SECCOMP_RET_ERRNO | 99),
    FOR(SYS_getuid, SECCOMP_RET_TRAP | 55),
    FOR(SYS_getgid, SECCOMP_RET_KILL_PROCESS),
    FOR(SYS_geteuid, SECCOMP_RET_TRACE),
    FOR(SYS_getegid, SECCOMP_RET_LOG),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpgid, 0, 3),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, LAST_ARGUMENT),
    FOR(66, SECCOMP_RET_ERRNO | 66),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

static volatile long trapped, trap_number, trap_address, trap_result, trap_rax;
static unsigned long after_call;

static void on_trap(int number, siginfo_t *info, void *context)
{
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    (void)number;
    trapped++;
    trap_number = info->si_syscall;
    trap_address = (long)info->si_call_addr;
    trap_result = info->si_errno;
    trap_rax = registers[REG_RAX];
    after_call = (unsigned long)registers[REG_RIP];
    registers[REG_RAX] = 4321;
}

static void install(void)
{
    struct sock_fprog filter = {sizeof(program) / sizeof(*program), program};
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS");
    must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), "PR_SET_SECCOMP");
}

static int filtered(void *argument)
{
    enum way way = *(enum way *)argument;
    struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO};
    sigaction(SIGSYS, &action, NULL);
    pid_t pid = getpid(), group = getpgid(0);
    install();
    expect(by(way, SYS_getpid) == pid, 1, "%s allowed", way_name(way));
    expect(by(way, SYS_getppid), -99, "%s answered with an error", way_name(way));
    expect(by(way, SYS_getuid), 4321, "%s trapped: what the handler left", way_name(way));
    expect(trapped, 1, "  signals");
    expect(trap_number, SYS_getuid, "  number in the signal");
    expect(trap_rax, SYS_getuid, "  RAX rolled back");
    expect(trap_result, 55, "  data of the filter");
    expect((unsigned long)trap_address == after_call && trap_address > 0, 1, "  address behind the call");
    expect(by(way, SYS_geteuid), -ENOSYS, "%s for a tracer that is not there", way_name(way));
    expect(by(way, SYS_getegid), 0, "%s logged", way_name(way));
    expect(by(way, SYS_getpgid, 0, 2, 3, 4, 5, 6) == group, 1, "%s allowed by its arguments", way_name(way));
    expect(by(way, SYS_getpgid, 0, 2, 3, 4, 5, 66), -66, "%s refused by its sixth argument", way_name(way));
    expect(by(way, -1), -ENOSYS, "%s of number -1", way_name(way));
    by(way, SYS_getgid);
    return 5;
}

static int strict(void *argument)
{
    enum way way = *(enum way *)argument;
    must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT), "strict mode");
    if (by(way, SYS_write, 1, "strict mode lets write pass\n", 28) != 28)
        by(TRAP, SYS_exit, 3);
    by(way, SYS_getppid);
    by(TRAP, SYS_exit, 4);
    return 5;
}

static int seccomp(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way) {
        expect(in_child(filtered, &way), 256 + SIGSYS, "the end of a process that made a forbidden %s", way_name(way));
        expect(in_child(strict, &way), 256 + SIGKILL, "the end of a process in strict mode that made a %s",
               way_name(way));
    }
    return 0;
}

const struct command filter_commands[] = {{"seccomp", seccomp}, {NULL, NULL}};
