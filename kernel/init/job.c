/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the job file and taking its lines apart. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

enum { JOB_LIMIT = 64 * 1024 };

/* The whole job as one string; ends the machine with an error when there is none. */
char *job_read(const char *path)
{
    static char data[JOB_LIMIT + 1];
    size_t length = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        report_failure_errno("job", path, errno);
    for (;;) {
        ssize_t got = read(fd, data + length, JOB_LIMIT + 1 - length);
        if (got < 0)
            report_failure_errno("job", path, errno);
        if (got == 0)
            break;
        length += (size_t)got;
        if (length > JOB_LIMIT)
            report_failure("job", "the job is longer than 64 KiB");
    }
    close(fd);
    if (memchr(data, '\0', length) != NULL)
        report_failure("job", "the job has a zero byte");
    data[length] = '\0';
    return data;
}

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return -1;
}

/* Decode %XX in place; a lone `%` is the empty token. Returns false on anything else after a percent sign. */
static bool decode(char *token, size_t *length)
{
    char *to = token;
    if (strcmp(token, "%") == 0) {
        *token = '\0';
        *length = 0;
        return true;
    }
    for (const char *from = token; *from != '\0';) {
        if (*from != '%') {
            *to++ = *from++;
            continue;
        }
        int high = hex_value(from[1]);
        int low = high < 0 ? -1 : hex_value(from[2]);
        if (low < 0)
            return false;
        *to++ = (char)(high << 4 | low);
        from += 3;
    }
    *to = '\0';
    *length = (size_t)(to - token);
    return true;
}

/*
 * Split a line at single spaces and decode its tokens in place, `limit` at most, with a null pointer after the
 * last. Returns their number, or 0 for a line that is not made so. `lengths` may be null.
 */
size_t job_tokens(char *line, char **tokens, size_t limit, size_t *lengths)
{
    size_t count = 0;
    for (char *at = line; at != NULL;) {
        char *space = strchr(at, ' ');
        size_t length;
        if (space != NULL)
            *space = '\0';
        if (count == limit || *at == '\0' || !decode(at, &length))
            return 0;
        if (lengths != NULL)
            lengths[count] = length;
        tokens[count++] = at;
        at = space == NULL ? NULL : space + 1;
    }
    tokens[count] = NULL;
    return count;
}

/* A decimal number up to `limit`. */
bool job_number(const char *token, uint64_t limit, uint64_t *value)
{
    uint64_t number = 0;
    if (*token == '\0')
        return false;
    for (; *token != '\0'; token++) {
        uint64_t digit = (uint64_t)(unsigned char)*token - '0';
        if (digit > 9 || number > (UINT64_MAX - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *value = number;
    return number <= limit;
}
