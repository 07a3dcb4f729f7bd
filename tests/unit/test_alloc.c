/* SPDX-License-Identifier: MIT */
/* Tests of <freehold/alloc.h>: the default allocator, its seal, and the checked front. */
#define _GNU_SOURCE /* dladdr */
#include "support/fh_test.h"

#include <freehold/alloc/mimalloc.h>
#include <freehold/alloc/system.h>

#include <dlfcn.h>
#include <pthread.h>

static fh_layout const alloc_small = {32, 8};

/* ---- choosing the default: each of these needs a process in which nothing was allocated ------ */

Test(alloc, the_default_is_the_system_unless_chosen)
{
    if (fh_test_shares_process())
        cr_skip_test();
    cr_assert(fh_default_allocator() == fh_system_allocator());
    cr_expect_eq(fhi_default_kind, FHI_DEFAULT_OPEN, "asking does not seal");
}

Test(alloc, the_default_can_be_chosen_again_until_it_is_used)
{
    if (fh_test_shares_process())
        cr_skip_test();
    fh_stats stats;
    cr_assert_eq((int)fh_stats_try_init(&stats, NULL), (int)FH_OK);
    cr_assert_eq((int)fh_set_default_allocator(fh_stats_allocator(&stats)), (int)FH_OK);
    cr_assert(fh_default_allocator() == fh_stats_allocator(&stats));
    cr_assert_eq((int)fh_set_default_allocator(fh_system_allocator()), (int)FH_OK);
    cr_assert(fh_default_allocator() == fh_system_allocator());
    cr_assert_eq((int)fh_set_default_allocator(fh_stats_allocator(&stats)), (int)FH_OK);

    void *block = fhi_allocate(32, 8);
    cr_assert_not_null(block);
    cr_expect_eq(fh_stats_read(&stats).live_blocks, 1, "the chosen one is used");
    cr_expect_eq((int)fh_set_default_allocator(fh_system_allocator()), (int)FH_ERR_SEALED);
    cr_expect(fh_default_allocator() == fh_stats_allocator(&stats), "nothing has changed");
    fhi_deallocate(block, 32, 8);
    cr_expect_eq(fh_stats_read(&stats).live_blocks, 0);
    cr_expect_eq((int)fh_set_default_allocator(fh_system_allocator()), (int)FH_ERR_SEALED,
                 "even when all was given back");
}

Test(alloc, the_first_block_seals_the_system_as_the_default)
{
    if (fh_test_shares_process())
        cr_skip_test();
    void *block = fhi_allocate(32, 8);
    cr_assert_not_null(block);
    cr_expect_eq(fhi_default_kind, FHI_DEFAULT_SYSTEM);
    cr_expect_eq((int)fh_set_default_allocator(fh_system_allocator()), (int)FH_ERR_SEALED);
    fhi_deallocate(block, 32, 8);
    void *wide = fhi_allocate(64, 4096);
    cr_expect_eq((uintptr_t)wide % 4096, 0, "the short cut does not take large alignments");
    fhi_deallocate(wide, 64, 4096);
}

static void *alloc_race(void *refused)
{
    static fh_stats stats[8];
    static size_t next;
    fh_stats *mine = &stats[__atomic_fetch_add(&next, 1, __ATOMIC_RELAXED)];
    if (fh_stats_try_init(mine, NULL) != FH_OK)
        return NULL;
    bool won = fh_set_default_allocator(fh_stats_allocator(mine)) == FH_OK;
    void *block = fhi_allocate(48, 16);
    if (!won)
        __atomic_fetch_add((int *)refused, 1, __ATOMIC_RELAXED);
    fhi_deallocate(block, 48, 16);
    return block;
}

Test(alloc, threads_that_choose_and_use_at_once_agree_on_one_default)
{
    if (fh_test_shares_process())
        cr_skip_test();
    pthread_t threads[8];
    int refused = 0;
    for (int i = 0; i < 8; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, alloc_race, &refused), 0);
    for (int i = 0; i < 8; i++) {
        void *made = NULL;
        cr_assert_eq(pthread_join(threads[i], &made), 0);
        cr_expect_not_null(made);
    }
    fh_stats_counts counts = fh_stats_read((fh_stats *)fh_default_allocator());
    cr_expect_eq(counts.allocations, 8, "all blocks came from the one that won");
    cr_expect_eq(counts.live_bytes, 0, "and went back to it");
    cr_expect_lt(refused, 8, "the first choice was accepted");
}

static void *alloc_choose(void *unused)
{
    static fh_stats stats;
    (void)unused;
    return fh_stats_try_init(&stats, NULL) == FH_OK &&
                   fh_set_default_allocator(fh_stats_allocator(&stats)) == FH_OK
               ? &stats
               : NULL;
}

