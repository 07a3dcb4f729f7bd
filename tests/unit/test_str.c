/* SPDX-License-Identifier: MIT */
/* test_str.c: borrowed texts, and what is UTF-8. */
#include "support/fh_test.h"

#include <freehold.h>

#include <stdio.h>

static bool is(fh_str s, char const *wanted)
{
    return fh_str_eq(s, fh_str_from(wanted));
}

/* ---- what is UTF-8 -------------------------------------------------------------------------- */

/* Decides by arithmetic, not by tables: decode whatever it claims to be, then ask whether the number is a
 * character and needed that many bytes. Returns the length of the character, 0 for none. */
static size_t reference_length(unsigned char const *b, size_t n)
{
    static uint32_t const least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = b[0] < 0x80       ? 1
                    : b[0] >> 5 == 6  ? 2
                    : b[0] >> 4 == 14 ? 3
                    : b[0] >> 3 == 30 ? 4
                                      : 0;
    uint32_t c = b[0];
    if (length <= 1 || length > n)
        return length <= n ? length : 0;
    c &= 0xffU >> (length + 1);
    for (size_t i = 1; i < length; i++) {
        if (b[i] >> 6 != 2)
            return 0;
        c = c << 6 | (b[i] & 0x3fU);
    }
    return c >= least[length] && c <= 0x10ffff && c >> 11 != 0x1b ? length : 0;
}

static size_t reference_valid_up_to(unsigned char const *b, size_t n)
{
    size_t at = 0, step;
    while (at < n && (step = reference_length(b + at, n - at)) != 0)
        at += step;
    return at;
}

/* Every byte at which the rules change. */
static unsigned char const edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf,
                                      0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
                                      0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xff};
enum { EDGES = sizeof(edges) };

/* Do both agree on these bytes? */
static bool told_alike(unsigned char const *bytes, size_t length)
{
    return fh_str_valid_up_to((char const *)bytes, length) == reference_valid_up_to(bytes, length);
}

FH_TEST(str, every_edge_class_of_four_bytes_is_told_as_by_arithmetic)
{
    unsigned char bytes[24];
    memset(bytes, 'a', sizeof(bytes));
    for (unsigned n = 0; n < EDGES * EDGES * EDGES * EDGES; n++) {
        unsigned rest = n;
        bool alike = true;
        for (int i = 0; i < 4; i++, rest /= EDGES)
            bytes[9 + i] = edges[rest % EDGES];
        for (size_t length = 0; length <= 4; length++)
            alike = alike && told_alike(bytes + 9, length);
        alike = alike && told_alike(bytes, sizeof(bytes));
        if (!alike)
            cr_assert_fail("%02x %02x %02x %02x", bytes[9], bytes[10], bytes[11], bytes[12]);
    }
}

/* Appends a character to an empty string and takes it off again, once by each way. */
static bool comes_back(fh_string *s, uint32_t c)
{
    uint32_t once = 0, twice = 0;
    if (fh_string_try_push(s, c) != FH_OK)
        return false;
    fh_str rest = fh_string_as_str(s);
    return fh_str_valid_up_to(rest.ptr, rest.len) == rest.len && fh_str_next(&rest, &once) &&
           fh_string_pop(s, &twice) && once == c && twice == c && rest.len == 0 && s->len == 0;
}

FH_TEST(str, every_character_is_what_it_was_after_a_way_through_bytes)
{
    fh_auto(fh_string) s = {0};
    for (uint32_t c = 0; c < 0x120000; c++) {
        bool real = c < 0xd800 || (c > 0xdfff && c <= 0x10ffff);
        if (comes_back(&s, c) != real)
            cr_assert_fail("%04x", (unsigned)c);
    }
    cr_expect_eq(fh_string_try_push(&s, 0xd800), FH_ERR_UTF8);
}

FH_TEST(str, foreign_bytes_are_checked)
{
    static struct {
        char const *bytes;
        size_t length, valid;
    } const rows[] = {
        {"", 0, 0},
        {"plain", 5, 5},
        {"caf\xc3\xa9", 5, 5},
        {"caf\xc3", 4, 3},              /* truncated */
        {"\xc0\xaf", 2, 0},             /* overlong slash */
        {"ab\xed\xa0\x80", 5, 2},       /* surrogate */
        {"ab\xf4\x90\x80\x80", 6, 2},   /* above 10FFFF */
        {"ab\xf0\x8f\xbf\xbf", 6, 2},   /* overlong */
        {"12345678901234\x80", 15, 14}, /* a lonely trail byte */
        {"a\0b", 3, 3},                 /* NUL is a character */
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        bool valid = rows[i].valid == rows[i].length;
        fh_str s = FH_STR("before");
        cr_expect_eq(fh_str_valid_up_to(rows[i].bytes, rows[i].length), rows[i].valid, "row %zu",
                     i);
        cr_expect_eq(fh_str_try_from_utf8(rows[i].bytes, rows[i].length, &s),
                     valid ? FH_OK : FH_ERR_UTF8);
        cr_expect(valid || is(s, "before"), "the output is untouched");
    }
    fh_str none = {0};
    cr_expect_eq(fh_str_try_from_utf8(NULL, 0, &none), FH_OK);
    cr_expect_eq(fh_str_try_from_utf8(NULL, 1, &none), FH_ERR_INVALID);
}

