/* SPDX-License-Identifier: MIT */
/* test_vec.c: an array that grows and owns its elements. Out of memory: test_vec_oom.c. */
#include "support/fh_test.h"
#include "support/probe.h"

#include <stdarg.h>

FH_VEC(long_vec, long);
FH_VEC(bool_vec, bool);
FH_VEC(char_vec, char);
FH_VEC(probe_vec, probe);
FH_VEC(probe_vec_vec, probe_vec);
FH_VEC(string_vec, fh_string);

/* A structure that holds a vector of itself, and one of owners of itself. */
FH_RC_DECLARE(tree_rc, struct tree);
FH_VEC_DECLARE(tree_vec, struct tree);
FH_VEC_DECLARE(tree_rc_vec, tree_rc);
struct tree {
    tree_vec children;
    tree_rc_vec friends;
    fh_string name;
};
FH_OWNS(tree, struct tree, (tree_vec, children), (tree_rc_vec, friends), (fh_string, name));
FH_RC_DEFINE(tree_rc, tree);
FH_VEC_DEFINE(tree_vec, tree);
FH_VEC_DEFINE(tree_rc_vec, tree_rc);

struct page {
    _Alignas(64) char bytes[4096];
};
FH_TYPE(page, struct page);
FH_VEC(page_vec, page);

/* The numbers from..to-1. */
static long_vec count(long from, long to)
{
    long_vec v = {0};
    for (; from < to; from++)
        long_vec_push(&v, from);
    return v;
}

static bool holds(long_vec const *v, size_t n, ...)
{
    va_list wanted;
    bool same = long_vec_len(v) == n;
    va_start(wanted, n);
    for (size_t i = 0; i < n && same; i++)
        same = v->ptr[i] == va_arg(wanted, int);
    va_end(wanted);
    return same;
}

/* ---- room ----------------------------------------------------------------------------------- */

FH_TEST(vec, an_empty_vector_is_all_zero_and_has_no_block)
{
    long_vec v = {0};
    cr_expect_eq(long_vec_len(&v), 0);
    cr_expect_eq(long_vec_capacity(&v), 0);
    cr_expect(long_vec_is_empty(&v));
    long_vec_reserve(&v, 0);
    long_vec_reserve_exact(&v, 0);
    long_vec_resize(&v, 0, 5);
    long_vec_clear(&v);
    long_vec_truncate(&v, 3);
    cr_expect_null(v.ptr);
    fh_auto(long_vec) w = long_vec_with_capacity(0);
    cr_expect_null(w.ptr);
    long_vec_drop(&v);
    long_vec_drop(NULL);
}

FH_TEST(vec, capacity_doubles_from_a_small_beginning)
{
    fh_auto(long_vec) v = {0};
    fh_auto(char_vec) c = {0};
    fh_auto(page_vec) p = {0};
    size_t moves = 0, before = 0;
    for (long i = 0; i < 100000; i++) {
        long_vec_push(&v, i);
        moves += long_vec_capacity(&v) != before;
        before = long_vec_capacity(&v);
    }
    cr_expect_eq(moves, 16); /* 4, 8, … 131072 */
    char_vec_push(&c, 'x');
    cr_expect_eq(char_vec_capacity(&c), 8);
    page_vec_push(&p, (struct page){{0}});
    cr_expect_eq(page_vec_capacity(&p), 1);
    cr_expect_eq((uintptr_t)p.ptr % 64, 0);
}

FH_TEST(vec, reserve_makes_room_that_push_then_uses)
{
    fh_auto(long_vec) v = count(0, 3);
    long_vec_reserve(&v, 100);
    long *before = v.ptr;
    cr_expect_geq(long_vec_capacity(&v), 103);
    for (long i = 0; i < 100; i++)
        long_vec_push(&v, i);
    cr_expect(v.ptr == before);
    long_vec_reserve_exact(&v, 1000);
    cr_expect_eq(long_vec_capacity(&v), 1103);
    long_vec_shrink_to_fit(&v);
    cr_expect_eq(long_vec_capacity(&v), 103);
    long_vec_clear(&v);
    long_vec_shrink_to_fit(&v);
    cr_expect_null(v.ptr);
}

