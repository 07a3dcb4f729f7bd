/* SPDX-License-Identifier: MIT */
/* fh_test.c: the chain of allocators under every FH_TEST, and the check at its end. */
#include "support/fh_test.h"

#include <stdio.h>

static fh_fault test_fault;
static fh_stats test_stats;
static bool test_installed;

/* WHY weak: a test program that uses no cyclic owner does not link the collector. */
extern void fh_shutdown(void) __attribute__((weak));

static void test_fail(char const *what)
{
    (void)fprintf(stderr, "fh_test: %s\n", what);
    exit(EXIT_FAILURE);
}

/* The allocator at the bottom: FH_TEST_ALLOCATOR, or the system's. */
static fh_allocator *test_upstream(void)
{
    char const *name = getenv("FH_TEST_ALLOCATOR");
    fh_allocator *upstream = fh_allocator_by_name(name != NULL && *name != '\0' ? name : "system");
    if (upstream == NULL)
        test_fail("no allocator of the name in FH_TEST_ALLOCATOR is built in");
    return upstream;
}

void fh_test_install(void)
{
    if (test_installed)
        return;
    fh_fault_options fault = {.upstream = test_upstream()};
    fh_stats_options stats = {.upstream = fh_fault_allocator(&test_fault)};
    if (fh_fault_try_init(&test_fault, &fault) != FH_OK ||
        fh_stats_try_init(&test_stats, &stats) != FH_OK ||
        fh_set_default_allocator(fh_stats_allocator(&test_stats)) != FH_OK)
        test_fail("the default allocator was in use before the test began");
    test_installed = true;
}

fh_fault *fh_test_fault(void)
{
    return &test_fault;
}

fh_stats *fh_test_stats(void)
{
    return &test_stats;
}

void fh_test_run(void (*body)(void))
{
    fh_test_install();
    fh_stats_counts before = fh_stats_read(&test_stats);
    body();
    fh_fault_disarm(&test_fault);
    if (fh_shutdown != NULL)
        fh_shutdown();
    fh_stats_counts after = fh_stats_read(&test_stats);
    cr_assert_eq(after.live_blocks, before.live_blocks, "blocks are live at the end: %zu",
                 after.live_blocks - before.live_blocks);
    cr_assert_eq(after.live_bytes, before.live_bytes, "bytes are live at the end: %zu",
                 after.live_bytes - before.live_bytes);
}

/* ---- tests that must not come back ---------------------------------------------------------- */

/* Ends the test as expected. WHY a signal of our own: SIGABRT would also come from any other abort. */
static void test_end_by(int number)
{
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

static char const *test_panic_part;

static void test_on_panic(fh_panic_info const *info)
{
    if (strstr(info->message, test_panic_part) != NULL)
        test_end_by(SIGUSR1);
    (void)fprintf(stderr, "fh_test: panicked with \"%s\", not with \"%s\"\n", info->message,
                  test_panic_part);
}

void fh_test_run_panic(void (*body)(void), char const *part)
{
    fh_test_install();
    test_panic_part = part;
    (void)fh_set_panic_hook(test_on_panic);
    body();
    cr_assert(false, "came back without the panic \"%s\"", part);
}

static size_t test_oom_size;

static void test_on_oom(fh_layout layout)
{
    if (layout.size == test_oom_size)
        test_end_by(SIGUSR2);
    (void)fprintf(stderr, "fh_test: the handler got a layout of %zu bytes, not %zu\n", layout.size,
                  test_oom_size);
}

void fh_test_run_oom(void (*body)(void), size_t size)
{
    fh_test_install();
    test_oom_size = size;
    (void)fh_set_oom_handler(test_on_oom);
    body();
    cr_assert(false, "came back and did not call the out-of-memory handler");
}

/* ---- odds ----------------------------------------------------------------------------------- */

bool fh_test_shares_process(void)
{
    return test_installed;
}

uint64_t fh_test_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545F4914F6CDD1D);
}
