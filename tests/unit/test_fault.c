/* SPDX-License-Identifier: MIT */
/* Tests of <freehold/alloc/fault.h>, and of the sweep that is built on it. */
#include "support/fh_test.h"

#include <freehold/alloc/system.h>

static fh_layout const fault_small = {40, 8};

static fh_status fault_ask(fh_fault *fault)
{
    void *block = NULL;
    FH_TRY(fh_alloc(fh_fault_allocator(fault), fault_small, &block));
    fh_free(fh_fault_allocator(fault), block, fault_small);
    return FH_OK;
}

FH_TEST(fault, once_fails_the_kth_request_and_no_other)
{
    fh_fault *fault = fh_test_fault();
    fh_fault_arm(fault, 3, FH_FAULT_ONCE);
    for (int i = 1; i <= 6; i++)
        cr_expect_eq((int)fault_ask(fault), (int)(i == 3 ? FH_ERR_NOMEM : FH_OK), "request %d", i);
    cr_expect_eq(fh_fault_fired(fault), 1);
}

FH_TEST(fault, sticky_fails_the_kth_request_and_all_after_it)
{
    fh_fault *fault = fh_test_fault();
    fh_fault_arm(fault, 3, FH_FAULT_STICKY);
    for (int i = 1; i <= 6; i++)
        cr_expect_eq((int)fault_ask(fault), (int)(i >= 3 ? FH_ERR_NOMEM : FH_OK), "request %d", i);
    cr_expect_eq(fh_fault_fired(fault), 4);
    fh_fault_disarm(fault);
    cr_expect_eq((int)fault_ask(fault), (int)FH_OK);
    cr_expect_eq(fh_fault_fired(fault), 4, "disarming forgets nothing");
}

FH_TEST(fault, a_new_one_is_disarmed)
{
    fh_fault fault;
    cr_assert_eq((int)fh_fault_try_init(&fault, NULL), (int)FH_OK);
    for (int i = 0; i < 100; i++)
        cr_expect_eq((int)fault_ask(&fault), (int)FH_OK);
    cr_expect_eq(fh_fault_fired(&fault), 0);
}

FH_TEST(fault, a_failed_resize_counts_and_leaves_the_block)
{
    fh_allocator *self = fh_fault_allocator(fh_test_fault());
    void *block = NULL;
    void *out = &out;
    cr_assert_eq((int)fh_alloc(self, fault_small, &block), (int)FH_OK);
    memset(block, 7, fault_small.size);
    fh_fault_arm(fh_test_fault(), 1, FH_FAULT_ONCE);
    cr_expect_eq((int)fh_resize(self, block, fault_small, (fh_layout){8, 8}, &out),
                 (int)FH_ERR_NOMEM, "shrinking can fail too");
    cr_expect(out == &out, "untouched");
    cr_expect_eq(((unsigned char *)block)[39], 7);
    fh_free(self, block, fault_small);
}

FH_TEST(fault, fresh_memory_is_poisoned)
{
    fh_allocator *self = fh_fault_allocator(fh_test_fault());
    void *block = NULL;
    cr_assert_eq((int)fh_alloc(self, fault_small, &block), (int)FH_OK);
    for (size_t i = 0; i < fault_small.size; i++)
        cr_expect_eq(((unsigned char *)block)[i], 0xA5);
    fh_free(self, block, fault_small);
}

/* An upstream that never really frees, so that freed memory may be looked at. */
static unsigned char fault_arena[4096] __attribute__((aligned(64)));
static size_t fault_used;

static fh_status fault_arena_alloc(fh_allocator *self, fh_layout layout, void **out)
{
    (void)self;
    *out = fault_arena + fault_used;
    fault_used += fhi_round_up(layout.size, 64);
    return FH_OK;
}

static void fault_arena_free(fh_allocator *self, void *block, fh_layout layout)
{
    (void)self, (void)block, (void)layout;
}

static fh_allocator_vtable const fault_arena_vtable = {
    .name = "arena", .alloc = fault_arena_alloc, .free = fault_arena_free};
static fh_allocator fault_arena_allocator = {&fault_arena_vtable};

FH_TEST(fault, freed_memory_is_poisoned)
{
    fh_fault fault;
    fh_fault_options options = {.upstream = &fault_arena_allocator};
    cr_assert_eq((int)fh_fault_try_init(&fault, &options), (int)FH_OK);
    void *block = NULL;
    cr_assert_eq((int)fh_alloc(fh_fault_allocator(&fault), fault_small, &block), (int)FH_OK);
    fh_free(fh_fault_allocator(&fault), block, fault_small);
    for (size_t i = 0; i < fault_small.size; i++)
        cr_expect_eq(((unsigned char *)block)[i], 0x5A);
}

