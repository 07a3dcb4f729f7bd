/* SPDX-License-Identifier: MIT */
/* fh_test_oom.c: the out-of-memory sweep. */
#include "support/fh_test.h"

#include <stdio.h>

/* WHY a limit: an operation that asks for memory for ever would otherwise sweep for ever. */
enum { OOM_MOST_POINTS = 100000 };

static fh_stats_counts oom_live(void)
{
    return fh_stats_read(fh_test_stats());
}

static void oom_call(void (*callback)(void *), void *context)
{
    if (callback != NULL)
        callback(context);
}

static void oom_check_live(struct fh_test_oom_row const *row, fh_stats_counts before, size_t k,
                           char const *when)
{
    fh_stats_counts now = oom_live();
    cr_assert(now.live_blocks == before.live_blocks && now.live_bytes == before.live_bytes,
              "%s, k=%zu, %s: %zu blocks and %zu bytes are live, not %zu and %zu", row->name, k,
              when, now.live_blocks, now.live_bytes, before.live_blocks, before.live_bytes);
}

/* After a failure: nothing changed, and the object works. */
static void oom_check_failure(struct fh_test_oom_row const *row, fh_status status,
                              fh_stats_counts before, size_t k)
{
    cr_assert_eq((int)status, (int)FH_ERR_NOMEM, "%s, k=%zu: the answer is %s", row->name, k,
                 fh_status_name(status));
    oom_check_live(row, before, k, "after the failure");
    cr_assert(row->same == NULL || row->same(row->context), "%s, k=%zu: the object has changed",
              row->name, k);
    if (row->usable != NULL)
        cr_assert(row->usable(row->context), "%s, k=%zu: the object does not work any more",
                  row->name, k);
    else
        cr_assert_eq((int)row->op(row->context), (int)FH_OK, "%s, k=%zu: fails with memory",
                     row->name, k);
}

/* Tries one point. Returns whether the fault fired, that is, whether there may be a next point. */
static bool oom_point(struct fh_test_oom_row const *row, size_t k, fh_fault_mode mode)
{
    fh_stats_counts start = oom_live();
    oom_call(row->setup, row->context);
    fh_stats_counts before = oom_live();

    fh_fault_arm(fh_test_fault(), k, mode);
    fh_status status = row->op(row->context);
    fh_fault_disarm(fh_test_fault());

    bool fired = fh_fault_fired(fh_test_fault()) != 0;
    if (fired && !(status == FH_OK && row->recovers))
        oom_check_failure(row, status, before, k);
    else
        cr_assert_eq((int)status, (int)FH_OK, "%s, k=%zu: no request failed, yet the answer is %s",
                     row->name, k, fh_status_name(status));
    oom_call(row->teardown, row->context);
    oom_check_live(row, start, k, "after the teardown");
    return fired;
}

void fh_test_oom_sweep(struct fh_test_oom_row const *row)
{
    size_t points = 0;
    for (int mode = FH_FAULT_ONCE; mode <= FH_FAULT_STICKY; mode++) {
        size_t k = 1;
        while (oom_point(row, k, (fh_fault_mode)mode)) {
            cr_assert_lt(k, OOM_MOST_POINTS, "%s: asks for memory without end", row->name);
            k++;
        }
        points += k - 1;
    }
    cr_assert_gt(points, 0, "%s: never asks for memory, so this row tests nothing", row->name);
    (void)fprintf(stderr, "oom: %s: %zu points\n", row->name, points);
}

void fh_test_oom_sweep_all(struct fh_test_oom_row const *rows)
{
    for (; rows->name != NULL; rows++)
        fh_test_oom_sweep(rows);
}
