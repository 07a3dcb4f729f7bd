/* SPDX-License-Identifier: MIT */
/* test_hashmap_model.c: a map under hostile keys and callbacks, churn, random operations and no memory. */
#include "support/fh_test.h"
#include "support/probe.h"

/* A key that counts how often it is compared, and hashes and compares as it is told. */
struct liar {
    uint64_t id;
};
static enum { HONEST, SAME_HASH, NEVER_EQUAL, ALWAYS_EQUAL, RANDOM_HASH, RANDOM_EQUAL } manner;
static uint64_t lies = 1;
static size_t comparisons;

static bool liar_eq(struct liar const *self, struct liar const *other)
{
    comparisons++;
    switch (manner) {
    case NEVER_EQUAL:
        return false;
    case ALWAYS_EQUAL:
        return true;
    case RANDOM_EQUAL:
        return fh_test_random(&lies) % 2 != 0;
    default:
        return self->id == other->id;
    }
}

static void liar_hash(struct liar const *self, fh_hasher *hasher)
{
    if (manner == HONEST || manner == NEVER_EQUAL)
        fh_hasher_write_u64(hasher, self->id);
    else if (manner == RANDOM_HASH)
        fh_hasher_write_u64(hasher, fh_test_random(&lies));
}

FH_TYPE(liar, struct liar, .eq = liar_eq, .hash = liar_hash);
FH_HASHMAP(liars, liar, probe);
FH_HASHMAP(longs, long, long);
FH_HASHMAP(probes, int, probe);
FH_STRMAP(texts, probe);
FH_HASHSET(set, fh_string);

static void liars_put(liars *m, uint64_t id, int *drops)
{
    struct liar key = {id};
    liars_insert(m, key, probe_make((int)id, drops));
}

/* ---- hostile keys --------------------------------------------------------------------------- */

FH_TEST(hashmap, keys_that_all_hash_alike_are_slow_and_right)
{
    enum { N = 3000 };
    fh_auto(liars) m = {0};
    manner = SAME_HASH;
    comparisons = 0;
    for (uint64_t i = 0; i < N; i++)
        liars_put(&m, i, NULL);
    cr_expect_leq(comparisons, (size_t)N * (N - 1) / 2, "each new key is compared once with each");
    for (uint64_t i = 0; i < 2 * (uint64_t)N; i += 7) {
        struct liar key = {i};
        cr_assert_eq(liars_contains_key(&m, &key), i < N);
    }
    for (uint64_t i = 0; i < N; i += 3) {
        struct liar key = {i};
        cr_assert(liars_remove(&m, &key, NULL));
    }
    cr_expect_eq(liars_len(&m), N - N / 3);
}

FH_TEST(hashmap, keys_that_collide_under_one_hash_key_do_not_under_the_map_s)
{
    enum { N = 2000 };
    fh_auto(liars) m = {0};
    uint64_t found = 0;
    manner = HONEST;
    for (uint64_t id = 0; found < N; id++) {
        fh_hasher hasher;
        fh_hasher_init(&hasher, 0, 0);
        fh_hasher_write_u64(&hasher, id);
        uint64_t hash = fh_hasher_finish(&hasher);
        if ((hash & 0x3f) != 0 || hash >> 62 != 0)
            continue;
        liars_put(&m, id, NULL);
        found++;
    }
    comparisons = 0;
    fh_foreach_entry (liars, e, &m)
        cr_assert_not_null(liars_get(&m, e.key));
    cr_expect_lt(comparisons, N + N / 4, "%zu comparisons", comparisons);
}

FH_TEST(hashmap, two_maps_have_two_orders)
{
    fh_auto(longs) a = {0}, b = {0};
    size_t same = 0;
    for (long i = 0; i < 1000; i++) {
        longs_insert(&a, i, i);
        longs_insert(&b, i, i);
    }
    longs_entries in_a = longs_iter(&a), in_b = longs_iter(&b);
    while (longs_entries_next(&in_a) && longs_entries_next(&in_b))
        same += *in_a.key == *in_b.key;
    cr_expect_lt(same, 500);
}

