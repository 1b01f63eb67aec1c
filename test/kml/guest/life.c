// SPDX-License-Identifier: Apache-2.0
/* Processes: thousands of births and deaths, in every way there is. */
#include <elf.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kml.h"

static char *const worker[] = {"/kml", "exit", "7", NULL};
static char *const no_environment[] = {NULL};

/* vfork's child shares this very stack frame, so everything must happen in one function. */
static __attribute__((noinline)) long vfork_and_exec(enum way way)
{
    long pid = by(way, SYS_vfork);
    if (pid == 0) {
        by(way, SYS_execve, worker[0], worker, no_environment);
        by(TRAP, SYS_exit_group, 99);
    }
    return reap(pid);
}

/* The child makes calls of its own before it ends: they overwrite the parent's return address below RSP. */
static __attribute__((noinline)) long vfork_and_exit(enum way way, long flags)
{
    long pid = flags == 0 ? by(way, SYS_vfork) : by(way, SYS_clone, flags, 0);
    if (pid == 0) {
        by(CALL, SYS_getppid);
        by(CALL, SYS_sched_yield);
        by(way, SYS_exit_group, 7);
    }
    return reap(pid);
}

static long fork_and_exit(enum way way)
{
    long pid = by(way, SYS_fork);
    if (pid == 0)
        by(way, SYS_exit_group, 7);
    return reap(pid);
}

static long fork_and_exec(enum way way)
{
    long pid = by(way, SYS_fork);
    if (pid == 0) {
        by(way, SYS_execve, worker[0], worker, no_environment);
        by(TRAP, SYS_exit_group, 99);
    }
    return reap(pid);
}

static long one(long kind, enum way way)
{
    switch (kind) {
    case 0:
        return fork_and_exit(way);
    case 1:
        return vfork_and_exit(way, 0);
    case 2:
        return vfork_and_exit(way, CLONE_VM | CLONE_VFORK | SIGCHLD);
    case 3:
        return vfork_and_exec(way);
    default:
        return fork_and_exec(way);
    }
}

static int births(char **arguments)
{
    static const char *const names[] = {"fork and exit", "vfork and exit", "clone with the parent's stack and exit",
                                        "vfork and exec", "fork and exec"};
    long count = atol(arguments[0]);
    for (long kind = 0; kind < 5; kind++)
        FOR_BOTH(way) {
            long failures = 0;
            for (long i = 0; i < count / 10; i++)
                failures += one(kind, way) != 7;
            expect(failures, 0, "%s by %s, %ld times: failures", names[kind], way_name(way), count / 10);
        }
    return 0;
}

static int failing_exec(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way) {
        expect(by(way, SYS_execve, "/nowhere", worker, no_environment), -2, "exec of nothing by %s", way_name(way));
        expect(by(way, SYS_execve, "/etc/lupine/job", worker, no_environment), -13, "exec of a text by %s",
               way_name(way));
    }
    return 0;
}

/* All of a program that begins here: ends with status 0 if every register but RSP is 0. */
extern const char fresh[], fresh_end[];
__asm__(".text\n"
        ".globl fresh, fresh_end\n"
        "fresh:\n"
        " .irp r, rbx,rcx,rdx,rsi,rdi,rbp,r8,r9,r10,r11,r12,r13,r14,r15\n or %\\r, %rax\n .endr\n"
        " neg %rax\n sbb %edi, %edi\n mov $231, %eax\n syscall\n"
        "fresh_end:\n");

static const char *write_fresh(void)
{
    static const char path[] = "/tmp/fresh";
    const unsigned long start = 0x400000;
    struct {
        Elf64_Ehdr header;
        Elf64_Phdr segment;
        char code[256];
    } file = {
        .header = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
                   .e_type = ET_EXEC,
                   .e_machine = EM_X86_64,
                   .e_version = EV_CURRENT,
                   .e_entry = start + sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr),
                   .e_phoff = sizeof(Elf64_Ehdr),
                   .e_ehsize = sizeof(Elf64_Ehdr),
                   .e_phentsize = sizeof(Elf64_Phdr),
                   .e_phnum = 1},
        .segment = {.p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_vaddr = start, .p_align = 4096,
                    .p_filesz = sizeof(file), .p_memsz = sizeof(file)},
    };
    memcpy(file.code, fresh, (size_t)(fresh_end - fresh));
    int fd = (int)must(open(path, O_CREAT | O_WRONLY | O_TRUNC, 0755), path);
    must(write(fd, &file, sizeof(file)) == sizeof(file) ? 0 : -1, path);
    close(fd);
    return path;
}

/* What a program leaves in its registers is no business of the next one. */
static int fresh_registers(char **arguments)
{
    (void)arguments;
    const char *path = write_fresh();
    char *const words[] = {"fresh", NULL};
    FOR_BOTH(way) {
        struct registers in, out;
        memset(&in, 0x5a, sizeof(in));
        in.rax = SYS_execve;
        in.rdi = (uint64_t)path;
        in.rsi = (uint64_t)words;
        in.rdx = (uint64_t)no_environment;
        in.flags = 0x202;
        pid_t pid = must(fork(), "fork");
        if (pid == 0) {
            in.rcx = kml_entry;
            (way == CALL && kml_entry != 0 ? registers_call : registers_trap)(&in, &out);
            _exit(99);
        }
        expect(reap(pid), 0, "registers of a new program by %s", way_name(way));
    }
    return 0;
}

const struct command life_commands[] = {{"fresh-registers", fresh_registers}, {"births", births}, {"failing-exec", failing_exec}, {NULL, NULL}};
