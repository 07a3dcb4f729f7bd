/* SPDX-License-Identifier: MIT */
/*
 * fault.h: an allocator for tests. It fails when told to, and shows what a program does wrong with memory.
 *
 * Layer 3. Tests: tests/unit/test_fault.c. How the library's own tests use it: tests/README.md.
 *
 *     fh_fault fault;
 *     FH_TRY(fh_fault_try_init(&fault, NULL));
 *     for (size_t k = 1;; k++) {                              every request fails once
 *         fh_fault_arm(&fault, k, FH_FAULT_ONCE);
 *         … the operation under test, on fh_fault_allocator(&fault) …
 *         if (fh_fault_fired(&fault) == 0)
 *             break;
 *     }
 *
 * Always on, armed or not: fresh memory holds 0xA5 and freed memory 0x5A, so that what is read without
 * being written shows; a resize always moves, so that a stale pointer shows; a block asked for with an
 * alignment of 8 or less is never aligned to 16; and a resize or free with another layout than the
 * block's panics.
 * Threads: any, like the upstream's.
 */
#ifndef FREEHOLD_ALLOC_FAULT_H
#define FREEHOLD_ALLOC_FAULT_H

#include <freehold/alloc.h>

FHI_EXTERN_C_BEGIN

/** How often an armed fault fires. */
typedef enum fh_fault_mode {
    FH_FAULT_ONCE, /**< the k-th request fails, the next ones do not: does it clean up? */
    FH_FAULT_STICKY, /**< the k-th request fails and so do all after it: does it clean up without memory? */
} fh_fault_mode;

/** A failing allocator. Must stay where it is while blocks from it live. */
typedef struct fh_fault {
    fh_allocator base;
    fh_allocator *upstream_;
    size_t
        countdown_; /* INVARIANT: requests until the next failure, itself included; 0: disarmed */
    size_t fired_;
    fh_fault_mode mode_;
} fh_fault;

/** All optional: {0} is a good default, and so is NULL. */
typedef struct fh_fault_options {
    fh_allocator *upstream; /**< who really allocates, borrowed; NULL: the system's */
} fh_fault_options;

/**
 * Makes a failing allocator, disarmed.
 *
 * @param self     overwritten
 * @param options  borrowed for the call; NULL: the defaults
 * @return FH_OK, always: a status because the other backends need one
 */
FH_API FH_NODISCARD fh_status fh_fault_try_init(fh_fault *self, fh_fault_options const *options);

/** The object as an allocator, borrowed from it. */
FH_API fh_allocator *fh_fault_allocator(fh_fault *self);

/**
 * Makes the k-th request from now on fail with FH_ERR_NOMEM. Replaces what was armed before.
 *
 * @param k     counted from 1; allocations and resizes count, shrinking ones too. 0 disarms
 * @param mode  FH_FAULT_ONCE or FH_FAULT_STICKY
 * @threads not while another thread allocates from it
 */
FH_API void fh_fault_arm(fh_fault *self, size_t k, fh_fault_mode mode);

/** No request fails from now on. What fired since fh_fault_arm stays known. */
FH_API void fh_fault_disarm(fh_fault *self);

/** How many requests failed by order since the last fh_fault_arm. */
FH_API size_t fh_fault_fired(fh_fault const *self);

/** Ends it. Blocks that still live can no longer be given back through it. NULL: nothing. */
FH_API void fh_fault_drop(fh_fault *self);

FHI_EXTERN_C_END

#endif
