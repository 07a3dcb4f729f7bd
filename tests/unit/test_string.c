/* SPDX-License-Identifier: MIT */
/* test_string.c: owned texts. */
#include "support/fh_test.h"

#include <freehold.h>

#include <limits.h>
#include <stdio.h>

static bool is(fh_string const *s, char const *wanted)
{
    return fh_str_eq(fh_string_as_str(s), fh_str_from(wanted)) &&
           fh_string_c_str(s)[fh_string_len(s)] == '\0' && s->len <= s->cap;
}

FH_TEST(string, an_empty_string_is_all_zero_and_has_no_block)
{
    fh_string s = {0};
    cr_expect_str_eq(fh_string_c_str(&s), "");
    cr_expect(fh_string_is_empty(&s));
    cr_expect_eq(fh_string_len(&s), 0);
    cr_expect_eq(fh_string_capacity(&s), 0);
    cr_expect_eq(fh_string_try_from(FH_STR(""), &s), FH_OK);
    cr_expect_null(s.ptr);
    fh_string_reserve(&s, 0);
    fh_string_push_str(&s, FH_STR(""));
    fh_string_appendf(&s, "%s", "");
    fh_string_clear(&s);
    fh_string_truncate(&s, 7);
    fh_string_shrink_to_fit(&s);
    cr_expect_not(fh_string_pop(&s, NULL));
    cr_expect_null(s.ptr);
    fh_string_drop(&s);
    fh_string_drop(NULL);
}

FH_TEST(string, it_always_ends_in_a_nul)
{
    fh_auto(fh_string) s = {0};
    char wanted[301] = "";
    for (int i = 0; i < 300; i++) {
        wanted[i] = (char)('a' + i % 26);
        fh_string_push(&s, (uint32_t)wanted[i]);
        cr_assert(is(&s, wanted));
    }
    for (size_t i = 300; i-- > 100;) {
        wanted[i] = '\0';
        cr_assert(fh_string_pop(&s, NULL));
        cr_assert(is(&s, wanted));
    }
    fh_string_truncate(&s, 50);
    wanted[50] = '\0';
    cr_expect(is(&s, wanted));
    fh_string_shrink_to_fit(&s);
    cr_expect(is(&s, wanted));
    cr_expect_eq(fh_string_capacity(&s), 50);
    fh_string_clear(&s);
    cr_expect(is(&s, ""));
    fh_string_shrink_to_fit(&s);
    cr_expect_null(s.ptr);
    fh_string_reserve(&s, 5);
    cr_expect(is(&s, ""));
}

FH_TEST(string, capacity_at_least_doubles)
{
    fh_auto(fh_string) s = {0};
    size_t moves = 0, before = 0;
    for (int i = 0; i < 100000; i++) {
        fh_string_push(&s, 'x');
        moves += s.cap != before;
        before = s.cap;
    }
    cr_expect_leq(moves, 14);
}

FH_TEST(string, bytes_do_not_move_when_the_string_moves)
{
    fh_string a = fh_string_from(FH_STR("here"));
    char const *bytes = a.ptr;
    fh_auto(fh_string) b = fh_string_take(&a);
    cr_expect(b.ptr == bytes && a.ptr == NULL && a.len == 0 && a.cap == 0);
    fh_string_swap(&a, &b);
    cr_expect(a.ptr == bytes);
    fh_string_set(&b, a);
    cr_expect(b.ptr == bytes);
    a = fh_string_replace(&b, fh_string_from(FH_STR("new")));
    cr_expect(a.ptr == bytes && is(&b, "new"));
    fh_string_drop(&a);
}

FH_TEST(string, foreign_bytes_are_checked)
{
    fh_auto(fh_string) s = {0};
    cr_expect_eq(fh_string_try_from_utf8("caf\xc3\xa9", 5, &s), FH_OK);
    cr_expect(is(&s, "caf\xc3\xa9"));
    fh_string untouched = {0};
    cr_expect_eq(fh_string_try_from_utf8("caf\xc3", 4, &untouched), FH_ERR_UTF8);
    cr_expect_eq(fh_string_try_from_utf8(NULL, 2, &untouched), FH_ERR_INVALID);
    cr_expect_eq(fh_string_try_from_utf8(NULL, 0, &untouched), FH_OK);
    cr_expect_null(untouched.ptr);
    cr_expect_eq(fh_string_try_push(&s, 0xdfff), FH_ERR_UTF8);
    cr_expect_eq(fh_string_try_push(&s, 0x110000), FH_ERR_UTF8);
    cr_expect_eq(fh_string_try_push(&s, UINT32_MAX), FH_ERR_UTF8);
    cr_expect(is(&s, "caf\xc3\xa9"));
}

