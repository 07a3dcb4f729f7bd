/* SPDX-License-Identifier: MIT */
/* test_type.c: tables of what a struct owns, and what follows from them. */
#include "support/fh_test.h"
#include "support/probe.h"

#include <setjmp.h>

FH_BOX(probe_box, probe);
FH_RC(probe_rc, probe);

/* ---- a table -------------------------------------------------------------------------------- */

struct pair {
    int plain;
    struct probe one;
    probe_box two;
    probe_rc three;
};
FH_OWNS(pair, struct pair, (probe, one), (probe_box, two), (probe_rc, three));
FH_BOX(pair_box, pair);

static struct pair pair_make(int *drops)
{
    return (struct pair){.plain = 5,
                         .one = probe_make(1, drops),
                         .two = probe_box_new(probe_make(2, drops)),
                         .three = probe_rc_new(probe_make(3, drops))};
}

FH_TEST(type, a_table_drops_each_of_its_rows)
{
    int drops = 0;
    struct pair p = pair_make(&drops);
    pair_drop(&p);
    cr_expect_eq(drops, 3);
    pair_drop(NULL);
}

FH_TEST(type, take_leaves_a_table_empty_and_set_drops_the_old_rows)
{
    int drops = 0;
    struct pair p = pair_make(&drops);
    struct pair q = pair_take(&p);
    cr_expect_eq(p.plain, 0);
    cr_expect_null(p.two.ptr);
    cr_expect_eq(drops, 0);
    pair_set(&q, pair_make(&drops));
    cr_expect_eq(drops, 3);
    pair_drop(&q);
    cr_expect_eq(drops, 6);
}

FH_TEST(type, a_derived_clone_clones_rows_and_copies_the_rest)
{
    int drops = 0;
    struct pair p = pair_make(&drops);
    struct pair q = pair_clone(&p);
    cr_expect_eq(q.plain, 5);
    cr_expect(q.one.payload != p.one.payload);
    cr_expect(q.two.ptr != p.two.ptr);
    cr_expect(q.three.ptr == p.three.ptr, "an Rc is shared by its clone");
    cr_expect_eq(probe_rc_strong_count(&p.three), 2);
    pair_drop(&p);
    pair_drop(&q);
    cr_expect_eq(drops, 5);
}

static struct pair swept_from, swept;

static void clone_setup(void *unused)
{
    (void)unused;
    swept_from = pair_make(NULL);
}

static fh_status clone_op(void *unused)
{
    (void)unused;
    return pair_try_clone(&swept_from, &swept);
}

static bool clone_same(void *unused)
{
    (void)unused;
    return swept.plain == 0 && swept.two.ptr == NULL &&
           probe_rc_strong_count(&swept_from.three) == 1;
}

static void clone_teardown(void *unused)
{
    (void)unused;
    pair_drop(&swept_from);
    pair_drop(&swept);
    swept = (struct pair){0};
}

static bool clone_usable(void *unused)
{
    (void)unused;
    struct pair again;
    if (pair_try_clone(&swept_from, &again) != FH_OK)
        return false;
    pair_drop(&again);
    return true;
}

FH_TEST(type, a_derived_clone_that_fails_half_way_gives_back_all_it_made)
{
    struct fh_test_oom_row row = {.name = "type.try_clone",
                                  .setup = clone_setup,
                                  .op = clone_op,
                                  .same = clone_same,
                                  .usable = clone_usable,
                                  .teardown = clone_teardown};
    fh_test_oom_sweep(&row);
}

/* ---- nested tables -------------------------------------------------------------------------- */

struct nest {
    struct pair inner;
    struct probe last;
};
FH_OWNS(nest, struct nest, (pair, inner), (probe, last));
FH_RC(nest_rc, nest);

FH_TEST(type, a_table_may_be_a_row_of_a_table)
{
    int drops = 0;
    fh_auto(nest_rc) a = nest_rc_new((struct nest){pair_make(&drops), probe_make(4, &drops)});
    nest_rc_drop(&a);
    cr_expect_eq(drops, 4);
}

/* ---- a hook before the rows ----------------------------------------------------------------- */

