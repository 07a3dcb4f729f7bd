/* SPDX-License-Identifier: MIT */
/*
 * walk.h: from a value to the cyclic handles inside it. Private to src/cycle.
 */
#ifndef FREEHOLD_CYCLE_WALK_H
#define FREEHOLD_CYCLE_WALK_H

#include "heap.h"

#include <freehold/detail/raw_map.h>
#include <freehold/detail/raw_vec.h>

/* Tables in tables, Vecs of Vecs, Boxes in Boxes: what lies deeper than this is not seen. WHY a limit: a
 * walk keeps one frame for each level, and the collector runs on a small stack. What is not seen is not
 * freed; all phases of a collection see the same. */
enum { WALK_DEEPEST = 24 };

/* How one level was entered. */
typedef struct walk_step {
    char const *name; /* a field; NULL: an element, a key or a value */
    size_t index;     /* of the element */
    char kind;        /* '.' field, '[' element, 'k' key, 'v' value, '*' what a Box holds */
} walk_step;

struct fh_visitor {
    /* `slot` holds a handle of the cyclic type `owner`; it may be empty. */
    void (*edge)(fh_visitor *self, fhi_slot *slot, fhi_owner const *owner);
    cycle_heap *heap;
    void *context;
    uint32_t depth;
    walk_step path[WALK_DEEPEST];
};

static inline bool walk_is_cyclic(fhi_owner const *owner)
{
    /* ORDER relaxed [registry-number]: only whether the type ever got a number; that alone is the answer,
     * and spares a call. */
    return owner->family == FHI_RC &&
           (__atomic_load_n(owner->index, __ATOMIC_RELAXED) != 0 || owner->cyclic());
}

/* Can there be a handle in a value of that type at all? */
static inline bool walk_may_own(fhi_type const *type)
{
    return type->shape != FHI_SHAPE_WEAK &&
           (type->shape != FHI_SHAPE_PLAIN || (type->traits() & FHI_TRACES) != 0);
}

typedef void walk_edge(fh_visitor *visitor, fhi_slot *slot, fhi_owner const *owner);

/*
 * Visits the handles inside a value. `edge` is visitor->edge as a constant, so that the common cases, a
 * table of handles and Vecs of handles, are one loop without a call; the rest goes through fhi_walk.
 */
FHI_FOLD void walk_value(fh_visitor *visitor, fhi_type const *type, void *self, walk_edge *edge)
{
    if (type->shape != FHI_SHAPE_STRUCT) {
        fhi_walk(type, self, visitor);
        return;
    }
    for (size_t i = 0; i < type->field_count; i++) {
        fhi_type const *field = type->fields[i].type;
        void *at = (char *)self + type->fields[i].offset;
        if (field->shape == FHI_SHAPE_POINTER && walk_is_cyclic(field->owner))
            edge(visitor, (fhi_slot *)at, field->owner);
        else if (walk_may_own(field)) {
            visitor->depth = 1; /* as in fhi_walk: all walks must see equally deep */
            fhi_walk(field, at, visitor);
            visitor->depth = 0;
        }
    }
}

#endif
