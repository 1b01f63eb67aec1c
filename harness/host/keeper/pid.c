/* SPDX-License-Identifier: Apache-2.0 */
#include "keeper.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Of the fields behind the name of a process, the one that says when it began; proc_pid_stat(5) counts it as the 22nd of all. */
enum { BEGAN = 20 };

/*
 * Writes FOLDER/pid: the number of this process, and when it began, by which whoever comes after a dead coordinator knows that it is
 * still the same one. Nothing is written where that cannot be told: then it is found by its folder.
 */
void record_pid(void)
{
    char stat[1024], text[64];
    int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, stat, sizeof(stat) - 1);
    if (fd >= 0)
        close(fd);
    if (length <= 0)
        return;
    stat[length] = 0;
    char *field = strrchr(stat, ')');
    for (int n = 0; field && n < BEGAN; n++)
        field = strchr(field + 1, ' ');
    if (!field)
        return;
    size_t digits = strspn(field + 1, "0123456789");
    snprintf(text, sizeof(text), "%d %.*s\n", (int)getpid(), (int)digits, field + 1);
    put_file("pid", text, strlen(text));
}
