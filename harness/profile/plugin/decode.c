/* SPDX-License-Identifier: Apache-2.0 */
/* As much of x86 as tells how a block ends. The boot code of 16 and 32 bits is read as if it had 64; nothing is made of it. */
#include "profile.h"

struct opcode {
    const uint8_t *at; /* behind the prefixes */
    unsigned left;
    bool repeat;
    bool wide;
};

static struct opcode skip_prefixes(const uint8_t *bytes, unsigned size)
{
    struct opcode found = {bytes, size, false, false};
    for (; found.left > 1; found.at++, found.left--) {
        uint8_t byte = *found.at;
        bool legacy = byte == 0x66 || byte == 0x67 || byte == 0x2e || byte == 0x36 || byte == 0x3e || byte == 0x26 ||
                      byte == 0x64 || byte == 0x65 || byte == 0xf0;
        if (byte == 0xf2 || byte == 0xf3)
            found.repeat = true;
        else if (byte >> 4 == 4)
            found.wide = (byte & 8) != 0;
        else if (!legacy)
            break;
    }
    return found;
}

static enum leave leave_of_ff(const uint8_t *modrm)
{
    bool memory = *modrm >> 6 != 3;
    switch (*modrm >> 3 & 7) {
    case 2:
    case 3:
        return LEAVE_CALL;
    case 4:
    case 5:
        return memory ? LEAVE_JUMP_MEMORY : LEAVE_JUMP;
    default:
        return LEAVE_NEXT;
    }
}

static bool is_string(uint8_t byte)
{
    return (byte >= 0x6c && byte <= 0x6f) || (byte >= 0xa4 && byte <= 0xa7) || (byte >= 0xaa && byte <= 0xaf);
}

enum leave decode_leave(const uint8_t *bytes, unsigned size)
{
    struct opcode code = skip_prefixes(bytes, size);
    uint8_t byte = *code.at, second = code.left > 1 ? code.at[1] : 0;
    if (code.repeat && is_string(byte))
        return LEAVE_REPEAT;
    if (byte == 0x0f) {
        if (second == 0x05 || second == 0x34)
            return LEAVE_SYSCALL;
        if (second == 0x07 || second == 0x35)
            return LEAVE_IRET;
        return second >> 4 == 8 ? LEAVE_JUMP : LEAVE_NEXT;
    }
    if (byte >> 4 == 7 || byte == 0xe9 || byte == 0xeb || (byte >= 0xe0 && byte <= 0xe3) || byte == 0xea)
        return LEAVE_JUMP;
    if (byte == 0xe8 || byte == 0x9a)
        return LEAVE_CALL;
    if (byte == 0xc2 || byte == 0xc3 || byte == 0xca || byte == 0xcb)
        return LEAVE_RETURN;
    if (byte == 0xcf)
        return LEAVE_IRET;
    return byte == 0xff && code.left > 1 ? leave_of_ff(code.at + 1) : LEAVE_NEXT;
}

/* `mov %rsp, disp32(%reg)` and `mov disp32(%reg), %rsp`: how the kernel changes from one task's stack to another's. */
bool moves_stack_pointer(const uint8_t *bytes, unsigned size, bool *loads)
{
    struct opcode code = skip_prefixes(bytes, size);
    if (!code.wide || code.left < 2 || (*code.at != 0x89 && *code.at != 0x8b))
        return false;
    *loads = *code.at == 0x8b;
    return (code.at[1] >> 3 & 7) == 4 && code.at[1] >> 6 != 3;
}

/* Where a direct call leads; 0 for any other instruction. `next` is the address behind it. */
uint64_t direct_target(const uint8_t *bytes, unsigned size, uint64_t next)
{
    struct opcode code = skip_prefixes(bytes, size);
    int32_t distance;
    if (*code.at != 0xe8 || code.left != 5)
        return 0;
    __builtin_memcpy(&distance, code.at + 1, sizeof(distance));
    return next + (uint64_t)(int64_t)distance;
}
