/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a boot came to, in the file `result`, which is there whole or not at all: lines of a name and a value, `end` the last.
 * Its room is taken before the boot: a disk that a guest's console has filled has it still.
 */
#include "keeper.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROOM = 1024 };

static void write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno != EINTR)
            return;
        if (written > 0) {
            bytes += written;
            length -= written;
        }
    }
}

/* On a full disk as much of it as there is room for. */
void put_file(const char *name, const char *bytes, size_t length)
{
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return;
    write_all(file, bytes, length);
    close(file);
}

void reserve_result(void)
{
    int file = new_file("result.new", 0);
    errno = posix_fallocate(file, 0, ROOM);
    if (errno != 0)
        fail("room for", "result");
    close(file);
}

static long long size_of(const char *name)
{
    struct stat file;
    return lstat(name, &file) == 0 ? file.st_size : 0;
}

static long long free_bytes(void)
{
    struct statvfs disk;
    return statvfs(".", &disk) == 0 ? (long long)disk.f_bavail * (long long)disk.f_frsize : 0;
}

void write_result(const struct outcome *outcome)
{
    char text[ROOM];
    int at = snprintf(text, sizeof(text), "lupine-boot-result 1\nstopped %s\n", outcome->stopped);
    if (outcome->network_failed != 0)
        at += snprintf(text + at, sizeof(text) - at, "network %d\n", outcome->network_failed);
    else if (WIFEXITED(outcome->status))
        at += snprintf(text + at, sizeof(text) - at, "status %d\n", WEXITSTATUS(outcome->status));
    else
        at += snprintf(text + at, sizeof(text) - at, "signal %d\n", WTERMSIG(outcome->status));
    if (outcome->awaited)
        at += snprintf(text + at, sizeof(text) - at, "awaited-ns %lld\n", outcome->awaited_ns);
    if (outcome->console_errno != 0)
        at += snprintf(text + at, sizeof(text) - at, "console-errno %d\n", outcome->console_errno);
    at += snprintf(text + at, sizeof(text) - at, "host-ns %lld\nconsole %lld\nfree %lld\nend\n", outcome->host_ns,
                   size_of("console"), free_bytes());
    int file = open("result.new", O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return;
    write_all(file, text, at);
    if (ftruncate(file, at) == 0)
        rename("result.new", "result");
    close(file);
}
