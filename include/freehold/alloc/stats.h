/* SPDX-License-Identifier: MIT */
/*
 * stats.h: an allocator that counts what passes through it, and hands everything on to another.
 *
 * Layer 3. Tests: tests/unit/test_stats.c.
 *
 *     fh_stats stats;
 *     FH_TRY(fh_stats_try_init(&stats, NULL));
 *     FH_TRY(fh_set_default_allocator(fh_stats_allocator(&stats)));
 *     fh_stats_print(&stats, stderr);
 *
 * Bytes are those that were asked for, so at the end of a program without leaks both live figures are 0.
 * Threads: everything here may be called from any thread while others allocate; a reading made meanwhile
 * may mix figures of before and after.
 */
#ifndef FREEHOLD_ALLOC_STATS_H
#define FREEHOLD_ALLOC_STATS_H

#include <freehold/alloc.h>

#include <stdio.h>

FHI_EXTERN_C_BEGIN

/** What passed through. */
typedef struct fh_stats_counts {
    size_t live_blocks;
    size_t live_bytes;
    size_t peak_bytes;  /**< the most live bytes at any time */
    size_t peak_blocks; /**< the most live blocks at any time */
    size_t allocations; /**< blocks ever handed out */
    size_t resizes;     /**< blocks ever resized; not among the allocations */
    size_t frees;       /**< blocks ever given back */
    size_t failures;    /**< requests that were not met, resizes among them */
} fh_stats_counts;

/** A counting allocator. Must stay where it is while blocks from it live. */
typedef struct fh_stats {
    fh_allocator base;
    fh_allocator *upstream_;
    fh_stats_counts counts_;
} fh_stats;

/** All optional: {0} is a good default, and so is NULL. */
typedef struct fh_stats_options {
    fh_allocator *upstream; /**< who really allocates, borrowed; NULL: the system's */
} fh_stats_options;

/**
 * Makes a counting allocator.
 *
 * @param self     overwritten
 * @param options  borrowed for the call; NULL: the defaults
 * @return FH_OK, always: a status because the other backends need one
 */
FH_API FH_NODISCARD fh_status fh_stats_try_init(fh_stats *self, fh_stats_options const *options);

/** The object as an allocator, borrowed from it. */
FH_API fh_allocator *fh_stats_allocator(fh_stats *self);

/** The figures now. */
FH_API fh_stats_counts fh_stats_read(fh_stats const *self);

/** Writes the figures for a person to read, in four lines. */
FH_API void fh_stats_print(fh_stats const *self, FILE *out);

/** Ends it. Blocks that still live can no longer be given back through it. NULL: nothing. */
FH_API void fh_stats_drop(fh_stats *self);

FHI_EXTERN_C_END

#endif
