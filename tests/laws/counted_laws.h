/* SPDX-License-Identifier: MIT */
/*
 * counted_laws.h: what is true of every counted pointer. Included once per family, after
 *
 *     #define LAW_SUITE rc            the suite
 *     #define LAW_NAME  probe_rc      a counted pointer to the token `probe`
 */
#include "support/fh_test.h"
#include "support/probe.h"

#define LAW_CAT_(a, b)                 a##b
#define LAW_CAT(a, b)                  LAW_CAT_(a, b)
#define LAW_TEST_(SUITE, NAME)         FH_TEST(SUITE, NAME)
#define LAW_PANICS_(SUITE, NAME, PART) FH_TEST_PANICS(SUITE, NAME, PART)
#define LAW(NAME)                      LAW_TEST_(LAW_SUITE, NAME)
#define LAW_PANICS(NAME, PART)         LAW_PANICS_(LAW_SUITE, NAME, PART)
#define P                              LAW_NAME
#define W                              LAW_CAT(LAW_NAME, _weak)
#define P_(f)                          LAW_CAT(LAW_NAME, _##f)
#define W_(f)                          LAW_CAT(LAW_NAME, _weak_##f)

LAW(drop_runs_once_when_the_last_owner_leaves)
{
    int drops = 0;
    P a = P_(new)(probe_make(7, &drops));
    P b = P_(clone)(&a);
    P_(drop)(&a);
    cr_expect_eq(drops, 0, "an owner is left");
    cr_expect_eq(*b.ptr->payload, 7);
    P_(drop)(&b);
    cr_expect_eq(drops, 1);
}

LAW(drop_empties_the_handle_and_a_second_drop_does_nothing)
{
    int drops = 0;
    P a = P_(new)(probe_make(1, &drops));
    P_(drop)(&a);
    cr_expect(P_(is_empty)(&a));
    P_(drop)(&a);
    P_(drop)(NULL);
    cr_expect_eq(drops, 1);
}

LAW(counts_tell_strong_and_weak_owners)
{
    P a = P_(new)(probe_make(1, NULL));
    P b = P_(clone)(&a);
    W w = P_(downgrade)(&a);
    W v = W_(clone)(&w);
    cr_expect_eq(P_(strong_count)(&a), 2);
    cr_expect_eq(P_(weak_count)(&a), 2);
    cr_expect_eq(W_(strong_count)(&w), 2);
    cr_expect_eq(W_(weak_count)(&w), 2);
    W_(drop)(&v);
    P_(drop)(&b);
    cr_expect_eq(P_(strong_count)(&a), 1);
    cr_expect_eq(P_(weak_count)(&a), 1);
    P_(drop)(&a);
    cr_expect_eq(W_(strong_count)(&w), 0);
    cr_expect_eq(W_(weak_count)(&w), 0, "of a dropped value, as in Rust");
    W_(drop)(&w);
}

LAW(an_empty_handle_is_answered_by_empty_zero_and_null)
{
    P none = {0};
    P copy = P_(clone)(&none);
    W weak = P_(downgrade)(&none);
    W copied = W_(clone)(&weak);
    P up = W_(upgrade)(&weak);
    struct probe out = {0};
    cr_expect(P_(is_empty)(&copy));
    cr_expect(W_(is_empty)(&weak));
    cr_expect(W_(is_empty)(&copied));
    cr_expect(P_(is_empty)(&up));
    cr_expect_null(P_(get)(&none));
    cr_expect_null(P_(get_mut)(&none));
    cr_expect_eq(P_(strong_count)(&none), 0);
    cr_expect_eq(P_(weak_count)(&none), 0);
    cr_expect_eq(W_(strong_count)(&weak), 0);
    cr_expect_not(P_(is_unique)(&none));
    cr_expect_not(P_(try_unwrap)(&none, &out));
    cr_expect_not(P_(into_inner)(&none, &out));
    cr_expect(P_(ptr_eq)(&none, &copy));
    W_(drop)(&weak);
    W_(drop)(NULL);
    cr_expect(W_(new)().ptr == NULL);
}

