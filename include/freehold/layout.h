/* SPDX-License-Identifier: MIT */
/*
 * layout.h: a size and an alignment, and arithmetic on them that cannot wrap (Rust: std::alloc::Layout).
 *
 * Layer 1. Tests: tests/unit/test_layout.c.
 *
 * No block is ever larger than PTRDIFF_MAX: pointer differences inside it are then always defined.
 */
#ifndef FREEHOLD_LAYOUT_H
#define FREEHOLD_LAYOUT_H

#include <freehold/status.h>

/** What is asked of an allocator. */
typedef struct fh_layout {
    size_t size;  /**< bytes, 1 to PTRDIFF_MAX */
    size_t align; /**< a power of two */
} fh_layout;

enum { FHI_MAX_ALIGN_LOG2 = 30 };

/**
 * Says whether a layout can be asked for.
 *
 * @return false for size 0, an alignment that is no power of two or above 2^30, or a size that exceeds
 *         PTRDIFF_MAX when it is rounded up to the alignment
 * @rust std::alloc::Layout::from_size_align
 */
FH_INLINE bool fh_layout_is_valid(fh_layout layout)
{
    return layout.size != 0 && layout.align != 0 && (layout.align & (layout.align - 1)) == 0 &&
           layout.align <= (size_t)1 << FHI_MAX_ALIGN_LOG2 &&
           layout.size <= (size_t)PTRDIFF_MAX - (layout.align - 1);
}

/** Rounds `size` up to a multiple of `align`, a power of two. The caller knows that it cannot wrap. */
FH_INLINE size_t fhi_round_up(size_t size, size_t align)
{
    return (size + (align - 1)) & ~(align - 1);
}

/**
 * The layout of an array.
 *
 * @param size   bytes of an element, a multiple of `align`; may be 0
 * @param align  a power of two
 * @param count  elements
 * @param out    set on FH_OK; its size may be 0, which asks for no block at all
 * @return FH_OK, or FH_ERR_CAPACITY_OVERFLOW when no block could be that large
 * @rust std::alloc::Layout::array
 */
FH_NODISCARD FH_INLINE fh_status fh_layout_array(size_t size, size_t align, size_t count,
                                                 fh_layout *out)
{
    size_t bytes;
    if (__builtin_mul_overflow(size, count, &bytes) || bytes > (size_t)PTRDIFF_MAX - (align - 1))
        return FH_ERR_CAPACITY_OVERFLOW;
    out->size = bytes;
    out->align = align;
    return FH_OK;
}

#endif