FH_TEST(string, a_nul_inside_is_no_c_string)
{
    fh_auto(fh_string) s = fh_string_from(fh_str_from_parts("a\0b", 3));
    char const *text = "untouched";
    cr_expect_eq(fh_string_len(&s), 3);
    cr_expect_eq(fh_string_try_c_str(&s, &text), FH_ERR_INVALID);
    cr_expect_str_eq(text, "untouched");
    fh_string_truncate(&s, 1);
    cr_expect_eq(fh_string_try_c_str(&s, &text), FH_OK);
    cr_expect_str_eq(text, "a");
    fh_string none = {0};
    cr_expect_eq(fh_string_try_c_str(&none, &text), FH_OK);
    cr_expect_str_eq(text, "");
}

FH_TEST(string, a_part_of_the_string_may_be_put_into_it_while_it_grows)
{
    fh_auto(fh_string) s = fh_string_from(FH_STR("ab"));
    for (int i = 0; i < 8; i++)
        fh_string_push_str(&s, fh_string_as_str(&s));
    cr_expect_eq(s.len, 512);
    for (size_t i = 0; i < s.len; i++)
        cr_assert_eq(s.ptr[i], i % 2 == 0 ? 'a' : 'b');
    fh_string_set(&s, fh_string_from(FH_STR("0123456789")));
    fh_str part;
    cr_assert(fh_str_get(fh_string_as_str(&s), 3, 8, &part));
    fh_string_insert_str(&s, 5, part); /* the place is inside the part */
    cr_expect(is(&s, "012343456756789"));
}

FH_TEST(string, insert_str_inserts_between_characters_only)
{
    fh_auto(fh_string) s = fh_string_from(FH_STR("a\xc3\xa9"));
    cr_expect_eq(fh_string_try_insert_str(&s, 2, FH_STR("x")), FH_ERR_BOUNDS);
    cr_expect_eq(fh_string_try_insert_str(&s, 4, FH_STR("x")), FH_ERR_BOUNDS);
    cr_expect_eq(fh_string_try_insert_str(&s, 1, FH_STR("bcd")), FH_OK);
    cr_expect_eq(fh_string_try_insert_str(&s, 6, FH_STR("!")), FH_OK);
    cr_expect_eq(fh_string_try_insert_str(&s, 0, FH_STR("")), FH_OK);
    cr_expect_eq(fh_string_try_insert_str(&s, 0, FH_STR(">")), FH_OK);
    cr_expect(is(&s, ">abcd\xc3\xa9!"));
}

FH_TEST_PANICS(string, truncate_inside_a_character_panics, "inside a character")
{
    fh_string s = fh_string_from(FH_STR("a\xc3\xa9"));
    fh_string_truncate(&s, 2);
}

FH_TEST_PANICS(string, push_of_a_surrogate_panics, "not a character")
{
    fh_string s = {0};
    fh_string_push(&s, 0xd800);
}

FH_TEST(string, what_no_block_could_hold_is_a_capacity_overflow)
{
    fh_auto(fh_string) s = fh_string_from(FH_STR("abc"));
    static size_t const impossible[] = {SIZE_MAX, (size_t)PTRDIFF_MAX, (size_t)PTRDIFF_MAX + 1,
                                        SIZE_MAX - 3};
    for (size_t i = 0; i < sizeof(impossible) / sizeof(*impossible); i++) {
        cr_expect_eq(fh_string_try_reserve(&s, impossible[i]), FH_ERR_CAPACITY_OVERFLOW);
        fh_string t = {0};
        cr_expect_eq(fh_string_try_with_capacity(impossible[i], &t), FH_ERR_CAPACITY_OVERFLOW);
    }
    cr_expect(is(&s, "abc"));
}

FH_TEST_OOM_ABORTS(string, push_str_without_memory_calls_the_handler, 16)
{
    fh_string s = {0};
    fh_fault_arm(fh_test_fault(), 1, FH_FAULT_ONCE);
    fh_string_push_str(&s, FH_STR("x"));
}

/* ---- printf --------------------------------------------------------------------------------- */

FH_TEST(string, appendf_appends_what_printf_prints)
{
    fh_auto(fh_string) s = {0};
    fh_string_appendf(&s, "%s-%d", "x", 42);
    cr_expect(is(&s, "x-42"));
    for (int width = 0; width < 600; width++) {
        fh_auto(fh_string) t = fh_string_from(FH_STR("<"));
        char wanted[700];
        cr_assert_eq(fh_string_try_appendf(&t, "%*d|%%", width, 7), FH_OK);
        (void)snprintf(wanted, sizeof(wanted), "<%*d|%%", width, 7);
        cr_assert(is(&t, wanted), "width %d", width);
    }
}

FH_TEST(string, the_arguments_of_appendf_may_be_the_string_itself)
{
    fh_auto(fh_string) s = fh_string_from(FH_STR("ab"));
    for (int i = 0; i < 9; i++)
        fh_string_appendf(&s, "%s", fh_string_c_str(&s));
    cr_expect_eq(s.len, 1024);
    for (size_t i = 0; i < s.len; i++)
        cr_assert_eq(s.ptr[i], i % 2 == 0 ? 'a' : 'b');
}