FH_TEST(vec, what_no_block_could_hold_is_a_capacity_overflow)
{
    static size_t const impossible[] = {SIZE_MAX, SIZE_MAX / sizeof(long) + 1,
                                        (size_t)PTRDIFF_MAX / sizeof(long) + 1};
    for (size_t i = 0; i < sizeof(impossible) / sizeof(*impossible); i++) {
        fh_auto(long_vec) v = count(0, 3);
        long_vec before = v;
        cr_expect_eq(long_vec_try_reserve(&v, impossible[i]), FH_ERR_CAPACITY_OVERFLOW);
        cr_expect_eq(long_vec_try_reserve_exact(&v, impossible[i]), FH_ERR_CAPACITY_OVERFLOW);
        cr_expect_eq(long_vec_try_resize(&v, impossible[i], 1), FH_ERR_CAPACITY_OVERFLOW);
        cr_expect_eq(memcmp(&v, &before, sizeof(v)), 0, "nothing has changed");
        long_vec w = {0};
        cr_expect_eq(long_vec_try_with_capacity(impossible[i], &w), FH_ERR_CAPACITY_OVERFLOW);
        cr_expect_null(w.ptr);
    }
}

FH_TEST_OOM_ABORTS(vec, push_without_memory_calls_the_handler, 4 * sizeof(long))
{
    long_vec v = {0};
    fh_fault_arm(fh_test_fault(), 1, FH_FAULT_ONCE);
    long_vec_push(&v, 1);
}

/* ---- elements in and out ------------------------------------------------------------------------ */

FH_TEST(vec, push_and_pop_are_a_stack)
{
    fh_auto(long_vec) v = {0};
    long out = -1;
    cr_expect_not(long_vec_pop(&v, &out));
    for (long i = 0; i < 10; i++)
        long_vec_push(&v, i);
    for (long i = 9; i >= 0; i--) {
        cr_expect(long_vec_pop(&v, &out));
        cr_expect_eq(out, i);
    }
    cr_expect_not(long_vec_pop(&v, NULL));
}

FH_TEST(vec, pop_into_nothing_drops)
{
    int drops = 0;
    fh_auto(probe_vec) v = {0};
    probe_vec_push(&v, probe_make(1, &drops));
    probe_vec_push(&v, probe_make(2, &drops));
    cr_expect(probe_vec_pop(&v, NULL));
    cr_expect_eq(drops, 1);
    struct probe last;
    cr_expect(probe_vec_pop(&v, &last));
    cr_expect_eq(drops, 1);
    cr_expect_eq(*last.payload, 1);
    probe_drop(&last);
}

FH_TEST(vec, insert_and_remove_keep_the_order)
{
    fh_auto(long_vec) v = {0};
    long_vec_insert(&v, 0, 2);
    long_vec_insert(&v, 0, 0);
    long_vec_insert(&v, 1, 1);
    long_vec_insert(&v, 3, 3);
    cr_expect(holds(&v, 4, 0, 1, 2, 3));
    cr_expect_eq(long_vec_remove(&v, 1), 1);
    cr_expect(holds(&v, 3, 0, 2, 3));
    cr_expect_eq(long_vec_swap_remove(&v, 0), 0);
    cr_expect(holds(&v, 2, 3, 2));
    cr_expect_eq(long_vec_swap_remove(&v, 1), 2);
    cr_expect_eq(long_vec_remove(&v, 0), 3);
    cr_expect(long_vec_is_empty(&v));
}

