/* SPDX-License-Identifier: Apache-2.0 */
/* PID 1: read the job, carry it out line by line, end the machine. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

static const char job_path[] = "/etc/lupine/job";

/* Without /dev/console the kernel starts us with no descriptors; 0 to 3 are the app's, so nothing of ours may land there. */
static void occupy_low_descriptors(void)
{
    int fd = open("/", O_PATH | O_CLOEXEC);
    while (fd >= 0 && fd < 3)
        fd = fcntl(fd, F_DUPFD_CLOEXEC, fd + 1);
}

int main(void)
{
    if (getpid() != 1) {
        static const char refusal[] = "This is the init of a guest; it does nothing unless it is process 1.\n";
        return write(2, refusal, sizeof(refusal) - 1) < 0 ? 2 : 1;
    }
    occupy_low_descriptors();
    boot_timer();
    pump_start();
    confine_devices();
    char *at = job_read(job_path);
    for (unsigned number = 1; at != NULL; number++) {
        char *newline = strchr(at, '\n');
        if (newline != NULL)
            *newline = '\0';
        command_run(at, number);
        at = newline == NULL ? NULL : newline + 1;
    }
    report_failure("job", "the job ends without a `finish` line");
}
