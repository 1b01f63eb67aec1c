// SPDX-License-Identifier: Apache-2.0
/* Core dumps: a debugger must find a process of user space in them. */
#include <elf.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/procfs.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/user.h>
#include <unistd.h>

#include "kml.h"

#define MARK 0x00c0ffee12345678UL

/* Dies in its own code with known registers; the label is the address that must be in the dump. */
extern const char crash_here[];
static void crash(void)
{
    __asm__ volatile("mov %0, %%r15; mov %%rsp, %%r14; xor %%eax, %%eax\n"
                     ".globl crash_here\ncrash_here: mov (%%rax), %%rax" ::"r"(MARK)
                     : "rax", "r14", "r15", "memory");
}

/* Dies inside a call that it made: RIP is behind the call. */
static void abandon(enum way way)
{
    by(way, SYS_kill, by(TRAP, SYS_getpid), SIGQUIT);
}

static int die(void *argument)
{
    struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
    must(setrlimit(RLIMIT_CORE, &unlimited), "RLIMIT_CORE");
    must(chdir("/tmp"), "/tmp");
    if (argument == NULL)
        crash();
    else
        abandon(*(enum way *)argument);
    return 1;
}

/* The first NT_PRSTATUS of /tmp/core. */
static struct elf_prstatus status_of_core(void)
{
    static char bytes[65536];
    struct elf_prstatus status;
    memset(&status, 0, sizeof(status));
    int file = must(open("/tmp/core", O_RDONLY), "the core file");
    long length = must(read(file, bytes, sizeof(bytes)), "reading the core file");
    close(file);
    const Elf64_Ehdr *header = (const void *)bytes;
    const Elf64_Phdr *segments = (const void *)(bytes + header->e_phoff);
    for (int i = 0; i < header->e_phnum; i++) {
        if (segments[i].p_type != PT_NOTE)
            continue;
        const Elf64_Nhdr *note = (const void *)(bytes + segments[i].p_offset);
        const char *body = (const char *)(note + 1) + ((note->n_namesz + 3) & ~3u);
        if (note->n_type != NT_PRSTATUS || body + sizeof(status) > bytes + length)
            must(-1, "a core file that begins with NT_PRSTATUS");
        memcpy(&status, body, sizeof(status));
    }
    return status;
}

static void check(const struct user_regs_struct *registers, int number, int signal)
{
    expect(number, signal, "  signal");
    expect((long)registers->cs, 0x33, "  cs");
    expect((long)registers->ss, 0x2b, "  ss");
    expect((long)registers->rip > 0 && (long)registers->rsp > 0x7f0000000000, 1, "  addresses of a process");
}

static int core(char **arguments)
{
    (void)arguments;
    umask(0);
    struct user_regs_struct registers;
    say("core of a crash");
    expect(in_child(die, NULL), 256 + SIGSEGV, "  end");
    struct elf_prstatus status = status_of_core();
    memcpy(&registers, &status.pr_reg, sizeof(registers));
    check(&registers, status.pr_cursig, SIGSEGV);
    expect((uintptr_t)registers.rip == (uintptr_t)crash_here, 1, "  RIP at the instruction");
    expect(registers.r15 == MARK && registers.r14 == registers.rsp, 1, "  other registers as they were");
    FOR_BOTH(way) {
        say("core of a process ended inside a %s", way_name(way));
        unlink("/tmp/core");
        expect(in_child(die, &way), 256 + SIGQUIT, "  end");
        status = status_of_core();
        memcpy(&registers, &status.pr_reg, sizeof(registers));
        check(&registers, status.pr_cursig, SIGQUIT);
        expect(registers.orig_rax, SYS_kill, "  number of the call");
        const unsigned char *call = (const unsigned char *)registers.rip - 2;
        int wanted = way == CALL && kml_entry != 0 ? 0xffd1 : 0x0f05;
        expect((call[0] << 8 | call[1]) == wanted, 1, "  RIP behind the call's instruction");
    }
    return 0;
}

const struct command dump_commands[] = {{"core", core}, {NULL, NULL}};
