/* SPDX-License-Identifier: MIT */
/* Tests of <freehold/panic.h>. */
#include "support/fh_test.h"

#include <freehold/panic.h>

#include <setjmp.h>

static jmp_buf panic_out;
static fh_panic_info panic_seen;

static void panic_leave(fh_panic_info const *info)
{
    panic_seen = *info;
    longjmp(panic_out, 1);
}

FH_TEST(panic, the_hook_is_told_type_operation_and_message)
{
    (void)fh_set_panic_hook(panic_leave);
    if (setjmp(panic_out) == 0)
        fhi_panic("node_rc", "clone", "the count would wrap");
    cr_expect_str_eq(panic_seen.type, "node_rc");
    cr_expect_str_eq(panic_seen.operation, "clone");
    cr_expect_str_eq(panic_seen.message, "the count would wrap");
    (void)fh_set_panic_hook(NULL);
}

FH_TEST(panic, the_message_is_never_null)
{
    (void)fh_set_panic_hook(panic_leave);
    if (setjmp(panic_out) == 0)
        fhi_panic(NULL, NULL, NULL);
    cr_expect_null(panic_seen.type);
    cr_expect_not_null(panic_seen.message);
    (void)fh_set_panic_hook(NULL);
}

FH_TEST(panic, setting_a_hook_hands_back_the_one_before)
{
    cr_expect(fh_set_panic_hook(panic_leave) == NULL);
    cr_expect(fh_set_panic_hook(NULL) == panic_leave);
    cr_expect(fh_set_panic_hook(NULL) == NULL);
}

FH_TEST_PANICS(panic, a_panic_test_sees_the_message, "would wrap")
{
    fhi_panic("node_rc", "clone", "the count would wrap");
}

static void panic_return(fh_panic_info const *info)
{
    (void)info;
}

Test(panic, a_hook_that_returns_ends_in_abort, .signal = SIGABRT)
{
    (void)fh_set_panic_hook(panic_return);
    fhi_panic(NULL, NULL, "x");
}

Test(panic, without_a_hook_it_aborts, .signal = SIGABRT)
{
    fhi_panic("node_rc", "clone", "this line on stderr is part of the test");
}

static fh_layout oom_seen;

static void oom_leave(fh_layout layout)
{
    oom_seen = layout;
    longjmp(panic_out, 1);
}

FH_TEST(panic, the_out_of_memory_handler_gets_the_layout_that_failed_last)
{
    (void)fh_set_oom_handler(oom_leave);
    if (setjmp(panic_out) == 0)
        fhi_expect(fhi_no_memory(4096, 16));
    cr_expect_eq(oom_seen.size, 4096);
    cr_expect_eq(oom_seen.align, 16);
    (void)fh_set_oom_handler(NULL);
}

FH_TEST(panic, a_capacity_overflow_reaches_the_handler_with_size_zero)
{
    (void)fh_set_oom_handler(oom_leave);
    (void)fhi_no_memory(4096, 16);
    if (setjmp(panic_out) == 0)
        fhi_expect(FH_ERR_CAPACITY_OVERFLOW);
    cr_expect_eq(oom_seen.size, 0);
    (void)fh_set_oom_handler(NULL);
}

FH_TEST(panic, expecting_success_does_nothing_on_success)
{
    (void)fh_set_oom_handler(oom_leave);
    fhi_expect(FH_OK);
    cr_expect(fh_set_oom_handler(NULL) == oom_leave);
}

FH_TEST_OOM_ABORTS(panic, an_allocators_failure_is_what_the_handler_is_told, 640)
{
    void *block = NULL;
    fh_fault_arm(fh_test_fault(), 1, FH_FAULT_STICKY);
    fhi_expect(fh_alloc(NULL, (fh_layout){640, 8}, &block));
}

static void oom_return(fh_layout layout)
{
    (void)layout;
}

Test(panic, an_out_of_memory_handler_that_returns_ends_in_abort, .signal = SIGABRT)
{
    (void)fh_set_oom_handler(oom_return);
    fhi_out_of_memory(FH_ERR_NOMEM);
}

Test(panic, without_a_handler_running_out_of_memory_aborts, .signal = SIGABRT)
{
    fhi_out_of_memory(fhi_no_memory(4096, 16));
}
