/* SPDX-License-Identifier: Apache-2.0 */
/* Building short texts and keeping what programs print, without stdio: it would be half of the binary. */
#include <string.h>

#include "init.h"

void text_start(struct text *text, char *data, size_t size)
{
    text->data = data;
    text->size = size;
    text->length = 0;
    data[0] = '\0';
}

void text_bytes(struct text *text, const void *bytes, size_t length)
{
    size_t room = text->size - 1 - text->length;
    if (length > room)
        length = room;
    memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void text_add(struct text *text, const char *string)
{
    text_bytes(text, string, strlen(string));
}

void text_number(struct text *text, uint64_t number)
{
    char digits[20];
    size_t at = sizeof(digits);
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    text_bytes(text, digits + at, sizeof(digits) - at);
}

/* The buffer is twice as large as what is kept, so that bytes move only once per half a buffer. */
static void drop_oldest(struct capture *capture)
{
    size_t keep = capture->size / 2;
    if (capture->length <= keep)
        return;
    capture->dropped += capture->length - keep;
    memmove(capture->data, capture->data + capture->length - keep, keep);
    capture->length = keep;
}

void capture_add(struct capture *capture, const char *bytes, size_t length)
{
    while (length > 0) {
        size_t room = capture->size - capture->length;
        if (room == 0) {
            if (!capture->keep_end) {
                capture->overflow = true;
                return;
            }
            drop_oldest(capture);
            continue;
        }
        size_t part = length < room ? length : room;
        memcpy(capture->data + capture->length, bytes, part);
        capture->length += part;
        bytes += part;
        length -= part;
    }
}

/* A line counts only when it is whole: ended by a newline, and not cut at its start by dropped bytes. */
bool capture_has_line(const struct capture *capture, const char *line)
{
    size_t length = strlen(line);
    const char *at = capture->data;
    const char *end = capture->data + capture->length;
    bool whole = capture->dropped == 0;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        if (newline == NULL)
            return false;
        if (whole && (size_t)(newline - at) == length && memcmp(at, line, length) == 0)
            return true;
        whole = true;
        at = newline + 1;
    }
    return false;
}
