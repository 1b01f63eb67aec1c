/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sign for a monitor that times the boot itself, as Firecracker does with --boot-timer: one byte to a register in memory. Given only
 * when the kernel command line names its address, LUPINE_BOOT_TIMER=3221225472, which the kernel hands over as a variable. It takes
 * a kernel with /dev/mem, by which alone a program reaches such a register: ports are something else.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "init.h"

enum { SIGN = 123, PAGE = 4096 };

/* Of our own, and gone at once: no app is to find it. */
static const char node[] = "/lupine-boot-timer";

static volatile uint8_t *mapped(off_t address)
{
    if (mknod(node, S_IFCHR | 0600, makedev(1, 1)) < 0)
        return MAP_FAILED;
    int fd = open(node, O_RDWR | O_SYNC | O_CLOEXEC);
    int error = errno;
    unlink(node);
    if (fd < 0) {
        errno = error;
        return MAP_FAILED;
    }
    volatile uint8_t *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, address);
    error = errno;
    close(fd);
    errno = error;
    return page;
}

void boot_timer(void)
{
    const char *told = getenv("LUPINE_BOOT_TIMER");
    uint64_t address;
    if (told == NULL || !job_number(told, UINT32_MAX, &address))
        return;
    volatile uint8_t *page = mapped((off_t)address);
    if (page == MAP_FAILED) {
        report_note("boot timer", strerror(errno));
        return;
    }
    *page = SIGN;
    munmap((void *)page, PAGE);
}
