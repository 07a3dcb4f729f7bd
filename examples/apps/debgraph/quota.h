/* SPDX-License-Identifier: MIT */
/*
 * quota.h: an allocator that counts what it hands out, and hands out no more than it may.
 *
 * It is not part of the library. It is here to show that an allocator of one's own is three short
 * functions: Freehold tells the size of a block when it gives it back, so nothing need be remembered.
 */
#ifndef DEBGRAPH_QUOTA_H
#define DEBGRAPH_QUOTA_H

#include <freehold.h>

struct quota {
    fh_allocator base;      /* what Freehold sees; first, so that it leads back to the whole */
    fh_allocator *upstream; /* where the memory really comes from */
    size_t limit;           /* bytes; SIZE_MAX: none */
    size_t bytes, blocks;   /* handed out and not given back */
    size_t peak;            /* most bytes at any time */
    size_t refused;         /* bytes of the first request that was too much; 0: there was none */
    size_t bytes_then;      /* `bytes` at that moment */
};

/* Begins with nothing handed out. `self` must outlive all that is allocated through the result. For
 * one thread. */
fh_allocator *quota_init(struct quota *self, fh_allocator *upstream, size_t limit);

#endif