struct hooked {
    struct probe row;
    int *order;
};

static void hooked_bye(struct hooked *self)
{
    *self->order = *self->order * 10 + (self->row.payload != NULL ? 1 : 9);
}

FH_OWNS_DROP(hooked, struct hooked, hooked_bye, (probe, row));
FH_BOX(hooked_box, hooked);

FH_TEST(type, a_hook_runs_once_and_before_the_rows_are_dropped)
{
    int order = 0;
    int drops = 0;
    fh_auto(hooked_box) a = hooked_box_new((struct hooked){probe_make(1, &drops), &order});
    hooked_box_drop(&a);
    cr_expect_eq(order, 1);
    cr_expect_eq(drops, 1);
}

/* ---- order ---------------------------------------------------------------------------------- */

static int order_log;

static void digit_drop(int *self)
{
    order_log = order_log * 10 + *self;
}

FH_TYPE(digit, int, .drop = digit_drop, .leaf = true);

struct digits {
    int c, a, b;
};
FH_OWNS(digits, struct digits, (digit, a), (digit, b), (digit, c));

FH_TEST(type, rows_are_dropped_in_the_order_of_the_table)
{
    struct digits d = {.a = 1, .b = 2, .c = 3};
    digits_drop(&d);
    cr_expect_eq(order_log, 123);
}

/* ---- what follows from a description --------------------------------------------------------- */

FH_BOX_DECLARE(list_box, struct list);
struct list {
    struct probe name;
    probe_rc payload;
    list_box next;
};
FH_OWNS(list, struct list, (probe, name), (probe_rc, payload), (list_box, next));
FH_BOX_DEFINE(list_box, list);

FH_RC_DECLARE(tree_rc, struct tree);
struct tree {
    tree_rc left, right;
    tree_rc_weak up;
};
FH_OWNS(tree, struct tree, (tree_rc, left), (tree_rc, right), (tree_rc_weak, up));
FH_RC_DEFINE(tree_rc, tree);

FH_TYPE(plain, struct probe);

FH_TEST(type, the_traits_of_a_type_follow_from_its_rows)
{
    cr_expect_eq(fhi_traits_T_plain(), FHI_CLONES | FHI_COPIES);
    cr_expect_eq(fhi_traits_T_probe(), FHI_DROPS | FHI_CLONES, "a leaf does not nest");
    cr_expect(fhi_has(&fhi_type_T_pair, FHI_DROPS));
    cr_expect_not(fhi_has(&fhi_type_T_pair, FHI_NESTS), "owners of leaves end at once");
    cr_expect(fhi_has(&fhi_type_T_hooked, FHI_WORD), "a hook may drop what it likes");
    cr_expect(fhi_has(&fhi_type_T_list, FHI_CHAIN), "only `next` nests");
    cr_expect_eq(fhi_type_T_list.hole, (int)offsetof(struct list, next));
    cr_expect(fhi_has(&fhi_type_T_tree, FHI_NESTS));
    cr_expect_not(fhi_has(&fhi_type_T_tree, FHI_CHAIN), "`right` nests beside `left`");
    cr_expect_not(fhi_has(&fhi_type_T_tree, FHI_WORD), "the link is kept in `left`");
}

static list_box list_make(int length)
{
    list_box head = {0};
    for (int i = 0; i < length; i++)
        head = list_box_new((struct list){probe_make(i, NULL), {0}, list_box_take(&head)});
    return head;
}

FH_TEST(type, a_list_of_any_length_is_cloned_along_its_last_row)
{
    fh_auto(list_box) head = list_make(100000);
    fh_auto(list_box) copy = list_box_clone(&head);
    int length = 0;
    struct list const *from = head.ptr;
    for (struct list const *at = copy.ptr; at != NULL; at = at->next.ptr, from = from->next.ptr) {
        cr_assert_eq(*at->name.payload, *from->name.payload);
        cr_assert(at->name.payload != from->name.payload);
        length++;
    }
    cr_expect_eq(length, 100000);
}

static list_box list_swept, list_from;

static void list_setup(void *unused)
{
    (void)unused;
    list_from = list_make(4);
}

