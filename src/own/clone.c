/* SPDX-License-Identifier: MIT */
/*
 * clone.c: clones that are all or nothing, and no deeper than the stack allows.
 */
#include <freehold/box.h>

/* Clones recurse through what they own. A structure that needs more stack than this, below the outermost
 * clone, is answered by FH_ERR_TOO_DEEP. Half of the smallest stack that threads commonly get. */
enum { CLONE_BYTES = 64 * 1024 };

/* Frames below this address are too deep; 0 while no clone runs. */
static FHI_THREAD_LOCAL uintptr_t clone_floor;

/* Enters a clone. `*outer` is for clone_leave. */
static fh_status clone_enter(uintptr_t *outer)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    *outer = clone_floor;
    if (clone_floor == 0)
        clone_floor = here > CLONE_BYTES ? here - CLONE_BYTES : 1;
    return here >= clone_floor ? FH_OK : FH_ERR_TOO_DEEP;
}

static void clone_leave(uintptr_t outer)
{
    clone_floor = outer;
}

static void *clone_at(void *base, fhi_field const *field)
{
    return (char *)base + field->offset;
}

fh_status fhi_clone_rows(fhi_type const *type, void const *self, void *out)
{
    uintptr_t outer;
    size_t done = 0;
    fh_status status = clone_enter(&outer);
    while (status == FH_OK && done < type->field_count) {
        fhi_field const *field = &type->fields[done];
        status = field->type->clone((char const *)self + field->offset, clone_at(out, field));
        if (status == FH_OK)
            done++;
    }
    if (status != FH_OK) {
        while (done-- > 0)
            type->fields[done].type->drop(clone_at(out, &type->fields[done]));
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
