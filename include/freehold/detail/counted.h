/* SPDX-License-Identifier: MIT */
/*
 * counted.h: what Rc and Arc do, once.
 *
 * Layer 3. Tests: tests/laws/counted_laws.h, run for Rc, cyclic Rc and Arc.
 *
 * All functions take the untyped half of a handle: a pointer to the value, NULL for an empty handle, and
 * the constant description of the pointer type. In front of a value, from near to far:
 *
 *   value - 8    counts           (count.h)
 *   value - 16   slot, type       cyclic types only (cycle.h)
 *   before that  link word        only where nest.h needs one
 */
#ifndef FREEHOLD_DETAIL_COUNTED_H
#define FREEHOLD_DETAIL_COUNTED_H

#include <freehold/detail/count.h>
#include <freehold/detail/nest.h>

FHI_EXTERN_C_BEGIN

/** In front of the counts of a cyclic value. */
typedef struct fhi_cycle_header {
    uint32_t slot; /* place in the collector's table; 0: none */
    uint32_t type; /* number of its fhi_owner in the registry */
} fhi_cycle_header;

/* The collector's side of a cyclic value's life: src/cycle/heap.c. */
FH_API FH_NODISCARD fh_status fhi_cycle_admit(fhi_owner const *owner, void *value);
FH_API void fhi_cycle_suspect(void *value);
FH_API void fhi_cycle_retire(void *value);
/* Goes on with a collection that a longjmp left: src/cycle/collect.c. */
FH_API void fhi_cycle_recover(void);

FH_API FH_NORETURN FH_COLD void fhi_count_panic(fhi_owner const *owner, char const *operation,
                                                uint32_t count);
/** Takes an owner away that should not have been added, then panics with the count that was there. */
FH_API FH_NORETURN FH_COLD void fhi_count_refuse(fhi_owner const *owner, void *value,
                                                 fhi_counts unit, char const *operation,
                                                 uint32_t count);

FHI_FOLD bool fhi_is_shared(fhi_owner const *owner)
{
    return owner->family == FHI_ARC;
}

FHI_FOLD fhi_counts *fhi_counts_of(void *value)
{
    return (fhi_counts *)value - 1;
}

FHI_FOLD fhi_cycle_header *fhi_cycle_header_of(void *value)
{
    return (fhi_cycle_header *)(void *)((char *)value - 16);
}

/* ---- beginning ------------------------------------------------------------------------------ */

/** A block with one owner; the value is not written yet. NULL when there is no memory. */
FHI_FOLD void *fhi_counted_new(fhi_owner const *owner)
{
    void *value = fhi_block_new(owner);
    if (FHI_UNLIKELY(value == NULL))
        return NULL;
    *fhi_counts_of(value) = FHI_COUNTS_SOLE;
    if (owner->cyclic() && FHI_UNLIKELY(fhi_cycle_admit(owner, value) != FH_OK)) {
        fhi_block_free(owner, value);
        return NULL;
    }
    return value;
}

/** Undoes fhi_counted_new for a value that was never written. */
FHI_FOLD void fhi_counted_forget_new(fhi_owner const *owner, void *value)
{
    if (owner->cyclic())
        fhi_cycle_retire(value);
    fhi_block_free(owner, value);
}

/* ---- more owners ---------------------------------------------------------------------------- */

/** Adds a strong owner or a weak one to a value that is not NULL. */
FHI_FOLD fhi_counts fhi_counted_add(fhi_owner const *owner, void *value, fhi_counts unit,
                                    char const *operation)
{
    fhi_counts before = fhi_counts_add(fhi_counts_of(value), unit, fhi_is_shared(owner));
    uint32_t owners = unit == FHI_STRONG_ONE ? fhi_strong_of(before) : fhi_weak_of(before);
    if (!fhi_count_can_grow(owners))
        fhi_count_refuse(owner, value, unit, operation, owners);
    return before;
}

FHI_FOLD void *fhi_counted_clone(fhi_owner const *owner, void *value)
{
    if (value != NULL)
        (void)fhi_counted_add(owner, value, FHI_STRONG_ONE, "clone");
    return value;
}

FHI_FOLD void *fhi_counted_downgrade(fhi_owner const *owner, void *value)
{
    fhi_counts before;
    if (value == NULL)
        return NULL;
    before = fhi_counted_add(owner, value, FHI_WEAK_ONE, "downgrade");
    if (FHI_UNLIKELY(fhi_strong_of(before) == 0))
        fhi_count_refuse(owner, value, FHI_WEAK_ONE, "downgrade", 0);
    return value;
}

FHI_FOLD void *fhi_weak_clone(fhi_owner const *owner, void *value)
{
    if (value != NULL)
        (void)fhi_counted_add(owner, value, FHI_WEAK_ONE, "weak_clone");
    return value;
}

