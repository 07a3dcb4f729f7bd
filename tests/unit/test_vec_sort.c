/* SPDX-License-Identifier: MIT */
/* test_vec_sort.c: order in a vector, and a long random comparison with a plain array. */
#include "support/fh_test.h"
#include "support/probe.h"

FH_VEC(long_vec, long);
FH_VEC(probe_vec, probe);
FH_VEC(string_vec, fh_string);

struct odd_size {
    int key;
    char rest[9];
};
FH_TYPE(odd_size, struct odd_size);
FH_VEC(odd_vec, odd_size);

/* ---- sorting -------------------------------------------------------------------------------- */

struct counter {
    size_t calls;
    uint64_t random;
};

static int by_value(long const *one, long const *other, void *context)
{
    ((struct counter *)context)->calls++;
    return (*one > *other) - (*one < *other);
}

static int by_key_downwards(struct odd_size const *one, struct odd_size const *other, void *unused)
{
    (void)unused;
    return (other->key > one->key) - (other->key < one->key);
}

/* The i-th of n numbers, in shapes that are bad for one sort or the other. */
static long shape(int kind, long i, long n, uint64_t *random)
{
    switch (kind) {
    case 0:
        return i;
    case 1:
        return n - i;
    case 2:
        return 7;
    case 3:
        return i % 2;
    case 4:
        return i < n / 2 ? i : n - i;
    case 5:
        return i % 2 != 0 ? i : n - i;
    default:
        return (long)(fh_test_random(random) % 1000);
    }
}

static bool is_sorted(long_vec const *v)
{
    for (size_t i = 1; i < v->len; i++)
        if (v->ptr[i - 1] > v->ptr[i])
            return false;
    return true;
}

FH_TEST(vec, sort_sorts_every_shape_in_n_log_n_comparisons)
{
    uint64_t random = 1;
    for (int kind = 0; kind < 8; kind++)
        for (long n = 0; n < 20000; n = n * 2 + 1) {
            fh_auto(long_vec) v = {0};
            struct counter counter = {0};
            long sum = 0, logarithm = 1;
            for (long i = 0; i < n; i++) {
                long_vec_push(&v, shape(kind, i, n, &random));
                sum += v.ptr[i];
            }
            for (long m = n; m > 1; m /= 2)
                logarithm++;
            long_vec_sort_unstable_by(&v, by_value, &counter);
            cr_assert(is_sorted(&v), "shape %d, %ld elements", kind, n);
            cr_assert_leq(counter.calls, (size_t)(4 * (n + 16) * logarithm), "shape %d, %ld", kind,
                          n);
            fh_foreach (long, it, &v)
                sum -= *it;
            cr_assert_eq(sum, 0);
        }
}

/* An adversary (McIlroy, "A killer adversary for quicksort", 1999): it decides what is greater only when
 * asked, so that every pivot is as bad as can be. */
struct adversary {
    long *value;
    long solid, candidate;
    size_t calls;
};
enum { ADVERSARY_GAS = 1 << 20 };

static int adverse(long const *one, long const *other, void *context)
{
    struct adversary *self = (struct adversary *)context;
    long a = *one, b = *other;
    self->calls++;
    if (self->value[a] == ADVERSARY_GAS && self->value[b] == ADVERSARY_GAS)
        self->value[a == self->candidate ? a : b] = self->solid++;
    if (self->value[a] == ADVERSARY_GAS)
        self->candidate = a;
    else if (self->value[b] == ADVERSARY_GAS)
        self->candidate = b;
    return (self->value[a] > self->value[b]) - (self->value[a] < self->value[b]);
}

