/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guest's PID 1: carries out the job file /etc/lupine/job line by line, watches the app, and reports in
 * frames on the first serial port. README.md describes both formats.
 */
#ifndef LUPINE_INIT_H
#define LUPINE_INIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Text being built in a caller's buffer; what does not fit is cut off. Always ends with a zero byte. */
struct text {
    char *data;
    size_t size;
    size_t length;
};

void text_start(struct text *text, char *data, size_t size);
void text_bytes(struct text *text, const void *bytes, size_t length);
void text_add(struct text *text, const char *string);
void text_number(struct text *text, uint64_t number);

/* Bytes that a program printed. With `keep_end` the oldest are dropped and counted when the buffer is full. */
struct capture {
    char *data;
    size_t size;
    size_t length;
    uint64_t dropped;
    bool keep_end;
    bool overflow;
};

void capture_add(struct capture *capture, const char *bytes, size_t length);
bool capture_has_line(const struct capture *capture, const char *line);

/* A program that PID 1 started. `pid` is 0 when it was never started. */
struct process {
    pid_t pid;
    bool running;
    int status;
    int out_fd;
    int err_fd;
    struct capture out;
    struct capture err;
};

/* What the next program is started with; cleared by starting it. */
struct launch {
    char *env[64];
    size_t env_count;
    const char *cwd;
    bool has_user;
    uid_t uid;
    gid_t gid;
    bool main_mark;
};

extern uint64_t lupine_first_tsc;
extern struct process app;
extern struct process client;
extern uint64_t main_tsc;
extern uint64_t exec_tsc;
extern int mark_fd;

/* What binds frames to this boot. */
extern uint8_t boot_nonce[8];

/* boot-timer.c */
void boot_timer(void);

/* console.c */
void console_begin(void);
void console_write(const char *bytes, size_t length);
void console_end(void);
_Noreturn void machine_end(const char *how, bool ok);

/* frame.c */
void frame_bytes(const char *type, const void *bytes, size_t length);
void frame_text(const char *type, const char *text);
void frame_stream(const char *type, const struct capture *capture);

/* report.c */
void report_set_end(const char *how);
void report_set_tsc_hz(uint64_t hz);
void report_note(const char *what, const char *detail);
void report_event(const char *name, uint64_t tsc);
void report_ready(void);
void report_check(const char *name);
void report_client(const char *name, const struct process *process);
_Noreturn void report_success(void);
_Noreturn void report_failure(const char *code, const char *detail);
_Noreturn void report_failure_errno(const char *code, const char *what, int error);

/* job.c */
char *job_read(const char *path);
size_t job_tokens(char *line, char **tokens, size_t limit, size_t *lengths);
bool job_number(const char *token, uint64_t limit, uint64_t *value);

/* commands.c */
void command_run(char *line, unsigned number);

/* setup.c and network.c: each returns 0 or an errno. */
int setup_mount(const char *type, const char *target, const char *source, const char *data);
int setup_node(const char *kind, unsigned major_number, unsigned minor_number, mode_t mode, const char *path);
int setup_directory(mode_t mode, uid_t uid, gid_t gid, const char *path);
int setup_rlimit(const char *name, uint64_t soft, uint64_t hard);
int setup_write(const char *path, const char *value);
int network_loopback(void);
int network_interface(const char *name, const char *address, const char *netmask, const char *gateway);

/* disk.c: each returns 0 or an errno. */
int disk_module(const char *path);
int disk_root(const char *device, const char *type);

/* confine.c */
int confine_nothing(void);
void confine_devices(void);
void confine_mounted(const char *type, const char *target);
void confine_guest(void);
int confine_program(const struct launch *launch);
void confine_report(void);

/* process.c */
int process_start(struct process *process, char **argv, struct launch *launch);
void process_reap(void);
void process_describe_status(struct text *text, int status);
int process_exit_status(int status);

/* pump.c */
void pump_start(void);
uint64_t pump_now_ms(void);
bool pump(uint64_t deadline_ms, int fd, short events);
void pump_drain(void);

/* ready.c, exchange.c, check.c and client.c */
int connect_local(unsigned port, uint64_t deadline_ms);
void require_app_alive(void);
void ready_tcp(unsigned port, uint64_t limit_ms);
void ready_exit(int status, uint64_t limit_ms);
void ready_line(const char *line, uint64_t limit_ms);
void check_tcp(char **tokens, size_t *lengths, size_t count);
void check_output(const char *name, uint64_t limit_ms, const char *stream, const char *line);
void client_run(const char *name, uint64_t limit_ms, char **argv, struct launch *launch);

/* tsc.c */
uint64_t tsc_frequency(const char **source);

/* A name for this place, by which a profile tells where a phase ends. It is no instruction. */
#define MARK(name) ".globl lupine_mark_" name "\nlupine_mark_" name ":"

/* The counter, with a mark behind the instruction that reads it; each name once in the program. */
#define rdtsc_at(name) (__extension__({ \
    uint32_t low_, high_; \
    __asm__ volatile("rdtsc\n" MARK(name) : "=a"(low_), "=d"(high_)); \
    (uint64_t)high_ << 32 | low_; \
}))

static inline uint64_t rdtsc(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

#endif
