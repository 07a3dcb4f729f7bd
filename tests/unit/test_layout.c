/* SPDX-License-Identifier: MIT */
/* Tests of <freehold/layout.h>. */
#include "support/fh_test.h"

#include <freehold/layout.h>

static size_t const layout_max = PTRDIFF_MAX;

FH_TEST(layout, size_zero_asks_for_no_block)
{
    cr_expect_not(fh_layout_is_valid((fh_layout){0, 1}));
    cr_expect(fh_layout_is_valid((fh_layout){1, 1}));
}

FH_TEST(layout, an_alignment_is_a_power_of_two_up_to_a_gibibyte)
{
    for (size_t align = 1; align <= (size_t)1 << FHI_MAX_ALIGN_LOG2; align *= 2)
        cr_expect(fh_layout_is_valid((fh_layout){1, align}), "alignment %zu", align);
    size_t const wrong[] = {0, 3, 6, 12, 48, (size_t)1 << 31, SIZE_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        cr_expect_not(fh_layout_is_valid((fh_layout){1, wrong[i]}), "alignment %zu", wrong[i]);
}

FH_TEST(layout, a_size_that_would_exceed_ptrdiff_max_when_rounded_up_is_refused)
{
    cr_expect(fh_layout_is_valid((fh_layout){layout_max, 1}));
    cr_expect_not(fh_layout_is_valid((fh_layout){layout_max + 1, 1}));
    cr_expect(fh_layout_is_valid((fh_layout){layout_max - 15, 16}));
    cr_expect_not(fh_layout_is_valid((fh_layout){layout_max - 14, 16}));
    cr_expect_not(fh_layout_is_valid((fh_layout){SIZE_MAX, 1}));
}

FH_TEST(layout, an_array_has_the_size_of_its_elements)
{
    fh_layout out = {0, 0};
    cr_assert_eq((int)fh_layout_array(24, 8, 10, &out), (int)FH_OK);
    cr_expect_eq(out.size, 240);
    cr_expect_eq(out.align, 8);
}

FH_TEST(layout, an_empty_array_and_one_of_empty_elements_have_size_zero)
{
    fh_layout out = {1, 1};
    cr_assert_eq((int)fh_layout_array(24, 8, 0, &out), (int)FH_OK);
    cr_expect_eq(out.size, 0);
    cr_assert_eq((int)fh_layout_array(0, 1, SIZE_MAX, &out), (int)FH_OK);
    cr_expect_eq(out.size, 0);
}

FH_TEST(layout, an_array_that_would_exceed_ptrdiff_max_is_an_error)
{
    fh_layout out = {7, 7};
    size_t const counts[] = {SIZE_MAX, SIZE_MAX / 8 + 1, layout_max / 8 + 1};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        cr_expect_eq((int)fh_layout_array(8, 8, counts[i], &out), (int)FH_ERR_CAPACITY_OVERFLOW);
    cr_expect_eq(out.size, 7, "untouched on failure");
    cr_expect_eq(out.align, 7, "untouched on failure");
}

FH_TEST(layout, the_largest_array_is_a_valid_layout)
{
    fh_layout out = {0, 0};
    cr_assert_eq((int)fh_layout_array(8, 8, layout_max / 8, &out), (int)FH_OK);
    cr_expect(fh_layout_is_valid(out));
    cr_assert_eq((int)fh_layout_array(1, 1, layout_max, &out), (int)FH_OK);
    cr_expect(fh_layout_is_valid(out));
}

FH_TEST(layout, rounding_up_reaches_the_next_multiple_and_no_further)
{
    for (size_t size = 0; size < 200; size++)
        for (size_t align = 1; align <= 64; align *= 2) {
            size_t up = fhi_round_up(size, align);
            cr_expect(up >= size && up - size < align && up % align == 0, "%zu to %zu", size,
                      align);
        }
}
