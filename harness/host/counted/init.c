/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PID 1 of a counted KVM host: lets `boot-keeper` make the boot whose job is in /boot, says on the first serial port how that went, and
 * resets the machine. It is a machine for one boot: nothing else ever runs on it.
 *
 * What it says is the line `lupine-counted 1` and the answer of `boot-keeper --follow`, byte for byte; or the line `lupine-counted failed
 * WHAT: WHY`. It writes to the port itself: a terminal would change bytes and take its time for each.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SERIAL = 0x3f8, DEBUG_EXIT = 0xf4, CONSOLE_LEVEL = 8 };

static const char answer[] = "\nlupine-counted 1\n";
static const char keeper[] = "/usr/sbin/boot-keeper", folder[] = "/boot";

static void say(const char *bytes, size_t length)
{
    while (length-- > 0)
        outb(*bytes++, SERIAL);
}

static _Noreturn void end(int status)
{
    /* A machine with isa-debug-exit ends here. */
    outb(status, DEBUG_EXIT);
    reboot(RB_AUTOBOOT);
    _exit(1);
}

static _Noreturn void fail(const char *what)
{
    char text[256];
    int length = snprintf(text, sizeof(text), "\nlupine-counted failed %s: %s\n", what, strerror(errno));
    say(text, length < (int)sizeof(text) ? (size_t)length : sizeof(text) - 1);
    end(1);
}

static void mounted(const char *type, const char *where)
{
    if (mkdir(where, 0755) < 0 && errno != EEXIST)
        fail(where);
    /* A kernel may have mounted it already. */
    if (mount(type, where, type, 0, NULL) < 0 && errno != EBUSY)
        fail(where);
}

/* Runs the keeper with these words; what it prints goes to a descriptor. */
static pid_t begin(char *const words[], int output)
{
    pid_t child = fork();
    if (child < 0)
        fail("a process");
    if (child > 0)
        return child;
    int nothing = open("/dev/null", O_RDWR);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output < 0 ? nothing : output, 1) < 0 ||
        dup2(output < 0 ? nothing : output, 2) < 0)
        _exit(127);
    execv(words[0], words);
    _exit(127);
}

/* What the keeper prints goes to the port when it is through, so that nothing that runs is held up. */
static int told(char *const words[])
{
    static char piece[64 * 1024];
    int status = 0, ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        fail("a pipe");
    pid_t child = begin(words, ends[1]);
    close(ends[1]);
    for (ssize_t got; (got = read(ends[0], piece, sizeof(piece))) != 0;) {
        if (got < 0 && errno != EINTR)
            fail("reading an answer");
        if (got > 0)
            say(piece, got);
    }
    close(ends[0]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/*
 * What waits for the kernel's tick waits for a part of one that depends on when it begins. So boots begin at a whole second, whatever has
 * to be unpacked before them.
 */
static void whole_second(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) < 0)
        fail("the clock");
    struct timespec then = { .tv_sec = now.tv_sec + 1 };
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &then, NULL) == EINTR)
        ;
}

int main(void)
{
    char *const start[] = { (char *)keeper, "--start", (char *)folder, NULL };
    char *const follow[] = { (char *)keeper, "--follow", (char *)folder, "0", "1099511627776", "1", "1", NULL };
    if (getpid() != 1 || ioperm(SERIAL, 8, 1) < 0 || ioperm(DEBUG_EXIT, 4, 1) < 0)
        return 1;
    mounted("devtmpfs", "/dev");
    mounted("proc", "/proc");
    mounted("sysfs", "/sys");
    mounted("tmpfs", "/tmp");
    /* What KVM has to say of a guest would cost instructions, and stand in the answer; a panic is still printed. */
    if (klogctl(CONSOLE_LEVEL, NULL, 1) < 0)
        fail("the kernel's console");
    whole_second();
    /* What it cannot begin it says, and then there is no answer. */
    if (told(start) != 0)
        end(1);
    /* The keeper is a child of this process now, and ends behind all that it has started. */
    while (wait(NULL) > 0 || errno == EINTR)
        ;
    say(answer, sizeof(answer) - 1);
    end(told(follow) == 0 ? 0 : 1);
}
