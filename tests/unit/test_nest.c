/* SPDX-License-Identifier: MIT */
/* test_nest.c: drops within drops. How deep they may go is in tests/deep. */
#include "support/fh_test.h"

#include <freehold.h>

#include <setjmp.h>

FH_BOX_DECLARE(deed_box, struct deed);
struct deed {
    deed_box one, other;
    void (*act)(struct deed *self);
};
static void deed_drop(struct deed *self);
FH_TYPE(deed, struct deed, .drop = deed_drop);
FH_BOX_DEFINE(deed_box, deed);

static long deeds;

static void deed_drop(struct deed *self)
{
    deeds++;
    if (self->act != NULL)
        self->act(self);
    deed_box_drop(&self->one);
    deed_box_drop(&self->other);
}

/* A list of `length`, whose values all do `act` when they are dropped. */
static deed_box deed_list(int length, void (*act)(struct deed *self))
{
    deed_box head = {0};
    for (int i = 0; i < length; i++)
        head = deed_box_new((struct deed){.one = head, .act = act});
    return head;
}

static void act_on_lists(struct deed *self)
{
    (void)self;
    deed_box list = deed_list(100, NULL);
    deed_box_drop(&list);
}

FH_TEST(nest, a_callback_at_any_depth_may_build_and_drop_structures_of_its_own)
{
    deeds = 0;
    deed_box list = deed_list(3000, act_on_lists);
    deed_box_drop(&list);
    cr_expect_eq(deeds, 3000 * 101);
    cr_expect_eq(fhi_nest_here.floor, 0);
    cr_expect_null(fhi_nest_here.waiting);
}

FH_TEST(nest, wide_and_deep_is_dropped_completely)
{
    deeds = 0;
    deed_box trunk = {0};
    for (int i = 0; i < 1000; i++)
        trunk = deed_box_new((struct deed){.one = trunk, .other = deed_list(300, NULL)});
    deed_box_drop(&trunk);
    cr_expect_eq(deeds, 1000 + 1000 * 300);
}

FH_TEST(nest, a_drop_on_another_stack_higher_up_is_guarded_as_well)
{
    deeds = 0;
    deed_box list = deed_list(1000000, NULL);
    fhi_nest_here.floor =
        1; /* as if a callback had left a stack at the lowest address for this one */
    deed_box_drop(&list);
    cr_expect_eq(deeds, 1000000);
    cr_expect_eq(fhi_nest_here.floor, 1);
    fhi_nest_here.floor = 0;
}

/* ---- order ---------------------------------------------------------------------------------- */

static char order_text[16];
static size_t order_length;

FH_BOX_DECLARE(letter_box, struct letter);
struct letter {
    char name;
    letter_box left, right;
};
static void letter_bye(struct letter *self)
{
    order_text[order_length++] = self->name;
}
FH_OWNS_DROP(letter, struct letter, letter_bye, (letter_box, left), (letter_box, right));
FH_BOX_DEFINE(letter_box, letter);

static letter_box letter_make(char name, letter_box left, letter_box right)
{
    return letter_box_new((struct letter){name, left, right});
}

FH_TEST(nest, a_shallow_structure_is_dropped_in_the_order_of_rust)
{
    letter_box none = {0};
    letter_box top = letter_make('a', letter_make('b', letter_make('c', none, none), none),
                                 letter_make('d', none, none));
    letter_box_drop(&top);
    cr_expect_str_eq(order_text, "abcd");
}

/* ---- a way out that is none ----------------------------------------------------------------- */

static jmp_buf way_out;
static struct deed *left_half_way;

static void act_jump(struct deed *self)
{
    left_half_way = self;
    longjmp(way_out, 1);
}

FH_TEST(nest, after_a_longjmp_fh_drop_recover_makes_drops_work_again)
{
    if (setjmp(way_out) == 0) {
        deed_box jumper = deed_box_new((struct deed){.act = act_jump});
        deed_box_drop(&jumper);
        cr_assert(false, "the callback jumps");
    }
    cr_expect(fhi_nest_here.floor != 0, "the drop was left half-way");
    fh_drop_recover();
    cr_expect_eq(fhi_nest_here.floor, 0);
    fhi_block_free(&fhi_owner_T_deed_box, left_half_way); /* so that nothing is live */
    deeds = 0;
    deed_box list = deed_list(100000, NULL);
    deed_box_drop(&list);
    cr_expect_eq(deeds, 100000);
}

static void act_set_aside_and_jump(struct deed *self)
{
    left_half_way = self;
    fhi_nest_here.floor = UINTPTR_MAX; /* as if the stack were deep */
    deed_box_drop(&self->one);
    longjmp(way_out, 1);
}

FH_TEST(nest, what_was_set_aside_before_a_longjmp_is_dropped_by_fh_drop_recover)
{
    deeds = 0;
    if (setjmp(way_out) == 0) {
        deed_box jumper =
            deed_box_new((struct deed){.one = deed_list(10, NULL), .act = act_set_aside_and_jump});
        deed_box_drop(&jumper);
    }
    cr_expect_eq(deeds, 1);
    fh_drop_recover();
    cr_expect_eq(deeds, 11);
    fhi_block_free(&fhi_owner_T_deed_box, left_half_way);
}
