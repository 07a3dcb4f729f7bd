/* SPDX-License-Identifier: MIT */
/* test_scope.c: owners that end with their block. */
#include "support/fh_test.h"
#include "support/probe.h"

FH_RC(probe_rc, probe);

static int order_log;

static void digit_drop(int *self)
{
    order_log = order_log * 10 + *self;
}

FH_TYPE(digit, int, .drop = digit_drop, .leaf = true);
FH_BOX(digit_box, digit);

FH_TEST(scope, owners_are_dropped_in_reverse_order_on_leaving_their_block)
{
    order_log = 0;
    {
        fh_auto(digit_box) a = digit_box_new(1);
        fh_auto(digit_box) b = digit_box_new(2);
    }
    cr_expect_eq(order_log, 21);
}

static fh_status scope_leave_early(int *drops)
{
    fh_auto(probe_rc) a = probe_rc_new(probe_make(1, drops));
    FH_TRY(FH_ERR_USER);
    *drops = 100;
    return FH_OK;
}

FH_TEST(scope, leaving_by_fh_try_drops_too)
{
    int drops = 0;
    cr_expect_eq(scope_leave_early(&drops), FH_ERR_USER);
    cr_expect_eq(drops, 1);
}

static probe_rc scope_hand_out(int *drops)
{
    fh_auto(probe_rc) a = probe_rc_new(probe_make(1, drops));
    fh_auto(probe_rc) b = probe_rc_clone(&a);
    return fh_move(b);
}

FH_TEST(scope, fh_move_hands_an_owner_out_of_its_block)
{
    int drops = 0;
    probe_rc got = scope_hand_out(&drops);
    cr_expect_eq(drops, 0);
    cr_expect_eq(probe_rc_strong_count(&got), 1);
    probe_rc_drop(&got);
    cr_expect_eq(drops, 1);
}

FH_TEST(scope, a_loop_drops_at_the_end_of_each_turn)
{
    int drops = 0;
    for (int i = 0; i < 5; i++) {
        fh_auto(probe_rc) a = probe_rc_new(probe_make(i, &drops));
        if (i == 3)
            continue;
        cr_expect_eq(drops, i);
    }
    cr_expect_eq(drops, 5);
}
