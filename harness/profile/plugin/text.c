/* SPDX-License-Identifier: Apache-2.0 */
/* Text of the output: formatting it with the C library would take longer than small boots do. */
#include <stdio.h>
#include <string.h>

#include "profile.h"

enum { BUFFER_BYTES = 1 << 16, LONGEST = 24 };

static FILE *file;
static char buffer[BUFFER_BYTES];
static size_t length;

/* More is not written. */
static uint64_t room;

/* False when the file cannot be made; an empty one may be there, which was opened for this user. */
bool text_open(const char *path, uint64_t most)
{
    room = most;
    file = fopen(path, "w");
    return file != NULL;
}

static void flush(void)
{
    if (length > room)
        give_up("too large: the guest has too many paths of calls; a profile without the tree works");
    room -= length;
    fwrite(buffer, 1, length, file);
    length = 0;
}

/* False when not all of it could be written. */
bool text_close(void)
{
    flush();
    bool good = ferror(file) == 0;
    return fclose(file) == 0 && good;
}

void put_word(const char *word)
{
    for (; *word != '\0'; word++) {
        if (length == BUFFER_BYTES)
            flush();
        buffer[length++] = *word;
    }
}

static void put_digits(uint64_t number, unsigned base)
{
    char digits[LONGEST];
    size_t at = LONGEST;
    digits[--at] = '\0';
    do
        digits[--at] = "0123456789abcdef"[number % base];
    while ((number /= base) != 0);
    put_word(digits + at);
}

/* A number, decimal. */
void put_signed(int64_t number)
{
    put_word(number < 0 ? "-" : "");
    put_digits(number < 0 ? -(uint64_t)number : (uint64_t)number, 10);
}

/* A space and a number. */
void put_number(uint64_t number)
{
    put_word(" ");
    put_digits(number, 10);
}

/* A space and a number, hexadecimal. */
void put_hex(uint64_t number)
{
    put_word(" ");
    put_digits(number, 16);
}

/* A space and bytes, hexadecimal. */
void put_bytes(const uint8_t *bytes, size_t count)
{
    put_word(" ");
    for (size_t i = 0; i < count; i++) {
        char digits[3] = {"0123456789abcdef"[bytes[i] >> 4], "0123456789abcdef"[bytes[i] & 15], '\0'};
        put_word(digits);
    }
}
