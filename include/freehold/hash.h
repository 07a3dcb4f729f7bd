/* SPDX-License-Identifier: MIT */
/*
 * hash.h: what a value shows of itself to a hash map (Rust: std::hash::Hasher).
 *
 * Layer 2. Cold half: src/collections/hash.c. Tests: tests/unit/test_hash.c.
 *
 * A `.hash` callback writes everything that its `.eq` compares, in a fixed order:
 *
 *     static void point_hash(struct point const *self, fh_hasher *hasher)
 *     {
 *         fh_hasher_write_u64(hasher, (uint64_t)self->x);
 *         fh_hasher_write_str(hasher, self->label, strlen(self->label));
 *     }
 *
 * The hasher is SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012; one round a
 * word and three at the end, as Rust's default). Each map has a key of its own that nobody can foresee,
 * so input cannot be made to collide. FREEHOLD_HASH_SEED=<number> in the environment makes all keys, and
 * with them the order of every map, the same in each run.
 *
 *  fh_hasher_init(hasher, key0, key1)      begins                                   SipHasher13::new_with_keys
 *  fh_hasher_write(hasher, bytes, n)       n bytes                                  Hasher::write
 *  fh_hasher_write_u64(hasher, number)     8 bytes, the lowest first                Hasher::write_u64
 *  fh_hasher_write_str(hasher, bytes, n)   n bytes and an end that no UTF-8 holds:  Hasher::write_str
 *                                          ("ab", "c") and ("a", "bc") differ
 *  fh_hasher_finish(hasher)                the hash; the hasher can go on           Hasher::finish
 */
#ifndef FREEHOLD_HASH_H
#define FREEHOLD_HASH_H

#include <freehold/detail/compiler.h>

FHI_EXTERN_C_BEGIN

/** A hash being computed. A plain value: may be copied, owns nothing. */
typedef struct fh_hasher {
    uint64_t v0, v1, v2, v3;
    uint64_t tail;   /* the bytes since the last full word, the first one lowest */
    uint64_t length; /* bytes written so far; the lowest three bits say how many are in the tail */
} fh_hasher;

/* ---- SipHash -------------------------------------------------------------------------------- */

FHI_FOLD uint64_t fhi_rotate_left(uint64_t word, unsigned bits)
{
    return word << bits | word >> (64 - bits);
}

FHI_FOLD void fhi_sip_round(fh_hasher *self)
{
    self->v0 += self->v1;
    self->v2 += self->v3;
    self->v1 = fhi_rotate_left(self->v1, 13) ^ self->v0;
    self->v3 = fhi_rotate_left(self->v3, 16) ^ self->v2;
    self->v0 = fhi_rotate_left(self->v0, 32);
    self->v2 += self->v1;
    self->v0 += self->v3;
    self->v1 = fhi_rotate_left(self->v1, 17) ^ self->v2;
    self->v3 = fhi_rotate_left(self->v3, 21) ^ self->v0;
    self->v2 = fhi_rotate_left(self->v2, 32);
}

FHI_FOLD void fhi_sip_word(fh_hasher *self, uint64_t word)
{
    self->v3 ^= word;
    fhi_sip_round(self);
    self->v0 ^= word;
}

/** Begins a hash under a key of 128 bits. */
FHI_FOLD void fh_hasher_init(fh_hasher *self, uint64_t key0, uint64_t key1)
{
    self->v0 = key0 ^ 0x736f6d6570736575U;
    self->v1 = key1 ^ 0x646f72616e646f6dU;
    self->v2 = key0 ^ 0x6c7967656e657261U;
    self->v3 = key1 ^ 0x7465646279746573U;
    self->tail = 0;
    self->length = 0;
}

/** The hash of what was written so far. */
FHI_FOLD uint64_t fh_hasher_finish(fh_hasher const *hasher)
{
    fh_hasher end = *hasher;
    fhi_sip_word(&end, end.length << 56 | end.tail);
    end.v2 ^= 0xff;
    fhi_sip_round(&end);
    fhi_sip_round(&end);
    fhi_sip_round(&end);
    return end.v0 ^ end.v1 ^ end.v2 ^ end.v3;
}

/* ---- what is written ------------------------------------------------------------------------ */

/**
 * Adds bytes to a hash.
 *
 * @param bytes   borrowed; NULL is allowed for no bytes
 * @param length  how many
 */
FH_API void fh_hasher_write(fh_hasher *self, void const *bytes, size_t length);

/** Adds a text to a hash, and its end. */
FH_API void fh_hasher_write_str(fh_hasher *self, char const *bytes, size_t length);

/** The hash of one text, with nothing before it. CODEGEN: the hasher never leaves the registers. */
FH_API uint64_t fhi_hash_text(uint64_t const key[2], char const *bytes, size_t length);

/* A number behind bytes that do not fill a word. */
FH_API void fhi_hasher_write_across(fh_hasher *self, uint64_t number);

/** Adds a number to a hash. CODEGEN: on a fresh hasher the branch folds away, and all is in registers. */
FHI_FOLD void fh_hasher_write_u64(fh_hasher *self, uint64_t number)
{
    if ((self->length & 7) != 0) {
        fhi_hasher_write_across(self, number);
        return;
    }
    fhi_sip_word(self, number);
    self->length += 8;
}

/* ---- keys ----------------------------------------------------------------------------------- */

/** A key for a new map: unlike all others of this process, and of other processes. */
FH_API FH_COLD void fhi_hash_keys(uint64_t keys[2]);

FHI_EXTERN_C_END

#endif