FH_TEST(str, bytes_that_are_no_utf8_do_no_harm)
{
    fh_str rest = fh_str_from_parts("\xff\xc3", 2);
    uint32_t c;
    cr_expect(fh_str_next(&rest, &c) && c == 0xfffd && rest.len == 1);
    cr_expect(fh_str_next(&rest, &c) && c == 0xfffd && rest.len == 0);
    cr_expect_not(fh_str_next(&rest, &c));
    fh_str trails = fh_str_from_parts("\x80\x80\x80\x80\x80", 5);
    cr_expect_eq(fh_str_trim(trails).len, 5);
}

/* ---- beginning ------------------------------------------------------------------------------ */

FH_TEST(str, the_empty_text_may_be_at_null)
{
    fh_str none = {0};
    fh_str before, after;
    cr_expect(fh_str_is_empty(none));
    cr_expect(fh_str_eq(none, FH_STR("")));
    cr_expect_eq(fh_str_cmp(none, FH_STR("")), 0);
    cr_expect_lt(fh_str_cmp(none, FH_STR("a")), 0);
    cr_expect(fh_str_eq(fh_str_from(NULL), none));
    cr_expect(fh_str_starts_with(none, none) && fh_str_ends_with(none, none));
    cr_expect(fh_str_find(none, none, NULL) && fh_str_rfind(none, none, NULL));
    cr_expect_not(fh_str_find(none, FH_STR("a"), NULL));
    cr_expect_not(fh_str_rfind(none, FH_STR("a"), NULL));
    cr_expect_not(fh_str_split_once(none, FH_STR("a"), &before, &after));
    cr_expect(fh_str_split_once(none, none, &before, &after));
    cr_expect_eq(fh_str_count(none), 0);
    cr_expect_eq(fh_str_trim(none).len, 0);
    cr_expect(fh_str_get(none, 0, 0, &before));
    char text[8];
    (void)snprintf(text, sizeof(text), "[%" FH_STR_FMT "]", FH_STR_ARG(none));
    cr_expect_str_eq(text, "[]");
}

FH_TEST_PANICS(str, there_are_no_bytes_at_null, "no bytes at NULL")
{
    (void)(fh_str_from_parts(NULL, 1).len == 0);
}

FH_TEST(str, printf_prints_a_text_that_has_no_nul_at_its_end)
{
    char text[32];
    fh_str s = fh_str_from_parts("abcdef", 3);
    (void)snprintf(text, sizeof(text), "<%" FH_STR_FMT ">", FH_STR_ARG(s));
    cr_expect_str_eq(text, "<abc>");
    static fh_str const constant = FH_STR_INIT("kB");
    cr_expect_eq(constant.len, 2);
}

FH_TEST(str, order_is_that_of_the_bytes)
{
    cr_expect_eq(fh_str_cmp(FH_STR("abc"), FH_STR("abc")), 0);
    cr_expect_lt(fh_str_cmp(FH_STR("ab"), FH_STR("abc")), 0);
    cr_expect_gt(fh_str_cmp(FH_STR("b"), FH_STR("abc")), 0);
    cr_expect_gt(fh_str_cmp(FH_STR("\xc3\xa9"), FH_STR("z")), 0);
    cr_expect_not(fh_str_eq(fh_str_from_parts("a\0b", 3), fh_str_from_parts("a\0c", 3)));
}

/* ---- parts ---------------------------------------------------------------------------------- */

FH_TEST(str, a_part_begins_and_ends_between_characters)
{
    fh_str s = FH_STR("a\xc3\xa9\xf0\x9f\xa6\x80z"); /* 1, 2, 4 and 1 bytes */
    static bool const boundary[] = {true,  true,  false, true, false,
                                    false, false, true,  true, false};
    for (size_t from = 0; from < 10; from++) {
        cr_expect_eq(fh_str_is_boundary(s, from), boundary[from], "%zu", from);
        for (size_t to = 0; to < 10; to++) {
            fh_str part = {0};
            bool right = from <= to && boundary[from] && boundary[to];
            cr_assert_eq(fh_str_get(s, from, to, &part), right, "%zu to %zu", from, to);
            cr_assert_eq(part.len, right ? to - from : 0);
        }
    }
    fh_str part = {0};
    cr_expect_not(fh_str_get(s, 0, SIZE_MAX, &part));
    cr_expect_not(fh_str_get(s, SIZE_MAX, SIZE_MAX, &part));
    cr_expect_eq(fh_str_count(s), 4);
}