FH_TEST(vec, no_adversary_makes_sort_quadratic)
{
    enum { N = 1 << 14 };
    fh_auto(long_vec) v = {0};
    fh_auto(long_vec) values = {0};
    for (long i = 0; i < N; i++)
        long_vec_push(&v, i);
    long_vec_resize(&values, N, ADVERSARY_GAS);
    struct adversary self = {.value = values.ptr};
    long_vec_sort_unstable_by(&v, adverse, &self);
    for (size_t i = 1; i < N; i++)
        cr_assert_leq(values.ptr[v.ptr[i - 1]], values.ptr[v.ptr[i]]);
    cr_expect_lt(self.calls, 5UL * N * 14, "%zu comparisons", self.calls);
}

FH_TEST(vec, sort_moves_elements_of_any_size_whole)
{
    fh_auto(odd_vec) v = {0};
    uint64_t random = 3;
    for (int i = 0; i < 1000; i++) {
        struct odd_size e = {.key = (int)(fh_test_random(&random) % 500)};
        memset(e.rest, e.key & 0x7f, sizeof(e.rest));
        odd_vec_push(&v, e);
    }
    odd_vec_sort_unstable_by(&v, by_key_downwards, NULL);
    for (size_t i = 0; i < v.len; i++) {
        cr_assert(i == 0 || v.ptr[i - 1].key >= v.ptr[i].key);
        cr_assert_eq(v.ptr[i].rest[8], v.ptr[i].key & 0x7f);
    }
}

static int at_random(long const *one, long const *other, void *context)
{
    (void)one, (void)other;
    return (int)(fh_test_random(&((struct counter *)context)->random) % 3) - 1;
}

static int always_less(long const *one, long const *other, void *unused)
{
    (void)one, (void)other, (void)unused;
    return -1;
}

FH_TEST(vec, an_order_that_lies_still_gives_the_same_elements)
{
    struct counter counter = {.random = 9};
    for (int round = 0; round < 50; round++) {
        fh_auto(long_vec) v = {0};
        for (long i = 0; i < 500; i++)
            long_vec_push(&v, i);
        long_vec_sort_unstable_by(&v, round % 2 == 0 ? at_random : always_less, &counter);
        long sum = 0;
        fh_foreach (long, it, &v)
            sum += *it;
        cr_assert_eq(sum, 499 * 500 / 2);
        long_vec_sort_unstable(&v);
        cr_assert(is_sorted(&v));
    }
}

static int from_seventeen(long const *element, void *unused)
{
    (void)unused;
    return (*element > 17) - (*element < 17);
}

FH_TEST(vec, binary_search_finds_or_tells_where_it_belongs)
{
    for (long n = 0; n < 40; n++) {
        fh_auto(long_vec) v = {0};
        for (long i = 0; i < n; i++)
            long_vec_push(&v, 2 * i);
        for (long wanted = -1; wanted <= 2 * n; wanted++) {
            size_t at = 999;
            bool found = long_vec_binary_search(&v, wanted, &at);
            cr_assert_eq(found, wanted >= 0 && wanted % 2 == 0 && wanted < 2 * n);
            cr_assert_eq(at, (size_t)(wanted + 1) / 2);
        }
        size_t at = 999;
        cr_assert_not(long_vec_binary_search_by(&v, from_seventeen, NULL, &at));
        cr_assert_eq(at, n < 9 ? (size_t)n : 9);
    }
    fh_auto(string_vec) s = {0};
    fh_auto(fh_string) key = fh_string_from(FH_STR("b"));
    string_vec_push(&s, fh_string_from(FH_STR("c")));
    string_vec_push(&s, fh_string_from(FH_STR("a")));
    string_vec_push(&s, fh_string_from(FH_STR("b")));
    string_vec_sort_unstable(&s);
    cr_expect(string_vec_binary_search(&s, &key, NULL));
}

/* ---- random operations against a plain array ---------------------------------------------------- */

enum { MODEL_MOST = 300, MODEL_STEPS = 100000 };

struct model {
    int ids[MODEL_MOST];
    size_t len;
};

