/* SPDX-License-Identifier: MIT */
/*
 * alloc.h: where memory comes from, as an object that can be swapped (Rust: std::alloc::Allocator).
 *
 * Layer 2. Tests: tests/unit/test_alloc.c, tests/laws/allocator_laws.h. Backends: <freehold/alloc/….h>.
 *
 * An allocator is a struct that begins with an fh_allocator, so a backend of one's own is three functions:
 *
 *     struct mine { fh_allocator base; … };
 *     static fh_allocator_vtable const mine_vtable = { "mine", mine_alloc, mine_resize, mine_free, … };
 *
 * Owners that name no allocator use the process's default. Until its first use the default can be
 * chosen, by object or by name; the first block seals the choice, because a block must go back to where
 * it came from.
 */
#ifndef FREEHOLD_ALLOC_H
#define FREEHOLD_ALLOC_H

#include <freehold/layout.h>

#include <stdlib.h>

FHI_EXTERN_C_BEGIN

typedef struct fh_allocator fh_allocator;

/**
 * What a backend can do. All functions get the allocator itself first, so that it can have a state.
 *
 * The caller promises valid layouts (fh_layout_is_valid), and at resize and free the layout that the
 * block was last given. The backend promises blocks of at least that size and alignment, outputs that
 * are untouched on failure, and on a failed resize the old block as it was.
 */
typedef struct fh_allocator_vtable {
    char const *name;
    fh_status (*alloc)(fh_allocator *self, fh_layout layout, void **out);
    /** A real realloc: keeps the smaller of both sizes, may move. `from.align == to.align`. */
    fh_status (*resize)(fh_allocator *self, void *old, fh_layout from, fh_layout to, void **out);
    void (*free)(fh_allocator *self, void *block, fh_layout layout);
    /** Optional (NULL): as alloc, and every byte is 0. */
    fh_status (*alloc_zeroed)(fh_allocator *self, fh_layout layout, void **out);
    /** Optional (NULL): did this block come from here? For diagnosis only. */
    bool (*owns)(fh_allocator const *self, void const *block);
} fh_allocator_vtable;

struct fh_allocator {
    fh_allocator_vtable const *vtable;
};

/**
 * Asks an allocator for a block.
 *
 * @param self    NULL: the default
 * @param layout  checked here
 * @param out     set on FH_OK; yours, to be given back by fh_free with the same layout
 * @return FH_OK, FH_ERR_NOMEM, or FH_ERR_INVALID for a layout that can never be (nothing was asked)
 * @rust  Allocator::allocate
 */
FH_API FH_NODISCARD fh_status fh_alloc(fh_allocator *self, fh_layout layout, void **out);

/** As fh_alloc, and every byte is 0 (Rust: Allocator::allocate_zeroed). */
FH_API FH_NODISCARD fh_status fh_alloc_zeroed(fh_allocator *self, fh_layout layout, void **out);

/**
 * Changes the size of a block, which may move.
 *
 * @param self  the allocator that the block came from; NULL: the default
 * @param old   the block; on FH_OK it is gone, on failure it is as it was
 * @param from  the block's layout
 * @param to    the new layout, with the same alignment
 * @param out   set on FH_OK
 * @return FH_OK, FH_ERR_NOMEM, or FH_ERR_INVALID
 * @rust  Allocator::grow and shrink in one
 */
FH_API FH_NODISCARD fh_status fh_resize(fh_allocator *self, void *old, fh_layout from, fh_layout to,
                                        void **out);

/** Gives a block back with the layout it has (Rust: Allocator::deallocate). `block` NULL: nothing. */
FH_API void fh_free(fh_allocator *self, void *block, fh_layout layout);

/**
 * The allocator that owners use when none is named. Asking does not seal the choice.
 *
 * @return borrowed; lives as long as the program
 * @threads any thread
 */
FH_API fh_allocator *fh_default_allocator(void);

/**
 * Chooses the default, before anything was allocated from it.
 *
 * @param allocator  borrowed for the rest of the program; usable from every thread that allocates
 * @return FH_OK, or FH_ERR_SEALED when the default was used already (then nothing has changed)
 * @threads any thread
 * @rust #[global_allocator], but at run time
 */
FH_API FH_NODISCARD fh_status fh_set_default_allocator(fh_allocator *allocator);

/**
 * The built-in allocator of that name.
 *
 * @param name  "system" or "mimalloc"
 * @return borrowed, or NULL when there is none of that name in this build
 */
FH_API fh_allocator *fh_allocator_by_name(char const *name);

/**
 * The names that fh_allocator_by_name knows in this build.
 *
 * @param index  from 0
 * @return a name, or NULL past the last; lives as long as the program
 */
FH_API char const *fh_allocator_name(size_t index);

/* ---- for the owners: the default without a detour ------------------------------------------- */

enum { FHI_DEFAULT_OPEN, FHI_DEFAULT_SYSTEM, FHI_DEFAULT_OTHER };

/* Which default was sealed: one of the three above. Written once, by the first allocation. */
FH_API extern int fhi_default_kind;

#define FHI_MALLOC_ALIGN FHI_ALIGNOF(max_align_t)

FH_API void *fhi_allocate_slow(size_t size, size_t align);
FH_API void fhi_deallocate_slow(void *block, size_t size, size_t align);
FH_API FH_NODISCARD fh_status fhi_reallocate(void *old, fh_layout from, fh_layout to, void **out);
/** Remembers for the out-of-memory handler what this thread did not get. Returns FH_ERR_NOMEM. */
FH_API FH_COLD fh_status fhi_no_memory(size_t size, size_t align);

FHI_FOLD bool fhi_default_is_malloc(size_t align)
{
    /* ORDER relaxed [default-kind]: SYSTEM says all there is to know; OTHER sends the caller on to
     * the acquire load in alloc.c. */
    return FHI_LIKELY(__atomic_load_n(&fhi_default_kind, __ATOMIC_RELAXED) == FHI_DEFAULT_SYSTEM) &&
           align <= FHI_MALLOC_ALIGN;
}

/* A block from the default, NULL when there is none. WHY malloc by name: with the system's allocator,
 * the common case, an owner then costs the calls of malloc and free and nothing between. */
FHI_FOLD void *fhi_allocate(size_t size, size_t align)
{
    return fhi_default_is_malloc(align) ? malloc(size) : fhi_allocate_slow(size, align);
}

FHI_FOLD void fhi_deallocate(void *block, size_t size, size_t align)
{
    if (fhi_default_is_malloc(align))
        free(block);
    else
        fhi_deallocate_slow(block, size, align);
}

FHI_EXTERN_C_END

#endif
