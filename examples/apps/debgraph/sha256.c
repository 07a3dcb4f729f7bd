/* SPDX-License-Identifier: MIT */
/*
 * sha256.c: SHA-256 after FIPS 180-4, written for clarity: it sees a few kilobytes a run.
 */
#include "sha256.h"

#include <stdio.h>
#include <string.h>

static uint32_t const round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate_right(uint32_t word, unsigned count)
{
    return word >> count | word << (32 - count);
}

static uint32_t read_big_endian(uint8_t const *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
           (uint32_t)bytes[3];
}

/* The 16 words of the block, stretched to one word a round. */
static void expand(uint8_t const block[64], uint32_t words[64])
{
    for (size_t i = 0; i < 16; i++)
        words[i] = read_big_endian(block + 4 * i);
    for (size_t i = 16; i < 64; i++) {
        uint32_t near = words[i - 15], far = words[i - 2];
        uint32_t s0 = rotate_right(near, 7) ^ rotate_right(near, 18) ^ near >> 3;
        uint32_t s1 = rotate_right(far, 17) ^ rotate_right(far, 19) ^ far >> 10;
        words[i] = words[i - 16] + s0 + words[i - 7] + s1;
    }
}

static void compress(uint32_t state[8], uint8_t const block[64])
{
    uint32_t words[64];
    uint32_t s[8]; /* the working variables a to h of the standard */
    expand(block, words);
    memcpy(s, state, sizeof s);
    for (size_t i = 0; i < 64; i++) {
        uint32_t sum1 = rotate_right(s[4], 6) ^ rotate_right(s[4], 11) ^ rotate_right(s[4], 25);
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t sum0 = rotate_right(s[0], 2) ^ rotate_right(s[0], 13) ^ rotate_right(s[0], 22);
        uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint32_t t1 = s[7] + sum1 + choice + round_constants[i] + words[i];
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += t1;
        s[0] = t1 + sum0 + majority;
    }
    for (size_t i = 0; i < 8; i++)
        state[i] += s[i];
}

void sha256_begin(struct sha256 *self)
{
    static uint32_t const initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(self->state, initial, sizeof initial);
    self->length = 0;
}

void sha256_update(struct sha256 *self, void const *bytes, size_t length)
{
    uint8_t const *from = bytes;
    for (size_t i = 0; i < length; i++) {
        self->block[self->length++ % 64] = from[i];
        if (self->length % 64 == 0)
            compress(self->state, self->block);
    }
}

void sha256_end(struct sha256 *self, char hex[SHA256_HEX_SIZE])
{
    static uint8_t const one_bit = 0x80, zeros = 0;
    uint64_t bits = self->length * 8;
    uint8_t tail[8];
    for (unsigned i = 0; i < 8; i++)
        tail[i] = (uint8_t)(bits >> (56 - 8 * i));

    sha256_update(self, &one_bit, 1);
    while (self->length % 64 != 56)
        sha256_update(self, &zeros, 1);
    sha256_update(self, tail, sizeof tail);

    for (size_t i = 0; i < 8; i++)
        snprintf(hex + 8 * i, 9, "%08x", (unsigned)self->state[i]);
}
