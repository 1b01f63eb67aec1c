/* SPDX-License-Identifier: Apache-2.0 */
#include "libc-test.h"
#include <sys/auxv.h>
#include <sys/time.h>

#define TEST(name) {#name, test_##name}

static const struct {
    const char *name;
    void (*run)(void);
} tests[] = {
    TEST(values),         TEST(many_arguments),    TEST(interrupted),      TEST(restarted),
    TEST(restarted_plain), TEST(jump_out),         TEST(stop_and_continue), TEST(threads),
    TEST(detached),       TEST(conditions),        TEST(all_threads_change), TEST(cancel_blocked),
    TEST(cancel_before),  TEST(cancel_disabled),   TEST(cancel_complete),  TEST(cancel_asynchronous),
    TEST(cancel_wait),    TEST(fork),              TEST(vfork),            TEST(vfork_deep),
    TEST(spawn),          TEST(shell),
};

void sleep_ms(long milliseconds)
{
    struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    while (nanosleep(&left, &left) < 0)
        MUST(errno == EINTR);
}

long now_ms(void)
{
    struct timespec now;
    MUST(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int exit_status(pid_t child)
{
    int status;
    MUST(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void on_signal(int signal, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    MUST(sigaction(signal, &action, NULL) == 0);
}

void alarm_ms(long milliseconds)
{
    struct itimerval timer = {.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000}};
    MUST(setitimer(ITIMER_REAL, &timer, NULL) == 0);
}

/* The guest has no shell, so this program stands in for one that knows two commands. */
static int shell(const char *command)
{
    if (strncmp(command, "exit ", 5) == 0)
        return atoi(command + 5);
    if (strncmp(command, "echo ", 5) == 0)
        return puts(command + 5) == EOF;
    return 127;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "-c") == 0)
        return shell(argv[2]);
    unsigned short cs;
    __asm__("mov %%cs, %0" : "=r"(cs));
    printf("ring %d, entry %s\n", cs & 3, getauxval(AT_SYSINFO) != 0 ? "by call" : "by trap");
    fflush(stdout);
    for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
        tests[i].run();
        printf("%s\n", tests[i].name);
        fflush(stdout);
    }
    return 0;
}
