/* SPDX-License-Identifier: MIT */
/* test_hashmap.c: values found by keys. Hostile callbacks, random operations: test_hashmap_model.c. */
#include "support/fh_test.h"
#include "support/probe.h"

FH_HASHMAP(squares, long, long);
FH_HASHMAP(flags, bool, double);
FH_HASHMAP(probes, int, probe);
FH_HASHMAP(by_string, fh_string, int);
FH_STRMAP(words, long);
FH_STRMAP(texts, fh_string);

/* A key that is asked for by a part of it. */
struct person {
    int number;
    fh_string name;
};
FH_OWNS(person, struct person, (fh_string, name));
static int person_as_int(struct person const *self)
{
    return self->number;
}
FH_HASHMAP_BY(people, person, int, long);

/* A structure that holds maps of itself and of owners of itself. */
FH_RC_DECLARE(dir_rc, struct dir);
FH_STRMAP_DECLARE(dir_map, struct dir);
FH_HASHMAP_DECLARE(dir_rc_map, int, dir_rc);
struct dir {
    dir_map entries;
    dir_rc_map links;
};
FH_OWNS(dir, struct dir, (dir_map, entries), (dir_rc_map, links));
FH_RC_DEFINE(dir_rc, dir);
FH_STRMAP_DEFINE(dir_map, dir);
FH_HASHMAP_DEFINE(dir_rc_map, int, dir_rc);

struct wide {
    _Alignas(64) long x;
};
FH_TYPE(wide, struct wide);
FH_HASHMAP(wides, char, wide);

FH_HASHSET(numbers, long);
FH_STRSET(names);
FH_HASHSET(probe_keys, fh_string);

static squares up_to(long n)
{
    squares m = {0};
    for (long i = 0; i < n; i++)
        squares_insert(&m, i, i * i);
    return m;
}

/* ---- in and out ----------------------------------------------------------------------------- */

FH_TEST(hashmap, an_empty_map_is_all_zero_and_has_no_block)
{
    squares m = {0};
    long out;
    cr_expect(squares_is_empty(&m));
    cr_expect_eq(squares_len(&m), 0);
    cr_expect_eq(squares_capacity(&m), 0);
    cr_expect_null(squares_get(&m, 1));
    cr_expect_not(squares_contains_key(&m, 1));
    cr_expect_not(squares_remove(&m, 1, &out));
    squares_clear(&m);
    squares_reserve(&m, 0);
    squares_shrink_to_fit(&m);
    fh_foreach_entry (squares, e, &m)
        cr_assert_fail("there is an entry: %ld", *e.key);
    fh_auto(squares) copy = squares_clone(&m);
    cr_expect_null(copy.raw.control);
    fh_auto(squares) none = squares_with_capacity(0);
    cr_expect_null(none.raw.control);
    cr_expect_null(m.raw.control);
    squares_drop(&m);
    squares_drop(NULL);
}

FH_TEST(hashmap, what_was_put_in_is_found_and_nothing_else)
{
    for (long n = 1; n < 5000; n = n * 3 / 2 + 1) {
        fh_auto(squares) m = up_to(n);
        cr_assert_eq(squares_len(&m), (size_t)n);
        for (long i = -n; i < 2 * n; i++) {
            long const *found = squares_get(&m, i);
            cr_assert_eq(found != NULL, i >= 0 && i < n, "%ld of %ld", i, n);
            cr_assert(found == NULL || *found == i * i);
        }
        for (long i = 0; i < n; i += 2)
            cr_assert(squares_remove(&m, i, NULL));
        for (long i = 0; i < n; i++)
            cr_assert_eq(squares_contains_key(&m, i), i % 2 != 0);
        cr_assert_eq(squares_len(&m), (size_t)(n / 2));
    }
}

