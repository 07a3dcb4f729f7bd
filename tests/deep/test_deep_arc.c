/* SPDX-License-Identifier: MIT */
/* test_deep_arc.c: chains of 10^7 of ARC on a stack of 256 KiB. */
#define DEEP_SUITE               deep_arc
#define DEEP(f)                  FHI_CAT(arc_, f)
#define DEEP_DECLARE(NAME, T)    FHI_APPLY(FH_ARC_DECLARE, NAME, T)
#define DEEP_DEFINE(NAME, TOKEN) FHI_APPLY(FH_ARC_DEFINE, NAME, TOKEN)
#include "laws/deep_laws.h"
#include "laws/deep_weak_laws.h"
