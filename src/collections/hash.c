/* SPDX-License-Identifier: MIT */
/*
 * hash.c: bytes into a hash, and the keys that make it unforeseeable.
 */
#include <freehold/hash.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef FHI_HAVE_GETRANDOM
#    include <sys/random.h>
#endif

/* Up to 8 bytes as a number, the first one lowest, on any machine. */
static uint64_t hash_load(unsigned char const *bytes, size_t length)
{
    uint64_t word = 0;
    for (size_t i = 0; i < length; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

static uint64_t hash_load_word(unsigned char const *bytes)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t word;
    memcpy(&word, bytes, sizeof(word));
    return word;
#else
    return hash_load(bytes, 8);
#endif
}

void fhi_hasher_write_across(fh_hasher *self, uint64_t number)
{
    unsigned held = 8 * (unsigned)(self->length & 7);
    fhi_sip_word(self, self->tail | number << held);
    self->tail = number >> (64 - held);
    self->length += 8;
}

/* Fewer than 8 bytes. */
static void hash_write_few(fh_hasher *self, uint64_t word, size_t length)
{
    unsigned held = (unsigned)(self->length & 7);
    self->length += length;
    self->tail |= word << (8 * held);
    if (held + length < 8)
        return;
    fhi_sip_word(self, self->tail);
    self->tail = word >> (8 * (8 - held));
}

void fh_hasher_write(fh_hasher *hasher, void const *bytes, size_t length)
{
    unsigned char const *at = (unsigned char const *)bytes;
    /* WHY a copy: in registers, whatever the bytes may alias. */
    fh_hasher self = *hasher;
    for (; length >= 8; at += 8, length -= 8)
        fh_hasher_write_u64(&self, hash_load_word(at));
    if (length != 0)
        hash_write_few(&self, hash_load(at, length), length);
    *hasher = self;
}

void fh_hasher_write_str(fh_hasher *self, char const *bytes, size_t length)
{
    fh_hasher_write(self, bytes, length);
    hash_write_few(self, 0xff, 1);
}

/* ---- keys ----------------------------------------------------------------------------------- */

/* What this process adds to each key; the first is 0 while they are not known. */
static uint64_t hash_seed[2];
static uint64_t hash_maps;

/* A number that depends on each bit of another (the finisher of MurmurHash3, by Austin Appleby). */
static uint64_t hash_mix(uint64_t word)
{
    word = (word ^ word >> 33) * 0xff51afd7ed558ccdU;
    word = (word ^ word >> 33) * 0xc4ceb9fe1a85ec53U;
    return word ^ word >> 33;
}

/* Asks the system for numbers that nobody can foresee, if it has some at once. */
static bool hash_seed_from_system(uint64_t seed[2])
{
#ifdef FHI_HAVE_GETRANDOM
    return getrandom(seed, 2 * sizeof(*seed), GRND_NONBLOCK) == 2 * (ssize_t)sizeof(*seed);
#else
    (void)seed;
    return false;
#endif
}

static void hash_seed_make(uint64_t seed[2])
{
    char const *fixed = getenv("FREEHOLD_HASH_SEED");
    if (fixed != NULL && *fixed != '\0') {
        seed[0] = hash_mix(strtoull(fixed, NULL, 0) + 1);
        seed[1] = hash_mix(seed[0] + 1);
    } else if (!hash_seed_from_system(seed)) {
        /* Where things are in memory and what time it is are then the best secrets there are. */
        struct timespec now = {0};
        (void)timespec_get(&now, TIME_UTC);
        seed[0] = hash_mix((uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 32);
        seed[1] =
            hash_mix(seed[0] ^ (uint64_t)(uintptr_t)&now ^ (uint64_t)(uintptr_t)&hash_seed << 20);
    }
    seed[0] |= 1;
}

void fhi_hash_keys(uint64_t keys[2])
{
    uint64_t seed[2];
    /* ORDER acquire [hash-seed]: pairs with the release below: who sees the first number sees a second. */
    seed[0] = __atomic_load_n(&hash_seed[0], __ATOMIC_ACQUIRE);
    if (FHI_UNLIKELY(seed[0] == 0)) {
        hash_seed_make(seed);
        /* ORDER relaxed [hash-seed]: two threads may come here at once and mix their numbers, which are
         * as good mixed. */
        __atomic_store_n(&hash_seed[1], seed[1], __ATOMIC_RELAXED);
        /* ORDER release [hash-seed]: the second number comes first. */
        __atomic_store_n(&hash_seed[0], seed[0], __ATOMIC_RELEASE);
    }
    /* ORDER relaxed [hash-seed]: after the acquire above, or this thread's own. */
    seed[1] = __atomic_load_n(&hash_seed[1], __ATOMIC_RELAXED);
    /* WHY another key for each map: to fill one map in the order of another would be quadratic if both
     * put a key at the same place.
     * ORDER relaxed [hash-maps]: any number that no other map got. */
    keys[0] = seed[0] + hash_mix(__atomic_add_fetch(&hash_maps, 1, __ATOMIC_RELAXED));
    keys[1] = seed[1];
}
