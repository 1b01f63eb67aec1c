/* SPDX-License-Identifier: Apache-2.0 */
/* Functional checks: the app must answer as it should, byte for byte. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "init.h"

static char answer[64 * 1024], file[64 * 1024];
static size_t answer_length;
static const char *check_name;

_Noreturn static void failed(const char *why, const char *detail)
{
    static char data[500];
    struct text text;
    /* An app that is about to end closes its connections first; its end explains more than its answer. */
    uint64_t moment_ms = pump_now_ms() + 20;
    while (app.running && pump(moment_ms, -1, 0))
        ;
    require_app_alive();
    text_start(&text, data, sizeof(data));
    text_add(&text, check_name);
    text_add(&text, ": ");
    text_add(&text, why);
    text_add(&text, detail);
    if (answer_length > 0) {
        text_add(&text, "; the answer has ");
        text_number(&text, answer_length);
        text_add(&text, " bytes and begins: ");
        text_bytes(&text, answer, answer_length < 160 ? answer_length : 160);
    }
    report_failure("check-failed", text.data);
}

static size_t load_file(const char *path)
{
    size_t length = 0;
    ssize_t got;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        failed("cannot open ", path);
    while ((got = read(fd, file + length, sizeof(file) - length)) > 0)
        length += (size_t)got;
    close(fd);
    if (got < 0 || length == sizeof(file))
        failed("cannot read, or longer than 64 KiB: ", path);
    return length;
}

static bool matches(const char *how, const char *value, size_t length)
{
    if (strcmp(how, "suffix-file") == 0) {
        length = load_file(value);
        value = file;
        how = "suffix";
    }
    if (strcmp(how, "contains") == 0)
        return memmem(answer, answer_length, value, length) != NULL;
    if (length > answer_length || (strcmp(how, "exact") == 0 && length != answer_length))
        return false;
    const char *where = strcmp(how, "suffix") == 0 ? answer + answer_length - length : answer;
    return memcmp(where, value, length) == 0;
}

static bool known(const char *how)
{
    return strcmp(how, "exact") == 0 || strcmp(how, "prefix") == 0 || strcmp(how, "suffix") == 0 ||
           strcmp(how, "contains") == 0 || strcmp(how, "suffix-file") == 0;
}

/* The first expectation that the answer does not meet, or null. */
static const char *unmet(char **expectations, size_t *lengths, size_t count)
{
    for (size_t i = 0; i + 1 < count; i += 2)
        if (!matches(expectations[i], expectations[i + 1], lengths[i + 1]))
            return expectations[i];
    return NULL;
}

static void send_all(int fd, const char *bytes, size_t length, uint64_t deadline_ms)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes += sent;
            length -= (size_t)sent;
        } else if (errno != EAGAIN && errno != EINTR) {
            failed("sending: ", strerror(errno));
        } else if (!pump(deadline_ms, fd, POLLOUT)) {
            failed("the app does not take the request", "");
        }
        require_app_alive();
    }
}

/* Returns true when bytes came, false at the end of the connection. */
static bool receive(int fd, uint64_t deadline_ms)
{
    for (;;) {
        ssize_t got = recv(fd, answer + answer_length, sizeof(answer) - answer_length, 0);
        if (got > 0) {
            answer_length += (size_t)got;
            if (answer_length == sizeof(answer))
                failed("the answer is longer than 64 KiB", "");
            return true;
        }
        if (got == 0)
            return false;
        if (errno != EAGAIN && errno != EINTR)
            failed("receiving: ", strerror(errno));
        require_app_alive();
        if (!pump(deadline_ms, fd, POLLIN))
            failed("no complete answer in time", "");
    }
}

/* check-tcp NAME LIMIT_MS PORT match|close SEND HOW VALUE [HOW VALUE]... */
void check_tcp(char **tokens, size_t *lengths, size_t count)
{
    uint64_t limit_ms = 0, port = 0;
    const char *why = NULL;
    bool until_close = strcmp(tokens[4], "close") == 0;
    check_name = tokens[1];
    answer_length = 0;
    job_number(tokens[2], UINT32_MAX, &limit_ms);
    job_number(tokens[3], 65535, &port);
    if (count % 2 != 0)
        failed("an expectation without a value", "");
    for (size_t i = 6; i < count; i += 2)
        if (!known(tokens[i]))
            failed("unknown expectation ", tokens[i]);
    uint64_t deadline_ms = pump_now_ms() + limit_ms;
    int fd = connect_local((unsigned)port, deadline_ms);
    if (fd < 0) {
        int error = errno;
        require_app_alive();
        failed("connecting: ", strerror(error));
    }
    send_all(fd, tokens[5], lengths[5], deadline_ms);
    for (bool open = true; open;) {
        open = receive(fd, deadline_ms);
        if (open && until_close)
            continue;
        why = unmet(tokens + 6, lengths + 6, count - 6);
        if (why == NULL)
            break;
    }
    if (why != NULL)
        failed("not as expected: ", why);
    close(fd);
    report_check(check_name);
}

/* check-output NAME LIMIT_MS stdout|stderr LINE: the app has printed this whole line. */
void check_output(const char *name, uint64_t limit_ms, const char *stream, const char *line)
{
    const struct capture *capture = strcmp(stream, "stderr") == 0 ? &app.err : &app.out;
    uint64_t deadline_ms = pump_now_ms() + limit_ms;
    check_name = name;
    answer_length = 0;
    pump_drain();
    while (!capture_has_line(capture, line)) {
        bool over = !app.running && app.out_fd < 0 && app.err_fd < 0;
        if (over || !pump(deadline_ms, -1, 0)) {
            if (capture_has_line(capture, line))
                break;
            failed("the app did not print: ", line);
        }
        require_app_alive();
    }
    report_check(name);
}