/* ---- hostile callbacks -------------------------------------------------------------------------- */

FH_TEST(hashmap, callbacks_that_lie_lose_entries_but_nothing_else)
{
    for (int how = HONEST; how <= RANDOM_EQUAL; how++) {
        liars m = {0};
        int drops = 0, made = 0;
        uint64_t random = 77;
        for (int step = 0; step < 3000; step++) {
            uint64_t now = fh_test_random(&random);
            struct liar key = {(now >> 8) % 200};
            manner = how == HONEST && step % 500 == 499 ? SAME_HASH : (__typeof__(manner))how;
            if (now % 8 < 5) {
                liars_put(&m, key.id, &drops);
                made++;
            } else if (now % 8 < 7) {
                (void)liars_remove(&m, &key, NULL);
            } else {
                (void)(liars_get(&m, &key) != NULL);
            }
        }
        size_t seen = 0;
        fh_foreach_entry (liars, e, &m) {
            cr_assert_not_null(e.value->payload);
            seen++;
        }
        cr_assert_eq(seen, liars_len(&m));
        liars copy = liars_clone(&m);
        cr_assert_eq(liars_len(&copy), seen);
        liars_drop(&copy);
        liars_drop(&m);
        cr_assert_eq((size_t)drops, (size_t)made + seen, "manner %d: each value is dropped once",
                     how);
    }
}

static bool fill(int const *key, struct probe *value, void *map)
{
    (void)value;
    probes_insert((probes *)map, *key + 1000, probe_make(0, NULL));
    return true;
}

FH_TEST_PANICS(hashmap, retain_whose_callback_fills_the_map_panics, "its own callback")
{
    probes m = {0};
    probes_insert(&m, 1, probe_make(1, NULL));
    probes_retain(&m, fill, &m);
}

/* ---- churn ---------------------------------------------------------------------------------- */

/* Keeps `live` entries, always the newest, and returns how many places there are in the end. */
static size_t churn(long live, long steps)
{
    fh_auto(longs) m = {0};
    for (long i = 0; i < live; i++)
        longs_insert(&m, i, i);
    size_t removed = 0;
    for (long i = live; i < live + steps; i++) {
        longs_insert(&m, i, i);
        removed += longs_remove(&m, i - live, NULL);
    }
    cr_assert_eq(removed, (size_t)steps);
    cr_assert_eq(longs_len(&m), (size_t)live);
    for (long i = steps; i < live + steps; i++)
        cr_assert_eq(*longs_get(&m, i), i);
    return m.raw.mask + 1;
}

FH_TEST(hashmap, removing_and_inserting_for_ever_neither_grows_nor_stalls)
{
    for (long live = 1; live < 2000; live = live * 4 + 3)
        cr_expect_leq(churn(live, 100000), 2 * churn(live, 0), "%ld live entries", live);
    for (long places = 16; places <= 4096; places *= 4) {
        long live = places / 8 * 7 * 3 / 4 - 1;
        cr_expect_eq(churn(live, 100000), (size_t)places, "%ld live entries", live);
    }
}

/* ---- random operations against a plain array ---------------------------------------------------- */

enum { MODEL_KEYS = 600, MODEL_STEPS = 100000 };

struct model {
    int id[MODEL_KEYS]; /* -1: not there */
    size_t len;
};

static void model_set(struct model *self, int key, int id)
{
    self->len -= self->id[key] >= 0;
    self->len += id >= 0;
    self->id[key] = id;
}

static bool key_is_wanted(int const *key, struct probe *value, void *modulus)
{
    cr_assert_eq(value->id, *value->payload);
    return *key % *(int *)modulus != 0;
}