FH_TEST(hashmap, insert_replaces_the_value_and_drops_the_old_one)
{
    int drops = 0;
    fh_auto(probes) m = {0};
    for (int i = 0; i < 10; i++)
        probes_insert(&m, i, probe_make(i, &drops));
    cr_expect_eq(drops, 0);
    for (int i = 0; i < 10; i++)
        probes_insert(&m, i, probe_make(100 + i, &drops));
    cr_expect_eq(drops, 10);
    cr_expect_eq(probes_len(&m), 10);
    cr_expect_eq(*probes_get(&m, 7)->payload, 107);
    probes_get_mut(&m, 7)->id = 5;
    cr_expect_eq(probes_get(&m, 7)->id, 5);
}

FH_TEST(hashmap, replace_hands_the_old_value_back)
{
    int drops = 0;
    bool replaced = true;
    struct probe old;
    fh_auto(probes) m = {0};
    cr_expect_eq(probes_try_replace(&m, 1, probe_make(10, &drops), &old, &replaced), FH_OK);
    cr_expect(!replaced && old.payload == NULL);
    cr_expect_eq(probes_try_replace(&m, 1, probe_make(11, &drops), &old, &replaced), FH_OK);
    cr_expect(replaced && *old.payload == 10);
    cr_expect_eq(drops, 0);
    probe_drop(&old);
}

FH_TEST(hashmap, remove_moves_the_entry_out_or_drops_it)
{
    int drops = 0;
    struct probe out;
    int key = 0;
    fh_auto(probes) m = {0};
    for (int i = 0; i < 3; i++)
        probes_insert(&m, i, probe_make(i, &drops));
    cr_expect(probes_remove(&m, 0, NULL));
    cr_expect_eq(drops, 1);
    cr_expect(probes_remove(&m, 1, &out));
    cr_expect_eq(drops, 1);
    cr_expect_eq(*out.payload, 1);
    probe_drop(&out);
    cr_expect(probes_remove_entry(&m, 2, &key, &out));
    cr_expect_eq(key, 2);
    probe_drop(&out);
    cr_expect_not(probes_remove(&m, 2, &out));
    cr_expect(probes_is_empty(&m));
}

FH_TEST(hashmap, an_entry_that_is_new_is_all_zero)
{
    fh_auto(words) m = {0};
    static char const *const text[] = {"to", "be", "or", "not", "to", "be"};
    for (size_t i = 0; i < 6; i++) {
        long *count = NULL;
        bool inserted = false;
        bool known = words_contains_key(&m, fh_str_from(text[i]));
        cr_assert_eq(words_try_entry(&m, fh_string_from(fh_str_from(text[i])), &count, &inserted),
                     FH_OK);
        cr_assert_eq(inserted, !known);
        ++*count;
    }
    ++*words_entry(&m, fh_string_from(FH_STR("be")));
    cr_expect_eq(words_len(&m), 4);
    cr_expect_eq(*words_get(&m, FH_STR("to")), 2);
    cr_expect_eq(*words_get(&m, FH_STR("be")), 3);
    cr_expect_eq(*words_get(&m, FH_STR("not")), 1);
}

/* ---- keys ----------------------------------------------------------------------------------- */

FH_TEST(hashmap, scalars_are_asked_by_value_strings_by_text_and_others_by_pointer)
{
    fh_auto(flags) f = {0};
    fh_auto(words) w = {0};
    fh_auto(by_string) s = {0};
    fh_auto(people) p = {0};
    fh_auto(fh_string) key = fh_string_from(FH_STR("key"));
    flags_insert(&f, true, 0.5);
    cr_expect_eq(*flags_get(&f, true), 0.5);
    cr_expect_null(flags_get(&f, false));
    words_insert(&w, fh_string_clone(&key), 1);
    cr_expect_eq(*words_get(&w, FH_STR("key")), 1);
    by_string_insert(&s, fh_string_clone(&key), 2);
    cr_expect_eq(*by_string_get(&s, &key), 2);
    cr_expect_eq(by_string_get_key(&s, &key)->len, 3);
    people_insert(&p, (struct person){7, fh_string_clone(&key)}, 3);
    cr_expect_eq(*people_get(&p, 7), 3);
    cr_expect_str_eq(fh_string_c_str(&people_get_key(&p, 7)->name), "key");
    people_insert(&p, (struct person){7, {0}}, 4);
    cr_expect_str_eq(fh_string_c_str(&people_get_key(&p, 7)->name), "key", "the old key stays");
}

