/* SPDX-License-Identifier: MIT */
/*
 * fh_test.h: what every test file includes.
 *
 *     FH_TEST(vec, push_moves_its_argument_in) { …; cr_assert_eq(a, b); }
 *     FH_TEST_PANICS(rc, clone_of_nothing_panics, "empty") { …; }
 *     FH_TEST_OOM_ABORTS(box, new_calls_the_handler, 4096) { …; }
 *
 * The assertions are Criterion's. The same file also compiles against mini_runner.h, which spells them
 * alike (-DFH_TEST_MINI): Criterion cannot run under ThreadSanitizer and MemorySanitizer, and takes the
 * leak reports of AddressSanitizer and valgrind for success.
 *
 * Every FH_TEST runs on its own chain of allocators, which is the process's default:
 *
 *     owners -> stats (exact figures) -> fault (fails on demand, poisons) -> system or mimalloc
 *
 * and fails if a block or a byte is live at its end. A test that must choose the default itself, or must
 * not touch it, is a plain Test.
 */
#ifndef FH_TEST_H
#define FH_TEST_H

#ifdef FH_TEST_MINI
#    include "support/mini_runner.h"
#else
#    include <criterion/criterion.h>
#endif

#include <freehold/alloc.h>
#include <freehold/alloc/fault.h>
#include <freehold/alloc/stats.h>
#include <freehold/panic.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/** A test: `SUITE` is the header under test, `NAME` a sentence that is true. */
#define FH_TEST(SUITE, NAME)                                                                       \
    static void fh_test_##SUITE##_##NAME(void);                                                    \
    Test(SUITE, NAME)                                                                              \
    {                                                                                              \
        fh_test_run(fh_test_##SUITE##_##NAME);                                                     \
    }                                                                                              \
    static void fh_test_##SUITE##_##NAME(void)

/** Passes only when the body panics with a message that contains `PART`. */
#define FH_TEST_PANICS(SUITE, NAME, PART)                                                          \
    static void fh_test_##SUITE##_##NAME(void);                                                    \
    Test(SUITE, NAME, .signal = SIGUSR1)                                                           \
    {                                                                                              \
        fh_test_run_panic(fh_test_##SUITE##_##NAME, PART);                                         \
    }                                                                                              \
    static void fh_test_##SUITE##_##NAME(void)

/** Passes only when the body ends in the out-of-memory handler, which is given a layout of `SIZE` bytes. */
#define FH_TEST_OOM_ABORTS(SUITE, NAME, SIZE)                                                      \
    static void fh_test_##SUITE##_##NAME(void);                                                    \
    Test(SUITE, NAME, .signal = SIGUSR2)                                                           \
    {                                                                                              \
        fh_test_run_oom(fh_test_##SUITE##_##NAME, SIZE);                                           \
    }                                                                                              \
    static void fh_test_##SUITE##_##NAME(void)

void fh_test_run(void (*body)(void));
void fh_test_run_panic(void (*body)(void), char const *part);
void fh_test_run_oom(void (*body)(void), size_t size);

/** The failing allocator under every FH_TEST: fh_fault_arm(fh_test_fault(), 1, FH_FAULT_ONCE). */
fh_fault *fh_test_fault(void);

/** The counting allocator over it. */
fh_stats *fh_test_stats(void);

/** Makes the chain the default, once a process. FH_TEST does so itself. */
void fh_test_install(void);

/** Does another test run in this process? Then the default allocator was chosen already. */
bool fh_test_shares_process(void);

/** Sequences that look random and are the same every time: xorshift64*. `state` must not be 0. */
uint64_t fh_test_random(uint64_t *state);

/* ---- out of memory: every operation with its k-th allocation failing ------------------------- */

/**
 * One operation. Each callback gets `context`, for instance a static struct.
 *
 * For k = 1, 2, … : setup; the k-th request from here on fails, once or for good; op; no more failures;
 * same; usable; teardown. Until no request is left that could fail. Checked at each point: op answers
 * FH_ERR_NOMEM, live blocks and bytes are those before it, same() holds, and teardown leaves nothing.
 */
struct fh_test_oom_row {
    char const *name;               /**< "vec.try_push" */
    void *context;                  /**< NULL is allowed */
    void (*setup)(void *context);   /**< builds the object; NULL: nothing to build */
    fh_status (*op)(void *context); /**< what is tested; what it made on success, teardown drops */
    bool (*same)(
        void *context); /**< after a failure: is the object as setup left it? NULL: no object */
    bool (*usable)(
        void *context); /**< after a failure: does the object still work? NULL: op again is FH_OK */
    void (*teardown)(void *context); /**< drops all; NULL: nothing to drop */
    bool recovers;                   /**< op may answer FH_OK without the memory, as a shrink may */
};

/** Runs one row and prints its number of failure points, "oom: vec.try_push: 12 points". */
void fh_test_oom_sweep(struct fh_test_oom_row const *row);

/** Runs rows until one without a name: end the table with {0}. */
void fh_test_oom_sweep_all(struct fh_test_oom_row const *rows);

#endif
