/* SPDX-License-Identifier: MIT */
/* test_rc.c: the laws of counted pointers for Rc, and what is true of Rc alone. */
#include "support/probe.h"

FH_RC(probe_rc, probe);
#define LAW_SUITE rc
#define LAW_NAME  probe_rc
#include "laws/counted_laws.h"

/* Of each layout that a header can get in the way of. */
struct aligned {
    _Alignas(64) char bytes[100];
};
FH_TYPE(aligned, struct aligned);
FH_RC(aligned_rc, aligned);
FH_RC(char_rc, char);
FH_RC(probe_rc_rc, probe_rc);

struct opaque {
    int *drops;
};
static void opaque_drop(struct opaque *self)
{
    ++*self->drops;
}
FH_TYPE(opaque, struct opaque, .drop = opaque_drop);
FH_RC(opaque_rc, opaque);

FH_TEST(rc, eight_bytes_stand_in_front_of_a_value)
{
    cr_expect_eq(probe_rc_block_layout().size, sizeof(struct probe) + 8);
    cr_expect_eq(probe_rc_block_layout().align, 8);
    cr_expect_eq(char_rc_block_layout().size, 9);
    cr_expect_eq(opaque_rc_block_layout().size, sizeof(struct opaque) + 16, "and a link word");
}

FH_TEST(rc, alignment_is_honoured_exactly)
{
    for (int i = 0; i < 16; i++) {
        fh_auto(aligned_rc) a = aligned_rc_new((struct aligned){{(char)i}});
        cr_expect_eq((uintptr_t)a.ptr % 64, 0);
        cr_expect_eq(a.ptr->bytes[0], i);
        fh_auto(aligned_rc) b = aligned_rc_clone(&a);
        cr_expect_eq(aligned_rc_strong_count(&b), 2);
    }
    cr_expect_eq(aligned_rc_block_layout().align, 64);
    cr_expect_eq(aligned_rc_block_layout().size, 64 + sizeof(struct aligned));
}

FH_TEST(rc, an_rc_of_an_rc_drops_both)
{
    int drops = 0;
    probe_rc_rc outer = probe_rc_rc_new(probe_rc_new(probe_make(1, &drops)));
    probe_rc_rc_drop(&outer);
    cr_expect_eq(drops, 1);
}

FH_TEST_OOM_ABORTS(rc, new_without_memory_ends_in_the_handler_with_the_layout, 9)
{
    fh_fault_arm(fh_test_fault(), 1, FH_FAULT_STICKY);
    char_rc a = char_rc_new('x');
    (void)a;
}

/* A value whose drop looks at itself through a Weak. */
FH_RC_DECLARE(seer_rc, struct seer);
struct seer {
    seer_rc_weak self;
    bool *saw;
};
static void seer_drop(struct seer *self);
FH_TYPE(seer, struct seer, .drop = seer_drop);
FH_RC_DEFINE(seer_rc, seer);

static void seer_drop(struct seer *self)
{
    seer_rc up = seer_rc_weak_upgrade(&self->self);
    *self->saw = !seer_rc_is_empty(&up);
    seer_rc_weak_drop(&self->self);
}

FH_TEST(rc, a_value_that_is_being_dropped_cannot_be_upgraded)
{
    bool saw = true;
    seer_rc a = seer_rc_new((struct seer){.saw = &saw});
    a.ptr->self = seer_rc_downgrade(&a);
    seer_rc_drop(&a);
    cr_expect_not(saw);
}