LAW(a_weak_is_upgraded_while_the_value_lives_and_never_after)
{
    int drops = 0;
    P a = P_(new)(probe_make(3, &drops));
    W w = P_(downgrade)(&a);
    P b = W_(upgrade)(&w);
    cr_expect(P_(ptr_eq)(&a, &b));
    cr_expect_eq(P_(strong_count)(&a), 2);
    P_(drop)(&a);
    P_(drop)(&b);
    cr_expect_eq(drops, 1, "a Weak does not keep the value");
    for (int i = 0; i < 1000; i++) {
        P gone = W_(upgrade)(&w);
        cr_assert(P_(is_empty)(&gone));
    }
    W_(drop)(&w);
}

LAW(the_memory_goes_with_the_last_weak_when_that_comes_after_the_value)
{
    P a = P_(new)(probe_make(3, NULL));
    W w = P_(downgrade)(&a);
    W v = W_(clone)(&w);
    P_(drop)(&a);
    W_(drop)(&w);
    cr_expect_gt(fh_stats_read(fh_test_stats()).live_blocks, 0);
    W_(drop)(&v);
    cr_expect_eq(fh_stats_read(fh_test_stats()).live_blocks, 0);
}

LAW(get_mut_is_for_a_sole_owner_without_a_weak)
{
    P a = P_(new)(probe_make(1, NULL));
    P b = {0};
    W w = {0};
    cr_expect(P_(get_mut)(&a) == a.ptr);
    b = P_(clone)(&a);
    cr_expect_null(P_(get_mut)(&a));
    P_(drop)(&b);
    w = P_(downgrade)(&a);
    cr_expect_null(P_(get_mut)(&a), "a Weak could be upgraded");
    cr_expect_not(P_(is_unique)(&a));
    W_(drop)(&w);
    cr_expect(P_(get_mut)(&a) == a.ptr);
    cr_expect(P_(is_unique)(&a));
    P_(drop)(&a);
}

LAW(make_mut_of_a_sole_owner_changes_in_place)
{
    P a = P_(new)(probe_make(1, NULL));
    struct probe *before = a.ptr;
    cr_expect(P_(make_mut)(&a) == before);
    P_(drop)(&a);
}

LAW(make_mut_of_a_shared_value_clones_it)
{
    int drops = 0;
    P a = P_(new)(probe_make(1, &drops));
    P b = P_(clone)(&a);
    struct probe *mine = P_(make_mut)(&a);
    mine->id = 2;
    cr_expect_eq(b.ptr->id, 1);
    cr_expect_eq(P_(strong_count)(&a), 1);
    cr_expect_eq(P_(strong_count)(&b), 1);
    cr_expect_eq(drops, 0);
    P_(drop)(&a);
    P_(drop)(&b);
    cr_expect_eq(drops, 2);
}

LAW(make_mut_with_weaks_only_moves_the_value_and_the_weaks_see_it_gone)
{
    int drops = 0;
    P a = P_(new)(probe_make(1, &drops));
    W w = P_(downgrade)(&a);
    struct probe *old = a.ptr;
    P gone;
    cr_expect(P_(make_mut)(&a) != old);
    cr_expect_eq(drops, 0, "moved, not cloned and dropped");
    cr_expect_eq(*a.ptr->payload, 1);
    gone = W_(upgrade)(&w);
    cr_expect(P_(is_empty)(&gone));
    P_(drop)(&a);
    W_(drop)(&w);
}

LAW_PANICS(make_mut_of_nothing_panics, "empty")
{
    P none = {0};
    (void)(P_(make_mut)(&none) == NULL);
}

LAW(try_unwrap_moves_the_value_out_of_a_sole_owner)
{
    int drops = 0;
    struct probe out;
    P a = P_(new)(probe_make(9, &drops));
    W w = P_(downgrade)(&a);
    cr_assert(P_(try_unwrap)(&a, &out));
    cr_expect(P_(is_empty)(&a));
    cr_expect_eq(drops, 0, "moved");
    cr_expect_eq(*out.payload, 9);
    probe_drop(&out);
    a = W_(upgrade)(&w);
    cr_expect(P_(is_empty)(&a), "a Weak sees the value as gone");
    W_(drop)(&w);
}

LAW(try_unwrap_of_a_shared_value_changes_nothing)
{
    struct probe out = {.id = 42};
    P a = P_(new)(probe_make(9, NULL));
    P b = P_(clone)(&a);
    cr_expect_not(P_(try_unwrap)(&a, &out));
    cr_expect_eq(out.id, 42);
    cr_expect_eq(P_(strong_count)(&a), 2);
    P_(drop)(&a);
    P_(drop)(&b);
}

