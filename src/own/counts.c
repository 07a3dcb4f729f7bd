/* SPDX-License-Identifier: MIT */
/*
 * counts.c: the rare paths of Rc and Arc: a count that is wrong, a value that must stop being shared.
 */
#include <freehold/detail/counted.h>

void fhi_count_panic(fhi_owner const *owner, char const *operation, uint32_t count)
{
    if (count == 0)
        fhi_panic(owner->name, operation,
                  "the value was dropped already: this handle is a stale copy");
    fhi_panic(owner->name, operation, "more than 2147483647 owners: handles are being leaked");
}

void fhi_count_refuse(fhi_owner const *owner, void *value, fhi_counts unit, char const *operation,
                      uint32_t count)
{
    (void)fhi_counts_sub(fhi_counts_of(value), unit, fhi_is_shared(owner));
    fhi_count_panic(owner, operation, count);
}

/* Ends one strong owner of a type that is not a constant here. */
static void counts_drop(fhi_owner const *owner, void *value)
{
    bool alone;
    if (fhi_counted_leave(owner, value, &alone))
        fhi_dispose_nested(owner, value);
}

fh_status fhi_counted_unshare(fhi_owner const *owner, void *value, void **out)
{
    fh_status status;
    void *own = fhi_counted_new(owner);
    if (own == NULL)
        return fhi_block_missing(owner);
    /* WHY the value moves when only Weaks look at it: they see it as dropped, as with Rust's make_mut. */
    if (fhi_counted_try_leave_last(owner, value)) {
        memcpy(own, value, owner->value->size);
        fhi_counted_release_block(owner, value);
        *out = own;
        return FH_OK;
    }
    status = owner->value->clone(value, own);
    if (status != FH_OK) {
        fhi_counted_forget_new(owner, own);
        return status;
    }
    counts_drop(owner, value);
    *out = own;
    return FH_OK;
}
