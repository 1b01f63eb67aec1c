/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a job: words, each with a zero behind it. The first is `lupine-boot-job-1`, the last `end`; between them are a name and
 * what it needs, in any order:
 *
 *   name TEXT         kept in the file `begun`: who comes later knows by it which job this was
 *   timeout-ms N      longest life of the monitor
 *   grace-ms N        time between a request to end and the end, 0 for none
 *   console-bytes N   more is not kept, and ends the monitor
 *   timed yes|no      the console is the monitor's standard output behind one byte; else the monitor writes the file `console`
 *   awaited TEXT      its first arrival on the console is timed
 *   cpus LIST         of the monitor, numbers with commas
 *   group PATH        control group that has these CPUs: `cgroup.procs` in it gets the monitor
 *   sudo yes|no       whether that is done by `sudo -n tee` where this user may not
 *   fatal TEXT        a line of standard error that has it says that the monitor does not end by itself; as often as needed
 *   monitor COMMAND
 *   network COMMAND   makes the network that the monitor, `notify` and the clients run in: `guest-network`
 *   load-cpu N        CPU of `notify` and the clients
 *   load-ends yes|no  whether the monitor is ended when the load is over: nobody in the guest is told
 *   notify COMMAND
 *   client COMMAND    in order
 *
 * A COMMAND is the number of its words and the words. A word begins with `=`, and the rest is it, or is `@parent`, which becomes the
 * number of the process that starts it: so no word that somebody chose is ever taken for that.
 */
#include "keeper.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_BYTES = 1024 * 1024, MOST_WORDS = 4096, MOST_MS = 0x7fffffff, MOST_DIGITS = 15 };
static const long MOST_CONSOLE = 1L << 40;

struct words {
    char *at, *end;
};

static _Noreturn void misread(const char *why, const char *which)
{
    fprintf(stderr, "boot-keeper: the job %s%s%s\n", why, *which ? " " : "", which);
    exit(NOT_BEGUN);
}

/* Decimal digits and nothing else. */
int whole_number(const char *text, long most, long *value)
{
    size_t length = strlen(text);
    if (length == 0 || length > MOST_DIGITS || strspn(text, "0123456789") != length)
        return 0;
    *value = strtol(text, NULL, 10);
    return *value <= most;
}

static char *word(struct words *words)
{
    char *found = words->at;
    char *zero = found == words->end ? NULL : memchr(found, '\0', words->end - found);
    if (zero == NULL)
        misread("ends too early", "");
    words->at = zero + 1;
    return found;
}

static long number(struct words *words, long most)
{
    long value;
    const char *text = word(words);
    if (!whole_number(text, most, &value))
        misread("has a wrong number", text);
    return value;
}

static struct command command(struct words *words)
{
    struct command read = { .count = number(words, MOST_WORDS) };
    if (read.count == 0)
        misread("has a command without words", "");
    read.words = calloc(read.count, sizeof(*read.words));
    if (read.words == NULL)
        fail("memory", "");
    for (int i = 0; i < read.count; i++) {
        read.words[i] = word(words);
        if (read.words[i][0] != '=' && strcmp(read.words[i], "@parent") != 0)
            misread("has a word of no known kind", read.words[i]);
    }
    if (strncmp(read.words[0], "=/", 2) != 0)
        misread("has a program without a full path", read.words[0]);
    return read;
}

static int yes(struct words *words)
{
    const char *text = word(words);
    if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
        misread("says neither yes nor no", text);
    return strcmp(text, "yes") == 0;
}

static void read_entry(struct job *job, const char *name, struct words *words)
{
    if (strcmp(name, "name") == 0)
        job->name = word(words);
    else if (strcmp(name, "timeout-ms") == 0)
        job->timeout_ms = number(words, MOST_MS);
    else if (strcmp(name, "grace-ms") == 0)
        job->grace_ms = number(words, MOST_MS);
    else if (strcmp(name, "console-bytes") == 0)
        job->console_bytes = number(words, MOST_CONSOLE);
    else if (strcmp(name, "timed") == 0)
        job->timed = yes(words);
    else if (strcmp(name, "awaited") == 0)
        job->awaited = word(words);
    else if (strcmp(name, "cpus") == 0)
        job->cpus = word(words);
    else if (strcmp(name, "group") == 0)
        job->group = word(words);
    else if (strcmp(name, "sudo") == 0)
        job->by_sudo = yes(words);
    else if (strcmp(name, "load-cpu") == 0)
        job->load_cpu = word(words);
    else if (strcmp(name, "load-ends") == 0)
        job->load_ends = yes(words);
    else if (strcmp(name, "fatal") == 0 && job->fatal_count < MOST_FATAL)
        job->fatal[job->fatal_count++] = word(words);
    else if (strcmp(name, "monitor") == 0)
        job->monitor = command(words);
    else if (strcmp(name, "network") == 0)
        job->network = command(words);
    else if (strcmp(name, "notify") == 0)
        job->notify = command(words);
    else if (strcmp(name, "client") == 0 && job->client_count < MOST_CLIENTS)
        job->clients[job->client_count++] = command(words);
    else
        misread("has an unknown entry, or too many of one:", name);
}

static size_t read_whole(char *bytes, size_t most)
{
    size_t length = 0;
    int file = open("job", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        fail("opening", "job");
    for (ssize_t got = 1; got != 0 && length < most; length += got > 0 ? got : 0) {
        got = read(file, bytes + length, most - length);
        if (got < 0 && errno != EINTR)
            fail("reading", "job");
    }
    close(file);
    return length;
}

void read_job(struct job *job)
{
    static char bytes[MOST_BYTES + 1];
    size_t length = read_whole(bytes, sizeof(bytes));
    struct words words = { bytes, bytes + length };
    if (length > MOST_BYTES)
        misread("is too long", "");
    if (strcmp(word(&words), "lupine-boot-job-1") != 0)
        misread("is of another format", "");
    for (const char *name = word(&words); strcmp(name, "end") != 0; name = word(&words))
        read_entry(job, name, &words);
    if (words.at != words.end)
        misread("goes on behind its end", "");
    if (job->name == NULL || job->monitor.count == 0 || job->timeout_ms == 0)
        misread("has no name, no monitor or no time limit", "");
    if (job->awaited != NULL && (strlen(job->awaited) == 0 || strlen(job->awaited) > MOST_AWAITED))
        misread("awaits a text of a wrong length", "");
    if ((job->network.count == 0) != (job->notify.count == 0))
        misread("has a network or a notifier only", "");
}
