// SPDX-License-Identifier: Apache-2.0
/* One program with many commands: `kml COMMAND ARGUMENT...`. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kml.h"

unsigned long kml_entry;
static int failed;

#define TABLE(name) name##_commands,
static const struct command *const tables[] = {TABLES(TABLE)};

static void line(const char *prefix, const char *format, va_list arguments, const char *suffix)
{
    char text[512];
    int length = snprintf(text, sizeof(text), "%s", prefix);
    length += vsnprintf(text + length, sizeof(text) - length, format, arguments);
    length += snprintf(text + length, sizeof(text) - length, "%s\n", suffix);
    if (write(1, text, length) != length)
        _exit(EXIT_FAILED);
}

void say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    line("", format, arguments, "");
    va_end(arguments);
}

void expect(long got, long want, const char *format, ...)
{
    char suffix[96];
    va_list arguments;
    va_start(arguments, format);
    if (got == want) {
        snprintf(suffix, sizeof(suffix), ": %ld", got);
        line("", format, arguments, suffix);
    } else {
        failed = 1;
        snprintf(suffix, sizeof(suffix), ": got %ld (%#lx), want %ld", got, got, want);
        line("FAIL ", format, arguments, suffix);
    }
    va_end(arguments);
}

long must(long result, const char *what)
{
    if (result < 0) {
        say("FAIL %s: %ld (errno %d)", what, result, errno);
        _exit(EXIT_FAILED);
    }
    return result;
}

void doze(long ms)
{
    struct timespec left = {ms / 1000, ms % 1000 * 1000000};
    while (nanosleep(&left, &left) < 0)
        ;
}

long reap(long pid)
{
    int status;
    must(pid, "starting a child");
    while (waitpid(pid, &status, 0) < 0)
        must(errno == EINTR ? 0 : -1, "waiting for a child");
    return WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}

long in_child(int (*body)(void *), void *argument)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(body(argument));
    return reap(pid);
}

int main(int count, char **arguments)
{
    kml_entry = getauxval(AT_SYSINFO_ENTRY);
    for (size_t i = 0; count > 1 && i < sizeof(tables) / sizeof(*tables); i++)
        for (const struct command *command = tables[i]; command->name != NULL; command++)
            if (strcmp(command->name, arguments[1]) == 0) {
                int status = command->run(arguments + 2);
                return failed ? EXIT_FAILED : status;
            }
    say("FAIL no such command: %s", count > 1 ? arguments[1] : "none");
    return EXIT_FAILED;
}