/** A strong owner from a weak one: the value, or NULL when it was dropped. */
FHI_FOLD void *fhi_weak_upgrade(fhi_owner const *owner, void *value)
{
    bool shared = fhi_is_shared(owner);
    fhi_counts *counts;
    fhi_counts seen;
    if (value == NULL)
        return NULL;
    counts = fhi_counts_of(value);
    seen = fhi_counts_peek(counts, shared);
    do {
        if (fhi_strong_of(seen) == 0)
            return NULL;
        if (!fhi_count_can_grow(fhi_strong_of(seen)))
            fhi_count_panic(owner, "weak_upgrade", fhi_strong_of(seen));
    } while (!fhi_counts_replace(counts, &seen, seen + FHI_STRONG_ONE, shared));
    return value;
}

/* ---- moves ---------------------------------------------------------------------------------- */

/**
 * Notes that a handle was moved. WHY: the last outside handle of a ring may be moved into the ring, which
 * makes it garbage without that any owner leaves; so the collector suspects what moves.
 */
FHI_FOLD void fhi_moved(fhi_owner const *owner, void *value)
{
    if (owner != NULL && owner->cyclic() && value != NULL && fhi_cycle_header_of(value)->slot == 0)
        fhi_cycle_suspect(value);
}

/** The same for a value that was moved into a container, if it is a handle. */
FHI_FOLD void fhi_moved_in(fhi_type const *type, void *place)
{
    if (type->shape == FHI_SHAPE_POINTER)
        fhi_moved(type->owner, *(fhi_slot *)place);
}

/* ---- fewer owners --------------------------------------------------------------------------- */

/** Gives one weak unit back; the last one takes the memory along. */
FHI_FOLD void fhi_weak_drop(fhi_owner const *owner, void *value)
{
    bool shared = fhi_is_shared(owner);
    fhi_counts *counts;
    if (value == NULL)
        return;
    counts = fhi_counts_of(value);
    if (fhi_weak_of(fhi_counts_sub(counts, FHI_WEAK_ONE, shared)) != 1)
        return;
    fhi_counts_acquire(counts, shared);
    fhi_block_free(owner, value);
}

/**
 * Gives the weak unit of the strong owners back when the value is gone.
 *
 * WHY the read first: with no Weak in the world there is nobody left to race with, and the memory goes
 * without a second locked instruction.
 */
FHI_FOLD void fhi_counted_release_block(fhi_owner const *owner, void *value)
{
    if (FHI_LIKELY(fhi_weak_of(fhi_counts_read(fhi_counts_of(value), fhi_is_shared(owner))) == 1))
        fhi_block_free(owner, value);
    else
        fhi_weak_drop(owner, value);
}

/** The body of an fhi_owner's `finish`. */
FHI_FOLD void fhi_counted_finish(fhi_owner const *owner, void *value)
{
    owner->value->drop(value);
    /* WHY hidden: under -fsanitize=null gcc otherwise takes the counts for a place outside the value. */
    __asm__("" : "+r"(value));
    fhi_counted_release_block(owner, value);
}

/**
 * Takes one strong owner away and says whether it was the last; the value is then the caller's to end.
 *
 * @param alone  set when it was the last: is there no Weak either? Then nobody is left to race with, and
 *               the block can go without another look at the counts
 */
FH_NODISCARD FHI_FOLD bool fhi_counted_leave(fhi_owner const *owner, void *value, bool *alone)
{
    bool shared = fhi_is_shared(owner);
    fhi_counts *counts = fhi_counts_of(value);
    fhi_counts before = fhi_counts_sub(counts, FHI_STRONG_ONE, shared);
    if (FHI_LIKELY(fhi_strong_of(before) != 1)) {
        /* A cyclic value that lost an owner may be garbage now; once in the collector's table is enough. */
        if (owner->cyclic() && fhi_cycle_header_of(value)->slot == 0)
            fhi_cycle_suspect(value);
        return false;
    }
    fhi_counts_acquire(counts, shared);
    if (owner->cyclic())
        fhi_cycle_retire(value);
    *alone = fhi_weak_of(before) == 1;
    return true;
}

/** Ends one strong owner. `dispose` is the guarded end of a value, a function of its own per type. */
FHI_FOLD void fhi_counted_drop(fhi_owner const *owner, void *value, void (*dispose)(void *value))
{
    bool alone;
    if (value == NULL || !fhi_counted_leave(owner, value, &alone))
        return;
    if (fhi_has(owner->value, FHI_NESTS)) {
        dispose(value);
        return;
    }
    owner->value->drop(value);
    if (FHI_LIKELY(alone))
        fhi_block_free(owner, value);
    else
        fhi_weak_drop(owner, value);
}

/* ---- questions ------------------------------------------------------------------------------ */

FHI_FOLD size_t fhi_counted_strong_count(fhi_owner const *owner, void *value)
{
    return value == NULL
               ? 0
               : fhi_strong_of(fhi_counts_peek(fhi_counts_of(value), fhi_is_shared(owner)));
}

/** Weak owners beside the unit that the strong ones hold; 0 once the value is dropped, as in Rust. */
FHI_FOLD size_t fhi_counted_weak_count(fhi_owner const *owner, void *value)
{
    fhi_counts counts;
    if (value == NULL)
        return 0;
    counts = fhi_counts_peek(fhi_counts_of(value), fhi_is_shared(owner));
    return fhi_strong_of(counts) == 0 ? 0 : fhi_weak_of(counts) - 1U;
}

