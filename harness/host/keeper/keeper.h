/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KEEPER_H
#define KEEPER_H
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/types.h>

/* Exit status of what could not be begun, as env and timeout have it. */
enum { NOT_BEGUN = 125, NOT_FOUND = 127 };
enum { MOST_CLIENTS = 64, MOST_FATAL = 8, MOST_AWAITED = 128, KEPT_ERRORS = 64 * 1024, MOST_LINE = 1024 };

/* A program and its words, the program's path first; see job.c for how a word begins. */
struct command {
    char **words;
    int count;
};

/* What is to be done in a folder; see job.c. */
struct job {
    long timeout_ms, grace_ms, console_bytes;
    int timed, by_sudo, load_ends;
    const char *name, *awaited, *cpus, *load_cpu, *group;
    const char *fatal[MOST_FATAL];
    int fatal_count;
    struct command network, notify, monitor, clients[MOST_CLIENTS];
    int client_count;
};

/* Where a program runs: its CPUs, the control group that has them, and the network of another process, all optional. */
struct place {
    const char *cpus, *group;
    int by_sudo;
    pid_t network;
    int own_user;
};

/* What it reads and writes; -1 for nothing. */
struct ends {
    int in, out, err;
};

/* A console that comes through a pipe. */
struct console {
    int file;
    long kept, most;
    int announced, full, errno_of_file;
    const char *awaited;
    char tail[MOST_AWAITED];
    long long tail_at[MOST_AWAITED], first;
    size_t tail_length;
    long long awaited_ns;
};

/* The end of what a monitor says on its standard error, and the line that says that it will not end by itself. */
struct errors {
    const struct job *job;
    char kept[KEPT_ERRORS], line[MOST_LINE], fatal[MOST_LINE];
    size_t length, at, line_length, fatal_length;
    int is_fatal;
};

/* How a boot ended. */
struct outcome {
    const char *stopped;
    int status, awaited, network_failed;
    long long awaited_ns, host_ns;
    int console_errno;
};

/* Says on standard error what could not be done, with the reason in errno, and ends with NOT_BEGUN. */
_Noreturn void fail(const char *what, const char *which);

/* job.c */
void read_job(struct job *job);
int whole_number(const char *text, long most, long *value);

/* pid.c */
void record_pid(void);

/* clock.c */
long long now_ns(void);

/* spawn.c */
pid_t spawn(const struct command *command, const struct place *place, struct ends ends);
void make_pipe(int ends[2]);
int new_file(const char *name, int flags);
void end_group(pid_t pid, int signal);

/* group.c */
void enter_group(const char *group, int by_sudo);

/* console.c */
void console_take(struct console *console, const char *bytes, size_t length, long long now);

/* errors.c */
void errors_take(struct errors *errors, const char *bytes, size_t length);
void errors_write(const struct errors *errors, const char *name);

/* network.c */
int open_network(const struct job *job, struct place *place, int *held);

/* load.c */
pid_t start_load(const struct job *job, const struct place *place, int *guest_lives);

/* result.c */
void reserve_result(void);
void write_result(const struct outcome *outcome);
void put_file(const char *name, const char *bytes, size_t length);

/* reap.c */
void end_all(void);

/* run.c */
void run(const struct job *job);

/* follow.c */
int follow(const char *from, const char *limit, const char *period_ms, const char *most_ms);
int stop(const char *why);

#endif
