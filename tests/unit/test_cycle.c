/* SPDX-License-Identifier: MIT */
/* test_cycle.c: rings are found and freed, what is in use is not. */
#define _POSIX_C_SOURCE 200809L /* fmemopen */

#include "support/fh_test.h"

#include <freehold.h>

static long dropped;

static void tally_drop(char *self)
{
    (void)self;
    dropped++;
}
FH_TYPE(tally, char, .drop = tally_drop, .leaf = true);

FH_RC_DECLARE(node_rc, struct node);
FH_VEC_DECLARE(node_vec, node_rc);
FH_STRMAP_DECLARE(node_map, node_rc);
FH_BOX_DECLARE(edge_box, struct edge);

struct node {
    node_rc next, other;
    node_vec many;
    node_map named;
    node_rc_weak weak;
    edge_box boxed;
    fh_string label;
    char tally;
};
struct edge {
    node_rc target;
};

FH_OWNS(edge, struct edge, (node_rc, target));
FH_OWNS(node, struct node, (node_rc, next), (node_rc, other), (node_vec, many), (node_map, named),
        (node_rc_weak, weak), (edge_box, boxed), (fh_string, label), (tally, tally));
FH_BOX_DEFINE(edge_box, edge);
FH_RC_DEFINE(node_rc, node, .cyclic = true);
FH_VEC_DEFINE(node_vec, node_rc);
FH_STRMAP_DEFINE(node_map, node_rc);

static node_rc node_make(void)
{
    return node_rc_new((struct node){.tally = 0});
}

/* A ring of `length`, held by nobody. */
static void leave_ring(int length)
{
    fh_auto(node_rc) first = node_make();
    fh_auto(node_rc) last = node_rc_clone(&first);
    for (int i = 1; i < length; i++) {
        node_rc_set(&last.ptr->next, node_make());
        node_rc_set_clone(&last, &last.ptr->next);
    }
    node_rc_set_clone(&last.ptr->next, &first);
}

FH_TEST(cycle, without_suspects_nothing_is_collected)
{
    cr_expect_eq(fh_collect(), 0);
    fh_auto(node_rc) a = node_make();
    cr_expect_eq(fh_collect(), 0);
}

FH_TEST(cycle, rings_of_every_small_length_are_freed)
{
    for (int length = 1; length <= 40; length++) {
        dropped = 0;
        leave_ring(length);
        cr_expect_eq(dropped, 0, "counting alone leaks it");
        cr_expect_eq(fh_collect(), (size_t)length);
        cr_expect_eq(dropped, length);
    }
}

FH_TEST(cycle, a_ring_that_is_held_from_outside_stays)
{
    fh_auto(node_rc) a = node_make();
    node_rc_set(&a.ptr->next, node_make());
    node_rc_set_clone(&a.ptr->next.ptr->next, &a);
    { /* a suspect */
        fh_auto(node_rc) b = node_rc_clone(&a);
    }
    cr_expect_eq(fh_collect(), 0);
    cr_expect_eq(node_rc_strong_count(&a), 2, "counts are as they were");
    dropped = 0;
    node_rc_drop(&a);
    cr_expect_eq(fh_collect(), 2);
    cr_expect_eq(dropped, 2);
}

FH_TEST(cycle, what_a_ring_owns_goes_with_it_and_what_others_own_too_stays)
{
    fh_auto(node_rc) shared = node_make();
    dropped = 0;
    {
        fh_auto(node_rc) a = node_make();
        node_rc_set_clone(&a.ptr->next, &a);
        a.ptr->other = node_rc_clone(&shared);
        a.ptr->label = fh_string_from(FH_STR("a label long enough to be a block of its own"));
        node_vec_push(&a.ptr->many, node_make());
    }
    cr_expect_eq(fh_collect(), 2);
    cr_expect_eq(dropped, 2);
    cr_expect_eq(node_rc_strong_count(&shared), 1);
}

