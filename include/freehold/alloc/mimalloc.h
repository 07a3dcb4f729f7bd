/* SPDX-License-Identifier: MIT */
/*
 * mimalloc.h: Microsoft's mimalloc as an allocator.
 *
 * Layer 3. Tests: tests/unit/test_backends.c.
 *
 * Built in when the library's build finds mimalloc (it says so). Linked in the order `-lc -lmimalloc`:
 * the other way round mimalloc's shared library would replace the whole program's malloc.
 */
#ifndef FREEHOLD_ALLOC_MIMALLOC_H
#define FREEHOLD_ALLOC_MIMALLOC_H

#include <freehold/alloc.h>

FHI_EXTERN_C_BEGIN

/**
 * The mimalloc allocator. Any thread; a block may be given back by another thread than its maker.
 *
 * @return borrowed, lives as long as the program; NULL where it is not built in
 */
FH_API fh_allocator *fh_mimalloc_allocator(void);

FHI_EXTERN_C_END

#endif
