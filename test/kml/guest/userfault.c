// SPDX-License-Identifier: Apache-2.0
/*
 * Page faults that another process serves, those of user mode alone: whose a fault is the kernel must know, where the
 * processor sees ring 0 only.
 */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kml.h"

#define PAGE 4096
#define PAGES 8

/* Gives a page of zeros for each fault; what is behind the page is asked for by nobody. */
static void serve(int faults)
{
    struct uffd_msg message;
    while (read(faults, &message, sizeof(message)) == sizeof(message)) {
        struct uffdio_zeropage zero = {.range = {message.arg.pagefault.address & ~(PAGE - 1UL), PAGE}};
        must(ioctl(faults, UFFDIO_ZEROPAGE, &zero), "UFFDIO_ZEROPAGE");
    }
    _exit(1);
}

static int userfault(char **arguments)
{
    (void)arguments;
    int ends[2];
    must(pipe2(ends, O_NONBLOCK), "pipe2");
    must(write(ends[1], "abcdefgh", 8), "write");
    FOR_BOTH(way) {
        char *area = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        int faults = must(syscall(SYS_userfaultfd, UFFD_USER_MODE_ONLY), "userfaultfd");
        struct uffdio_api api = {.api = UFFD_API};
        struct uffdio_register missing = {{(uintptr_t)area, PAGES * PAGE}, UFFDIO_REGISTER_MODE_MISSING, 0};
        must(ioctl(faults, UFFDIO_API, &api), "UFFDIO_API");
        must(ioctl(faults, UFFDIO_REGISTER, &missing), "UFFDIO_REGISTER");
        pid_t server = must(fork(), "fork");
        if (server == 0)
            serve(faults);
        expect(((volatile char *)area)[PAGE], 0, "%s: a read of its own is served", way_name(way));
        expect(by(way, SYS_write, ends[1], area + 2 * PAGE, 8), -14, "%s: a read of the kernel is not", way_name(way));
        expect(by(way, SYS_read, ends[0], area + 3 * PAGE, 8), -14, "%s: nor is a write", way_name(way));
        ((volatile char *)area)[2 * PAGE] = 1;
        expect(by(way, SYS_write, ends[1], area + 2 * PAGE, 8), 8, "%s: what is there can be read", way_name(way));
        kill(server, SIGKILL);
        expect(reap(server), 256 + SIGKILL, "  the server");
        close(faults);
    }
    return 0;
}

const struct command userfault_commands[] = {{"userfault", userfault}, {NULL, NULL}};