FH_TEST(vec, a_place_beyond_the_end_is_refused_and_nothing_changes)
{
    int drops = 0;
    fh_auto(probe_vec) v = {0};
    struct probe kept = probe_make(2, &drops);
    probe_vec_push(&v, probe_make(1, &drops));
    cr_expect_eq(probe_vec_try_insert(&v, 2, probe_make(3, &drops)), FH_ERR_BOUNDS);
    cr_expect_eq(drops, 1, "the argument by value was dropped");
    cr_expect_eq(probe_vec_try_insert_move(&v, SIZE_MAX, &kept), FH_ERR_BOUNDS);
    cr_expect_eq(*kept.payload, 2, "the argument by pointer is untouched");
    cr_expect_not(probe_vec_try_remove(&v, 1, NULL));
    cr_expect_not(probe_vec_try_remove(&v, SIZE_MAX, NULL));
    cr_expect_eq(probe_vec_len(&v), 1);
    cr_expect(probe_vec_try_remove(&v, 0, NULL));
    cr_expect_eq(drops, 2);
    probe_drop(&kept);
}

FH_TEST_PANICS(vec, insert_beyond_the_end_panics, "index 1 is out of bounds: the length is 0")
{
    long_vec v = {0};
    long_vec_insert(&v, 1, 1);
}

FH_TEST_PANICS(vec, remove_from_nothing_panics, "out of bounds")
{
    long_vec v = {0};
    (void)(long_vec_remove(&v, 0) != 0);
}

FH_TEST_PANICS(vec, swap_remove_at_the_end_panics, "out of bounds")
{
    fh_auto(long_vec) v = count(0, 3);
    (void)(long_vec_swap_remove(&v, 3) != 0);
}

FH_TEST_PANICS(vec, at_beyond_the_end_panics, "out of bounds")
{
    fh_auto(long_vec) v = count(0, 3);
    (void)(long_vec_at(&v, (size_t)-1) != NULL);
}

FH_TEST(vec, get_beyond_the_end_is_null)
{
    fh_auto(long_vec) v = count(10, 13);
    cr_expect_eq(*long_vec_get(&v, 2), 12);
    cr_expect_null(long_vec_get(&v, 3));
    cr_expect_null(long_vec_get(&v, SIZE_MAX));
    cr_expect_null(long_vec_get_mut(&v, (size_t)-1));
    *long_vec_get_mut(&v, 0) = 5;
    *long_vec_at_mut(&v, 1) = 6;
    cr_expect_eq(*long_vec_first(&v), 5);
    cr_expect_eq(*long_vec_at(&v, 1), 6);
    *long_vec_last_mut(&v) = 7;
    *long_vec_first_mut(&v) += 1;
    cr_expect(holds(&v, 3, 6, 6, 7));
    long_vec none = {0};
    cr_expect_null(long_vec_first(&none));
    cr_expect_null(long_vec_last(&none));
    cr_expect_null(long_vec_last_mut(&none));
    cr_expect_null(long_vec_first_mut(&none));
}

/* ---- moves ---------------------------------------------------------------------------------- */

FH_TEST(vec, a_move_form_empties_its_argument)
{
    fh_auto(string_vec) v = {0};
    fh_string s = fh_string_from(FH_STR("one"));
    cr_expect_eq(string_vec_try_push_move(&v, &s), FH_OK);
    cr_expect_null(s.ptr);
    s = fh_string_from(FH_STR("zero"));
    cr_expect_eq(string_vec_try_insert_move(&v, 0, &s), FH_OK);
    cr_expect_null(s.ptr);
    cr_expect_str_eq(fh_string_c_str(string_vec_at(&v, 0)), "zero");
    cr_expect_str_eq(fh_string_c_str(string_vec_at(&v, 1)), "one");
}

FH_TEST(vec, an_element_may_be_pushed_into_its_own_vector_while_that_grows)
{
    fh_auto(long_vec) v = {0};
    long_vec_push(&v, 7);
    for (int i = 0; i < 1000; i++)
        long_vec_push(&v, v.ptr[i]);
    for (int i = 0; i <= 1000; i++)
        cr_assert_eq(v.ptr[i], 7);
}

