/* SPDX-License-Identifier: MIT */
/*
 * nest.h: drops of any depth on a small stack.
 *
 * Layer 3. Cold half: src/own/nest.c. Tests: tests/deep/.
 *
 * A drop runs at once, as in Rust, while it is less than 16 KiB below the outermost one. Deeper down a
 * value whose last owner has gone is *set aside*: it waits in a list until the callback of the nearest
 * running drop has returned, which then finishes all that waits. WHY the nearest and not the outermost:
 * the lists stay as short as one callback's children, and a callback at any depth can build and drop
 * structures of its own.
 *
 * A waiting value needs one word for its link, and allocates nothing:
 *
 *   - A value with an owning pointer inside uses that field, the hole: the field is emptied first, and
 *     the child behind it is let go; if that was its last owner too, the child is next in the loop. When
 *     nothing else in the value nests it is finished on the spot and never waits: a list of any length is
 *     dropped in one pass.
 *   - A value without such a field (a `.drop` that is not `.leaf`, a struct that owns only containers)
 *     has one more word in front of its header.
 *
 * Each pointer type has its own list per thread, so no value has to tell its type.
 *
 * INVARIANT: no list holds anything while a callback of the outermost drop starts.
 */
#ifndef FREEHOLD_DETAIL_NEST_H
#define FREEHOLD_DETAIL_NEST_H

#include <freehold/alloc.h>
#include <freehold/type.h>

FHI_EXTERN_C_BEGIN

enum { FHI_NEST_BYTES = 16 * 1024 };

/** This thread's values of one pointer type that wait to be dropped. */
struct fhi_waiting {
    void *head;        /* a value; its link leads to the next */
    fhi_waiting *next; /* another list that is not empty */
    fhi_owner const *owner;
};

/** What a thread knows of its drops. */
typedef struct fhi_nest {
    uintptr_t floor;       /* frames below this address set values aside; 0 while no drop runs */
    fhi_waiting *waiting;  /* the lists that are not empty */
    uintptr_t clone_floor; /* clones below this address are too deep; 0 while none runs (clone.c) */
} fhi_nest;

/* WHY initial-exec: one load instead of a call, in a shared library too. All of the library's thread-local
 * state is below 200 bytes, of the 1.6 KiB that glibc reserves for libraries that are loaded later. */
FH_API extern FHI_THREAD_LOCAL fhi_nest fhi_nest_here __attribute__((tls_model("initial-exec")));

/** Finishes all that waits in this thread. */
FH_API FH_COLD void fhi_nest_drain(void);

/** Sets a value aside, and its children as far as they died with it. */
FH_API FH_COLD void fhi_nest_set_aside(fhi_owner const *owner, void *value);

/**
 * Makes drops work again after a longjmp or an exception left a drop callback half-way.
 *
 * Call it when the stack is unwound, outside every drop. What had been set aside is dropped now; without
 * the call the next drops of this thread would be set aside for ever.
 */
FH_API void fh_drop_recover(void);

/* ---- layout: what is in front of a value ------------------------------------------------------ */

/** Bytes of the counts, 0 for a Box. */
FHI_FOLD size_t fhi_header_size(fhi_owner const *owner)
{
    if (owner->family == FHI_BOX)
        return 0;
    return owner->cyclic() ? 16 : 8;
}

/** The alignment of a block: the value's, and enough for the counts if there are any. */
FHI_FOLD size_t fhi_block_align(fhi_owner const *owner)
{
    size_t align = owner->value->align;
    bool bare = fhi_header_size(owner) == 0 && !fhi_has(owner->value, FHI_WORD);
    return bare || align > sizeof(uint64_t) ? align : sizeof(uint64_t);
}

/** Bytes from the start of the block to the value: header, link word, and what alignment adds. */
FHI_FOLD size_t fhi_prefix_size(fhi_owner const *owner)
{
    size_t bytes = fhi_header_size(owner);
    if (fhi_has(owner->value, FHI_WORD))
        bytes += sizeof(void *);
    return fhi_round_up(bytes, fhi_block_align(owner));
}

FHI_FOLD size_t fhi_block_size(fhi_owner const *owner)
{
    size_t size = fhi_prefix_size(owner) + owner->value->size;
    return size != 0 ? size : 1;
}

/** A block for a value, with the value's address; NULL when there is no memory. */
FHI_FOLD void *fhi_block_new(fhi_owner const *owner)
{
    char *block = (char *)fhi_allocate(fhi_block_size(owner), fhi_block_align(owner));
    return FHI_LIKELY(block != NULL) ? block + fhi_prefix_size(owner) : NULL;
}

/** The answer when there was none. */
FHI_FOLD fh_status fhi_block_missing(fhi_owner const *owner)
{
    (void)fhi_no_memory(fhi_block_size(owner), fhi_block_align(owner));
    return FH_ERR_NOMEM; /* WHY not what it returns: analysers then know that this is no success */
}

FHI_FOLD void fhi_block_free(fhi_owner const *owner, void *value)
{
    /* WHY hidden from the optimiser: it cannot know the counts, and takes the drop of one owner and the
     * use of another for a use after free. A Box has one owner, so there the warning is right. */
    if (owner->family != FHI_BOX)
        __asm__("" : "+r"(value));
    fhi_deallocate((char *)value - fhi_prefix_size(owner), fhi_block_size(owner),
                   fhi_block_align(owner));
}

/* ---- the guard ------------------------------------------------------------------------------ */

/** Where a waiting value keeps its link. */
FHI_FOLD fhi_slot *fhi_link_of(fhi_owner const *owner, void *value)
{
    if (owner->value->hole >= 0)
        return (fhi_slot *)(void *)((char *)value + owner->value->hole);
    return (fhi_slot *)(void *)((char *)value - fhi_header_size(owner) - sizeof(void *));
}

/**
 * The floor for a frame that is not below it: the one there is, while the frame is at most `bytes` above it.
 *
 * WHY else another: there was none (0), or it belongs to a stack that a callback has switched away from.
 */
FHI_FOLD uintptr_t fhi_floor_for(uintptr_t here, uintptr_t floor, uintptr_t bytes)
{
    return here - floor > bytes ? here - bytes : floor;
}

/** Ends a value whose last owner is gone: at once, or later when the stack is deep. */
FHI_FOLD void fhi_dispose_nested(fhi_owner const *owner, void *value)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    uintptr_t floor = fhi_nest_here.floor;
    if (here < floor) {
        fhi_nest_set_aside(owner, value);
        return;
    }
    fhi_nest_here.floor = fhi_floor_for(here, floor, FHI_NEST_BYTES);
    owner->finish(value);
    if (FHI_UNLIKELY(fhi_nest_here.waiting != NULL))
        fhi_nest_drain();
    fhi_nest_here.floor = floor;
}

FHI_EXTERN_C_END

#endif