FH_TEST(cycle, rings_through_vecs_maps_boxes_and_second_fields_are_seen)
{
    for (int way = 0; way < 5; way++) {
        {
            fh_auto(node_rc) a = node_make();
            fh_auto(node_rc) b = node_make();
            node_rc_set_clone(&a.ptr->next, &b);
            node_rc back = node_rc_clone(&a);
            switch (way) {
            case 0:
                b.ptr->other = back;
                break;
            case 1:
                node_vec_push(&b.ptr->many, node_make());
                node_vec_push(&b.ptr->many, back);
                break;
            case 2:
                node_map_insert(&b.ptr->named, fh_string_from(FH_STR("back")), back);
                break;
            case 3:
                b.ptr->boxed = edge_box_new((struct edge){back});
                break;
            default:
                b.ptr->next = back;
                break;
            }
        }
        cr_expect_eq(fh_collect(), way == 1 ? 3 : 2, "way %d", way);
    }
}

FH_TEST(cycle, a_weak_of_garbage_reads_as_dropped_and_keeps_the_memory_only)
{
    fh_auto(node_rc_weak) weak = {0};
    {
        fh_auto(node_rc) a = node_make();
        node_rc_set_clone(&a.ptr->next, &a);
        weak = node_rc_downgrade(&a);
    }
    fh_auto(node_rc) up = node_rc_weak_upgrade(&weak);
    cr_expect_not(node_rc_is_empty(&up), "garbage can be reached by a Weak until it is collected");
    cr_expect_eq(fh_collect(), 0, "then it is none");
    node_rc_drop(&up);
    cr_expect_eq(fh_collect(), 1);
    up = node_rc_weak_upgrade(&weak);
    cr_expect(node_rc_is_empty(&up));
}

FH_TEST(cycle, a_ring_that_is_closed_by_moving_its_last_outside_handle_is_found)
{
    for (int way = 0; way < 4; way++) {
        node_rc a = node_make();
        struct node *value = a.ptr;
        if (way == 0)
            value->next = node_rc_take(&a);
        else if (way == 1)
            node_rc_set(&value->next, a);
        else if (way == 2)
            node_rc_swap(&value->next, &a);
        else
            cr_expect_null(node_rc_replace(&value->next, a).ptr);
        cr_expect_eq(fh_collect(), 1, "way %d", way);
    }
}

FH_TEST(cycle, a_ring_is_found_however_its_first_handles_move)
{
    node_vec taken = {0};
    for (int way = 0; way < 6; way++) {
        node_rc a = node_make();
        struct node *value = a.ptr;
        switch (way) {
        case 0:
            value->next = a;
            break;
        case 1:
            value->next = fh_move(a);
            break;
        case 2:
            value->next = node_rc_from_raw(node_rc_into_raw(&a));
            break;
        case 3:
            node_vec_push(&value->many, a);
            break;
        case 4:
            node_vec_push(&taken, a);
            node_vec_set(&value->many, node_vec_take(&taken));
            break;
        default:
            node_map_insert(&value->named, fh_string_from(FH_STR("me")), a);
            break;
        }
        cr_expect_eq(fh_collect(), 1, "way %d", way);
    }
}

FH_TEST(cycle, a_value_that_survived_is_suspected_again_when_it_moves_into_a_container)
{
    for (int way = 0; way < 5; way++) {
        node_rc a = node_make();
        struct node *value = a.ptr;
        cr_expect_eq(fh_collect(), 0);
        if (way == 0)
            node_vec_push(&value->many, a);
        else if (way == 1)
            cr_assert_eq(node_vec_try_push_move(&value->many, &a), FH_OK);
        else if (way == 2)
            node_vec_insert(&value->many, 0, a);
        else if (way == 3)
            cr_assert_eq(node_vec_try_insert_move(&value->many, 0, &a), FH_OK);
        else
            node_map_insert(&value->named, fh_string_from(FH_STR("me")), a);
        cr_expect_eq(fh_collect(), 1, "way %d", way);
    }
}

FH_TEST(cycle, many_edges_between_the_same_values_are_counted)
{
    {
        fh_auto(node_rc) a = node_make();
        fh_auto(node_rc) b = node_make();
        for (int i = 0; i < 50; i++) {
            node_vec_push(&a.ptr->many, node_rc_clone(&b));
            node_vec_push(&b.ptr->many, node_rc_clone(&a));
        }
    }
    cr_expect_eq(fh_collect(), 2);
}

