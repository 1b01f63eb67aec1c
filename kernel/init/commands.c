/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the job file. Each is carried out when its line is reached: nothing is done before it is needed. */
#include <string.h>

#include "init.h"

enum { TOKEN_LIMIT = 64 };

static struct launch launch;
static char *tokens[TOKEN_LIMIT + 1];
static size_t lengths[TOKEN_LIMIT], count;
static unsigned line_number;

_Noreturn static void bad_line(const char *why)
{
    char data[300];
    struct text detail;
    text_start(&detail, data, sizeof(data));
    text_add(&detail, "line ");
    text_number(&detail, line_number);
    text_add(&detail, ": ");
    text_add(&detail, why);
    text_add(&detail, count > 0 ? ": " : "");
    text_add(&detail, count > 0 ? tokens[0] : "");
    report_failure("job", detail.data);
}

static uint64_t number_at(size_t index, uint64_t limit)
{
    uint64_t value;
    if (!job_number(tokens[index], limit, &value))
        bad_line("a number is missing, malformed or too large");
    return value;
}

static int do_end(void)
{
    if (strcmp(tokens[1], "debug-exit") != 0 && strcmp(tokens[1], "reboot") != 0)
        bad_line("the end is neither debug-exit nor reboot");
    report_set_end(tokens[1]);
    return 0;
}

static int do_tsc_hz(void)
{
    report_set_tsc_hz(number_at(1, UINT64_MAX));
    return 0;
}

static int do_mount(void)
{
    int error = setup_mount(tokens[1], tokens[2], count > 3 ? tokens[3] : tokens[1], count > 4 ? tokens[4] : "");
    if (error == 0)
        confine_mounted(tokens[1], tokens[2]);
    return error;
}

static int do_module(void)
{
    return disk_module(tokens[1]);
}

static int do_root(void)
{
    return disk_root(tokens[1], tokens[2]);
}

static int do_node(void)
{
    return setup_node(tokens[1], (unsigned)number_at(2, 4095), (unsigned)number_at(3, 1048575),
                      (mode_t)number_at(4, 07777), tokens[5]);
}

static int do_directory(void)
{
    return setup_directory((mode_t)number_at(1, 07777), (uid_t)number_at(2, UINT32_MAX - 1),
                           (gid_t)number_at(3, UINT32_MAX - 1), tokens[4]);
}

static int do_rlimit(void)
{
    return setup_rlimit(tokens[1], number_at(2, UINT64_MAX), number_at(3, UINT64_MAX));
}

static int do_write(void)
{
    return setup_write(tokens[1], tokens[2]);
}

static int do_interface(void)
{
    return network_interface(tokens[1], tokens[2], tokens[3], count > 4 ? tokens[4] : NULL);
}

static int do_env(void)
{
    enum { ENV_LIMIT = sizeof(launch.env) / sizeof(launch.env[0]) - 2 };
    if (launch.env_count == ENV_LIMIT || strchr(tokens[1], '=') == NULL)
        bad_line("not NAME=VALUE, or more than 62 of them");
    launch.env[launch.env_count++] = tokens[1];
    return 0;
}

static int do_cwd(void)
{
    launch.cwd = tokens[1];
    return 0;
}

static int do_user(void)
{
    launch.uid = (uid_t)number_at(1, UINT32_MAX - 1);
    launch.gid = (gid_t)number_at(2, UINT32_MAX - 1);
    launch.has_user = true;
    return 0;
}

static int do_main_mark(void)
{
    launch.main_mark = true;
    return 0;
}

static int do_app(void)
{
    if (app.pid != 0)
        bad_line("there is an app already");
    confine_guest();
    int error = process_start(&app, tokens + 1, &launch);
    if (error != 0)
        report_failure_errno("app-start", tokens[1], error);
    return 0;
}

static int do_ready(void)
{
    uint64_t limit_ms = number_at(2, UINT32_MAX);
    if (app.pid == 0)
        bad_line("there is no app yet");
    if (strcmp(tokens[1], "tcp") == 0)
        ready_tcp((unsigned)number_at(3, 65535), limit_ms);
    else if (strcmp(tokens[1], "exit") == 0)
        ready_exit((int)number_at(3, 255), limit_ms);
    else if (strcmp(tokens[1], "line") == 0)
        ready_line(tokens[3], limit_ms);
    else
        bad_line("readiness is tcp, exit or line");
    return 0;
}

static int do_check_tcp(void)
{
    number_at(2, UINT32_MAX);
    number_at(3, 65535);
    check_tcp(tokens, lengths, count);
    return 0;
}

static int do_check_output(void)
{
    check_output(tokens[1], number_at(2, UINT32_MAX), tokens[3], tokens[4]);
    return 0;
}

static int do_client(void)
{
    client_run(tokens[1], number_at(2, UINT32_MAX), tokens + 3, &launch);
    return 0;
}

static int do_finish(void)
{
    report_success();
}

static const struct command {
    const char *word;
    size_t least, most; /* tokens, the word included */
    int (*run)(void);
} commands[] = {
    { "end", 2, 2, do_end },
    { "tsc-hz", 2, 2, do_tsc_hz },
    { "mount", 3, 5, do_mount },
    { "module", 2, 2, do_module },
    { "root", 3, 3, do_root },
    { "node", 6, 6, do_node },
    { "directory", 5, 5, do_directory },
    { "rlimit", 4, 4, do_rlimit },
    { "write", 3, 3, do_write },
    { "loopback", 1, 1, network_loopback },
    { "interface", 4, 5, do_interface },
    { "privileged", 1, 1, confine_nothing },
    { "env", 2, 2, do_env },
    { "cwd", 2, 2, do_cwd },
    { "user", 3, 3, do_user },
    { "main-mark", 1, 1, do_main_mark },
    { "app", 2, TOKEN_LIMIT, do_app },
    { "ready", 4, 4, do_ready },
    { "check-tcp", 8, TOKEN_LIMIT, do_check_tcp },
    { "check-output", 5, 5, do_check_output },
    { "client", 4, TOKEN_LIMIT, do_client },
    { "finish", 1, 1, do_finish },
};

static const struct command *find(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        if (strlen(commands[i].word) == length && memcmp(commands[i].word, word, length) == 0)
            return &commands[i];
    return NULL;
}

/* Carry out one line. A word followed by `?` may fail: the reason becomes a note. Any other failure ends the machine. */
void command_run(char *line, unsigned number)
{
    line_number = number;
    count = 0;
    if (number == 1) {
        if (strcmp(line, "lupine-job 1") != 0)
            bad_line("the first line must be `lupine-job 1`");
        return;
    }
    if (*line == '\0')
        return;
    count = job_tokens(line, tokens, TOKEN_LIMIT, lengths);
    if (count == 0)
        bad_line("tokens must be separated by single spaces and %XX-encoded, 64 at most");
    size_t length = lengths[0];
    bool optional = length > 0 && tokens[0][length - 1] == '?';
    const struct command *command = find(tokens[0], optional ? length - 1 : length);
    if (command == NULL)
        bad_line("unknown word");
    if (count < command->least || count > command->most)
        bad_line("wrong number of tokens");
    int error = command->run();
    if (error == 0)
        return;
    char data[200];
    struct text what;
    text_start(&what, data, sizeof(data));
    for (size_t i = 0; i < count; i++) {
        text_add(&what, i > 0 ? " " : "");
        text_add(&what, tokens[i]);
    }
    if (optional)
        report_note(what.data, strerror(error));
    else
        report_failure_errno("setup", what.data, error);
}
