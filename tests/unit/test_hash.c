/* SPDX-License-Identifier: MIT */
/* test_hash.c: SipHash-1-3, and what scalars and texts write into it. */
#define _POSIX_C_SOURCE 200809L /* setenv */
#include "support/fh_test.h"

#include <freehold/hashmap.h>
#include <freehold/scope.h>

#include <stdlib.h>

/* The hash of the bytes 0, 1, … n - 1 under the key 00 01 … 0f, for n = 0 … 63. Computed by another
 * implementation (in Python, which also agrees with CPython's own SipHash-1-3). */
static uint64_t const expected[64] = {
    0xabac0158050fc4dcU, 0xc9f49bf37d57ca93U, 0x82cb9b024dc7d44dU, 0x8bf80ab8e7ddf7fbU,
    0xcf75576088d38328U, 0xdef9d52f49533b67U, 0xc50d2b50c59f22a7U, 0xd3927d989bb11140U,
    0x369095118d299a8eU, 0x25a48eb36c063de4U, 0x79de85ee92ff097fU, 0x70c118c1f94dc352U,
    0x78a384b157b4d9a2U, 0x306f760c1229ffa7U, 0x605aa111c0f95d34U, 0xd320d86d2a519956U,
    0xcc4fdd1a7d908b66U, 0x9cf2689063dbd80cU, 0x8ffc389cb473e63eU, 0xf21f9de58d297d1cU,
    0xc0dc2f46a6cce040U, 0xb992abfe2b45f844U, 0x7ffe7b9ba320872eU, 0x525a0e7fdae6c123U,
    0xf464aeb267349c8cU, 0x45cd5928705b0979U, 0x3a3e35e3ca9913a5U, 0xa91dc74e4ade3b35U,
    0xfb0bed02ef6cd00dU, 0x88d93cb44ab1e1f4U, 0x540f11d643c5e663U, 0x2370dd1f8c21d1bcU,
    0x81157b6c16a7b60dU, 0x4d54b9e57a8ff9bfU, 0x759f12781f2a753eU, 0xcea1a3bebf186b91U,
    0x2cf508d3ada26206U, 0xb6101c2da3c33057U, 0xb3f47496ae3a36a1U, 0x626b57547b108392U,
    0xc1d2363299e41531U, 0x667cc1923f1ad944U, 0x65704ffec8138825U, 0x24f280d1c28949a6U,
    0xc2ca1cedfaf8876bU, 0xc2164bfc9f042196U, 0xa16e9c9368b1d623U, 0x49fb169c8b5114fdU,
    0x9f3143f8df074c46U, 0xc6fdaf2412cc86b3U, 0x7eaf49d10a52098fU, 0x1cf313559d292f9aU,
    0xc44a30dda2f41f12U, 0x36fae98943a71ed0U, 0x318fb34c73f0bce6U, 0xa27abf3670a7e980U,
    0xb4bcc0db243c6d75U, 0x23f8d852fdb71513U, 0x8f035f4da67d8a08U, 0xd89cd0e5b7e8f148U,
    0xf6f4e6bcf7a644eeU, 0xaec59ad80f1837f2U, 0xc3b2f6154b6694e0U, 0x9d199062b7bbb3a8U,
};

#define KEY0 0x0706050403020100U
#define KEY1 0x0f0e0d0c0b0a0908U

static uint64_t hash_of(unsigned char const *bytes, size_t length, size_t first)
{
    fh_hasher hasher;
    fh_hasher_init(&hasher, KEY0, KEY1);
    fh_hasher_write(&hasher, bytes, first);
    fh_hasher_write(&hasher, bytes + first, length - first);
    return fh_hasher_finish(&hasher);
}

static void count_up(unsigned char bytes[64])
{
    for (unsigned i = 0; i < 64; i++)
        bytes[i] = (unsigned char)i;
}

FH_TEST(hash, agrees_with_the_reference_for_every_length_and_every_split)
{
    unsigned char bytes[64];
    count_up(bytes);
    for (size_t n = 0; n < 64; n++)
        for (size_t first = 0; first <= n; first++)
            cr_assert_eq(hash_of(bytes, n, first), expected[n], "%zu bytes, %zu of them first", n,
                         first);
}

