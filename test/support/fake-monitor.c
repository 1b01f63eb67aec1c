/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plays a monitor that a system brings, and its guest: `fake-monitor KERNEL [PROGRAM] ENDING`. What it is asked for it finds out as uhyve does, from
 * its variables and words.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void politely(int signal)
{
    (void)signal;
    _exit(0);
}

static void say(const char *text)
{
    printf("%s\n", text);
    fflush(stdout);
}

static void list(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
        if (entry->d_name[0] != '.')
            printf("%s%s\n", path, entry->d_name);
}

static int look(char **words)
{
    char first[5] = "";
    int kernel = open(words[1], O_RDONLY), own = open("own", O_CREAT | O_WRONLY, 0600);
    printf("uid %d, kernel %s, own file %s\n", getuid(), read(kernel, first, 4) == 4 ? first : "?",
           own >= 0 ? "yes" : "no");
    printf("memory %s, user's HOME %s\n", getenv("HERMIT_MEM"), getenv("HOME") == NULL ? "unknown" : "known");
    list("/");
    list("/dev/");
    return 0;
}

static int floor_with_holes(void)
{
    int mib = atoi(getenv("HERMIT_MEM"));
    if (mib < 5)
        raise(SIGSEGV);
    if (mib != 7 && mib < 9)
        pause();
    say("done");
    return 0;
}

int main(int count, char **words)
{
    const char *ending = words[count - 1];
    signal(SIGTERM, politely);
    signal(SIGINT, politely);
    if (strcmp(ending, "success") == 0)
        return say("done"), 0;
    if (strcmp(ending, "status") == 0)
        return say("done"), 7;
    if (strcmp(ending, "abort") == 0)
        return 127;
    if (strcmp(ending, "crash") == 0)
        return say("done"), raise(SIGSEGV);
    if (strcmp(ending, "silence") == 0)
        return 0;
    if (strcmp(ending, "term") == 0)
        return say("done"), raise(SIGTERM);
    if (strcmp(ending, "unsupported") == 0)
        return fprintf(stderr, "[0][0:7][ERROR] Unsuported Linux syscall: 293\n"), 242;
    if (strcmp(ending, "fault") == 0)
        return say("done"), fprintf(stderr, "GUEST PAGE FAULT @0x10 (RIP @0x3b0c64)\n"), 242;
    if (strcmp(ending, "lies") == 0)
        return fprintf(stderr, "confine: KVM internal error. Suberror: 1\nKVM_RUN failed\n"), 1;
    if (strcmp(ending, "hang") == 0)
        return say("done"), pause();
    if (strcmp(ending, "spin") == 0)
        for (say("done");;)
            ;
    if (strcmp(ending, "endless") == 0)
        for (;;)
            say("more and more and more and more");
    if (strcmp(ending, "holes") == 0)
        return floor_with_holes();
    return strcmp(ending, "look") == 0 ? look(words) : 99;
}