FH_TEST(vec, an_element_may_be_moved_within_its_own_vector_while_that_grows)
{
    fh_auto(string_vec) v = {0};
    string_vec_push(&v, fh_string_from(FH_STR("wanderer")));
    for (size_t i = 0; i < 40; i++) {
        cr_assert_eq(string_vec_try_push_move(&v, &v.ptr[i]), FH_OK);
        cr_assert_null(v.ptr[i].ptr);
        cr_assert_str_eq(fh_string_c_str(&v.ptr[i + 1]), "wanderer");
    }
    for (size_t i = 40; i-- > 0;) {
        cr_assert_eq(string_vec_try_insert_move(&v, 0, string_vec_last_mut(&v)), FH_OK);
        cr_assert_str_eq(fh_string_c_str(&v.ptr[0]), "wanderer");
        string_vec_push(&v, string_vec_remove(&v, 0));
    }
}

FH_TEST(vec, a_vector_may_be_extended_by_a_part_of_itself)
{
    fh_auto(string_vec) v = {0};
    string_vec_push(&v, fh_string_from(FH_STR("a")));
    string_vec_push(&v, fh_string_from(FH_STR("b")));
    for (int i = 0; i < 6; i++)
        cr_assert_eq(string_vec_try_extend_from_slice(&v, v.ptr, v.len), FH_OK);
    cr_assert_eq(v.len, 128);
    for (size_t i = 0; i < v.len; i++)
        cr_assert_str_eq(fh_string_c_str(&v.ptr[i]), i % 2 == 0 ? "a" : "b");
    fh_auto(long_vec) n = count(0, 5);
    for (int i = 0; i < 6; i++)
        long_vec_extend_from_slice(&n, n.ptr + 1, n.len - 1);
    cr_assert_eq(n.len, 257);
    for (size_t i = 1; i < n.len; i++)
        cr_assert_eq(n.ptr[i], (long)((i - 1) % 4 + 1));
}

FH_TEST(vec, no_elements_may_be_at_null_but_some_may_not)
{
    fh_auto(long_vec) v = {0};
    cr_expect_eq(long_vec_try_extend_from_slice(&v, NULL, 0), FH_OK);
    cr_expect_eq(long_vec_try_extend_from_slice(&v, NULL, 1), FH_ERR_INVALID);
    cr_expect_null(v.ptr);
}

FH_TEST(vec, append_moves_all_and_leaves_the_other_empty)
{
    fh_auto(long_vec) a = count(0, 3);
    fh_auto(long_vec) b = count(3, 6);
    long_vec_append(&a, &b);
    cr_expect(holds(&a, 6, 0, 1, 2, 3, 4, 5));
    cr_expect(long_vec_is_empty(&b));
    long_vec_append(&a, &b);
    long_vec_append(&a, &a);
    cr_expect_eq(long_vec_len(&a), 6);
}

FH_TEST(vec, take_set_replace_and_swap_move_the_whole_vector)
{
    long_vec a = count(0, 3);
    fh_auto(long_vec) b = long_vec_take(&a);
    cr_expect_null(a.ptr);
    cr_expect_eq(long_vec_len(&b), 3);
    long_vec_set(&b, count(7, 9));
    cr_expect(holds(&b, 2, 7, 8));
    a = long_vec_replace(&b, count(1, 2));
    long_vec_swap(&a, &b);
    cr_expect(holds(&a, 1, 1));
    cr_expect(holds(&b, 2, 7, 8));
    long_vec_drop(&a);
}

/* ---- what owns what ----------------------------------------------------------------------------- */