static void put(probes *m, struct model *model, int key, int id, unsigned way)
{
    struct probe p = probe_make(id, NULL);
    struct probe *place = NULL;
    struct probe old;
    bool replaced = false;
    int moved_key = key;
    switch (way) {
    case 0:
        probes_insert(m, key, p);
        break;
    case 1:
        cr_assert_eq(probes_try_insert_move(m, &moved_key, &p), FH_OK);
        break;
    case 2:
        cr_assert_eq(probes_try_replace(m, key, p, &old, &replaced), FH_OK);
        cr_assert_eq(replaced, model->id[key] >= 0);
        cr_assert(!replaced || old.id == model->id[key]);
        probe_drop(&old);
        break;
    default:
        cr_assert_eq(probes_try_entry(m, key, &place, &replaced), FH_OK);
        cr_assert_eq(replaced, model->id[key] < 0);
        probe_drop(place);
        *place = p;
        break;
    }
    model_set(model, key, id);
}

static void rarely(probes *m, struct model *model, uint64_t random)
{
    int modulus = (int)(random >> 32) % 5 + 2;
    switch (random % 8) {
    case 0:
        probes_clear(m);
        for (int key = 0; key < MODEL_KEYS; key++)
            model_set(model, key, -1);
        break;
    case 1:
        probes_retain(m, key_is_wanted, &modulus);
        for (int key = 0; key < MODEL_KEYS; key += modulus)
            model_set(model, key, -1);
        break;
    case 2:
    case 3:
        probes_shrink_to_fit(m);
        break;
    case 4:
        probes_reserve(m, (size_t)(random >> 32) % 1000);
        break;
    default:
        probes_set(m, probes_clone(m));
        break;
    }
}

static void expect_same(probes const *m, struct model const *model)
{
    size_t seen = 0;
    cr_assert_eq(probes_len(m), model->len);
    fh_foreach_entry (probes, e, m) {
        cr_assert_eq(e.value->id, model->id[*e.key]);
        seen++;
    }
    cr_assert_eq(seen, model->len);
}

FH_TEST(hashmap, a_hundred_thousand_random_operations_agree_with_a_plain_array)
{
    static struct model model;
    fh_auto(probes) m = {0};
    uint64_t random = 4711;
    memset(model.id, 0xff, sizeof(model.id));
    for (int step = 0; step < MODEL_STEPS; step++) {
        uint64_t now = fh_test_random(&random);
        int key = (int)((now >> 20) % MODEL_KEYS);
        struct probe out;
        struct probe const *found = probes_get(&m, key);
        cr_assert_eq(found != NULL ? found->id : -1, model.id[key]);
        if (now % 2048 == 0) {
            rarely(&m, &model, now >> 12);
        } else if (now % 16 < 8) {
            put(&m, &model, key, step, (unsigned)(now >> 8) % 4);
        } else if (probes_remove(&m, key, &out)) {
            cr_assert_eq(out.id, model.id[key]);
            probe_drop(&out);
            model_set(&model, key, -1);
        }
        if (step % 256 == 0)
            expect_same(&m, &model);
    }
}

/* ---- out of memory -------------------------------------------------------------------------- */

static struct scene {
    texts map;
    texts made;
    fh_string key;
    struct probe value;
    set keys;
    set made_keys;
} scene;

/* A map that is full: the next new key needs another block. */
static void full(void *context)
{
    struct scene *self = (struct scene *)context;
    texts_reserve(&self->map, 7);
    for (int i = 0; i < 7; i++) {
        fh_string key = {0};
        fh_string_appendf(&key, "key %d", i);
        (void)set_insert(&self->keys, fh_string_clone(&key));
        texts_insert(&self->map, key, probe_make(i, NULL));
    }
    self->key = fh_string_from(FH_STR("new"));
    self->value = probe_make(20, NULL);
}

static void roomy(void *context)
{
    struct scene *self = (struct scene *)context;
    full(context);
    texts_reserve(&self->map, 100);
}

