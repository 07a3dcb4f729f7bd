/* SPDX-License-Identifier: MIT */
/* test_box.c: one owner. */
#include "support/fh_test.h"
#include "support/probe.h"

FH_BOX(probe_box, probe);
FH_BOX(probe_box_box, probe_box);
FH_BOX(bool_box, bool);

struct wide {
    _Alignas(64) int x;
};
FH_TYPE(wide, struct wide);
FH_BOX(wide_box, wide);

FH_TEST(box, drop_runs_once_and_empties_the_handle)
{
    int drops = 0;
    probe_box a = probe_box_new(probe_make(1, &drops));
    probe_box_drop(&a);
    cr_expect(probe_box_is_empty(&a));
    probe_box_drop(&a);
    probe_box_drop(NULL);
    cr_expect_eq(drops, 1);
}

FH_TEST(box, nothing_stands_in_front_of_a_value)
{
    cr_expect_eq(probe_box_block_layout().size, sizeof(struct probe));
    cr_expect_eq(bool_box_block_layout().size, 1);
    cr_expect_eq(wide_box_block_layout().align, 64);
    fh_auto(wide_box) w = wide_box_new((struct wide){5});
    cr_expect_eq((uintptr_t)w.ptr % 64, 0);
}

FH_TEST(box, a_clone_is_a_value_of_its_own)
{
    int drops = 0;
    fh_auto(probe_box) a = probe_box_new(probe_make(6, &drops));
    probe_box b = probe_box_clone(&a);
    cr_expect(a.ptr != b.ptr);
    cr_expect_eq(*b.ptr->payload, 6);
    probe_box_drop(&b);
    cr_expect_eq(drops, 1);
    probe_box none = {0};
    probe_box of_none = probe_box_clone(&none);
    cr_expect(probe_box_is_empty(&of_none));
}

FH_TEST(box, into_inner_moves_the_value_out_and_frees_the_block)
{
    int drops = 0;
    probe_box a = probe_box_new(probe_make(2, &drops));
    struct probe value = probe_box_into_inner(&a);
    cr_expect(probe_box_is_empty(&a));
    cr_expect_eq(drops, 0);
    cr_expect_eq(*value.payload, 2);
    probe_drop(&value);
}

FH_TEST_PANICS(box, into_inner_of_nothing_panics, "empty")
{
    probe_box none = {0};
    struct probe value = probe_box_into_inner(&none);
    (void)value;
}

FH_TEST(box, into_raw_and_from_raw_are_the_identity_on_the_value)
{
    probe_box a = probe_box_new(probe_make(2, NULL));
    struct probe *value = a.ptr;
    struct probe *raw = probe_box_into_raw(&a);
    cr_expect(raw == value);
    probe_box b = probe_box_from_raw(raw);
    probe_box_drop(&b);
}

FH_TEST(box, set_replace_and_swap_lose_nothing)
{
    int drops = 0;
    fh_auto(probe_box) a = probe_box_new(probe_make(1, &drops));
    fh_auto(probe_box) b = probe_box_new(probe_make(2, &drops));
    probe_box_swap(&a, &b);
    cr_expect_eq(a.ptr->id, 2);
    fh_auto(probe_box) old = probe_box_replace(&a, probe_box_take(&b));
    cr_expect_eq(old.ptr->id, 2);
    cr_expect_eq(drops, 0);
    probe_box_set(&a, probe_box_new(probe_make(3, &drops)));
    cr_expect_eq(drops, 1);
}

FH_TEST(box, a_box_of_a_box_drops_both)
{
    int drops = 0;
    fh_auto(probe_box_box) a = probe_box_box_new(probe_box_new(probe_make(1, &drops)));
    fh_auto(probe_box_box) b = probe_box_box_clone(&a);
    probe_box_box_drop(&a);
    cr_expect_eq(drops, 1);
    cr_expect_eq((*b.ptr).ptr->id, 1);
}

static probe_box_box swept, sweep_source;

static void sweep_setup(void *unused)
{
    (void)unused;
    sweep_source = probe_box_box_new(probe_box_new(probe_make(1, NULL)));
}

static fh_status sweep_op(void *unused)
{
    (void)unused;
    return probe_box_box_try_clone(&sweep_source, &swept);
}

static bool sweep_same(void *unused)
{
    (void)unused;
    return swept.ptr == NULL && (*sweep_source.ptr).ptr->id == 1;
}

static void sweep_teardown(void *unused)
{
    (void)unused;
    probe_box_box_drop(&swept);
    probe_box_box_drop(&sweep_source);
}

FH_TEST(box, a_clone_that_fails_half_way_gives_back_all_it_made)
{
    struct fh_test_oom_row row = {.name = "box.try_clone",
                                  .setup = sweep_setup,
                                  .op = sweep_op,
                                  .same = sweep_same,
                                  .teardown = sweep_teardown};
    fh_test_oom_sweep(&row);
}

static probe_box new_made;

static void new_teardown(void *unused)
{
    (void)unused;
    probe_box_drop(&new_made);
}

static fh_status new_op(void *unused)
{
    (void)unused;
    struct probe value;
    FH_TRY(probe_try_make(1, NULL, &value));
    return probe_box_try_new(value, &new_made);
}

FH_TEST(box, try_new_that_fails_drops_its_value)
{
    struct fh_test_oom_row row = {.name = "box.try_new", .op = new_op, .teardown = new_teardown};
    fh_test_oom_sweep(&row);
}