static void model_insert(struct model *self, size_t at, int id)
{
    memmove(self->ids + at + 1, self->ids + at, (self->len - at) * sizeof(int));
    self->ids[at] = id;
    self->len++;
}

static int model_remove(struct model *self, size_t at)
{
    int id = self->ids[at];
    self->len--;
    memmove(self->ids + at, self->ids + at + 1, (self->len - at) * sizeof(int));
    return id;
}

static bool id_is_wanted(struct probe const *element, void *modulus)
{
    return element->id % *(int *)modulus != 0;
}

static void model_retain(struct model *self, int modulus)
{
    size_t kept = 0;
    for (size_t i = 0; i < self->len; i++)
        if (self->ids[i] % modulus != 0)
            self->ids[kept++] = self->ids[i];
    self->len = kept;
}

static void expect_removed(struct probe removed, int id)
{
    cr_assert_eq(removed.id, id);
    cr_assert_eq(*removed.payload, id);
    probe_drop(&removed);
}

static void grow(probe_vec *v, struct model *model, int id, uint64_t random)
{
    size_t at = (size_t)(random >> 8) % (v->len + 1);
    struct probe p = probe_make(id, NULL);
    switch (random % 5) {
    case 0:
        probe_vec_push(v, p);
        model_insert(model, model->len, id);
        break;
    case 1:
        cr_assert_eq(probe_vec_try_push_move(v, &p), FH_OK);
        model_insert(model, model->len, id);
        break;
    case 2:
        probe_vec_insert(v, at, p);
        model_insert(model, at, id);
        break;
    case 3:
        cr_assert_eq(probe_vec_try_insert_move(v, at, &p), FH_OK);
        model_insert(model, at, id);
        break;
    default:
        probe_vec_resize(v, v->len + 2, p);
        model_insert(model, model->len, id);
        model_insert(model, model->len, id);
        break;
    }
}

static void shrink(probe_vec *v, struct model *model, uint64_t random)
{
    size_t at = (size_t)(random >> 8) % v->len;
    int modulus = (int)(random >> 40) % 5 + 2;
    switch (random % 16) {
    case 0:
        probe_vec_truncate(v, v->len - v->len / 8);
        model->len -= model->len / 8;
        break;
    case 1:
        probe_vec_retain(v, id_is_wanted, &modulus);
        model_retain(model, modulus);
        break;
    case 2:
        probe_vec_shrink_to_fit(v);
        break;
    case 3:
        probe_vec_clear(v);
        model->len = 0;
        break;
    case 4:
    case 5:
    case 6:
    case 7:
        expect_removed(probe_vec_swap_remove(v, at), model->ids[at]);
        model->ids[at] = model->ids[model->len - 1];
        model->len--;
        break;
    case 8:
    case 9:
    case 10:
        cr_assert(probe_vec_pop(v, NULL));
        model->len--;
        break;
    default:
        expect_removed(probe_vec_remove(v, at), model_remove(model, at));
        break;
    }
}

static void expect_same(probe_vec const *v, struct model const *model)
{
    cr_assert_eq(v->len, model->len);
    for (size_t i = 0; i < v->len; i++)
        cr_assert_eq(v->ptr[i].id, model->ids[i]);
}

FH_TEST(vec, a_hundred_thousand_random_operations_agree_with_a_plain_array)
{
    static struct model model;
    fh_auto(probe_vec) v = {0};
    uint64_t random = 2024;
    for (int step = 0; step < MODEL_STEPS; step++) {
        uint64_t now = fh_test_random(&random);
        bool full = v.len + 2 > MODEL_MOST;
        if (v.len == 0 || (!full && (now >> 60) < 9))
            grow(&v, &model, step, now);
        else
            shrink(&v, &model, now);
        if (step % 64 == 0 || v.len < 8)
            expect_same(&v, &model);
    }
    probe_vec copy = probe_vec_clone(&v);
    expect_same(&copy, &model);
    probe_vec_drop(&copy);
}