FH_TEST(hash, a_number_is_its_eight_bytes_at_any_place)
{
    unsigned char bytes[64];
    count_up(bytes);
    for (size_t before = 0; before < 16; before++) {
        fh_hasher hasher;
        uint64_t number = 0;
        for (size_t i = 0; i < 8; i++)
            number |= (uint64_t)bytes[before + i] << (8 * i);
        fh_hasher_init(&hasher, KEY0, KEY1);
        fh_hasher_write(&hasher, bytes, before);
        fh_hasher_write_u64(&hasher, number);
        fh_hasher_write(&hasher, bytes + before + 8, 16 - before);
        cr_assert_eq(fh_hasher_finish(&hasher), expected[24], "%zu bytes before", before);
    }
}

FH_TEST(hash, finish_does_not_end_the_hasher)
{
    unsigned char bytes[64];
    fh_hasher hasher;
    count_up(bytes);
    fh_hasher_init(&hasher, KEY0, KEY1);
    fh_hasher_write(&hasher, bytes, 5);
    cr_expect_eq(fh_hasher_finish(&hasher), expected[5]);
    fh_hasher_write(&hasher, bytes + 5, 9);
    cr_expect_eq(fh_hasher_finish(&hasher), expected[14]);
}

FH_TEST(hash, nothing_may_be_at_null)
{
    fh_hasher hasher;
    fh_hasher_init(&hasher, KEY0, KEY1);
    fh_hasher_write(&hasher, NULL, 0);
    cr_expect_eq(fh_hasher_finish(&hasher), expected[0]);
}

static uint64_t hash_two_texts(char const *one, char const *other)
{
    fh_hasher hasher;
    fh_hasher_init(&hasher, 1, 2);
    fh_hasher_write_str(&hasher, one, strlen(one));
    fh_hasher_write_str(&hasher, other, strlen(other));
    return fh_hasher_finish(&hasher);
}

FH_TEST(hash, where_one_text_ends_and_the_next_begins_counts)
{
    cr_expect_neq(hash_two_texts("ab", "c"), hash_two_texts("a", "bc"));
    cr_expect_neq(hash_two_texts("", "abc"), hash_two_texts("abc", ""));
    cr_expect_eq(hash_two_texts("ab", "c"), hash_two_texts("ab", "c"));
}

static uint64_t hash_value(fhi_type const *type, void const *value)
{
    fh_hasher hasher;
    fh_hasher_init(&hasher, 1, 2);
    type->hash(value, &hasher);
    return fh_hasher_finish(&hasher);
}

FH_TEST(hash, a_string_and_the_text_of_it_hash_alike)
{
    fh_auto(fh_string) s = fh_string_from(FH_STR("libc6"));
    fh_str text = FH_STR("libc6");
    cr_expect_eq(hash_value(&fhi_type_T_fh_string, &s), hash_value(&fhi_type_T_fh_str, &text));
}

FH_TEST(hash, a_text_at_once_hashes_as_one_that_is_written)
{
    static uint64_t const key[2] = {1, 2};
    char text[64];
    for (size_t n = 0; n < sizeof(text); n++) {
        fh_str s = {text, n};
        cr_assert_eq(fhi_hash_text(key, text, n), hash_value(&fhi_type_T_fh_str, &s), "%zu bytes",
                     n);
        text[n] = (char)('a' + n);
    }
}

FH_TEST(hash, equal_floats_hash_alike)
{
    double zero = 0.0, minus_zero = -0.0, one = 1.0;
    float f_zero = 0.0F, f_minus_zero = -0.0F;
    cr_expect_eq(hash_value(&fhi_type_T_double, &zero),
                 hash_value(&fhi_type_T_double, &minus_zero));
    cr_expect_neq(hash_value(&fhi_type_T_double, &zero), hash_value(&fhi_type_T_double, &one));
    cr_expect_eq(hash_value(&fhi_type_T_float, &f_zero),
                 hash_value(&fhi_type_T_float, &f_minus_zero));
}

FH_TEST(hash, no_two_maps_have_the_same_key)
{
    uint64_t seen[64][2];
    for (size_t i = 0; i < 64; i++) {
        fhi_hash_keys(seen[i]);
        for (size_t j = 0; j < i; j++)
            cr_assert(seen[i][0] != seen[j][0] || seen[i][1] != seen[j][1]);
    }
}

/* WHY in a process of its own: the first map of a process decides. */
Test(hash, the_environment_can_fix_the_keys)
{
    if (fh_test_shares_process())
        cr_skip_test();
    uint64_t keys[2];
    setenv("FREEHOLD_HASH_SEED", "7", 1);
    fhi_hash_keys(keys);
    cr_expect_eq(keys[0], 0xfb0289a1c86691b3U);
    cr_expect_eq(keys[1], 0xaaef91e8acecc12bU);
}
