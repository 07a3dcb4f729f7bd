/* SPDX-License-Identifier: MIT */
/* Every backend keeps the laws of allocators. */
#include "laws/allocator_laws.h"

#include <freehold/alloc/mimalloc.h>
#include <freehold/alloc/system.h>

static fh_stats backends_stats;
static fh_fault backends_fault;

static fh_allocator *backends_make_stats(void)
{
    cr_assert_eq((int)fh_stats_try_init(&backends_stats, NULL), (int)FH_OK);
    return fh_stats_allocator(&backends_stats);
}

static fh_allocator *backends_make_fault(void)
{
    cr_assert_eq((int)fh_fault_try_init(&backends_fault, NULL), (int)FH_OK);
    return fh_fault_allocator(&backends_fault);
}

/* NULL is the default: every FH_TEST's chain of both. */
static fh_allocator *backends_make_default(void)
{
    return fh_default_allocator();
}

ALLOCATOR_LAWS(system_allocator, fh_system_allocator)
ALLOCATOR_LAWS(mimalloc_allocator, fh_mimalloc_allocator)
ALLOCATOR_LAWS(stats_allocator, backends_make_stats)
ALLOCATOR_LAWS(fault_allocator, backends_make_fault)
ALLOCATOR_LAWS(default_allocator, backends_make_default)
