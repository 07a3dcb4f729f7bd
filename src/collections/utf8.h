/* SPDX-License-Identifier: MIT */
/* utf8.h: characters of one to four bytes, for str.c and string.c. */
#ifndef FREEHOLD_SRC_UTF8_H
#define FREEHOLD_SRC_UTF8_H

#include <freehold/detail/compiler.h>

enum { UTF8_REPLACEMENT = 0xfffd, UTF8_LONGEST = 4 };

/* The length of the well-formed character at the beginning of `length` bytes; 0 if there is none. */
size_t utf8_length_at(unsigned char const *bytes, size_t length);

/* The code point of a well-formed character of `length` bytes. */
uint32_t utf8_decode(unsigned char const *bytes, size_t length);

/* Writes a character; its length, or 0 for a number that is none. */
size_t utf8_encode(uint32_t character, char out[UTF8_LONGEST]);

/* Is the code point white space (Unicode's White_Space)? */
bool utf8_is_space(uint32_t character);

#endif
