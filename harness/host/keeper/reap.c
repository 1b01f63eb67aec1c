/* SPDX-License-Identifier: Apache-2.0 */
/* Ends whatever is left of what was started: a process without a parent becomes the keeper's own. */
#include "keeper.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t parent_of(const char *process)
{
    char path[300], text[512];
    snprintf(path, sizeof(path), "/proc/%s/stat", process);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    size_t length = fread(text, 1, sizeof(text) - 1, file);
    fclose(file);
    text[length] = '\0';
    /* A program's name may have anything in it, also what looks like its end. */
    const char *behind = strrchr(text, ')');
    int parent = 0;
    return behind != NULL && sscanf(behind, ") %*c %d", &parent) == 1 ? parent : 0;
}

static void kill_children(void)
{
    DIR *all = opendir("/proc");
    if (all == NULL)
        return;
    for (struct dirent *one = readdir(all); one != NULL; one = readdir(all))
        if (isdigit((unsigned char)one->d_name[0]) && parent_of(one->d_name) == getpid())
            kill(atoi(one->d_name), SIGKILL);
    closedir(all);
}

void end_all(void)
{
    for (;;) {
        kill_children();
        if (waitpid(-1, NULL, 0) < 0 && errno != EINTR)
            return;
    }
}
