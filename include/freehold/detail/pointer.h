/* SPDX-License-Identifier: MIT */
/*
 * pointer.h: the typed wrappers that every pointer type has, over counted.h.
 *
 * Layer 3. box.h, rc.h and arc.h say what they mean; here they are only written down. A wrapper unpacks
 * the handle, calls one function and packs the result.
 */
#ifndef FREEHOLD_DETAIL_POINTER_H
#define FREEHOLD_DETAIL_POINTER_H

#include <freehold/detail/counted.h>

FHI_EXTERN_C_BEGIN

FH_INLINE bool fhi_never(void)
{
    return false;
}

/**
 * What a handle of a pointer type does when it ends, as part of another type.
 *
 * A type declared before its value (`early`) may lead back to itself, so it nests; one declared after it
 * cannot, and nests as its value does.
 */
FHI_FOLD unsigned fhi_traits_of_pointer(fhi_type const *value, bool early, unsigned others)
{
    bool nests = early || fhi_has(value, FHI_NESTS);
    return FHI_DROPS | others | (nests ? FHI_NESTS | FHI_CHAIN : 0U);
}

/* ---- the token of a handle type ------------------------------------------------------------- */

#define FHI_HANDLE(NAME, T, HOLE, EARLY)                                                           \
    typedef struct NAME {                                                                          \
        T *ptr;                                                                                    \
    } NAME;                                                                                        \
    typedef NAME fhi_T_##NAME;                                                                     \
    typedef NAME const *fhi_Q_##NAME;                                                              \
    enum { fhi_hole_T_##NAME = HOLE, fhi_early_T_##NAME = EARLY, fhi_by_value_T_##NAME = 0 };      \
    FHI_FORWARD_CONST(fhi_type, fhi_type_T_##NAME)                                                 \
    FHI_STATIC_ASSERT(sizeof(NAME) == sizeof(void *), #NAME " is one pointer wide")

#define FHI_HANDLE_TYPE(NAME, SHAPE, OWNER)                                                        \
    FHI_CONST(fhi_type, fhi_type_T_##NAME, #NAME, sizeof(NAME), FHI_ALIGNOF(NAME), SHAPE,          \
              fhi_hole_T_##NAME, NULL, fhi_traits_T_##NAME, fhi_drop_T_##NAME, fhi_clone_T_##NAME, \
              fhi_no_eq, fhi_no_cmp, fhi_no_hash, fhi_no_debug, NULL, NULL, 0, OWNER, NULL, NULL,  \
              NULL);                                                                               \
    FHI_STATIC_ASSERT(1, "")

/* ---- the description of what is behind it --------------------------------------------------- */

#define FHI_OWNER(NAME, TOKEN, FAMILY, CYCLIC, FINISH)                                             \
    FHI_FORWARD_CONST(fhi_owner, fhi_owner_T_##NAME)                                               \
    FH_INLINE void fhi_finish_T_##NAME(void *value)                                                \
    {                                                                                              \
        FINISH(&fhi_owner_T_##NAME, value);                                                        \
    }                                                                                              \
    FH_INLINE fhi_dying fhi_set_aside_T_##NAME(void *value)                                        \
    {                                                                                              \
        return fhi_set_aside(&fhi_owner_T_##NAME, value);                                          \
    }                                                                                              \
    FH_INLINE fhi_waiting *fhi_waiting_T_##NAME(void)                                              \
    {                                                                                              \
        static FHI_THREAD_LOCAL fhi_waiting list_;                                                 \
        return &list_;                                                                             \
    }                                                                                              \
    static FHI_UNUSED FHI_NOINLINE void fhi_dispose_T_##NAME(void *value)                          \
    {                                                                                              \
        fhi_dispose_nested(&fhi_owner_T_##NAME, value);                                            \
    }                                                                                              \
    static FHI_UNUSED uint32_t fhi_index_T_##NAME;                                                 \
    FHI_CONST(fhi_owner, fhi_owner_T_##NAME, #NAME, &fhi_type_T_##TOKEN, FAMILY, CYCLIC,           \
              fhi_finish_T_##NAME, fhi_set_aside_T_##NAME, fhi_waiting_T_##NAME,                   \
              &fhi_index_T_##NAME);                                                                \
    FHI_STATIC_ASSERT(1, "")

/* ---- what all strong handles do ------------------------------------------------------------- */

/* NEW(owner): a place for a value, or NULL. END(owner, value, dispose): ends one owner. */
#define FHI_POINTER_COMMON(NAME, TOKEN, NEW, END)                                                  \
    FHI_WRAP void NAME##_drop(NAME *self)                                                          \
    {                                                                                              \
        void *value_ = self != NULL ? self->ptr : NULL;                                            \
        if (value_ == NULL)                                                                        \
            return;                                                                                \
        self->ptr = NULL;                                                                          \
        END(&fhi_owner_T_##NAME, value_, fhi_dispose_T_##NAME);                                    \
    }                                                                                              \
    FH_INLINE void fhi_drop_T_##NAME(void *self)                                                   \
    {                                                                                              \
        NAME##_drop((NAME *)self);                                                                 \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_new(fhi_T_##TOKEN value, NAME *out)                 \
    {                                                                                              \
        fhi_T_##TOKEN *place_ = (fhi_T_##TOKEN *)NEW(&fhi_owner_T_##NAME);                         \
        if (FHI_UNLIKELY(place_ == NULL)) {                                                        \
            fhi_type_T_##TOKEN.drop(&value);                                                       \
            return fhi_block_missing(&fhi_owner_T_##NAME);                                         \
        }                                                                                          \
        *place_ = value;                                                                           \
        out->ptr = place_;                                                                         \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_new_move(fhi_T_##TOKEN *value, NAME *out)           \
    {                                                                                              \
        fhi_T_##TOKEN *place_ = (fhi_T_##TOKEN *)NEW(&fhi_owner_T_##NAME);                         \
        if (FHI_UNLIKELY(place_ == NULL))                                                          \
            return fhi_block_missing(&fhi_owner_T_##NAME);                                         \
        *place_ = *value;                                                                          \
        memset((void *)value, 0, sizeof(*value));                                                  \
        out->ptr = place_;                                                                         \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP NAME NAME##_new(fhi_T_##TOKEN value)                                     \
    {                                                                                              \
        NAME handle_ = {NULL};                                                                     \
        fhi_expect(NAME##_try_new(value, &handle_));                                               \
        return handle_;                                                                            \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN const *NAME##_get(NAME const *self)                        \
    {                                                                                              \
        return self->ptr;                                                                          \
    }                                                                                              \
    /* From here to the next table: the same for every handle that is one pointer. */              \
    FHI_HANDLE_MOVES(NAME, &fhi_owner_T_##NAME)                                                    \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN *NAME##_into_raw(NAME *self)                               \
    {                                                                                              \
        fhi_T_##TOKEN *value_ = self->ptr;                                                         \
        self->ptr = NULL;                                                                          \
        return value_;                                                                             \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP NAME NAME##_from_raw(fhi_T_##TOKEN *value)                               \
    {                                                                                              \
        NAME handle_ = {value};                                                                    \
        return handle_;                                                                            \
    }                                                                                              \
    FHI_WRAP void NAME##_trace(NAME *self, fh_visitor *visitor)                                    \
    {                                                                                              \
        fhi_walk(&fhi_type_T_##NAME, self, visitor);                                               \
    }                                                                                              \
    /* The layout of the block behind a handle: what the allocator is asked for. */                \
    FH_NODISCARD FHI_WRAP fh_layout NAME##_block_layout(void)                                      \
    {                                                                                              \
        fh_layout layout_ = {fhi_block_size(&fhi_owner_T_##NAME),                                  \
                             fhi_block_align(&fhi_owner_T_##NAME)};                                \
        return layout_;                                                                            \
    }                                                                                              \
    FHI_STATIC_ASSERT(1, "")

/* OWNER: of the values, NULL for a Weak. */
#define FHI_HANDLE_MOVES(NAME, OWNER)                                                              \
    FH_NODISCARD FHI_WRAP NAME NAME##_take(NAME *self)                                             \
    {                                                                                              \
        NAME taken_ = *self;                                                                       \
        fhi_moved(OWNER, taken_.ptr);                                                              \
        self->ptr = NULL;                                                                          \
        return taken_;                                                                             \
    }                                                                                              \
    FHI_WRAP void NAME##_set(NAME *slot, NAME value)                                               \
    {                                                                                              \
        NAME old_ = *slot;                                                                         \
        fhi_moved(OWNER, value.ptr);                                                               \
        *slot = value;                                                                             \
        NAME##_drop(&old_);                                                                        \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP NAME NAME##_replace(NAME *slot, NAME value)                              \
    {                                                                                              \
        NAME old_ = *slot;                                                                         \
        fhi_moved(OWNER, value.ptr);                                                               \
        fhi_moved(OWNER, old_.ptr);                                                                \
        *slot = value;                                                                             \
        return old_;                                                                               \
    }                                                                                              \
    FHI_WRAP void NAME##_swap(NAME *one, NAME *other)                                              \
    {                                                                                              \
        NAME kept_ = *one;                                                                         \
        fhi_moved(OWNER, kept_.ptr);                                                               \
        fhi_moved(OWNER, other->ptr);                                                              \
        *one = *other;                                                                             \
        *other = kept_;                                                                            \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP bool NAME##_is_empty(NAME const *self)                                   \
    {                                                                                              \
        return self->ptr == NULL;                                                                  \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP bool NAME##_ptr_eq(NAME const *one, NAME const *other)                   \
    {                                                                                              \
        return one->ptr == other->ptr;                                                             \
    }

/* ---- Rc and Arc ----------------------------------------------------------------------------- */

#define FHI_COUNTED_DECLARE(NAME, T, EARLY)                                                        \
    FHI_HANDLE(NAME, T, 0, EARLY);                                                                 \
    FHI_HANDLE(NAME##_weak, T, -1, 0)

#define FHI_COUNTED_DEFINE(NAME, TOKEN, FAMILY, CYCLIC)                                            \
    FHI_OWNER(NAME, TOKEN, FAMILY, CYCLIC, fhi_counted_finish);                                    \
    FH_INLINE unsigned fhi_traits_T_##NAME(void)                                                   \
    {                                                                                              \
        return fhi_traits_of_pointer(&fhi_type_T_##TOKEN, (int)fhi_early_T_##NAME != 0,            \
                                     FHI_CLONES);                                                  \
    }                                                                                              \
    FHI_POINTER_COMMON(NAME, TOKEN, fhi_counted_new, fhi_counted_drop);                            \
    FH_NODISCARD FHI_WRAP NAME NAME##_clone(NAME const *self)                                      \
    {                                                                                              \
        NAME handle_ = {(fhi_T_##TOKEN *)fhi_counted_clone(&fhi_owner_T_##NAME, self->ptr)};       \
        return handle_;                                                                            \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_clone(NAME const *self, NAME *out)                  \
    {                                                                                              \
        *out = NAME##_clone(self);                                                                 \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_INLINE fh_status fhi_clone_T_##NAME(void const *self, void *out)                            \
    {                                                                                              \
        return NAME##_try_clone((NAME const *)self, (NAME *)out);                                  \
    }                                                                                              \
    FHI_HANDLE_TYPE(NAME, FHI_SHAPE_POINTER, &fhi_owner_T_##NAME);                                 \
    FHI_WRAP void NAME##_set_clone(NAME *slot, NAME const *value)                                  \
    {                                                                                              \
        NAME##_set(slot, NAME##_clone(value));                                                     \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN *NAME##_get_mut(NAME *self)                                \
    {                                                                                              \
        return fhi_counted_is_unique(&fhi_owner_T_##NAME, self->ptr) ? self->ptr : NULL;           \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_make_mut(NAME *self, fhi_T_##TOKEN **out)           \
    {                                                                                              \
        void *value_ = self->ptr;                                                                  \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##TOKEN, FHI_CLONES), fhi_needs_clone);                    \
        FH_TRY(fhi_counted_make_mut(&fhi_owner_T_##NAME, self->ptr, &value_));                     \
        *out = self->ptr = (fhi_T_##TOKEN *)value_;                                                \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN *NAME##_make_mut(NAME *self)                               \
    {                                                                                              \
        fhi_T_##TOKEN *value_ = NULL;                                                              \
        fhi_expect(NAME##_try_make_mut(self, &value_));                                            \
        return value_;                                                                             \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP bool NAME##_is_unique(NAME const *self)                                  \
    {                                                                                              \
        return fhi_counted_is_unique(&fhi_owner_T_##NAME, self->ptr);                              \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP bool NAME##_try_unwrap(NAME *self, fhi_T_##TOKEN *out)                   \
    {                                                                                              \
        bool moved_ = fhi_counted_try_unwrap(&fhi_owner_T_##NAME, self->ptr, out);                 \
        if (moved_)                                                                                \
            self->ptr = NULL;                                                                      \
        return moved_;                                                                             \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP bool NAME##_into_inner(NAME *self, fhi_T_##TOKEN *out)                   \
    {                                                                                              \
        void *value_ = self->ptr;                                                                  \
        self->ptr = NULL;                                                                          \
        return fhi_counted_into_inner(&fhi_owner_T_##NAME, value_, out);                           \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP size_t NAME##_strong_count(NAME const *self)                             \
    {                                                                                              \
        return fhi_counted_strong_count(&fhi_owner_T_##NAME, self->ptr);                           \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP size_t NAME##_weak_count(NAME const *self)                               \
    {                                                                                              \
        return fhi_counted_weak_count(&fhi_owner_T_##NAME, self->ptr);                             \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP NAME##_weak NAME##_downgrade(NAME const *self)                           \
    {                                                                                              \
        NAME##_weak weak_ = {                                                                      \
            (fhi_T_##TOKEN *)fhi_counted_downgrade(&fhi_owner_T_##NAME, self->ptr)};               \
        return weak_;                                                                              \
    }                                                                                              \
    FHI_WEAK_DEFINE(NAME, NAME##_weak, TOKEN)

#define FHI_WEAK_DEFINE(NAME, WEAK, TOKEN)                                                         \
    FH_INLINE unsigned fhi_traits_T_##WEAK(void)                                                   \
    {                                                                                              \
        return FHI_DROPS | FHI_CLONES;                                                             \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP WEAK WEAK##_new(void)                                                    \
    {                                                                                              \
        WEAK handle_ = {NULL};                                                                     \
        return handle_;                                                                            \
    }                                                                                              \
    FHI_WRAP void WEAK##_drop(WEAK *self)                                                          \
    {                                                                                              \
        void *value_ = self != NULL ? self->ptr : NULL;                                            \
        if (value_ == NULL)                                                                        \
            return;                                                                                \
        self->ptr = NULL;                                                                          \
        fhi_weak_drop(&fhi_owner_T_##NAME, value_);                                                \
    }                                                                                              \
    FH_INLINE void fhi_drop_T_##WEAK(void *self)                                                   \
    {                                                                                              \
        WEAK##_drop((WEAK *)self);                                                                 \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP WEAK WEAK##_clone(WEAK const *self)                                      \
    {                                                                                              \
        WEAK handle_ = {(fhi_T_##TOKEN *)fhi_weak_clone(&fhi_owner_T_##NAME, self->ptr)};          \
        return handle_;                                                                            \
    }                                                                                              \
    FH_INLINE fh_status fhi_clone_T_##WEAK(void const *self, void *out)                            \
    {                                                                                              \
        *(WEAK *)out = WEAK##_clone((WEAK const *)self);                                           \
        return FH_OK;                                                                              \
    }                                                                                              \
    FHI_HANDLE_TYPE(WEAK, FHI_SHAPE_WEAK, &fhi_owner_T_##NAME);                                    \
    FHI_HANDLE_MOVES(WEAK, NULL)                                                                   \
    FH_NODISCARD FHI_WRAP NAME WEAK##_upgrade(WEAK const *self)                                    \
    {                                                                                              \
        NAME handle_ = {(fhi_T_##TOKEN *)fhi_weak_upgrade(&fhi_owner_T_##NAME, self->ptr)};        \
        return handle_;                                                                            \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP size_t WEAK##_strong_count(WEAK const *self)                             \
    {                                                                                              \
        return fhi_counted_strong_count(&fhi_owner_T_##NAME, self->ptr);                           \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP size_t WEAK##_weak_count(WEAK const *self)                               \
    {                                                                                              \
        return fhi_counted_weak_count(&fhi_owner_T_##NAME, self->ptr);                             \
    }                                                                                              \
    FHI_STATIC_ASSERT(1, "")

FHI_EXTERN_C_END

#endif
