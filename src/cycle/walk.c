/* SPDX-License-Identifier: MIT */
/*
 * walk.c: the same walk for every shape of a type, with the way it took.
 */
#include "walk.h"

// NOLINTBEGIN(misc-no-recursion): at most WALK_DEEPEST levels, see walk.h

static void walk_at(fhi_type const *type, void *self, fh_visitor *visitor, walk_step step)
{
    if (visitor->depth == WALK_DEEPEST)
        return;
    visitor->path[visitor->depth++] = step;
    fhi_walk(type, self, visitor);
    visitor->depth--;
}

static void walk_pointer(fhi_type const *type, fhi_slot *slot, fh_visitor *visitor)
{
    fhi_owner const *owner = type->owner;
    if (walk_is_cyclic(owner))
        visitor->edge(visitor, slot, owner);
    else if (owner->family == FHI_BOX && *slot != NULL)
        walk_at(owner->value, *slot, visitor, (walk_step){NULL, 0, '*'});
}

static void walk_sequence(fhi_type const *type, fhi_vec_view *vec, fh_visitor *visitor)
{
    fhi_type const *element = type->element;
    if (!walk_may_own(element))
        return;
    for (size_t i = 0; i < vec->len; i++)
        walk_at(element, (char *)vec->ptr + i * element->size, visitor, (walk_step){NULL, i, '['});
}

static void walk_map(fhi_type const *type, void *map, fh_visitor *visitor)
{
    size_t position = 0;
    size_t index = 0;
    void *key = NULL;
    void *value = NULL;
    for (; fhi_map_next((fhi_map_info const *)type->map, map, &position, &key, &value); index++) {
        if (walk_may_own(type->element))
            walk_at(type->element, key, visitor, (walk_step){NULL, index, 'k'});
        if (type->value != NULL && walk_may_own(type->value))
            walk_at(type->value, value, visitor, (walk_step){NULL, index, 'v'});
    }
}

void fhi_walk(fhi_type const *type, void *self, fh_visitor *visitor)
{
    switch (type->shape) {
    case FHI_SHAPE_WEAK:
        break;
    case FHI_SHAPE_PLAIN:
        if (type->trace != NULL)
            type->trace(self, visitor);
        break;
    case FHI_SHAPE_POINTER:
        walk_pointer(type, (fhi_slot *)self, visitor);
        break;
    case FHI_SHAPE_SEQUENCE:
        walk_sequence(type, (fhi_vec_view *)self, visitor);
        break;
    case FHI_SHAPE_MAP:
        walk_map(type, self, visitor);
        break;
    case FHI_SHAPE_STRUCT:
        for (size_t i = 0; i < type->field_count; i++)
            walk_at(type->fields[i].type, (char *)self + type->fields[i].offset, visitor,
                    (walk_step){type->fields[i].name, 0, '.'});
        break;
    }
}

// NOLINTEND(misc-no-recursion)