LAW(into_inner_gives_the_value_to_the_last_owner_only)
{
    int drops = 0;
    struct probe out = {.id = 42};
    P a = P_(new)(probe_make(9, &drops));
    P b = P_(clone)(&a);
    cr_expect_not(P_(into_inner)(&a, &out));
    cr_expect(P_(is_empty)(&a), "self is consumed either way");
    cr_expect_eq(out.id, 42);
    cr_assert(P_(into_inner)(&b, &out));
    cr_expect_eq(out.id, 9);
    cr_expect_eq(drops, 0);
    probe_drop(&out);
}

LAW(into_raw_and_from_raw_are_the_identity_on_the_value)
{
    P a = P_(new)(probe_make(5, NULL));
    struct probe *value = a.ptr;
    struct probe *raw = P_(into_raw)(&a);
    P b;
    cr_expect(raw == value);
    cr_expect(P_(is_empty)(&a));
    b = P_(from_raw)(raw);
    cr_expect_eq(P_(strong_count)(&b), 1);
    P_(drop)(&b);
}

LAW(set_drops_the_old_value_after_the_new_one_is_stored)
{
    int drops = 0;
    P a = P_(new)(probe_make(1, &drops));
    P b = P_(new)(probe_make(2, &drops));
    P_(set)(&a, P_(clone)(&b));
    cr_expect_eq(drops, 1);
    cr_expect(P_(ptr_eq)(&a, &b));
    P_(set)(&a, P_(clone)(&a));
    cr_expect_eq(P_(strong_count)(&a), 2, "a handle may be set to a clone of itself");
    P_(set_clone)(&a, &b);
    cr_expect_eq(P_(strong_count)(&a), 2);
    P_(drop)(&a);
    P_(drop)(&b);
    cr_expect_eq(drops, 2);
}

LAW(take_replace_and_swap_move_without_counting)
{
    P a = P_(new)(probe_make(1, NULL));
    P b = P_(take)(&a);
    P c = P_(new)(probe_make(2, NULL));
    cr_expect(P_(is_empty)(&a));
    cr_expect_eq(P_(strong_count)(&b), 1);
    P_(swap)(&b, &c);
    cr_expect_eq(b.ptr->id, 2);
    a = P_(replace)(&b, P_(take)(&c));
    cr_expect_eq(a.ptr->id, 2);
    cr_expect_eq(b.ptr->id, 1);
    P_(drop)(&a);
    P_(drop)(&b);
}

LAW(try_new_drops_its_value_when_there_is_no_memory)
{
    int drops = 0;
    P out = {0};
    struct probe value = probe_make(1, &drops);
    fh_fault_arm(fh_test_fault(), 1, FH_FAULT_ONCE);
    cr_expect_eq(P_(try_new)(value, &out), FH_ERR_NOMEM);
    cr_expect_eq(drops, 1, "the value was moved in");
    cr_expect(P_(is_empty)(&out), "out is untouched");
}

LAW(try_new_move_leaves_its_value_when_there_is_no_memory_and_empties_it_otherwise)
{
    int drops = 0;
    P out = {0};
    struct probe value = probe_make(1, &drops);
    fh_fault_arm(fh_test_fault(), 1, FH_FAULT_ONCE);
    cr_expect_eq(P_(try_new_move)(&value, &out), FH_ERR_NOMEM);
    cr_expect_eq(value.id, 1);
    cr_expect_eq(drops, 0);
    cr_assert_eq(P_(try_new_move)(&value, &out), FH_OK);
    cr_expect_null(value.payload);
    P_(drop)(&out);
    cr_expect_eq(drops, 1);
}

/* The context of the sweeps: two owners of one value. */
struct LAW_CAT(law_, LAW_NAME) {
    P a, b;
};

static void LAW_CAT(law_setup_, LAW_NAME)(void *context)
{
    struct LAW_CAT(law_, LAW_NAME) *c = context;
    c->a = P_(new)(probe_make(4, NULL));
    c->b = P_(clone)(&c->a);
}

static fh_status LAW_CAT(law_op_, LAW_NAME)(void *context)
{
    struct LAW_CAT(law_, LAW_NAME) *c = context;
    struct probe *mine;
    return P_(try_make_mut)(&c->a, &mine);
}

