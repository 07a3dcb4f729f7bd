/* SPDX-License-Identifier: MIT */
/*
 * deep_laws.h: long chains and deep combs of owners are dropped on a small stack. Included once per
 * family, after
 *
 *     #define DEEP_SUITE   deep_rc     the suite
 *     #define DEEP(f)      rc_##f      makes the types' names differ between families
 *     #define DEEP_DECLARE(NAME, T)    FH_RC_DECLARE(NAME, T)
 *     #define DEEP_DEFINE(NAME, TOKEN) FH_RC_DEFINE(NAME, TOKEN)
 *
 * tests/run.sh runs these under `ulimit -s 256`.
 */
#include "support/deep.h"

#define DEEP_TEST_(SUITE, NAME) FH_TEST(SUITE, NAME)
#define DEEP_TEST(NAME)         DEEP_TEST_(DEEP_SUITE, NAME)
#define DEEP_CAT_(a, b)         a##b
#define DEEP_CAT(a, b)          DEEP_CAT_(a, b)

/* ---- derived: the table says what is owned --------------------------------------------------- */

DEEP_DECLARE(DEEP(link), struct DEEP(chain));
struct DEEP(chain) {
    deep_tally_byte tally;
    DEEP(link) next;
};
FH_OWNS(DEEP(chain), struct DEEP(chain), (deep_tally, tally), (DEEP(link), next));
DEEP_DEFINE(DEEP(link), DEEP(chain));

DEEP_TEST(a_derived_list_is_dropped)
{
    DEEP(link) head = {0};
    for (long i = 0; i < DEEP_NODES; i++)
        head = DEEP(link_new)((struct DEEP(chain)){.next = head});
    DEEP(link_drop)(&head);
    cr_expect_eq(deep_drops, DEEP_NODES);
}

/* Two children, of which the second leads on: the first is where the link is kept. */
DEEP_DECLARE(DEEP(fork), struct DEEP(tree));
struct DEEP(tree) {
    DEEP(fork) left, right;
    deep_tally_byte tally;
};
FH_OWNS(DEEP(tree), struct DEEP(tree), (DEEP(fork), left), (DEEP(fork), right),
        (deep_tally, tally));
DEEP_DEFINE(DEEP(fork), DEEP(tree));

DEEP_TEST(a_derived_list_through_the_second_field_is_dropped)
{
    DEEP(fork) head = {0};
    for (long i = 0; i < DEEP_NODES; i++)
        head = DEEP(fork_new)((struct DEEP(tree)){.right = head});
    DEEP(fork_drop)(&head);
    cr_expect_eq(deep_drops, DEEP_NODES);
}

DEEP_TEST(a_derived_comb_is_dropped)
{
    DEEP(fork) head = {0};
    for (long i = 0; i < DEEP_NODES / 2; i++) {
        DEEP(fork) tooth = DEEP(fork_new)((struct DEEP(tree)){.tally = 0});
        if (i % 2 == 0)
            head = DEEP(fork_new)((struct DEEP(tree)){.left = head, .right = tooth});
        else
            head = DEEP(fork_new)((struct DEEP(tree)){.left = tooth, .right = head});
    }
    DEEP(fork_drop)(&head);
    cr_expect_eq(deep_drops, DEEP_NODES / 2 * 2);
}

/* ---- opaque: a callback drops it ------------------------------------------------------------- */

DEEP_DECLARE(DEEP(dark), struct DEEP(opaque));
struct DEEP(opaque) {
    DEEP(dark) one, other;
};
static void DEEP(opaque_drop)(struct DEEP(opaque) * self);
FH_TYPE(DEEP(opaque), struct DEEP(opaque), .drop = DEEP(opaque_drop));
DEEP_DEFINE(DEEP(dark), DEEP(opaque));

static void DEEP(opaque_drop)(struct DEEP(opaque) * self)
{
    deep_drops++;
    DEEP(dark_drop)(&self->one);
    DEEP(dark_drop)(&self->other);
}

DEEP_TEST(an_opaque_list_is_dropped)
{
    DEEP(dark) head = {0};
    for (long i = 0; i < DEEP_NODES; i++)
        head = DEEP(dark_new)((struct DEEP(opaque)){.one = head});
    DEEP(dark_drop)(&head);
    cr_expect_eq(deep_drops, DEEP_NODES);
}

DEEP_TEST(an_opaque_comb_is_dropped)
{
    DEEP(dark) head = {0};
    for (long i = 0; i < DEEP_NODES / 2; i++)
        head = DEEP(dark_new)((struct DEEP(opaque)){
            .one = head, .other = DEEP(dark_new)((struct DEEP(opaque)){{0}, {0}})});
    DEEP(dark_drop)(&head);
    cr_expect_eq(deep_drops, DEEP_NODES / 2 * 2);
}

/* ---- a table with a hook, and tables that own only a Vec -------------------------------------- */

DEEP_DECLARE(DEEP(hook), struct DEEP(hooked));
struct DEEP(hooked) {
    DEEP(hook) next;
};
static void DEEP(hooked_bye)(struct DEEP(hooked) * self)
{
    (void)self;
    deep_drops++;
}
FH_OWNS_DROP(DEEP(hooked), struct DEEP(hooked), DEEP(hooked_bye), (DEEP(hook), next));
DEEP_DEFINE(DEEP(hook), DEEP(hooked));

DEEP_TEST(a_list_with_a_hook_is_dropped)
{
    DEEP(hook) head = {0};
    for (long i = 0; i < DEEP_NODES; i++)
        head = DEEP(hook_new)((struct DEEP(hooked)){.next = head});
    DEEP(hook_drop)(&head);
    cr_expect_eq(deep_drops, DEEP_NODES);
}

DEEP_DECLARE(DEEP(many), struct DEEP(branch));
FH_VEC_DECLARE(DEEP(many_vec), DEEP(many));
struct DEEP(branch) {
    deep_tally_byte tally;
    DEEP(many_vec) kids;
};
FH_OWNS(DEEP(branch), struct DEEP(branch), (deep_tally, tally), (DEEP(many_vec), kids));
DEEP_DEFINE(DEEP(many), DEEP(branch));
FH_VEC_DEFINE(DEEP(many_vec), DEEP(many));

DEEP_TEST(a_comb_through_vecs_is_dropped)
{
    DEEP(many) head = {0};
    long nodes = DEEP_NODES / 5;
    for (long i = 0; i < nodes; i++) {
        struct DEEP(branch) next = {0};
        if (!DEEP(many_is_empty)(&head))
            DEEP(many_vec_push)(&next.kids, head);
        DEEP(many_vec_push)(&next.kids, DEEP(many_new)((struct DEEP(branch)){.tally = 0}));
        head = DEEP(many_new)(next);
    }
    DEEP(many_drop)(&head);
    cr_expect_eq(deep_drops, 2 * nodes);
}

#undef DEEP_TEST_
#undef DEEP_TEST
#undef DEEP_CAT_
#undef DEEP_CAT
