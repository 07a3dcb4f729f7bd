/* SPDX-License-Identifier: MIT */
/* Tests of <freehold/alloc/stats.h>. */
#include "support/fh_test.h"

#include <freehold/alloc/system.h>

#include <stdio.h>

static fh_stats stats_make(void)
{
    fh_stats stats;
    cr_assert_eq((int)fh_stats_try_init(&stats, NULL), (int)FH_OK);
    return stats;
}

static void *stats_get(fh_stats *stats, size_t size)
{
    void *block = NULL;
    cr_assert_eq((int)fh_alloc(fh_stats_allocator(stats), (fh_layout){size, 8}, &block),
                 (int)FH_OK);
    return block;
}

FH_TEST(stats, a_new_one_counts_nothing)
{
    fh_stats stats = stats_make();
    fh_stats_counts zero = {0};
    fh_stats_counts now = fh_stats_read(&stats);
    cr_assert_eq(memcmp(&now, &zero, sizeof now), 0);
}

FH_TEST(stats, live_figures_rise_and_fall_and_the_peaks_stay)
{
    fh_stats stats = stats_make();
    void *a = stats_get(&stats, 100);
    void *b = stats_get(&stats, 50);
    fh_free(fh_stats_allocator(&stats), a, (fh_layout){100, 8});
    void *c = stats_get(&stats, 20);

    fh_stats_counts now = fh_stats_read(&stats);
    cr_expect_eq(now.live_blocks, 2);
    cr_expect_eq(now.live_bytes, 70);
    cr_expect_eq(now.peak_bytes, 150);
    cr_expect_eq(now.peak_blocks, 2);
    cr_expect_eq(now.allocations, 3);
    cr_expect_eq(now.frees, 1);

    fh_free(fh_stats_allocator(&stats), b, (fh_layout){50, 8});
    fh_free(fh_stats_allocator(&stats), c, (fh_layout){20, 8});
    cr_expect_eq(fh_stats_read(&stats).live_bytes, 0);
}

FH_TEST(stats, a_resize_changes_the_bytes_and_not_the_blocks)
{
    fh_stats stats = stats_make();
    fh_allocator *self = fh_stats_allocator(&stats);
    void *a = stats_get(&stats, 100);
    cr_assert_eq((int)fh_resize(self, a, (fh_layout){100, 8}, (fh_layout){300, 8}, &a), (int)FH_OK);
    cr_expect_eq(fh_stats_read(&stats).live_bytes, 300);
    cr_assert_eq((int)fh_resize(self, a, (fh_layout){300, 8}, (fh_layout){10, 8}, &a), (int)FH_OK);
    fh_stats_counts now = fh_stats_read(&stats);
    cr_expect_eq(now.live_bytes, 10);
    cr_expect_eq(now.peak_bytes, 300);
    cr_expect_eq(now.live_blocks, 1);
    cr_expect_eq(now.resizes, 2);
    cr_expect_eq(now.allocations, 1);
    fh_free(self, a, (fh_layout){10, 8});
}

FH_TEST(stats, zeroed_blocks_count_like_others)
{
    fh_stats stats = stats_make();
    void *a = NULL;
    cr_assert_eq((int)fh_alloc_zeroed(fh_stats_allocator(&stats), (fh_layout){64, 8}, &a),
                 (int)FH_OK);
    cr_expect_eq(fh_stats_read(&stats).live_bytes, 64);
    fh_free(fh_stats_allocator(&stats), a, (fh_layout){64, 8});
}

FH_TEST(stats, failures_are_counted_and_change_nothing_else)
{
    fh_fault *fault = fh_test_fault();
    fh_stats stats;
    fh_stats_options options = {.upstream = fh_fault_allocator(fault)};
    cr_assert_eq((int)fh_stats_try_init(&stats, &options), (int)FH_OK);
    void *a = stats_get(&stats, 100);
    void *out = NULL;
    fh_allocator *self = fh_stats_allocator(&stats);

    fh_fault_arm(fault, 1, FH_FAULT_STICKY);
    cr_expect_eq((int)fh_alloc(self, (fh_layout){8, 8}, &out), (int)FH_ERR_NOMEM);
    cr_expect_eq((int)fh_alloc_zeroed(self, (fh_layout){8, 8}, &out), (int)FH_ERR_NOMEM);
    cr_expect_eq((int)fh_resize(self, a, (fh_layout){100, 8}, (fh_layout){200, 8}, &out),
                 (int)FH_ERR_NOMEM);
    fh_fault_disarm(fault);

    fh_stats_counts now = fh_stats_read(&stats);
    cr_expect_eq(now.failures, 3);
    cr_expect_eq(now.live_bytes, 100);
    cr_expect_eq(now.live_blocks, 1);
    cr_expect_eq(now.peak_bytes, 100);
    cr_expect_eq(now.resizes, 0);
    fh_free(self, a, (fh_layout){100, 8});
}

FH_TEST(stats, the_printed_figures_are_those_that_are_read)
{
    fh_stats stats = stats_make();
    void *a = stats_get(&stats, 12345);
    char text[512] = "";
    FILE *file = tmpfile();
    cr_assert_not_null(file);
    fh_stats_print(&stats, file);
    rewind(file);
    size_t length = fread(text, 1, sizeof text - 1, file);
    (void)fclose(file);
    text[length] = '\0';
    cr_expect_not_null(strstr(text, "12345 bytes"));
    cr_expect_not_null(strstr(text, "failures"));
    fh_free(fh_stats_allocator(&stats), a, (fh_layout){12345, 8});
}

FH_TEST_PANICS(stats, giving_back_more_than_was_handed_out_panics, "no block is live")
{
    fh_stats stats = stats_make();
    long block = 0;
    fh_free(fh_stats_allocator(&stats), &block, (fh_layout){sizeof block, 8});
}

FH_TEST_PANICS(stats, a_free_with_too_large_a_layout_panics, "larger than all that is live")
{
    fh_stats stats = stats_make();
    void *a = stats_get(&stats, 100);
    fh_free(fh_stats_allocator(&stats), a, (fh_layout){101, 8});
}

FH_TEST_PANICS(stats, a_resize_with_too_large_a_layout_panics, "larger than all that is live")
{
    fh_stats stats = stats_make();
    void *a = stats_get(&stats, 100);
    (void)!fh_resize(fh_stats_allocator(&stats), a, (fh_layout){101, 8}, (fh_layout){8, 8}, &a);
}