FH_TEST(vec, drop_drops_each_element_once)
{
    int drops = 0;
    probe_vec v = {0};
    for (int i = 0; i < 100; i++)
        probe_vec_push(&v, probe_make(i, &drops));
    probe_vec_truncate(&v, 90);
    cr_expect_eq(drops, 10);
    probe_vec_resize(&v, 80, probe_make(0, &drops));
    cr_expect_eq(drops, 21, "ten elements and the argument");
    probe_vec_clear(&v);
    cr_expect_eq(drops, 101);
    cr_expect_geq(probe_vec_capacity(&v), 100);
    probe_vec_resize(&v, 5, probe_make(7, &drops));
    cr_expect_eq(*v.ptr[4].payload, 7);
    probe_vec_drop(&v);
    cr_expect_eq(drops, 106);
    cr_expect_null(v.ptr);
    probe_vec_drop(&v);
    cr_expect_eq(drops, 106);
}

FH_TEST(vec, a_clone_of_vectors_of_vectors_is_deep)
{
    int drops = 0;
    fh_auto(probe_vec_vec) a = {0};
    for (int i = 0; i < 3; i++) {
        probe_vec inner = {0};
        probe_vec_push(&inner, probe_make(i, &drops));
        cr_assert_eq(probe_vec_vec_try_push_move(&a, &inner), FH_OK);
    }
    probe_vec_vec b = probe_vec_vec_clone(&a);
    cr_expect_eq(*b.ptr[2].ptr[0].payload, 2);
    cr_expect(b.ptr[2].ptr != a.ptr[2].ptr);
    probe_vec_vec_drop(&b);
    cr_expect_eq(drops, 3);
}

FH_TEST(vec, a_structure_may_hold_a_vector_of_itself)
{
    struct tree t = {.name = fh_string_from(FH_STR("root"))};
    for (int i = 0; i < 10; i++) {
        struct tree child = {.name = fh_string_from(FH_STR("child"))};
        tree_vec_push(&child.children, (struct tree){.name = fh_string_from(FH_STR("leaf"))});
        cr_assert_eq(tree_vec_try_push_move(&t.children, &child), FH_OK);
    }
    tree_rc_vec_push(&t.friends, tree_rc_new(tree_take(&t.children.ptr[3])));
    tree_rc_vec_push(&t.friends, tree_rc_clone(&t.friends.ptr[0]));
    struct tree copy = tree_clone(&t);
    cr_expect_eq(tree_rc_strong_count(&t.friends.ptr[0]), 4);
    cr_expect_str_eq(fh_string_c_str(&copy.children.ptr[9].children.ptr[0].name), "leaf");
    tree_drop(&t);
    tree_drop(&copy);
}

/* An element that looks at its vector when it is dropped, and puts another one in. */
struct watcher {
    int id;
};
static void watcher_drop(struct watcher *self);
FH_TYPE(watcher, struct watcher, .drop = watcher_drop, .leaf = true);
FH_VEC(watcher_vec, watcher);

static struct {
    watcher_vec vec;
    size_t seen_len;
    int drops;
} watched;

static void watcher_drop(struct watcher *self)
{
    watched.drops++;
    watched.seen_len = watched.vec.len;
    if (self->id < 100)
        watcher_vec_push(&watched.vec, (struct watcher){self->id + 100});
}

static void watched_begin(void)
{
    for (int i = 0; i < 10; i++)
        watcher_vec_push(&watched.vec, (struct watcher){i});
    watched.drops = 0;
}

FH_TEST(vec, a_drop_callback_finds_the_vector_in_its_final_state_and_may_even_fill_it)
{
    watched_begin();
    watcher_vec_pop(&watched.vec, NULL);
    cr_expect_eq(watched.seen_len, 9);
    cr_expect_eq(watcher_vec_last(&watched.vec)->id, 109);
    watcher_vec_truncate(&watched.vec, 5);
    cr_expect_eq(watched.vec.len, 5);
    cr_expect_eq(watched.drops, 1 + 1 + 2 * 4);
    watcher_vec_clear(&watched.vec);
    cr_expect_eq(watched.vec.len, 5, "each callback put one in");
    watcher_vec_drop(&watched.vec);
    cr_expect_null(watched.vec.ptr);
    watched_begin();
    watcher_vec_drop(&watched.vec);
    cr_expect_eq(watched.vec.len, 10);
    cr_expect_eq(watched.vec.ptr[9].id, 109);
    watcher_vec_drop(&watched.vec);
}

