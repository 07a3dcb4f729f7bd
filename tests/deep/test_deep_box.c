/* SPDX-License-Identifier: MIT */
/* test_deep_box.c: chains of 10^7 of BOX on a stack of 256 KiB. */
#define DEEP_SUITE               deep_box
#define DEEP(f)                  FHI_CAT(box_, f)
#define DEEP_DECLARE(NAME, T)    FHI_APPLY(FH_BOX_DECLARE, NAME, T)
#define DEEP_DEFINE(NAME, TOKEN) FHI_APPLY(FH_BOX_DEFINE, NAME, TOKEN)
#include "laws/deep_laws.h"