static fh_status list_op(void *unused)
{
    (void)unused;
    return list_box_try_clone(&list_from, &list_swept);
}

static bool list_same(void *unused)
{
    (void)unused;
    return list_box_is_empty(&list_swept) && *list_from.ptr->name.payload == 3;
}

static void list_teardown(void *unused)
{
    (void)unused;
    list_box_drop(&list_swept);
    list_box_drop(&list_from);
}

FH_TEST(type, a_list_whose_clone_fails_half_way_gives_back_all_it_made)
{
    struct fh_test_oom_row row = {.name = "type.try_clone of a list",
                                  .setup = list_setup,
                                  .op = list_op,
                                  .same = list_same,
                                  .teardown = list_teardown};
    fh_test_oom_sweep(&row);
}

/* Its Box is not the last row, so a clone calls itself for it. */
FH_BOX_DECLARE(first_box, struct first);
struct first {
    first_box inner;
    struct probe name;
};
FH_OWNS(first, struct first, (first_box, inner), (probe, name));
FH_BOX_DEFINE(first_box, first);

FH_TEST(type, a_clone_deeper_than_the_stack_allows_is_an_answer_and_keeps_nothing)
{
    first_box head = {0};
    first_box copy = {0};
    for (int i = 0; i < 100000; i++)
        head = first_box_new((struct first){head, probe_make(i, NULL)});
    fh_stats_counts before = fh_stats_read(fh_test_stats());
    cr_expect_eq(first_box_try_clone(&head, &copy), FH_ERR_TOO_DEEP);
    fh_stats_counts after = fh_stats_read(fh_test_stats());
    cr_expect_eq(after.live_blocks, before.live_blocks);
    cr_expect(first_box_is_empty(&copy));
    first_box_drop(&head);
}

FH_TEST(type, a_clone_on_another_stack_higher_up_is_bounded_as_well)
{
    first_box head = {0};
    first_box copy = {0};
    for (int i = 0; i < 100000; i++)
        head = first_box_new((struct first){head, probe_make(i, NULL)});
    fhi_nest_here.clone_floor = 1; /* as if a callback had left a stack at the lowest address */
    cr_expect_eq(first_box_try_clone(&head, &copy), FH_ERR_TOO_DEEP);
    cr_expect_eq(fhi_nest_here.clone_floor, 1);
    fhi_nest_here.clone_floor = 0;
    first_box_drop(&head);
}

/* ---- a clone that is left by a longjmp ------------------------------------------------------- */

static jmp_buf clone_way_out;
static bool clone_jumps;

static fh_status jumper_clone(int const *self, int *out)
{
    if (clone_jumps)
        longjmp(clone_way_out, 1);
    *out = *self;
    return FH_OK;
}
FH_TYPE(jumper, int, .clone = jumper_clone);

struct jumping {
    int jumper;
};
FH_OWNS(jumping, struct jumping, (jumper, jumper));

FH_TEST(type, after_a_longjmp_out_of_a_clone_fh_drop_recover_makes_clones_work_again)
{
    struct jumping from = {7};
    struct jumping to = {0};
    clone_jumps = true;
    if (setjmp(clone_way_out) == 0)
        (void)(jumping_try_clone(&from, &to) == FH_OK);
    cr_expect(fhi_nest_here.clone_floor != 0, "the clone was left half-way");
    fh_drop_recover();
    cr_expect_eq(fhi_nest_here.clone_floor, 0);
    clone_jumps = false;
    cr_expect_eq(jumping_try_clone(&from, &to), FH_OK);
    cr_expect_eq(to.jumper, 7);
}

FH_TEST(type, scalars_compare_by_value)
{
    int a = -3;
    int b = 4;
    double nan = 0.0 / 0.0;
    cr_expect_lt(fhi_type_T_int.cmp(&a, &b), 0);
    cr_expect_gt(fhi_type_T_int.cmp(&b, &a), 0);
    cr_expect(fhi_type_T_int.eq(&a, &a));
    cr_expect_not(fhi_type_T_int.eq(&a, &b));
    cr_expect_not(fhi_type_T_double.eq(&nan, &nan));
}