FH_TEST(hashmap, a_move_form_empties_both_arguments)
{
    fh_auto(texts) m = {0};
    for (int i = 0; i < 2; i++) {
        fh_string key = fh_string_from(FH_STR("key"));
        fh_string value = fh_string_from(FH_STR("value"));
        cr_expect_eq(texts_try_insert_move(&m, &key, &value), FH_OK);
        cr_expect(key.ptr == NULL && value.ptr == NULL);
    }
    cr_expect_eq(texts_len(&m), 1);
}

FH_TEST(hashmap, a_key_argument_may_be_the_key_of_the_entry_it_names)
{
    fh_auto(texts) m = {0};
    fh_auto(by_string) s = {0};
    texts_insert(&m, fh_string_from(FH_STR("a longer key")), fh_string_from(FH_STR("one")));
    fh_string *key = (fh_string *)(uintptr_t)texts_get_key(&m, FH_STR("a longer key"));
    fh_string value = fh_string_from(FH_STR("two"));
    cr_expect_eq(texts_try_insert_move(&m, key, &value), FH_OK);
    cr_expect_str_eq(fh_string_c_str(texts_get(&m, FH_STR("a longer key"))), "two");
    cr_expect(texts_remove(&m, fh_string_as_str(texts_get_key(&m, FH_STR("a longer key"))), NULL));
    cr_expect(texts_is_empty(&m));
    fh_auto(fh_string) other = fh_string_from(FH_STR("another key"));
    by_string_insert(&s, fh_string_clone(&other), 1);
    cr_expect(by_string_remove(&s, by_string_get_key(&s, &other), NULL));
}

/* ---- room ----------------------------------------------------------------------------------- */

FH_TEST(hashmap, a_reserved_map_does_not_move)
{
    for (size_t n = 1; n < 3000; n = n * 2 + 1) {
        fh_auto(squares) m = squares_with_capacity(n);
        void const *block = m.raw.control;
        cr_assert_geq(squares_capacity(&m), n);
        for (long i = 0; i < (long)n; i++)
            squares_insert(&m, i, i);
        cr_assert(m.raw.control == block, "%zu entries", n);
    }
}

FH_TEST(hashmap, what_no_block_could_hold_is_a_capacity_overflow)
{
    static size_t const impossible[] = {SIZE_MAX, SIZE_MAX / 16, SIZE_MAX / 32,
                                        (size_t)PTRDIFF_MAX / 16};
    fh_auto(squares) m = up_to(10);
    for (size_t i = 0; i < sizeof(impossible) / sizeof(*impossible); i++) {
        squares none = {0};
        cr_expect_eq(squares_try_reserve(&m, impossible[i]), FH_ERR_CAPACITY_OVERFLOW);
        cr_expect_eq(squares_try_with_capacity(impossible[i], &none), FH_ERR_CAPACITY_OVERFLOW);
        cr_expect_null(none.raw.control);
    }
    cr_expect_eq(squares_len(&m), 10);
}

FH_TEST(hashmap, shrink_to_fit_gives_room_back)
{
    fh_auto(squares) m = up_to(1000);
    for (long i = 10; i < 1000; i++)
        cr_assert(squares_remove(&m, i, NULL));
    size_t before = m.raw.mask;
    squares_shrink_to_fit(&m);
    cr_expect_lt(m.raw.mask, before / 16);
    for (long i = 0; i < 10; i++)
        cr_expect_eq(*squares_get(&m, i), i * i);
    squares_clear(&m);
    squares_shrink_to_fit(&m);
    cr_expect_null(m.raw.control);
}

