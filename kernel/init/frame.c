/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames: `<~lupine NONCE SEQ TYPE LENGTH CRC PAYLOAD~>` and a newline. LENGTH counts the payload as written, CRC is
 * the CRC-32 of `SEQ TYPE PAYLOAD`. In the payload every byte outside printable ASCII, the backslash and the
 * tilde are written \xHH: neither mark can occur in it, whatever an app prints.
 */
#include <string.h>

#include "init.h"

/* Lines of /dev/kmsg, the last resort, hold about 1,000 bytes. */
enum { PAYLOAD_LIMIT = 768, LINE_LIMIT = 900 };

static uint64_t next_sequence;

static uint32_t crc32_add(uint32_t crc, const char *bytes, size_t length)
{
    static const uint32_t nibble[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    for (size_t i = 0; i < length; i++) {
        crc ^= (uint8_t)bytes[i];
        crc = crc >> 4 ^ nibble[crc & 15];
        crc = crc >> 4 ^ nibble[crc & 15];
    }
    return crc;
}

static void add_hex(struct text *text, uint32_t value, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        text_bytes(text, &"0123456789abcdef"[value >> shift & 15], 1);
}

/* Escape as much as fits into `text`; returns how many bytes were taken. */
static size_t escape(struct text *text, const char *bytes, size_t length)
{
    size_t taken = 0;
    while (taken < length && text->length + 4 <= PAYLOAD_LIMIT) {
        unsigned char byte = (unsigned char)bytes[taken++];
        if (byte >= 0x20 && byte < 0x7e && byte != '\\') {
            text_bytes(text, &byte, 1);
        } else {
            text_add(text, "\\x");
            add_hex(text, byte, 2);
        }
    }
    return taken;
}

static void write_frame(const char *type, const struct text *payload)
{
    static char data[LINE_LIMIT];
    char head_data[64];
    struct text head, line;
    text_start(&head, head_data, sizeof(head_data));
    text_number(&head, next_sequence++);
    text_add(&head, " ");
    text_add(&head, type);
    text_add(&head, " ");
    uint32_t crc = crc32_add(0xffffffff, head.data, head.length);
    crc = ~crc32_add(crc, payload->data, payload->length);

    text_start(&line, data, sizeof(data));
    text_add(&line, "<~lupine ");
    for (size_t i = 0; i < sizeof(boot_nonce); i++)
        add_hex(&line, boot_nonce[i], 2);
    text_add(&line, " ");
    text_bytes(&line, head.data, head.length);
    text_number(&line, payload->length);
    text_add(&line, " ");
    add_hex(&line, crc, 8);
    text_add(&line, " ");
    text_bytes(&line, payload->data, payload->length);
    text_add(&line, "~>\n");
    console_write(line.data, line.length);
}

/* One frame; bytes that do not fit are left out. */
void frame_bytes(const char *type, const void *bytes, size_t length)
{
    static char data[PAYLOAD_LIMIT + 8];
    struct text payload;
    text_start(&payload, data, sizeof(data));
    escape(&payload, bytes, length);
    write_frame(type, &payload);
}

void frame_text(const char *type, const char *text)
{
    frame_bytes(type, text, strlen(text));
}

/* Everything that was captured, in as many frames as it takes. */
void frame_stream(const char *type, const struct capture *capture)
{
    static char data[PAYLOAD_LIMIT + 8];
    for (size_t at = 0; at < capture->length;) {
        struct text payload;
        text_start(&payload, data, sizeof(data));
        at += escape(&payload, capture->data + at, capture->length - at);
        write_frame(type, &payload);
    }
}
