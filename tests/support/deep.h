/* SPDX-License-Identifier: MIT */
/*
 * deep.h: how deep, and a field that counts drops.
 */
#ifndef FH_TEST_DEEP_H
#define FH_TEST_DEEP_H

#include "support/fh_test.h"

#include <freehold.h>

/* Sanitizers need several times the memory and time for a block. */
#if defined(__SANITIZE_ADDRESS__) || defined(FHI_TSAN)
#    define DEEP_NODES 1000000L
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer)
#        define DEEP_NODES 1000000L
#    endif
#endif
#ifndef DEEP_NODES
#    define DEEP_NODES 10000000L
#endif

static long deep_drops FHI_UNUSED;

/* A byte that counts. */
typedef char deep_tally_byte;
static inline void deep_tally_drop(deep_tally_byte *self)
{
    (void)self;
    deep_drops++;
}
FH_TYPE(deep_tally, deep_tally_byte, .drop = deep_tally_drop, .leaf = true);

#endif