FH_TEST(hashmap, entries_are_as_aligned_as_they_want)
{
    fh_auto(wides) m = {0};
    for (char c = 'a'; c <= 'z'; c++) {
        wides_insert(&m, c, (struct wide){c});
        cr_assert_eq((uintptr_t)wides_get(&m, c) % 64, 0);
    }
    cr_expect_eq(wides_get(&m, 'q')->x, 'q');
}

FH_TEST_OOM_ABORTS(hashmap, insert_without_memory_calls_the_handler,
                   4 * 2 * sizeof(long) + 4 + FHI_GROUP)
{
    squares m = {0};
    fh_fault_arm(fh_test_fault(), 1, FH_FAULT_ONCE);
    squares_insert(&m, 1, 1);
}

/* ---- all entries ---------------------------------------------------------------------------- */

FH_TEST(hashmap, foreach_entry_sees_each_entry_once)
{
    for (long n = 0; n < 300; n++) {
        fh_auto(squares) m = up_to(n);
        bool seen[300] = {false};
        size_t count = 0;
        fh_foreach_entry (squares, e, &m) {
            cr_assert_eq(*e.value, *e.key * *e.key);
            cr_assert(!seen[*e.key]);
            seen[*e.key] = true;
            count++;
        }
        cr_assert_eq(count, (size_t)n);
    }
    fh_auto(squares) m = up_to(10);
    size_t turns = 0;
    fh_foreach_entry_mut(squares, e, &m)
    {
        if (*e.key == 3)
            continue;
        *e.value = -1;
        turns++;
    }
    cr_expect_eq(turns, 9);
    cr_expect_eq(*squares_get(&m, 3), 9);
    cr_expect_eq(*squares_get(&m, 4), -1);
}

FH_TEST(hashmap, a_clone_is_deep)
{
    int drops = 0;
    fh_auto(texts) t = {0};
    probes m = {0};
    for (int i = 0; i < 100; i++)
        probes_insert(&m, i, probe_make(i, &drops));
    for (int i = 0; i < 50; i++)
        cr_assert(probes_remove(&m, i, NULL));
    probes copy = probes_clone(&m);
    probes_drop(&m);
    cr_expect_eq(drops, 100);
    for (int i = 0; i < 100; i++) {
        struct probe const *found = probes_get(&copy, i);
        cr_assert(i < 50 ? found == NULL : *found->payload == i);
    }
    for (int i = 0; i < 500; i++)
        probes_insert(&copy, i, probe_make(i, &drops));
    cr_expect_eq(drops, 150);
    probes_drop(&copy);
    cr_expect_eq(drops, 650);
    texts_insert(&t, fh_string_from(FH_STR("k")), fh_string_from(FH_STR("v")));
    fh_auto(texts) u = texts_clone(&t);
    cr_expect(texts_get(&u, FH_STR("k"))->ptr != texts_get(&t, FH_STR("k"))->ptr);
}

static bool is_even(int const *key, struct probe *value, void *calls)
{
    ++*(int *)calls;
    value->id = -1;
    return *key % 2 == 0;
}

FH_TEST(hashmap, retain_drops_the_rest)
{
    int calls = 0, drops = 0;
    fh_auto(probes) m = {0};
    for (int i = 0; i < 1000; i++)
        probes_insert(&m, i, probe_make(i, &drops));
    probes_retain(&m, is_even, &calls);
    cr_expect_eq(calls, 1000);
    cr_expect_eq(drops, 500);
    cr_expect_eq(probes_len(&m), 500);
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(probes_contains_key(&m, i), i % 2 == 0);
    cr_expect_eq(probes_get(&m, 0)->id, -1);
}

FH_TEST(hashmap, clear_drops_all_and_keeps_the_block)
{
    int drops = 0;
    fh_auto(probes) m = {0};
    for (int i = 0; i < 100; i++)
        probes_insert(&m, i, probe_make(i, &drops));
    void const *block = m.raw.control;
    probes_clear(&m);
    cr_expect_eq(drops, 100);
    cr_expect(probes_is_empty(&m));
    for (int i = 0; i < 100; i++)
        probes_insert(&m, i, probe_make(i, &drops));
    cr_expect(m.raw.control == block);
}