FH_TEST(cycle, a_clique_is_freed)
{
    enum { SIZE = 200 };
    {
        fh_auto(node_vec) all = {0};
        for (int i = 0; i < SIZE; i++)
            node_vec_push(&all, node_make());
        for (size_t i = 0; i < SIZE; i++)
            for (size_t k = 0; k < SIZE; k++)
                node_vec_push(&all.ptr[i].ptr->many, node_rc_clone(&all.ptr[k]));
    }
    cr_expect_eq(fh_collect(), SIZE);
}

/* ---- random histories ----------------------------------------------------------------------- */

enum { HANDLES = 24, SLOTS = 3 };

/* The places that own: handles outside, and two fields and a Vec element inside each value. */
static node_rc *random_slot(node_rc *handles, uint64_t *state)
{
    node_rc *at = &handles[fh_test_random(state) % HANDLES];
    for (uint64_t steps = fh_test_random(state) % 4; steps > 0 && at->ptr != NULL; steps--) {
        switch (fh_test_random(state) % SLOTS) {
        case 0:
            at = &at->ptr->next;
            break;
        case 1:
            at = &at->ptr->other;
            break;
        default:
            if (node_vec_len(&at->ptr->many) == 0)
                node_vec_push(&at->ptr->many, (node_rc){NULL});
            at = &at->ptr->many.ptr[0];
            break;
        }
    }
    return at;
}

/* The oracle: how many values can be reached from the handles. Marks by the label's first byte. */
static long reachable(node_rc *handles, char mark)
{
    static struct node *stack[100000];
    size_t depth = 0;
    long count = 0;
    for (int i = 0; i < HANDLES; i++)
        if (handles[i].ptr != NULL)
            stack[depth++] = handles[i].ptr;
    while (depth > 0) {
        struct node *node = stack[--depth];
        if (node->tally == mark)
            continue;
        node->tally = mark;
        count++;
        node_rc *slots[] = {&node->next, &node->other, node->many.ptr};
        for (int i = 0; i < SLOTS; i++)
            if (slots[i] != NULL && slots[i]->ptr != NULL)
                stack[depth++] = slots[i]->ptr;
    }
    return count;
}

FH_TEST(cycle, after_random_histories_exactly_the_unreachable_is_freed)
{
    uint64_t state = 88172645463325252U;
    long made = 0;
    char mark = 0;
    node_rc handles[HANDLES] = {{NULL}};
    dropped = 0;
    for (int round = 0; round < 400; round++) {
        for (int step = 0; step < 200; step++) {
            node_rc *from = random_slot(handles, &state);
            node_rc *to = random_slot(handles, &state);
            switch (fh_test_random(&state) % 5) {
            case 0:
                node_rc_set(to, node_make());
                made++;
                break;
            case 1:
                node_rc_set_clone(to, from);
                break;
            case 2:
                node_rc_swap(to, from);
                break;
            case 3:
                node_rc_set(&handles[fh_test_random(&state) % HANDLES], (node_rc){NULL});
                break;
            default:
                node_rc_set_clone(&handles[fh_test_random(&state) % HANDLES], from);
                break;
            }
        }
        (void)fh_collect();
        mark = (char)(mark == 1 ? 2 : 1);
        cr_assert_eq(made - dropped, reachable(handles, mark), "round %d", round);
    }
    for (int i = 0; i < HANDLES; i++)
        node_rc_drop(&handles[i]);
    (void)fh_collect();
    cr_expect_eq(dropped, made);
}

/* ---- memory --------------------------------------------------------------------------------- */

static node_rc many_handles[100];

static fh_status many_op(void *unused)
{
    (void)unused;
    for (int i = 0; i < 100; i++)
        FH_TRY(node_rc_try_new((struct node){.tally = 0}, &many_handles[i]));
    return FH_OK;
}

static void many_teardown(void *unused)
{
    (void)unused;
    for (int i = 0; i < 100; i++)
        node_rc_drop(&many_handles[i]);
}