/**
 * Is this the only owner, with no Weak?
 *
 * WHY no lock as in Rust: both counts are read at once, and nobody but the caller can add to either.
 */
FHI_FOLD bool fhi_counted_is_unique(fhi_owner const *owner, void *value)
{
    return value != NULL &&
           fhi_counts_read(fhi_counts_of(value), fhi_is_shared(owner)) == FHI_COUNTS_SOLE;
}

/* ---- the value out of its owner ------------------------------------------------------------- */

/** Takes the strong count from 1 to 0, or says that there are other owners (and changes nothing). */
FH_NODISCARD FHI_FOLD bool fhi_counted_try_leave_last(fhi_owner const *owner, void *value)
{
    bool shared = fhi_is_shared(owner);
    fhi_counts *counts = fhi_counts_of(value);
    fhi_counts seen = fhi_counts_peek(counts, shared);
    do {
        if (fhi_strong_of(seen) != 1)
            return false;
    } while (!fhi_counts_replace(counts, &seen, seen - FHI_STRONG_ONE, shared));
    if (owner->cyclic())
        fhi_cycle_retire(value);
    return true;
}

/** Moves the value out if the caller is the only strong owner; Weaks see it as dropped from then on. */
FH_NODISCARD FHI_FOLD bool fhi_counted_try_unwrap(fhi_owner const *owner, void *value, void *out)
{
    if (value == NULL || !fhi_counted_try_leave_last(owner, value))
        return false;
    memcpy(out, value, owner->value->size);
    fhi_counted_release_block(owner, value);
    return true;
}

/**
 * Gives up an owner, and moves the value out if it was the last: of several threads that do so with the
 * last owners, exactly one gets it.
 */
FH_NODISCARD FHI_FOLD bool fhi_counted_into_inner(fhi_owner const *owner, void *value, void *out)
{
    bool alone;
    if (value == NULL || !fhi_counted_leave(owner, value, &alone))
        return false;
    memcpy(out, value, owner->value->size);
    fhi_counted_release_block(owner, value);
    return true;
}

/** The slow half of make_mut: others look at the value, or a Weak does. Out of line: it copies. */
FH_API FH_COLD FH_NODISCARD fh_status fhi_counted_unshare(fhi_owner const *owner, void *value,
                                                          void **out);

/** Makes the value the caller's alone, by a clone if needed. `*out` replaces the handle's pointer. */
FH_NODISCARD FHI_FOLD fh_status fhi_counted_make_mut(fhi_owner const *owner, void *value,
                                                     void **out)
{
    if (value == NULL)
        fhi_panic(owner->name, "make_mut", "the handle is empty");
    if (FHI_LIKELY(fhi_counted_is_unique(owner, value))) {
        *out = value;
        return FH_OK;
    }
    return fhi_counted_unshare(owner, value, out);
}

/* ---- what nest.h and the tokens need -------------------------------------------------------- */

/** Lets go of a strong handle's value; returns it if it died with that. For the loop of nest.c. */
FHI_FOLD fhi_dying fhi_let_go(fhi_owner const *owner, void *value)
{
    fhi_dying dying = {NULL, NULL};
    bool alone;
    if (value == NULL)
        return dying;
    if (owner->family != FHI_BOX && !fhi_counted_leave(owner, value, &alone))
        return dying;
    dying.owner = owner;
    dying.value = value;
    return dying;
}

/** Puts a value into its thread's list. */
FHI_FOLD void fhi_wait(fhi_owner const *owner, void *value)
{
    fhi_waiting *list = owner->waiting();
    fhi_slot *link = fhi_link_of(owner, value);
    *link = list->head;
    if (list->head == NULL) {
        list->owner = owner;
        list->next = fhi_nest_here.waiting;
        fhi_nest_here.waiting = list;
    }
    list->head = value;
}

/** Whose handle is in the hole of a type: rows that are tables themselves lead on. */
FHI_FOLD fhi_owner const *fhi_hole_owner(fhi_type const *type)
{
    while (type->shape == FHI_SHAPE_STRUCT)
        type = type->hole_type;
    return type->owner;
}

/** The body of an fhi_owner's `set_aside`: the child that died with the value, if one did. */
FHI_FOLD fhi_dying fhi_set_aside(fhi_owner const *owner, void *value)
{
    fhi_type const *type = owner->value;
    fhi_dying none = {NULL, NULL};
    fhi_slot *hole;
    void *child;
    if (!fhi_has(type, FHI_NESTS)) {
        owner->finish(value);
        return none;
    }
    if (type->hole < 0) {
        fhi_wait(owner, value);
        return none;
    }
    hole = fhi_link_of(owner, value);
    child = *hole;
    if (fhi_has(type, FHI_CHAIN)) {
        *hole = NULL;
        owner->finish(value);
    } else {
        fhi_wait(owner, value);
    }
    return fhi_let_go(fhi_hole_owner(type), child);
}

FHI_EXTERN_C_END

#endif
