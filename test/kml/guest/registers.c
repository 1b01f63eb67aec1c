// SPDX-License-Identifier: Apache-2.0
/* What a call leaves in registers and flags, and how it refuses. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "kml.h"

/* Those that decide how the processor works; the arithmetic flags are the caller's to lose (they are clobbers). */
#define CF 0x1
#define TF 0x100
#define IF 0x200
#define DF 0x400
#define NT 0x4000
#define AC 0x40000
#define CONTROL (TF | IF | DF | NT | AC)

/* Something else in each register. */
static void fill(struct registers *in)
{
    uint64_t *slots = (uint64_t *)in;
    for (int i = 0; i < 15; i++)
        slots[i] = 0x1111111111111111u * (unsigned)i + 0x0102030405060708u;
}

static void make(enum way way, struct registers *in, struct registers *out)
{
    memset(out, 0xee, sizeof(*out));
    if (way == CALL && kml_entry != 0) {
        in->rcx = kml_entry;
        registers_call(in, out);
    } else {
        registers_trap(in, out);
    }
}

static void probe(enum way way, long nr, uint64_t flags, struct registers *in, struct registers *out)
{
    fill(in);
    in->rax = (uint64_t)nr;
    in->flags = flags | 2;
    make(way, in, out);
}

long registers_changed(const struct registers *in, const struct registers *out)
{
    long count = 0;
    count += in->rbx != out->rbx;
    count += in->rdx != out->rdx;
    count += in->rsi != out->rsi;
    count += in->rdi != out->rdi;
    count += in->rbp != out->rbp;
    count += in->r8 != out->r8;
    count += in->r9 != out->r9;
    count += in->r10 != out->r10;
    count += in->r12 != out->r12;
    count += in->r13 != out->r13;
    count += in->r14 != out->r14;
    count += in->r15 != out->r15;
    return count;
}

static int registers(char **arguments)
{
    static const struct {
        const char *name;
        uint64_t flags;
    } sets[] = {{"nothing", IF}, {"CF", IF | CF}, {"DF", IF | DF},
                {"NT", IF | NT}, {"AC", IF | AC}, {"DF, NT, AC", IF | DF | NT | AC}};
    (void)arguments;
    struct registers in, out;
    FOR_BOTH(way)
    for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
        probe(way, SYS_getppid, sets[i].flags, &in, &out);
        expect((long)out.rax == getppid(), 1, "%s with %s set: result", way_name(way), sets[i].name);
        expect(registers_changed(&in, &out), 0, "  changed registers");
        expect((long)((in.flags ^ out.flags) & CONTROL), 0, "  changed flags");
    }
    return 0;
}

/* Calls whose functions use many registers; those that are no arguments are full of something else. */
static void deep_calls_by(enum way way)
{
    static char buffer[512];
    uint64_t area = (uint64_t)mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint64_t file = (uint64_t)must(open("/kml", O_RDONLY), "open"), to = (uint64_t)buffer;
    const struct {
        const char *name;
        long nr;
        uint64_t rdi, rsi, rdx, r10;
    } calls[] = {
        {"read", SYS_read, file, to, 64, 0},
        {"pread64", SYS_pread64, file, area, 8192, 4096},
        {"fstat", SYS_fstat, file, to, 0, 0},
        {"openat", SYS_openat, (uint64_t)AT_FDCWD, (uint64_t)"/proc/none", 0, 0},
        {"mprotect", SYS_mprotect, area, 4096, PROT_READ, 0},
        {"madvise", SYS_madvise, area, 8192, MADV_DONTNEED, 0},
        {"munmap", SYS_munmap, area, 8192, 0, 0},
        {"clock_gettime", SYS_clock_gettime, CLOCK_MONOTONIC, to, 0, 0},
        {"rt_sigprocmask", SYS_rt_sigprocmask, SIG_BLOCK, 0, to, 8},
        {"uname", SYS_uname, to, 0, 0, 0},
        {"getrandom", SYS_getrandom, to, 64, 0, 0},
        {"poll", SYS_poll, 0, 0, 0, 0},
        {"close", SYS_close, file, 0, 0, 0},
    };
    struct registers in, out;
    for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
        fill(&in);
        in.rax = (uint64_t)calls[i].nr;
        in.flags = IF | 2;
        in.rdi = calls[i].rdi;
        in.rsi = calls[i].rsi;
        in.rdx = calls[i].rdx;
        if (calls[i].r10 != 0)
            in.r10 = calls[i].r10;
        make(way, &in, &out);
        say("%s by %s %s", calls[i].name, way_name(way), (long)out.rax < 0 ? "fails" : "is done");
        expect(registers_changed(&in, &out), 0, "  changed registers");
    }
}

static int deep_calls(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way)
    deep_calls_by(way);
    return 0;
}

static int refusals(char **arguments)
{
    (void)arguments;
    static const long numbers[] = {-1, 500, 460, 100000, 0x40000000, 0x7fffffff, -0x7fffffff,
                                   0x100000000 + SYS_getpid, -4096};
    struct registers in, out;
    FOR_BOTH(way)
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        probe(way, numbers[i], IF, &in, &out);
        long want = (int)numbers[i] == SYS_getpid ? getpid() : -ENOSYS;
        expect((long)out.rax == want, 1, "number %#lx by %s is refused as ever", numbers[i], way_name(way));
        expect(registers_changed(&in, &out), 0, "  changed registers");
    }
    return 0;
}

/* mmap takes six arguments, and each shows: address, length, protection, flags, file, offset. */
static int arguments_six(char **arguments)
{
    (void)arguments;
    FOR_BOTH(way) {
        char *place = mmap(NULL, 16384, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        int file = must(by(way, SYS_open, "/kml", 0), "open");
        char *map = (char *)by(way, SYS_mmap, place, 8192, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 4096);
        char direct[8];
        expect(map == place, 1, "mmap by %s: at the address wanted", way_name(way));
        expect(by(way, SYS_pread64, file, direct, 8, 4096), 8, "  the file at that offset");
        expect(memcmp(map, direct, 8), 0, "  difference between both");
        expect(by(way, SYS_mmap, place, 8192, PROT_READ, MAP_PRIVATE | MAP_FIXED, 999, 4096), -EBADF, "  a bad file");
        expect(by(way, SYS_mmap, place, 8192, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 1), -EINVAL, "  a bad offset");
        expect(by(way, SYS_close, file), 0, "  close");
    }
    return 0;
}

static volatile long steps, kernel_rips;

static void step(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)info;
    steps++;
    kernel_rips += ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] < 0;
}

/* A process that sets TF itself sees a trap after each instruction, and never one of the kernel's. */
static int trap_flag(char **arguments)
{
    (void)arguments;
    struct sigaction action = {.sa_sigaction = step, .sa_flags = SA_SIGINFO};
    sigaction(SIGTRAP, &action, NULL);
    struct registers in, out;
    FOR_BOTH(way) {
        steps = kernel_rips = 0;
        for (int i = 0; i < 100; i++)
            probe(way, SYS_getppid, IF | TF, &in, &out);
        expect((long)out.rax == getppid(), 1, "%s with TF set: result", way_name(way));
        expect(registers_changed(&in, &out), 0, "  changed registers");
        expect(kernel_rips, 0, "  steps inside the kernel");
        expect(steps >= 300, 1, "  steps outside, enough");
    }
    return 0;
}

const struct command register_commands[] = {
    {"registers", registers},
    {"deep-calls", deep_calls},
    {"refusals", refusals},
    {"six-arguments", arguments_six},
    {"trap-flag", trap_flag},
    {NULL, NULL},
};
