/* SPDX-License-Identifier: MIT */
/* test_arc.c: the laws of counted pointers for Arc. What threads do is in tests/threads. */
#include "support/probe.h"

FH_ARC(probe_arc, probe);
#define LAW_SUITE arc
#define LAW_NAME  probe_arc
#include "laws/counted_laws.h"

FH_TEST(arc, eight_bytes_stand_in_front_of_a_value)
{
    cr_expect_eq(probe_arc_block_layout().size, sizeof(struct probe) + 8);
}