/* Shows only under ThreadSanitizer, which sees that the choice publishes the allocator. */
Test(alloc, who_sees_the_choice_sees_the_allocator_set_up)
{
    if (fh_test_shares_process())
        cr_skip_test();
    pthread_t thread;
    cr_assert_eq(pthread_create(&thread, NULL, alloc_choose, NULL), 0);
    while (fh_default_allocator() == fh_system_allocator()) {
    }
    void *block = fhi_allocate(48, 16);
    cr_expect_not_null(block);
    fhi_deallocate(block, 48, 16);
    void *stats = NULL;
    cr_assert_eq(pthread_join(thread, &stats), 0);
    cr_assert_not_null(stats);
    cr_expect_eq(fh_stats_read(stats).allocations, 1);
}

/* ---- names ---------------------------------------------------------------------------------- */

FH_TEST(alloc, built_in_allocators_are_found_by_the_names_that_are_listed)
{
    cr_assert_str_eq(fh_allocator_name(0), "system");
    size_t count = 0;
    for (char const *name; (name = fh_allocator_name(count)) != NULL; count++) {
        cr_assert_not_null(fh_allocator_by_name(name));
        cr_expect_str_eq(fh_allocator_by_name(name)->vtable->name, name);
    }
    cr_expect_eq(count, fh_mimalloc_allocator() != NULL ? 2 : 1);
    cr_expect(fh_allocator_by_name("system") == fh_system_allocator());
}

FH_TEST(alloc, an_unknown_name_is_null)
{
    cr_expect_null(fh_allocator_by_name("nonesuch"));
    cr_expect_null(fh_allocator_by_name(""));
    cr_expect_null(fh_allocator_by_name(NULL));
    cr_expect_null(fh_allocator_name(SIZE_MAX));
}

/* ---- the checked front ---------------------------------------------------------------------- */

FH_TEST(alloc, layouts_that_can_never_be_are_refused_and_ask_for_nothing)
{
    fh_layout const wrong[] = {{0, 8}, {8, 0}, {8, 3}, {SIZE_MAX, 8}, {8, (size_t)1 << 31}};
    void *out = &out;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        cr_expect_eq((int)fh_alloc(NULL, wrong[i], &out), (int)FH_ERR_INVALID);
        cr_expect_eq((int)fh_alloc_zeroed(NULL, wrong[i], &out), (int)FH_ERR_INVALID);
    }
    cr_expect(out == &out, "untouched");
    cr_expect_eq(fh_stats_read(fh_test_stats()).allocations, 0);
}

FH_TEST(alloc, a_resize_cannot_change_the_alignment_or_ask_for_nothing)
{
    void *block = NULL;
    cr_assert_eq((int)fh_alloc(NULL, alloc_small, &block), (int)FH_OK);
    void *out = &out;
    cr_expect_eq((int)fh_resize(NULL, block, alloc_small, (fh_layout){64, 16}, &out),
                 (int)FH_ERR_INVALID);
    cr_expect_eq((int)fh_resize(NULL, block, alloc_small, (fh_layout){0, 8}, &out),
                 (int)FH_ERR_INVALID);
    cr_expect(out == &out, "untouched");
    fh_free(NULL, block, alloc_small);
}

FH_TEST(alloc, resizing_nothing_is_an_allocation_and_freeing_nothing_is_nothing)
{
    void *block = NULL;
    cr_assert_eq((int)fh_resize(NULL, NULL, (fh_layout){0, 8}, alloc_small, &block), (int)FH_OK);
    cr_expect_eq(fh_stats_read(fh_test_stats()).allocations, 1);
    fh_free(NULL, block, alloc_small);
    fh_free(NULL, NULL, alloc_small);
    fhi_deallocate(NULL, 32, 8);
}

FH_TEST(alloc, zeroed_memory_is_zero_on_an_allocator_without_a_way_of_its_own)
{
    unsigned char *block = NULL;
    fh_allocator *fault = fh_fault_allocator(fh_test_fault());
    cr_assert(fault->vtable->alloc_zeroed == NULL);
    void *out = NULL;
    cr_assert_eq((int)fh_alloc_zeroed(fault, (fh_layout){100, 4}, &out), (int)FH_OK);
    block = out;
    for (size_t i = 0; i < 100; i++)
        cr_assert_eq(block[i], 0);
    fh_free(fault, out, (fh_layout){100, 4});
}

FH_TEST(alloc, the_default_reports_failure_as_null_or_status)
{
    fh_fault_arm(fh_test_fault(), 1, FH_FAULT_STICKY);
    void *out = &out;
    cr_expect_null(fhi_allocate(32, 8));
    cr_expect_eq((int)fhi_reallocate(NULL, (fh_layout){0, 8}, alloc_small, &out),
                 (int)FH_ERR_NOMEM);
    cr_expect(out == &out, "untouched");
    cr_expect_eq(fh_fault_fired(fh_test_fault()), 2);
}

FH_TEST(alloc, malloc_is_the_c_librarys_even_with_mimalloc_built_in)
{
    Dl_info there;
    void *address = dlsym(RTLD_DEFAULT, "malloc");
    cr_assert_not_null(address);
    cr_assert_neq(dladdr(address, &there), 0);
    cr_expect_null(strstr(there.dli_fname, "mimalloc"), "malloc is in %s", there.dli_fname);
}
