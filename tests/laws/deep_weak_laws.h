/* SPDX-License-Identifier: MIT */
/*
 * deep_weak_laws.h: the same with Weaks in the way: every node has one to its parent, and one is held
 * outside. Included after deep_laws.h, with the same macros.
 */
#define DEEP_TEST_(SUITE, NAME) FH_TEST(SUITE, NAME)
#define DEEP_TEST(NAME)         DEEP_TEST_(DEEP_SUITE, NAME)

DEEP_DECLARE(DEEP(twin), struct DEEP(both));
struct DEEP(both) {
    DEEP(twin) next;
    DEEP(twin_weak) parent;
    deep_tally_byte tally;
};
FH_OWNS(DEEP(both), struct DEEP(both), (DEEP(twin), next), (DEEP(twin_weak), parent),
        (deep_tally, tally));
DEEP_DEFINE(DEEP(twin), DEEP(both));

DEEP_TEST(a_derived_list_with_weak_parents_is_dropped)
{
    DEEP(twin) head = {0};
    DEEP(twin_weak) outside = {0};
    for (long i = 0; i < DEEP_NODES; i++) {
        DEEP(twin) node = DEEP(twin_new)((struct DEEP(both)){.next = DEEP(twin_take)(&head)});
        if (node.ptr->next.ptr != NULL)
            node.ptr->next.ptr->parent = DEEP(twin_downgrade)(&node);
        if (i == DEEP_NODES / 2)
            outside = DEEP(twin_downgrade)(&node);
        head = node;
    }
    DEEP(twin_drop)(&head);
    cr_expect_eq(deep_drops, DEEP_NODES);
    head = DEEP(twin_weak_upgrade)(&outside);
    cr_expect(DEEP(twin_is_empty)(&head));
    DEEP(twin_weak_drop)(&outside);
}

DEEP_DECLARE(DEEP(dusk), struct DEEP(dim));
struct DEEP(dim) {
    DEEP(dusk) next;
    DEEP(dusk_weak) parent;
};
static void DEEP(dim_drop)(struct DEEP(dim) * self);
FH_TYPE(DEEP(dim), struct DEEP(dim), .drop = DEEP(dim_drop));
DEEP_DEFINE(DEEP(dusk), DEEP(dim));

static void DEEP(dim_drop)(struct DEEP(dim) * self)
{
    deep_drops++;
    DEEP(dusk_drop)(&self->next);
    DEEP(dusk_weak_drop)(&self->parent);
}

DEEP_TEST(an_opaque_list_with_weak_parents_is_dropped)
{
    DEEP(dusk) head = {0};
    DEEP(dusk_weak) outside = {0};
    for (long i = 0; i < DEEP_NODES; i++) {
        DEEP(dusk) node = DEEP(dusk_new)((struct DEEP(dim)){.next = DEEP(dusk_take)(&head)});
        if (node.ptr->next.ptr != NULL)
            node.ptr->next.ptr->parent = DEEP(dusk_downgrade)(&node);
        if (i == DEEP_NODES / 2)
            outside = DEEP(dusk_downgrade)(&node);
        head = node;
    }
    DEEP(dusk_drop)(&head);
    cr_expect_eq(deep_drops, DEEP_NODES);
    DEEP(dusk_weak_drop)(&outside);
}

#undef DEEP_TEST_
#undef DEEP_TEST