static bool LAW_CAT(law_same_, LAW_NAME)(void *context)
{
    struct LAW_CAT(law_, LAW_NAME) *c = context;
    return P_(ptr_eq)(&c->a, &c->b) && P_(strong_count)(&c->a) == 2 && *c->a.ptr->payload == 4;
}

static void LAW_CAT(law_teardown_, LAW_NAME)(void *context)
{
    struct LAW_CAT(law_, LAW_NAME) *c = context;
    P_(drop)(&c->a);
    P_(drop)(&c->b);
}

LAW(make_mut_without_memory_leaves_both_owners_as_they_were)
{
    static struct LAW_CAT(law_, LAW_NAME) context;
    struct fh_test_oom_row row = {.name = "make_mut",
                                  .context = &context,
                                  .setup = LAW_CAT(law_setup_, LAW_NAME),
                                  .op = LAW_CAT(law_op_, LAW_NAME),
                                  .same = LAW_CAT(law_same_, LAW_NAME),
                                  .teardown = LAW_CAT(law_teardown_, LAW_NAME)};
    fh_test_oom_sweep(&row);
}

/* Counts are set by hand to what leaking handles for seconds would make of them. */
static fhi_counts *LAW_CAT(law_counts_, LAW_NAME)(P const *self)
{
    return fhi_counts_of(self->ptr);
}

#define LAW_COUNTS(handle) LAW_CAT(law_counts_, LAW_NAME)(handle)

LAW(the_last_owner_that_a_count_can_hold_is_counted)
{
    P a = P_(new)(probe_make(1, NULL));
    *LAW_COUNTS(&a) = FHI_WEAK_ONE | (FHI_COUNT_LIMIT - 1);
    P b = P_(clone)(&a);
    cr_expect_eq(P_(strong_count)(&b), FHI_COUNT_LIMIT);
    *LAW_COUNTS(&a) = FHI_COUNTS_SOLE;
    P_(drop)(&a);
}

LAW_PANICS(one_clone_more_than_a_count_can_hold_panics, "more than 2147483647 owners")
{
    P a = P_(new)(probe_make(1, NULL));
    *LAW_COUNTS(&a) = FHI_WEAK_ONE | FHI_COUNT_LIMIT;
    P b = P_(clone)(&a);
    (void)b;
}

LAW_PANICS(one_upgrade_more_than_a_count_can_hold_panics, "more than 2147483647 owners")
{
    P a = P_(new)(probe_make(1, NULL));
    W w = P_(downgrade)(&a);
    *LAW_COUNTS(&a) = 2 * FHI_WEAK_ONE | FHI_COUNT_LIMIT;
    P b = W_(upgrade)(&w);
    (void)b;
}

LAW_PANICS(one_downgrade_more_than_a_count_can_hold_panics, "more than 2147483647 owners")
{
    P a = P_(new)(probe_make(1, NULL));
    *LAW_COUNTS(&a) = FHI_COUNT_LIMIT * FHI_WEAK_ONE | FHI_STRONG_ONE;
    W w = P_(downgrade)(&a);
    (void)w;
}

LAW_PANICS(one_weak_clone_more_than_a_count_can_hold_panics, "more than 2147483647 owners")
{
    P a = P_(new)(probe_make(1, NULL));
    W w = P_(downgrade)(&a);
    *LAW_COUNTS(&a) = FHI_COUNT_LIMIT * FHI_WEAK_ONE | FHI_STRONG_ONE;
    W v = W_(clone)(&w);
    (void)v;
}

LAW_PANICS(a_clone_of_a_dropped_value_panics, "stale copy")
{
    P a = P_(new)(probe_make(1, NULL));
    W w = P_(downgrade)(&a);
    P stale = a;
    P_(drop)(&a);
    P b = P_(clone)(&stale);
    (void)b, (void)w;
}

LAW_PANICS(a_downgrade_of_a_dropped_value_panics, "stale copy")
{
    P a = P_(new)(probe_make(1, NULL));
    W w = P_(downgrade)(&a);
    P stale = a;
    P_(drop)(&a);
    W v = P_(downgrade)(&stale);
    (void)v, (void)w;
}

#undef LAW_CAT_
#undef LAW_CAT
#undef LAW_TEST_
#undef LAW_PANICS_
#undef LAW
#undef LAW_PANICS
#undef LAW_COUNTS
#undef P
#undef W
#undef P_
#undef W_