static bool same(void *context)
{
    struct scene *self = (struct scene *)context;
    for (int i = 0; i < 7; i++) {
        char key[] = "key ?";
        key[4] = (char)('0' + i);
        struct probe const *found = texts_get(&self->map, fh_str_from(key));
        if (found == NULL || *found->payload != i)
            return false;
    }
    return texts_len(&self->map) == 7 && set_len(&self->keys) == 7 && self->key.len == 3 &&
           *self->value.payload == 20 && texts_is_empty(&self->made) &&
           set_is_empty(&self->made_keys);
}

static void end(void *context)
{
    struct scene *self = (struct scene *)context;
    texts_drop(&self->map);
    texts_drop(&self->made);
    fh_string_drop(&self->key);
    probe_drop(&self->value);
    set_drop(&self->keys);
    set_drop(&self->made_keys);
    memset(self, 0, sizeof(*self));
}

#define OPERATION(NAME, ...)                                                                       \
    static fh_status NAME(void *context)                                                           \
    {                                                                                              \
        struct scene *self = (struct scene *)context;                                              \
        __VA_ARGS__                                                                                \
    }
/* The arguments of an operation that takes them by value. */
#define WITH_BOTH(KEY)                                                                             \
    fh_auto(fh_string) key = {0};                                                                  \
    struct probe p;                                                                                \
    FH_TRY(fh_string_try_from(FH_STR(KEY), &key));                                                 \
    FH_TRY(probe_try_make(30, NULL, &p));
#define WITH_KEY                                                                                   \
    fh_string key = {0};                                                                           \
    FH_TRY(fh_string_try_from(FH_STR("by value"), &key));

OPERATION(insert, WITH_BOTH("new one") return texts_try_insert(&self->map, fh_move(key), p);)
OPERATION(insert_move, return texts_try_insert_move(&self->map, &self->key, &self->value);)
OPERATION(insert_first, WITH_BOTH("x") return texts_try_insert(&self->made, fh_move(key), p);)
OPERATION(replace, struct probe old; bool replaced;
          WITH_BOTH("y") return texts_try_replace(&self->map, fh_move(key), p, &old, &replaced);)
OPERATION(entry, struct probe *place;
          WITH_KEY return texts_try_entry(&self->map, key, &place, NULL);)
OPERATION(reserve, return texts_try_reserve(&self->map, 1000);)
OPERATION(with_capacity, return texts_try_with_capacity(10, &self->made);)
OPERATION(clone, return texts_try_clone(&self->map, &self->made);)
OPERATION(shrink, return texts_try_shrink_to_fit(&self->map);)
OPERATION(set_add, WITH_KEY return set_try_insert(&self->keys, key, NULL);)
OPERATION(set_add_move, return set_try_insert_move(&self->keys, &self->key, NULL);)
OPERATION(set_clone_all, return set_try_clone(&self->keys, &self->made_keys);)

FH_TEST(hashmap, nothing_changes_when_memory_runs_out)
{
    static struct fh_test_oom_row const rows[] = {
        {"hashmap.try_insert", &scene, full, insert, same, NULL, end, false},
        {"hashmap.try_insert the first", &scene, full, insert_first, same, NULL, end, false},
        {"hashmap.try_insert_move", &scene, full, insert_move, same, NULL, end, false},
        {"hashmap.try_replace", &scene, full, replace, same, NULL, end, false},
        {"hashmap.try_entry", &scene, full, entry, same, NULL, end, false},
        {"hashmap.try_reserve", &scene, full, reserve, same, NULL, end, false},
        {"hashmap.try_with_capacity", &scene, full, with_capacity, same, NULL, end, false},
        {"hashmap.try_clone", &scene, full, clone, same, NULL, end, false},
        {"hashmap.try_shrink_to_fit", &scene, roomy, shrink, same, NULL, end, false},
        {"hashset.try_insert", &scene, full, set_add, same, NULL, end, false},
        {"hashset.try_insert_move", &scene, full, set_add_move, same, NULL, end, false},
        {"hashset.try_clone", &scene, full, set_clone_all, same, NULL, end, false},
        {0},
    };
    fh_test_oom_sweep_all(rows);
}
