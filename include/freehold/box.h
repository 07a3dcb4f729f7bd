/* SPDX-License-Identifier: MIT */
/*
 * box.h: a value on the heap with one owner (Rust: std::boxed::Box).
 *
 * Layer 4. Tests: tests/unit/test_box.c.
 *
 *   FH_BOX(point_box, point);                            one declaration …
 *   FH_BOX_DECLARE(list_box, struct list);               … or the type first, for a struct that holds it
 *   FH_BOX_DEFINE(list_box, list);
 *
 * A handle is a struct of one pointer, `.ptr`, at the value; {0} is empty (Rust: Option<Box<T>>). There is
 * nothing in front of the value, so `.ptr` is what the allocator gave; only a value with an opaque `.drop`
 * that is not `.leaf`, or that owns only containers of owners, has a word there (nest.h).
 *
 *  NAME_new(T value)                       moves value in           1 allocation   Box::new
 *  NAME_try_new(T value, NAME *out)        moves value in (and      1 allocation   Box::try_new
 *                                          drops it on failure)
 *  NAME_try_new_move(T *value, NAME *out)  empties value on FH_OK,  1 allocation   -
 *                                          leaves it on failure
 *  NAME_drop(NAME *self)                   drops the value, empties O(value)       Drop
 *  NAME_clone(NAME const *self)            yours; clones the value  1 allocation   Box::clone
 *                                          (FH_ERR_TOO_DEEP: type.h)
 *  NAME_try_clone(NAME const *, NAME *out) yours                    1 allocation   Box::try_clone
 *  NAME_get(NAME const *self)              borrows; `.ptr` to write O(1)           Deref
 *  NAME_into_inner(NAME *self)             the value moves out; it  O(1)           *box
 *                                          panics if self is empty
 *  NAME_into_raw(NAME *self)               the value's address      O(1)           Box::into_raw
 *  NAME_from_raw(T *value)                 yours; only what the     O(1)           Box::from_raw
 *                                          same NAME's into_raw gave
 *  NAME_leak(NAME *self)                   never dropped            O(1)           Box::leak
 *  NAME_take set replace swap is_empty ptr_eq block_layout trace: as in rc.h
 */
#ifndef FREEHOLD_BOX_H
#define FREEHOLD_BOX_H

#include <freehold/detail/pointer.h>

FHI_EXTERN_C_BEGIN

/* Clones the value of a Box into a new block; `*out` is untouched on failure. src/own/clone.c */
FH_API FH_NODISCARD fh_status fhi_box_clone(fhi_owner const *owner, void const *value, void **out);

FHI_FOLD void fhi_box_finish(fhi_owner const *owner, void *value)
{
    owner->value->drop(value);
    fhi_block_free(owner, value);
}

FHI_FOLD void fhi_box_drop(fhi_owner const *owner, void *value, void (*dispose)(void *value))
{
    if (fhi_has(owner->value, FHI_NESTS))
        dispose(value);
    else
        fhi_box_finish(owner, value);
}

FHI_EXTERN_C_END

/** Makes NAME, a Box of the type that TOKEN describes. At file scope. */
#define FH_BOX(NAME, TOKEN) FHI_BOX_(NAME, TOKEN)
/** Makes the handle type alone, enough to be a field of T, which may be incomplete. */
#define FH_BOX_DECLARE(NAME, T) FHI_HANDLE(NAME, T, 0, 1)
/** Makes the functions of a declared NAME. */
#define FH_BOX_DEFINE(NAME, TOKEN) FHI_BOX_DEFINE_(NAME, TOKEN)

#define FHI_BOX_(NAME, TOKEN)                                                                      \
    FHI_HANDLE(NAME, fhi_T_##TOKEN, 0, 0);                                                         \
    FHI_BOX_DEFINE_(NAME, TOKEN)

#define FHI_BOX_DEFINE_(NAME, TOKEN)                                                               \
    FHI_OWNER(NAME, TOKEN, FHI_BOX, fhi_never, fhi_box_finish);                                    \
    FH_INLINE unsigned fhi_traits_T_##NAME(void)                                                   \
    {                                                                                              \
        return fhi_traits_of_pointer(&fhi_type_T_##TOKEN, (int)fhi_early_T_##NAME != 0,            \
                                     (int)fhi_early_T_##NAME != 0                                  \
                                         ? (unsigned)FHI_CLONES                                    \
                                         : fhi_type_T_##TOKEN.traits() & FHI_CLONES);              \
    }                                                                                              \
    FHI_POINTER_COMMON(NAME, TOKEN, fhi_block_new, fhi_box_drop);                                  \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_clone(NAME const *self, NAME *out)                  \
    {                                                                                              \
        void *value_ = NULL;                                                                       \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##TOKEN, FHI_CLONES), fhi_needs_clone);                    \
        FH_TRY(fhi_box_clone(&fhi_owner_T_##NAME, self->ptr, &value_));                            \
        out->ptr = (fhi_T_##TOKEN *)value_;                                                        \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP NAME NAME##_clone(NAME const *self)                                      \
    {                                                                                              \
        NAME handle_ = {NULL};                                                                     \
        fhi_expect(NAME##_try_clone(self, &handle_));                                              \
        return handle_;                                                                            \
    }                                                                                              \
    FH_INLINE fh_status fhi_clone_T_##NAME(void const *self, void *out)                            \
    {                                                                                              \
        void *value_ = NULL;                                                                       \
        FH_TRY(fhi_box_clone(&fhi_owner_T_##NAME, ((NAME const *)self)->ptr, &value_));            \
        ((NAME *)out)->ptr = (fhi_T_##TOKEN *)value_;                                              \
        return FH_OK;                                                                              \
    }                                                                                              \
    FHI_HANDLE_TYPE(NAME, FHI_SHAPE_POINTER, &fhi_owner_T_##NAME);                                 \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN NAME##_into_inner(NAME *self)                              \
    {                                                                                              \
        fhi_T_##TOKEN value_;                                                                      \
        if (FHI_UNLIKELY(self->ptr == NULL))                                                       \
            fhi_panic(#NAME, "into_inner", "the handle is empty");                                 \
        value_ = *self->ptr;                                                                       \
        fhi_block_free(&fhi_owner_T_##NAME, self->ptr);                                            \
        self->ptr = NULL;                                                                          \
        return value_;                                                                             \
    }                                                                                              \
    FHI_WRAP fhi_T_##TOKEN *NAME##_leak(NAME *self)                                                \
    {                                                                                              \
        return NAME##_into_raw(self);                                                              \
    }                                                                                              \
    FHI_STATIC_ASSERT(1, "")

#endif
