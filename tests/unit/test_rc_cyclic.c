/* SPDX-License-Identifier: MIT */
/* test_rc_cyclic.c: the laws of counted pointers for an Rc that the collector knows. */
#include "support/probe.h"

FH_RC(probe_cyclic, probe, .cyclic = true);
#define LAW_SUITE rc_cyclic
#define LAW_NAME  probe_cyclic
#include "laws/counted_laws.h"

FH_TEST(rc_cyclic, sixteen_bytes_stand_in_front_of_a_value)
{
    cr_expect_eq(probe_cyclic_block_layout().size, sizeof(struct probe) + 16);
}