FH_TEST(str, find_finds_the_first_and_rfind_the_last)
{
    fh_str s = FH_STR("abcabcab");
    size_t at = 99;
    cr_expect(fh_str_find(s, FH_STR("abc"), &at) && at == 0);
    cr_expect(fh_str_find(s, FH_STR("cab"), &at) && at == 2);
    cr_expect(fh_str_rfind(s, FH_STR("ab"), &at) && at == 6);
    cr_expect(fh_str_rfind(s, FH_STR("abc"), &at) && at == 3);
    cr_expect(fh_str_rfind(s, FH_STR(""), &at) && at == 8);
    cr_expect(fh_str_find(s, FH_STR(""), &at) && at == 0);
    cr_expect_not(fh_str_find(s, FH_STR("abcabcabc"), &at));
    cr_expect_not(fh_str_find(s, FH_STR("abd"), &at));
    cr_expect_not(fh_str_rfind(s, FH_STR("x"), &at));
    cr_expect_eq(at, 0, "the output is untouched");
    cr_expect(fh_str_contains(s, FH_STR("bca")));
    cr_expect(fh_str_find(FH_STR("aaab"), FH_STR("aab"), &at) && at == 1);
}

FH_TEST(str, find_agrees_with_a_naive_search)
{
    uint64_t random = 5;
    for (int round = 0; round < 20000; round++) {
        char text[13], part[4];
        size_t n = (size_t)(fh_test_random(&random) % sizeof(text));
        size_t m = (size_t)(fh_test_random(&random) % sizeof(part));
        size_t first = SIZE_MAX, last = SIZE_MAX, at;
        for (size_t i = 0; i < n; i++)
            text[i] = (char)('a' + fh_test_random(&random) % 2);
        for (size_t i = 0; i < m; i++)
            part[i] = (char)('a' + fh_test_random(&random) % 2);
        for (size_t i = 0; i + m <= n; i++)
            if (memcmp(text + i, part, m) == 0) {
                last = i;
                first = first == SIZE_MAX ? i : first;
            }
        fh_str s = {text, n}, p = {part, m};
        at = SIZE_MAX;
        cr_assert_eq(fh_str_find(s, p, &at), first != SIZE_MAX);
        cr_assert_eq(at, first);
        at = SIZE_MAX;
        cr_assert_eq(fh_str_rfind(s, p, &at), last != SIZE_MAX);
        cr_assert_eq(at, last);
    }
}

FH_TEST(str, split_takes_apart_what_a_separator_joins)
{
    fh_str before, after, rest, piece;
    cr_expect(fh_str_split_once(FH_STR("a=b=c"), FH_STR("="), &before, &after));
    cr_expect(is(before, "a") && is(after, "b=c"));
    cr_expect(fh_str_rsplit_once(FH_STR("a=b=c"), FH_STR("="), &before, &after));
    cr_expect(is(before, "a=b") && is(after, "c"));
    cr_expect_not(fh_str_split_once(FH_STR("abc"), FH_STR("="), &before, &after));
    cr_expect(is(before, "a=b") && is(after, "c"), "the outputs are untouched");
    static char const *const pieces[] = {"a", "", " b", ""};
    size_t n = 0;
    rest = FH_STR("a,, b,");
    while (fh_str_split_next(&rest, FH_STR(","), &piece)) {
        cr_assert_lt(n, 4);
        cr_expect(is(piece, pieces[n++]));
    }
    cr_expect_eq(n, 4);
    rest = FH_STR("");
    cr_expect(fh_str_split_next(&rest, FH_STR(","), &piece) && piece.len == 0);
    cr_expect_not(fh_str_split_next(&rest, FH_STR(","), &piece));
}

FH_TEST(str, strip_takes_an_end_off_if_it_is_there)
{
    fh_str out = {0};
    cr_expect(fh_str_strip_prefix(FH_STR("libfoo"), FH_STR("lib"), &out) && is(out, "foo"));
    cr_expect(fh_str_strip_suffix(FH_STR("foo.c"), FH_STR(".c"), &out) && is(out, "foo"));
    cr_expect_not(fh_str_strip_prefix(FH_STR("li"), FH_STR("lib"), &out));
    cr_expect_not(fh_str_strip_suffix(FH_STR("c"), FH_STR(".c"), &out));
    cr_expect(is(out, "foo"));
    cr_expect(fh_str_strip_prefix(FH_STR("x"), FH_STR("x"), &out) && fh_str_is_empty(out));
}

FH_TEST(str, trim_takes_unicode_white_space_off_both_ends)
{
    cr_expect(is(fh_str_trim(FH_STR(" \t\r\n a b \v\f")), "a b"));
    cr_expect(
        is(fh_str_trim(FH_STR("\xc2\xa0\xe2\x80\x83x\xe3\x80\x80\xe1\x9a\x80\xc2\x85")), "x"));
    cr_expect(is(fh_str_trim_start(FH_STR("  x  ")), "x  "));
    cr_expect(is(fh_str_trim_end(FH_STR("  x  ")), "  x"));
    cr_expect(
        is(fh_str_trim(FH_STR(" \xe2\x80\x8b ")), "\xe2\x80\x8b")); /* no white space: U+200B */
    cr_expect(fh_str_is_empty(fh_str_trim(FH_STR(" \n "))));
}