FH_TEST(fault, a_resize_always_moves)
{
    fh_allocator *self = fh_fault_allocator(fh_test_fault());
    void *block = NULL;
    cr_assert_eq((int)fh_alloc(self, fault_small, &block), (int)FH_OK);
    uintptr_t before = (uintptr_t)block;
    cr_assert_eq((int)fh_resize(self, block, fault_small, fault_small, &block), (int)FH_OK);
    cr_expect_neq((uintptr_t)block, before);
    fh_free(self, block, fault_small);
}

FH_TEST(fault, no_block_for_a_small_alignment_has_a_larger_one)
{
    fh_allocator *self = fh_fault_allocator(fh_test_fault());
    for (size_t align = 1; align <= 8; align *= 2) {
        void *block = NULL;
        cr_assert_eq((int)fh_alloc(self, (fh_layout){16, align}, &block), (int)FH_OK);
        cr_expect_eq((uintptr_t)block % 16, 8);
        fh_free(self, block, (fh_layout){16, align});
    }
}

FH_TEST_PANICS(fault, a_free_with_another_size_panics, "the size is not the one")
{
    void *block = NULL;
    cr_assert_eq((int)fh_alloc(fh_fault_allocator(fh_test_fault()), fault_small, &block),
                 (int)FH_OK);
    fh_free(fh_fault_allocator(fh_test_fault()), block, (fh_layout){39, 8});
}

FH_TEST_PANICS(fault, a_free_with_another_alignment_panics, "the alignment is not the one")
{
    void *block = NULL;
    cr_assert_eq((int)fh_alloc(fh_fault_allocator(fh_test_fault()), fault_small, &block),
                 (int)FH_OK);
    fh_free(fh_fault_allocator(fh_test_fault()), block, (fh_layout){40, 4});
}

FH_TEST_PANICS(fault, a_resize_with_another_size_panics, "the size is not the one")
{
    void *block = NULL;
    fh_allocator *self = fh_fault_allocator(fh_test_fault());
    cr_assert_eq((int)fh_alloc(self, fault_small, &block), (int)FH_OK);
    (void)!fh_resize(self, block, (fh_layout){48, 8}, fault_small, &block);
}

FH_TEST_PANICS(fault, a_block_freed_twice_panics, "not a live block")
{
    fh_fault fault;
    fh_fault_options options = {.upstream = &fault_arena_allocator};
    cr_assert_eq((int)fh_fault_try_init(&fault, &options), (int)FH_OK);
    void *block = NULL;
    cr_assert_eq((int)fh_alloc(fh_fault_allocator(&fault), fault_small, &block), (int)FH_OK);
    fh_free(fh_fault_allocator(&fault), block, fault_small);
    fh_free(fh_fault_allocator(&fault), block, fault_small);
}

FH_TEST_PANICS(fault, bytes_written_before_a_block_panic_at_its_free, "overwritten")
{
    void *block = NULL;
    cr_assert_eq((int)fh_alloc(fh_fault_allocator(fh_test_fault()), fault_small, &block),
                 (int)FH_OK);
    ((unsigned char *)block)[-1] ^= 1;
    fh_free(fh_fault_allocator(fh_test_fault()), block, fault_small);
}

/* ---- the sweep ------------------------------------------------------------------------------ */

struct pair {
    void *first, *second;
};

static fh_status pair_op(void *context)
{
    struct pair *self = context;
    void *first = NULL;
    FH_TRY(fh_alloc(NULL, fault_small, &first));
    fh_status status = fh_alloc(NULL, fault_small, &self->second);
    if (status != FH_OK)
        fh_free(NULL, first, fault_small);
    if (status == FH_OK)
        self->first = first;
    return status;
}

static bool pair_same(void *context)
{
    struct pair *self = context;
    return self->first == NULL && self->second == NULL;
}

static void pair_teardown(void *context)
{
    struct pair *self = context;
    fh_free(NULL, self->first, fault_small);
    fh_free(NULL, self->second, fault_small);
    self->first = self->second = NULL;
}

FH_TEST(oom, a_sweep_visits_every_request_once_and_sticky)
{
    static struct pair pair;
    struct fh_test_oom_row const rows[] = {{.name = "test.pair",
                                            .context = &pair,
                                            .op = pair_op,
                                            .same = pair_same,
                                            .teardown = pair_teardown},
                                           {0}};
    fh_test_oom_sweep_all(rows);
    cr_expect_eq(fh_stats_read(fh_test_stats()).failures, 4, "two requests, each in two ways");
}
