/* SPDX-License-Identifier: MIT */
/*
 * clone.c: clones that are all or nothing, and no deeper than the stack allows.
 */
#include <freehold/box.h>

/* Clones recurse through what they own, but for the last row of a table. A structure that needs more stack
 * than this below the outermost clone is answered by FH_ERR_TOO_DEEP: about 300 levels. Half of the smallest
 * stack that threads commonly get. */
enum { CLONE_BYTES = 64 * 1024 };

/* Enters a clone. `*outer` is for clone_leave. */
static fh_status clone_enter(uintptr_t *outer)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    *outer = fhi_nest_here.clone_floor;
    if (here < *outer)
        return FH_ERR_TOO_DEEP;
    fhi_nest_here.clone_floor = fhi_floor_for(here, *outer, CLONE_BYTES);
    return FH_OK;
}

static void clone_leave(uintptr_t outer)
{
    fhi_nest_here.clone_floor = outer;
}

static void *clone_at(void *base, fhi_field const *field)
{
    return (char *)base + field->offset;
}

/* The row along which a clone goes on in a loop instead of calling itself: the last one, if it is a Box of
 * another table. NULL: none. So a list of any length is cloned on the stack of one value. */
static fhi_field const *clone_tail(fhi_type const *type)
{
    fhi_field const *last = &type->fields[type->field_count - 1];
    return last->type->shape == FHI_SHAPE_POINTER && last->type->owner->family == FHI_BOX &&
                   last->type->owner->value->shape == FHI_SHAPE_STRUCT
               ? last
               : NULL;
}

/* Clones all rows but the tail, or none. */
static fh_status clone_rows(fhi_type const *type, void const *self, void *out)
{
    size_t count = type->field_count - (clone_tail(type) != NULL);
    size_t done = 0;
    fh_status status = FH_OK;
    while (status == FH_OK && done < count) {
        fhi_field const *field = &type->fields[done];
        status = field->type->clone((char const *)self + field->offset, clone_at(out, field));
        if (status == FH_OK)
            done++;
    }
    if (status != FH_OK) {
        while (done-- > 0)
            type->fields[done].type->drop(clone_at(out, &type->fields[done]));
    }
    return status;
}

static void clone_drop_rows(fhi_type const *type, void *self)
{
    for (size_t i = 0; i < type->field_count; i++)
        type->fields[i].type->drop(clone_at(self, &type->fields[i]));
}

/* Clones what hangs at the tail of `out`, which is complete but for that. On failure the tail ends with the
 * last value that is complete. */
static fh_status clone_along(fhi_type const *type, void const *self, void *out)
{
    fhi_field const *tail;
    while ((tail = clone_tail(type)) != NULL) {
        fhi_owner const *owner = tail->type->owner;
        fhi_slot *slot = (fhi_slot *)clone_at(out, tail);
        void const *from = *(fhi_slot const *)(void const *)((char const *)self + tail->offset);
        void *copy;
        *slot = NULL;
        if (from == NULL)
            break;
        copy = fhi_block_new(owner);
        if (copy == NULL)
            return fhi_block_missing(owner);
        type = owner->value;
        memcpy(copy, from, type->size);
        fh_status status = clone_rows(type, from, copy);
        if (status != FH_OK) {
            fhi_block_free(owner, copy);
            return status;
        }
        *slot = copy;
        self = from;
        out = copy;
    }
    return FH_OK;
}

fh_status fhi_clone_rows(fhi_type const *type, void const *self, void *out)
{
    uintptr_t outer;
    fh_status status = clone_enter(&outer);
    if (status == FH_OK)
        status = clone_rows(type, self, out);
    if (status == FH_OK) {
        status = clone_along(type, self, out);
        if (status != FH_OK)
            clone_drop_rows(type, out);
    }
    clone_leave(outer);
    return status;
}

fh_status fhi_box_clone(fhi_owner const *owner, void const *value, void **out)
{
    fh_status status;
    void *copy;
    if (value == NULL) {
        *out = NULL;
        return FH_OK;
    }
    copy = fhi_block_new(owner);
    if (copy == NULL)
        return fhi_block_missing(owner);
    status = owner->value->clone(value, copy);
    if (status != FH_OK) {
        fhi_block_free(owner, copy);
        return status;
    }
    *out = copy;
    return FH_OK;
}
