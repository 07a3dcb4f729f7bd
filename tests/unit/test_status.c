/* SPDX-License-Identifier: MIT */
/* Tests of <freehold/status.h>. */
#include "support/fh_test.h"

#include <freehold/status.h>
#include <freehold/version.h>

FH_TEST(status, ok_is_zero_and_false)
{
    cr_assert_eq((int)FH_OK, 0);
    cr_assert_not(FH_OK);
}

FH_TEST(status, every_code_has_its_own_name_and_its_own_words)
{
    for (int i = FH_OK; i <= FH_ERR_UNSUPPORTED; i++) {
        cr_assert_not_null(fh_status_name((fh_status)i), "code %d", i);
        cr_assert_not_null(fh_status_message((fh_status)i), "code %d", i);
        for (int j = FH_OK; j < i; j++) {
            cr_expect_str_neq(fh_status_name((fh_status)i), fh_status_name((fh_status)j));
            cr_expect_str_neq(fh_status_message((fh_status)i), fh_status_message((fh_status)j));
        }
    }
}

FH_TEST(status, names_are_spelt_as_in_a_program)
{
    cr_expect_str_eq(fh_status_name(FH_OK), "FH_OK");
    cr_expect_str_eq(fh_status_name(FH_ERR_NOMEM), "FH_ERR_NOMEM");
    cr_expect_str_eq(fh_status_name(FH_ERR_UNSUPPORTED), "FH_ERR_UNSUPPORTED");
    cr_expect_str_eq(fh_status_message(FH_ERR_NOMEM), "out of memory");
}

FH_TEST(status, the_users_own_codes_and_impossible_ones_have_names_too)
{
    cr_expect_str_eq(fh_status_name((fh_status)(FH_ERR_USER + 7)), "FH_ERR_USER");
    cr_expect_str_eq(fh_status_name((fh_status)(FH_ERR_UNSUPPORTED + 1)), "FH_ERR_UNKNOWN");
    cr_expect_not_null(fh_status_message((fh_status)(FH_ERR_USER - 1)));
}

static fh_status status_try(fh_status status, int *reached)
{
    FH_TRY(status);
    *reached += 1;
    return FH_OK;
}

FH_TEST(status, try_returns_a_failure_and_goes_on_after_success)
{
    int reached = 0;
    cr_expect_eq((int)status_try(FH_ERR_BOUNDS, &reached), (int)FH_ERR_BOUNDS);
    cr_expect_eq(reached, 0);
    cr_expect_eq((int)status_try(FH_OK, &reached), (int)FH_OK);
    cr_expect_eq(reached, 1);
}

static int status_try_or(fh_status status)
{
    FH_TRY_OR(status, -1);
    return 1;
}

FH_TEST(status, try_or_returns_the_value_given)
{
    cr_expect_eq(status_try_or(FH_ERR_UTF8), -1);
    cr_expect_eq(status_try_or(FH_OK), 1);
}

static fh_status status_goto(fh_status first, int *cleaned)
{
    fh_status status = FH_OK;
    FH_TRY_GOTO(first, status, out);
    *cleaned += 10;
out:
    *cleaned += 1;
    return status;
}

FH_TEST(status, try_goto_keeps_the_status_and_cleans_up)
{
    int cleaned = 0;
    cr_expect_eq((int)status_goto(FH_ERR_NOMEM, &cleaned), (int)FH_ERR_NOMEM);
    cr_expect_eq(cleaned, 1);
    cr_expect_eq((int)status_goto(FH_OK, &cleaned), (int)FH_OK);
    cr_expect_eq(cleaned, 12);
}

FH_TEST(version, the_library_is_the_one_of_these_headers)
{
    cr_assert_str_eq(fh_version(), FH_VERSION);
}