/* ---- whole arrays --------------------------------------------------------------------------- */

static bool is_odd(long const *element, void *calls)
{
    ++*(int *)calls;
    return *element % 2 != 0;
}

static bool probe_is_odd(struct probe const *element, void *unused)
{
    (void)unused;
    return *element->payload % 2 != 0;
}

FH_TEST(vec, retain_keeps_the_order_and_drops_the_rest)
{
    int calls = 0, drops = 0;
    fh_auto(long_vec) v = count(0, 10);
    long_vec_retain(&v, is_odd, &calls);
    cr_expect_eq(calls, 10);
    cr_expect(holds(&v, 5, 1, 3, 5, 7, 9));
    fh_auto(probe_vec) p = {0};
    for (int i = 0; i < 9; i++)
        probe_vec_push(&p, probe_make(i, &drops));
    probe_vec_retain(&p, probe_is_odd, NULL);
    cr_expect_eq(drops, 5);
    cr_expect_eq(*p.ptr[3].payload, 7);
    long_vec none = {0};
    long_vec_retain(&none, is_odd, &calls);
}

static bool push_meanwhile(long const *element, void *vec)
{
    (void)element;
    long_vec_push((long_vec *)vec, 1);
    return true;
}

FH_TEST_PANICS(vec, retain_whose_callback_fills_the_vector_panics, "its own callback")
{
    long_vec v = count(0, 10);
    long_vec_retain(&v, push_meanwhile, &v);
}

FH_TEST(vec, foreach_sees_each_element_once_and_in_order)
{
    fh_auto(long_vec) v = count(0, 10);
    fh_auto(bool_vec) flags = {0};
    long_vec none = {0};
    long next = 0, turns = 0;
    fh_foreach (long, it, &v) {
        if (*it == 3)
            continue;
        next += *it;
        if (*it == 8)
            break;
    }
    cr_expect_eq(next, 0 + 1 + 2 + 4 + 5 + 6 + 7 + 8);
    fh_foreach_mut (long, it, &v)
        *it *= 2;
    cr_expect_eq(v.ptr[9], 18);
    fh_foreach (long, it, &none)
        turns += *it + 1;
    bool_vec_push(&flags, true);
    fh_foreach (bool, outer, &flags)
        fh_foreach (bool, inner, &flags)
            turns += *outer && *inner;
    cr_expect_eq(turns, 1);
}

FH_TEST(vec, eq_cmp_and_contains_go_by_the_elements)
{
    fh_auto(long_vec) a = count(0, 3);
    fh_auto(long_vec) b = count(0, 3);
    fh_auto(long_vec) longer = count(0, 4);
    fh_auto(long_vec) greater = count(1, 2);
    long_vec none = {0};
    cr_expect(long_vec_eq(&a, &b));
    cr_expect_not(long_vec_eq(&a, &longer));
    cr_expect_not(long_vec_eq(&a, &none));
    cr_expect_eq(long_vec_cmp(&a, &b), 0);
    cr_expect_lt(long_vec_cmp(&a, &longer), 0);
    cr_expect_gt(long_vec_cmp(&greater, &longer), 0);
    cr_expect_lt(long_vec_cmp(&none, &a), 0);
    cr_expect(long_vec_contains(&a, 2));
    cr_expect_not(long_vec_contains(&a, 3));
    fh_auto(string_vec) s = {0};
    fh_auto(fh_string) key = fh_string_from(FH_STR("x"));
    cr_expect_not(string_vec_contains(&s, &key));
    string_vec_push(&s, fh_string_from(FH_STR("x")));
    cr_expect(string_vec_contains(&s, &key));
}
