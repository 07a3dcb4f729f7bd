/* SPDX-License-Identifier: MIT */
/*
 * utf8.c: what is UTF-8 and what is not (RFC 3629, Unicode 15 table 3-7).
 *
 *   first      second     third      fourth
 *   00 … 7F
 *   C2 … DF    80 … BF
 *   E0         A0 … BF    80 … BF               lower ones would be overlong
 *   E1 … EC    80 … BF    80 … BF
 *   ED         80 … 9F    80 … BF               higher ones are surrogates
 *   EE … EF    80 … BF    80 … BF
 *   F0         90 … BF    80 … BF    80 … BF    lower ones would be overlong
 *   F1 … F3    80 … BF    80 … BF    80 … BF
 *   F4         80 … 8F    80 … BF    80 … BF    higher ones are above 10FFFF
 */
#include "utf8.h"

#include <freehold/str.h>

#include <string.h>

static bool utf8_is_within(unsigned char byte, unsigned char least, unsigned char most)
{
    return byte >= least && byte <= most;
}

static bool utf8_is_trail(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The second byte is where overlong forms, surrogates and too large numbers show. */
static bool utf8_is_second(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xe0:
        return utf8_is_within(second, 0xa0, 0xbf);
    case 0xed:
        return utf8_is_within(second, 0x80, 0x9f);
    case 0xf0:
        return utf8_is_within(second, 0x90, 0xbf);
    case 0xf4:
        return utf8_is_within(second, 0x80, 0x8f);
    default:
        return utf8_is_trail(second);
    }
}

size_t utf8_length_at(unsigned char const *bytes, size_t length)
{
    if (length == 0)
        return 0;
    if (bytes[0] < 0x80)
        return 1;
    if (length < 2 || !utf8_is_within(bytes[0], 0xc2, 0xf4) || !utf8_is_second(bytes[0], bytes[1]))
        return 0;
    if (bytes[0] < 0xe0)
        return 2;
    if (length < 3 || !utf8_is_trail(bytes[2]))
        return 0;
    if (bytes[0] < 0xf0)
        return 3;
    return length >= 4 && utf8_is_trail(bytes[3]) ? 4 : 0;
}

uint32_t utf8_decode(unsigned char const *bytes, size_t length)
{
    /* The bits of the first byte that belong to the number. */
    static unsigned char const mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t character = bytes[0] & mask[length];
    for (size_t i = 1; i < length; i++)
        character = character << 6 | (bytes[i] & 0x3f);
    return character;
}

size_t utf8_encode(uint32_t character, char out[UTF8_LONGEST])
{
    /* What marks the first byte of a character of so many bytes. */
    static unsigned char const mark[] = {0, 0, 0xc0, 0xe0, 0xf0};
    size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    if (character > 0x10ffff || (character >= 0xd800 && character < 0xe000))
        return 0;
    for (size_t i = length; i-- > 1; character >>= 6)
        out[i] = (char)(0x80 | (character & 0x3f));
    out[0] = (char)(mark[length] | character);
    return length;
}

bool utf8_is_space(uint32_t character)
{
    switch (character) {
    case 0x20:
    case 0x85:
    case 0xa0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202f:
    case 0x205f:
    case 0x3000:
        return true;
    default:
        return (character >= 0x09 && character <= 0x0d) ||
               (character >= 0x2000 && character <= 0x200a);
    }
}

/* Are the next 8 bytes all below 80? Most text is, and is then checked a word at a time. */
static bool utf8_is_ascii_word(unsigned char const *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof(word));
    return (word & 0x8080808080808080U) == 0;
}

size_t fh_str_valid_up_to(char const *text, size_t length)
{
    unsigned char const *bytes = (unsigned char const *)text;
    size_t at = 0;
    while (at < length) {
        size_t step;
        if (length - at >= sizeof(uint64_t) && utf8_is_ascii_word(bytes + at))
            step = sizeof(uint64_t);
        else
            step = utf8_length_at(bytes + at, length - at);
        if (step == 0)
            break;
        at += step;
    }
    return at;
}
