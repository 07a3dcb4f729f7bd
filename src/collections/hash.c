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

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

static uint64_t hash_load_word(unsigned char const *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof(word));
    return word;
}

static uint64_t hash_load_half(unsigned char const *bytes)
{
    uint32_t half;
    memcpy(&half, bytes, sizeof(half));
    return half;
}

/* Up to 7 bytes as a number, the first one lowest. WHY two loads that overlap: no loop, and no branch
 * that depends on more than a few sizes. */
static uint64_t hash_load(unsigned char const *bytes, size_t length)
{
    uint64_t word;
    if (length >= 4)
        return hash_load_half(bytes) | hash_load_half(bytes + length - 4) << (8 * (length - 4));
    if (length == 0)
        return 0;
    word = bytes[0] | (uint64_t)bytes[length / 2] << (8 * (length / 2));
    return word | (uint64_t)bytes[length - 1] << (8 * (length - 1));
}

#else

static uint64_t hash_load(unsigned char const *bytes, size_t length)
{
    uint64_t word = 0;
    for (size_t i = 0; i < length; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

static uint64_t hash_load_word(unsigned char const *bytes)
{
    return hash_load(bytes, 8);
}

#endif

void fhi_hasher_write_across(fh_hasher *self, uint64_t number)
{
    unsigned held = 8 * (unsigned)(self->length & 7);
    fhi_sip_word(self, self->tail | number << held);
    self->tail = number >> (64 - held);
    self->length += 8;
}

/* Up to 8 bytes behind those in the tail; the bytes of `word` above them are 0. */
static inline void hash_write_few(fh_hasher *self, uint64_t word, size_t length)
{
    unsigned held = (unsigned)(self->length & 7);
    self->length += length;
    self->tail |= word << (8 * held);
    if (held + length < 8)
        return;
    fhi_sip_word(self, self->tail);
    self->tail = held != 0 ? word >> (8 * (8 - held)) : 0;
}

static inline void hash_write(fh_hasher *self, unsigned char const *at, size_t length, bool end)
{
    uint64_t rest;
    for (; length >= 8; at += 8, length -= 8)
        fh_hasher_write_u64(self, hash_load_word(at));
    rest = hash_load(at, length);
    if (end)
        rest |= (uint64_t)0xff << (8 * length++);
    hash_write_few(self, rest, length);
}

/* WHY a copy of the hasher: in registers, whatever the bytes may alias. */
void fh_hasher_write(fh_hasher *hasher, void const *bytes, size_t length)
{
    fh_hasher self = *hasher;
    hash_write(&self, (unsigned char const *)bytes, length, false);
    *hasher = self;
}

void fh_hasher_write_str(fh_hasher *hasher, char const *bytes, size_t length)
{
    fh_hasher self = *hasher;
    hash_write(&self, (unsigned char const *)bytes, length, true);
    *hasher = self;
}

uint64_t fhi_hash_text(uint64_t const key[2], char const *bytes, size_t length)
{
    fh_hasher self;
    fh_hasher_init(&self, key[0], key[1]);
    hash_write(&self, (unsigned char const *)bytes, length, true);
    return fh_hasher_finish(&self);
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