FH_TEST(hashmap, take_set_replace_and_swap_move_the_whole_map)
{
    squares a = up_to(3);
    fh_auto(squares) b = squares_take(&a);
    cr_expect(squares_is_empty(&a) && squares_len(&b) == 3);
    squares_set(&b, up_to(2));
    cr_expect_eq(squares_len(&b), 2);
    a = squares_replace(&b, up_to(1));
    squares_swap(&a, &b);
    cr_expect(squares_len(&a) == 1 && squares_len(&b) == 2);
    squares_drop(&a);
}

FH_TEST(hashmap, a_structure_may_hold_maps_of_itself)
{
    struct dir root = {0};
    for (int i = 0; i < 20; i++) {
        fh_string name = {0};
        struct dir sub = {0};
        fh_string_appendf(&name, "sub %d", i);
        dir_map_insert(&sub.entries, fh_string_from(FH_STR("leaf")), (struct dir){0});
        cr_assert_eq(dir_map_try_insert_move(&root.entries, &name, &sub), FH_OK);
    }
    dir_rc_map_insert(&root.links, 1, dir_rc_new((struct dir){0}));
    dir_rc_map_insert(&root.links, 2, dir_rc_clone(dir_rc_map_get(&root.links, 1)));
    struct dir copy = dir_clone(&root);
    cr_expect_eq(dir_rc_strong_count(dir_rc_map_get(&root.links, 1)), 4);
    cr_expect_eq(dir_map_len(&dir_map_get(&copy.entries, FH_STR("sub 7"))->entries), 1);
    dir_drop(&root);
    dir_drop(&copy);
}

/* ---- sets ----------------------------------------------------------------------------------- */

static bool is_small(long const *key, void *unused)
{
    (void)unused;
    return *key < 10;
}

FH_TEST(hashset, holds_each_key_once)
{
    fh_auto(numbers) s = {0};
    bool fresh = false;
    for (long i = 0; i < 100; i++)
        cr_assert(numbers_insert(&s, i));
    cr_expect_not(numbers_insert(&s, 5));
    cr_expect_eq(numbers_try_insert(&s, 100, &fresh), FH_OK);
    cr_expect(fresh);
    cr_expect_eq(numbers_try_insert(&s, 100, NULL), FH_OK);
    cr_expect_eq(numbers_len(&s), 101);
    cr_expect(numbers_contains(&s, 77));
    cr_expect_not(numbers_contains(&s, 101));
    long sum = 0;
    fh_foreach_entry (numbers, e, &s)
        sum += *e.key;
    cr_expect_eq(sum, 5050);
    numbers_retain(&s, is_small, NULL);
    fh_auto(numbers) copy = numbers_clone(&s);
    cr_expect(numbers_remove(&s, 3, NULL));
    cr_expect_not(numbers_remove(&s, 3, NULL));
    cr_expect(numbers_len(&s) == 9 && numbers_len(&copy) == 10);
}

FH_TEST(hashset, owns_its_keys)
{
    fh_auto(names) s = {0};
    fh_auto(probe_keys) p = {0};
    fh_string name = fh_string_from(FH_STR("libc6"));
    fh_string out = {0};
    cr_expect(names_insert(&s, fh_string_clone(&name)));
    cr_expect_not(names_insert(&s, fh_string_clone(&name)));
    cr_expect_str_eq(fh_string_c_str(names_get(&s, FH_STR("libc6"))), "libc6");
    cr_expect(names_remove(&s, FH_STR("libc6"), &out));
    cr_expect_str_eq(fh_string_c_str(&out), "libc6");
    cr_expect_eq(probe_keys_try_insert_move(&p, &name, NULL), FH_OK);
    cr_expect_null(name.ptr);
    cr_expect(probe_keys_contains(&p, &out));
    fh_string_drop(&out);
}
