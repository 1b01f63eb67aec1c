/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way out of the guest: the first serial port by port I/O, because the kernel may have no tty at all, else
 * /dev/kmsg, else /dev/console, which may lead nowhere without telling. Port access is raised only while writing,
 * so that no context switch of a measured app has an I/O bitmap to care for, and no program inherits it.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/io.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

#include "init.h"

enum {
    UART = 0x3f8,
    UART_PORTS = 8,
    LINE_STATUS = 5,
    TRANSMITTER_EMPTY = 0x20,
    DEBUG_EXIT = 0xf4,
    /* QEMU ends with (value << 1) | 1: 33 and 35, which its own failures (1) and signals never give. */
    VALUE_OK = 16,
    VALUE_FAILED = 17,
    /* QEMU's firmware configuration: a selector of 16 bits, and a byte of what it selects for each read. */
    CONFIG = 0x510,
    CONFIG_PORTS = 2,
    CONFIG_SIGNATURE = 0,
    CONFIG_UUID = 2,
    /* A port without a UART reads 0xff or 0 for ever; a byte of a real one takes 87 us. */
    POLL_LIMIT = 1000000,
};

uint8_t boot_nonce[8];

static enum { CLOSED, PORT, CONSOLE, KMSG } state;
static bool is_kmsg;
static int console_fd = -1;

static int open_device(const char *path, unsigned major_number, unsigned minor_number)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd >= 0 || errno != ENOENT)
        return fd;
    if (mkdir("/dev", 0755) < 0 && errno != EEXIST)
        return -1;
    if (mknod(path, S_IFCHR | 0600, makedev(major_number, minor_number)) < 0)
        return -1;
    return open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
}

/* The kernel drops what comes too quickly from /dev/kmsg unless it is told not to. */
static void allow_kmsg(void)
{
    static const char setting[] = "/proc/sys/kernel/printk_devkmsg";
    if (setup_write(setting, "on\n") != 0 && setup_mount("proc", "/proc", "proc", "") == 0)
        setup_write(setting, "on\n");
}

static void read_config(unsigned short selector, uint8_t *bytes, size_t length)
{
    outw(selector, CONFIG);
    for (size_t i = 0; i < length; i++)
        bytes[i] = inb(CONFIG + 1);
}

/*
 * The machine's UUID is new in each boot, and only who may use ports can read it. Without it the nonce is zero: whoever
 * reads the frames knows for which kernels that is good enough.
 */
static void read_nonce(void)
{
    static bool done;
    uint8_t signature[4];
    if (done || ioperm(CONFIG, CONFIG_PORTS, 1) < 0)
        return;
    done = true;
    read_config(CONFIG_SIGNATURE, signature, sizeof(signature));
    if (memcmp(signature, "QEMU", sizeof(signature)) == 0)
        read_config(CONFIG_UUID, boot_nonce, sizeof(boot_nonce));
    ioperm(CONFIG, CONFIG_PORTS, 0);
}

void console_begin(void)
{
    if (state != CLOSED)
        return;
    if (ioperm(UART, UART_PORTS, 1) == 0 && inb(UART + LINE_STATUS) != 0xff) {
        read_nonce();
        state = PORT;
        return;
    }
    if (console_fd < 0) {
        allow_kmsg();
        console_fd = open_device("/dev/kmsg", 1, 11);
        is_kmsg = console_fd >= 0;
    }
    if (console_fd < 0)
        console_fd = open_device("/dev/console", 5, 1);
    state = is_kmsg ? KMSG : CONSOLE;
}

/* One line, newline included. */
void console_write(const char *bytes, size_t length)
{
    /* One record per line, of a level that a quiet console shows. */
    static char level[] = "<0>";
    struct iovec record[] = { { level, sizeof(level) - 1 }, { (char *)(uintptr_t)bytes, length } };
    if (state == KMSG) {
        while (writev(console_fd, record, 2) < 0 && (errno == EINTR || errno == EAGAIN))
            ;
        return;
    }
    if (state == PORT) {
        for (size_t i = 0; i < length; i++) {
            for (int polls = 0; polls < POLL_LIMIT && !(inb(UART + LINE_STATUS) & TRANSMITTER_EMPTY); polls++)
                ;
            outb((unsigned char)bytes[i], UART);
        }
        return;
    }
    while (length > 0) {
        ssize_t written = write(console_fd, bytes, length);
        if (written < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (written <= 0)
            return;
        bytes += written;
        length -= (size_t)written;
    }
}

void console_end(void)
{
    if (state == PORT)
        ioperm(UART, UART_PORTS, 0);
    state = CLOSED;
}

/* End the virtual machine. `how` is `debug-exit` or `reboot`; the second is also the way out of a failed first. */
void machine_end(const char *how, bool ok)
{
    if (strcmp(how, "debug-exit") == 0 && ioperm(DEBUG_EXIT, 4, 1) == 0)
        outb(ok ? VALUE_OK : VALUE_FAILED, DEBUG_EXIT);
    reboot(RB_AUTOBOOT);
    /* PID 1 must not end: that would look like a kernel panic. */
    for (;;)
        pause();
}