FH_TEST(cycle, creating_a_value_fails_when_the_table_cannot_grow_and_changes_nothing)
{
    fh_layout value = node_rc_block_layout();
    int i = 0;
    for (; i < 100; i++) {
        fh_stats_counts before = fh_stats_read(fh_test_stats());
        fh_fault_arm(fh_test_fault(), 2, FH_FAULT_ONCE); /* the second request is the table's */
        fh_status status = node_rc_try_new((struct node){.tally = 0}, &many_handles[i]);
        bool fired = fh_fault_fired(fh_test_fault());
        fh_fault_disarm(fh_test_fault());
        if (!fired) {
            cr_assert_eq(status, FH_OK);
            continue;
        }
        cr_expect_eq(status, FH_ERR_NOMEM);
        cr_expect_eq(fh_stats_read(fh_test_stats()).live_bytes, before.live_bytes);
        break;
    }
    cr_expect_lt(i, 100, "the table had to grow: %zu bytes a value", value.size);
    many_teardown(NULL);
    cr_expect_eq(many_op(NULL), FH_OK);
    many_teardown(NULL);
}

FH_TEST(cycle, a_collection_allocates_nothing)
{
    for (int i = 0; i < 50; i++)
        leave_ring(7);
    fh_stats_counts before = fh_stats_read(fh_test_stats());
    fh_fault_arm(fh_test_fault(), 1, FH_FAULT_STICKY);
    cr_expect_eq(fh_collect(), 350);
    fh_fault_disarm(fh_test_fault());
    cr_expect_eq(fh_stats_read(fh_test_stats()).allocations, before.allocations);
}

/* ---- the report ----------------------------------------------------------------------------- */

static char report_buffer[4096];

static char const *report(void)
{
    FILE *out = fmemopen(report_buffer, sizeof(report_buffer), "w");
    cr_assert_not_null(out);
    cr_assert_eq(fh_cycle_report(out, FH_REPORT_TEXT), FH_OK);
    (void)fclose(out);
    return report_buffer;
}

FH_TEST(cycle, a_report_without_garbage_says_so)
{
    cr_expect_str_eq(report(), "no cycles among .cyclic types\n");
}

FH_TEST(cycle, a_report_names_type_and_field_and_counts_equal_rings_together)
{
    char const *text;
    for (int i = 0; i < 3; i++)
        leave_ring(2);
    {
        fh_auto(node_rc) a = node_make();
        fh_auto(node_rc) b = node_make();
        node_rc_set_clone(&a.ptr->next, &b);
        node_vec_push(&b.ptr->many, node_make());
        node_vec_push(&b.ptr->many, node_rc_clone(&a));
    }
    text = report();
    cr_expect_not_null(strstr(text, "cycle 1 of 2: 3 times, 6 values, "), "%s", text);
    cr_expect_not_null(strstr(text, "\n  node.next -> node.next -> (back)\n"), "%s", text);
    cr_expect_not_null(strstr(text, "node.many[1]"), "%s", text);
    cr_expect_not_null(strstr(text, "these hold 1 more value, "), "%s", text);
    cr_expect_eq(fh_collect(), 9, "a report changes nothing");
}

FH_TEST(cycle, a_long_ring_is_told_in_few_words)
{
    leave_ring(1000);
    cr_expect_not_null(strstr(report(), "  node.next -> (1000 times in a row) -> (back)\n"), "%s",
                       report_buffer);
    cr_expect_eq(fh_collect(), 1000);
}

static fh_status report_op(void *unused)
{
    (void)unused;
    FILE *out = fmemopen(report_buffer, sizeof(report_buffer), "w");
    fh_status status = fh_cycle_report(out, FH_REPORT_TEXT);
    (void)fclose(out);
    return status;
}

static void report_setup(void *unused)
{
    (void)unused;
    leave_ring(5);
    leave_ring(1);
}

static bool report_same(void *unused)
{
    (void)unused;
    return fhi_nest_here.floor == 0;
}

static void report_teardown(void *unused)
{
    (void)unused;
    cr_assert_eq(fh_collect(), 6, "whether the report failed or not");
}

FH_TEST(cycle, a_report_without_memory_is_an_error_and_changes_nothing)
{
    struct fh_test_oom_row row = {.name = "cycle.report",
                                  .setup = report_setup,
                                  .op = report_op,
                                  .same = report_same,
                                  .teardown = report_teardown};
    fh_test_oom_sweep(&row);
}