FH_TEST(string, appendf_takes_nothing_but_utf8)
{
    fh_auto(fh_string) s = fh_string_from(FH_STR("ab"));
    cr_expect_eq(fh_string_try_appendf(&s, "%s", "caf\xe9"), FH_ERR_UTF8);
    cr_expect_eq(fh_string_try_appendf(&s, "%.1s", "\xc3\xa9"), FH_ERR_UTF8);
    cr_expect_eq(fh_string_try_appendf(&s, "%300s", "\xff"), FH_ERR_UTF8);
    cr_expect(is(&s, "ab"));
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-security"
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
FH_TEST(string, a_hostile_format_neither_writes_nor_takes_all_memory)
{
    static char const *const writes[] = {"%n",   "abc%5n", "%hhn",    "%lln",
                                         "%%%n", "%1$n",   "%-08.3ln"};
    fh_auto(fh_string) s = fh_string_from(FH_STR("ab"));
    int written[4] = {-1, -1, -1, -1};
    for (size_t i = 0; i < sizeof(writes) / sizeof(*writes); i++) {
        char const *volatile format = writes[i]; /* WHY volatile: the compiler would complain */
        cr_expect_eq(fh_string_try_appendf(&s, format, written), FH_ERR_INVALID, "%zu", i);
    }
    cr_expect_eq(written[0], -1);
    char const *volatile wide = "%2147483647d%2147483647d";
    cr_expect_eq(fh_string_try_appendf(&s, wide, 1, 2), FH_ERR_INVALID);
    wide = "%.1000000f";
    cr_expect_eq(fh_string_try_appendf(&s, wide, 1.0), FH_ERR_INVALID);
    cr_expect(is(&s, "ab"));
    char const *volatile fine = "%%n %s n";
    cr_expect_eq(fh_string_try_appendf(&s, fine, "x"), FH_OK);
    cr_expect(is(&s, "ab%n x n"));
}
#pragma GCC diagnostic pop

/* ---- out of memory -------------------------------------------------------------------------- */

static struct scene {
    fh_string s;
    fh_string made;
    char const *before;
} scene;

static void full(void *context)
{
    struct scene *self = (struct scene *)context;
    self->s = fh_string_from(FH_STR("0123456789abcdef")); /* no room behind it */
    self->before = self->s.ptr;
}

static void roomy(void *context)
{
    full(context);
    fh_string_reserve(&((struct scene *)context)->s, 100);
    ((struct scene *)context)->before = ((struct scene *)context)->s.ptr;
}

static bool same(void *context)
{
    struct scene *self = (struct scene *)context;
    return is(&self->s, "0123456789abcdef") && self->s.ptr == self->before &&
           self->made.ptr == NULL;
}

static void end(void *context)
{
    struct scene *self = (struct scene *)context;
    fh_string_drop(&self->s);
    fh_string_drop(&self->made);
}

#define OPERATION(NAME, CALL)                                                                      \
    static fh_status NAME(void *context)                                                           \
    {                                                                                              \
        struct scene *self = (struct scene *)context;                                              \
        return CALL;                                                                               \
    }

OPERATION(reserve, fh_string_try_reserve(&self->s, 1))
OPERATION(push, fh_string_try_push(&self->s, 0x20ac))
OPERATION(push_str, fh_string_try_push_str(&self->s, fh_string_as_str(&self->s)))
OPERATION(insert_str, fh_string_try_insert_str(&self->s, 3, FH_STR("xyz")))
OPERATION(append_short, fh_string_try_appendf(&self->s, "%s", fh_string_c_str(&self->s)))
OPERATION(append_long, fh_string_try_appendf(&self->s, "%400s", fh_string_c_str(&self->s)))
OPERATION(from, fh_string_try_from(FH_STR("text"), &self->made))
OPERATION(from_utf8, fh_string_try_from_utf8("text", 4, &self->made))
OPERATION(with_capacity, fh_string_try_with_capacity(7, &self->made))
OPERATION(clone, fh_string_try_clone(&self->s, &self->made))
OPERATION(shrink, fh_string_try_shrink_to_fit(&self->s))

FH_TEST(string, nothing_changes_when_memory_runs_out)
{
    static struct fh_test_oom_row const rows[] = {
        {"string.try_reserve", &scene, full, reserve, same, NULL, end, false},
        {"string.try_push", &scene, full, push, same, NULL, end, false},
        {"string.try_push_str", &scene, full, push_str, same, NULL, end, false},
        {"string.try_insert_str", &scene, full, insert_str, same, NULL, end, false},
        {"string.try_appendf short", &scene, full, append_short, same, NULL, end, false},
        {"string.try_appendf long", &scene, full, append_long, same, NULL, end, false},
        {"string.try_from", &scene, full, from, same, NULL, end, false},
        {"string.try_from_utf8", &scene, full, from_utf8, same, NULL, end, false},
        {"string.try_with_capacity", &scene, full, with_capacity, same, NULL, end, false},
        {"string.try_clone", &scene, full, clone, same, NULL, end, false},
        {"string.try_shrink_to_fit", &scene, roomy, shrink, same, NULL, end, false},
        {0},
    };
    fh_test_oom_sweep_all(rows);
}
