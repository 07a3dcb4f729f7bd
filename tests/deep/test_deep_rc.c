/* SPDX-License-Identifier: MIT */
/* test_deep_rc.c: chains of 10^7 of RC on a stack of 256 KiB. */
#define DEEP_SUITE               deep_rc
#define DEEP(f)                  FHI_CAT(rc_, f)
#define DEEP_DECLARE(NAME, T)    FHI_APPLY(FH_RC_DECLARE, NAME, T)
#define DEEP_DEFINE(NAME, TOKEN) FHI_APPLY(FH_RC_DEFINE, NAME, TOKEN)
#include "laws/deep_laws.h"
#include "laws/deep_weak_laws.h"
