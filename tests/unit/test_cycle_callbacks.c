/* SPDX-License-Identifier: MIT */
/* test_cycle_callbacks.c: what drop and trace callbacks may do to a collection, and what they may not. */
#include "support/fh_test.h"

#include <freehold.h>

#include <setjmp.h>

/* ---- callbacks ------------------------------------------------------------------------------ */

FH_RC_DECLARE(busy_rc, struct busy);
struct busy {
    busy_rc next;
    busy_rc outside;
    void (*hook)(struct busy *self);
};

static int busy_drops;

static void busy_bye(struct busy *self)
{
    busy_drops++;
    if (self->hook != NULL)
        self->hook(self);
}

FH_OWNS_DROP(busy, struct busy, busy_bye, (busy_rc, next), (busy_rc, outside));
FH_RC_DEFINE(busy_rc, busy, .cyclic = true);

static void busy_leave_ring(int length, void (*hook)(struct busy *self), busy_rc const *outside)
{
    fh_auto(busy_rc) first = busy_rc_new((struct busy){.hook = hook});
    fh_auto(busy_rc) last = busy_rc_clone(&first);
    for (int i = 1; i < length; i++) {
        busy_rc_set(&last.ptr->next, busy_rc_new((struct busy){.hook = hook}));
        busy_rc_set_clone(&last, &last.ptr->next);
    }
    busy_rc_set_clone(&last.ptr->next, &first);
    if (outside != NULL)
        last.ptr->outside = busy_rc_clone(outside);
}

static void hook_sees(struct busy *self)
{
    cr_expect(busy_rc_is_empty(&self->next), "handles from garbage to garbage are empty");
    cr_expect_eq(fh_collect(), 0, "a collection within a collection does nothing");
    if (!busy_rc_is_empty(&self->outside))
        cr_expect_eq(busy_rc_strong_count(&self->outside), 2, "the others are as they were");
}

FH_TEST(cycle_callbacks, a_hook_finds_its_ring_gone_and_the_rest_as_it_was)
{
    fh_auto(busy_rc) outside = busy_rc_new((struct busy){.hook = NULL});
    busy_drops = 0;
    busy_leave_ring(3, hook_sees, &outside);
    cr_expect_eq(fh_collect(), 3);
    cr_expect_eq(busy_drops, 3);
    cr_expect_eq(busy_rc_strong_count(&outside), 1);
}

static void hook_makes_garbage(struct busy *self)
{
    (void)self;
    busy_leave_ring(5, NULL, NULL);
    busy_rc list = {0};
    for (int i = 0; i < 1000; i++)
        list = busy_rc_new((struct busy){.next = list});
    busy_rc_drop(&list);
}

FH_TEST(cycle_callbacks, hooks_may_make_values_rings_and_long_lists)
{
    for (int length = 1; length < 70; length += 17) {
        busy_drops = 0;
        busy_leave_ring(length, hook_makes_garbage, NULL);
        cr_expect_eq(fh_collect(), (size_t)length);
        cr_expect_eq(busy_drops, length * 1001);
        cr_expect_eq(fh_collect(), (size_t)length * 5, "what the hooks left");
        cr_expect_eq(fh_collect(), 0);
    }
}

static jmp_buf hook_way_out;
static int hook_jumps;
static struct busy *hook_left;

static void hook_jump(struct busy *self)
{
    hook_left = self;
    if (hook_jumps-- == 2)
        longjmp(hook_way_out, 1);
}

FH_TEST(cycle_callbacks, a_collection_that_a_longjmp_left_is_finished_by_fh_drop_recover)
{
    hook_jumps = 4;
    busy_drops = 0;
    busy_leave_ring(6, hook_jump, NULL);
    fh_stats_counts before = fh_stats_read(fh_test_stats());
    if (setjmp(hook_way_out) == 0) {
        (void)fh_collect();
        cr_assert(false, "the hook jumps");
    }
    struct busy *left = hook_left;
    fh_drop_recover();
    cr_expect_eq(busy_drops, 6);
    fh_stats_counts after = fh_stats_read(fh_test_stats());
    cr_expect_eq(before.live_blocks - after.live_blocks, 5,
                 "the value that was left half-way leaks");
    fhi_block_free(&fhi_owner_T_busy_rc, left); /* so that the test ends with nothing live */
    cr_expect_eq(fh_collect(), 0);
    busy_leave_ring(3, NULL, NULL);
    cr_expect_eq(fh_collect(), 3, "the next collection works");
}

/* ---- a table that lies ---------------------------------------------------------------------- */

FH_RC_DECLARE(liar_rc, struct liar);
struct liar {
    liar_rc next;
};
static void liar_drop(struct liar *self);
static void liar_trace(struct liar *self, fh_visitor *visitor);
FH_TYPE(liar, struct liar, .drop = liar_drop, .trace = liar_trace);
FH_RC_DEFINE(liar_rc, liar, .cyclic = true);

static int liar_times = 1;

static void liar_drop(struct liar *self)
{
    liar_rc_drop(&self->next);
}

static void liar_trace(struct liar *self, fh_visitor *visitor)
{
    for (int i = 0; i < liar_times; i++)
        liar_rc_trace(&self->next, visitor);
}

static void liar_leave_ring(void)
{
    fh_auto(liar_rc) a = liar_rc_new((struct liar){{0}});
    a.ptr->next = liar_rc_new((struct liar){liar_rc_clone(&a)});
}

FH_TEST(cycle_callbacks, a_trace_callback_shows_what_an_opaque_type_owns)
{
    liar_leave_ring();
    cr_expect_eq(fh_collect(), 2);
}

FH_TEST(cycle_callbacks, a_trace_callback_that_hides_an_owner_leaks_and_frees_nothing_in_use)
{
    liar_times = 0;
    liar_rc a = liar_rc_new((struct liar){{0}});
    a.ptr->next = liar_rc_new((struct liar){liar_rc_clone(&a)});
    fh_auto(liar_rc_weak) weak = liar_rc_downgrade(&a);
    liar_rc_drop(&a);
    cr_expect_eq(fh_collect(), 0);
    liar_times = 1;
    a = liar_rc_weak_upgrade(&weak);
    cr_expect_eq(liar_rc_strong_count(&a), 2);
    liar_rc_drop(&a); /* a suspect again */
    cr_expect_eq(fh_collect(), 2);
}

FH_TEST_PANICS(cycle_callbacks, a_trace_callback_that_shows_an_owner_twice_panics, "more handles")
{
    liar_times = 2;
    liar_leave_ring();
    (void)fh_collect();
}

FH_RC_DECLARE(twice_rc, struct twice);
struct twice {
    twice_rc next;
};
FH_OWNS(twice, struct twice, (twice_rc, next), (twice_rc, next));
FH_RC_DEFINE(twice_rc, twice, .cyclic = true);

FH_TEST_PANICS(cycle_callbacks, a_table_that_lists_a_field_twice_panics_at_the_first_value,
               "overlaps")
{
    twice_rc a = twice_rc_new((struct twice){{0}});
    (void)a;
}
