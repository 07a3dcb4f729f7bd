/* SPDX-License-Identifier: MIT */
/*
 * raw_vec.h: a growable array of elements that are known by a description only.
 *
 * Layer 3. Cold half: src/collections/raw_vec.c, sort.c. Tests: tests/unit/test_vec.c.
 *
 * What is here is compiled once and called rarely: growth, clones, whole-array operations. The short
 * paths, as push and get, are typed one-liners in vec.h.
 *
 * INVARIANT: cap == 0 exactly if ptr == NULL; len <= cap; cap * element size <= PTRDIFF_MAX.
 */
#ifndef FREEHOLD_DETAIL_RAW_VEC_H
#define FREEHOLD_DETAIL_RAW_VEC_H

#include <freehold/alloc.h>
#include <freehold/detail/counted.h>
#include <freehold/hash.h>
#include <freehold/type.h>

FHI_EXTERN_C_BEGIN

/** How the untyped half sees a vector: the struct behind it has another name and a typed pointer, so
 * this one may alias it. */
typedef struct fhi_vec {
    void *ptr;
    size_t len;
    size_t cap;
} __attribute__((may_alias)) fhi_vec;
typedef fhi_vec fhi_vec_view;

#define FHI_VEC_VIEW(self)       ((fhi_vec_view *)(void *)(self))
#define FHI_VEC_VIEW_CONST(self) ((fhi_vec_view const *)(void const *)(self))

/* ---- room ----------------------------------------------------------------------------------- */

/**
 * Makes room for more elements, and for as many again when it has to move.
 *
 * @param inside  NULL, or a pointer that may point into the array: it follows when the array moves
 * @return FH_OK, FH_ERR_CAPACITY_OVERFLOW or FH_ERR_NOMEM (then nothing has changed)
 */
FH_API FH_NODISCARD FH_COLD fh_status fhi_vec_make_room(fhi_vec_view *self, fhi_type const *element,
                                                        size_t additional, void **inside);

/** Makes room for one element, or drops the value that was to be put there. */
FH_API FH_NODISCARD FH_COLD fh_status fhi_vec_room_or_drop(fhi_vec_view *self,
                                                           fhi_type const *element, void *value);

/** Makes room for exactly so many more elements. */
FH_API FH_NODISCARD FH_COLD fh_status fhi_vec_reserve_exact(fhi_vec_view *self,
                                                            fhi_type const *element,
                                                            size_t additional);

/** Gives back what is beyond `cap`, which is at least the length. */
FH_API FH_NODISCARD fh_status fhi_vec_shrink(fhi_vec_view *self, fhi_type const *element,
                                             size_t cap);

FHI_FOLD fh_status fhi_vec_reserve(fhi_vec_view *self, fhi_type const *element, size_t additional)
{
    return FHI_LIKELY(additional <= self->cap - self->len)
               ? FH_OK
               : fhi_vec_make_room(self, element, additional, NULL);
}

/* ---- a gap in the middle ---------------------------------------------------------------------- */

/** Checks that `index` is not beyond the end, and makes room for one element (see fhi_vec_make_room). */
FH_API FH_NODISCARD fh_status fhi_vec_prepare_insert(fhi_vec_view *self, fhi_type const *element,
                                                     size_t index, void **inside);

/** Moves what is from `index` on one place up. There is room. */
FHI_FOLD void fhi_vec_open(fhi_vec_view *self, fhi_type const *element, size_t index)
{
    char *gap = (char *)self->ptr + index * element->size;
    memmove(gap + element->size, gap, (self->len - index) * element->size);
    self->len++;
}

/** Moves what is behind `index` one place down, over an element that was moved out. */
FHI_FOLD void fhi_vec_close(fhi_vec_view *self, fhi_type const *element, size_t index)
{
    char *gap = (char *)self->ptr + index * element->size;
    self->len--;
    memmove(gap, gap + element->size, (self->len - index) * element->size);
}

FH_API FH_NORETURN FH_COLD void fhi_vec_out_of_bounds(char const *name, char const *operation,
                                                      size_t index, size_t len);

/* ---- whole arrays --------------------------------------------------------------------------- */

FHI_FOLD void fhi_drop_all(fhi_type const *element, void *ptr, size_t len)
{
    if (!fhi_has(element, FHI_DROPS))
        return;
    for (size_t i = 0; i < len; i++)
        element->drop((char *)ptr + i * element->size);
}

/** Drops all elements. WHY the array is taken away meanwhile: a callback that looks at the vector, or even
 * pushes into it, finds it empty and sound. */
FHI_FOLD void fhi_vec_clear(fhi_vec_view *self, fhi_type const *element)
{
    fhi_vec taken = {self->ptr, self->len, self->cap};
    self->len = 0;
    if (!fhi_has(element, FHI_DROPS))
        return;
    self->ptr = NULL;
    self->cap = 0;
    fhi_drop_all(element, taken.ptr, taken.len);
    if (FHI_LIKELY(self->cap == 0)) {
        self->ptr = taken.ptr;
        self->cap = taken.cap;
    } else {
        fhi_deallocate(taken.ptr, taken.cap * element->size, element->align);
    }
}

/** Drops all elements and gives the array back. The vector is empty before the first callback runs. */
FHI_FOLD void fhi_vec_end(fhi_vec_view *self, fhi_type const *element)
{
    fhi_vec taken = {self->ptr, self->len, self->cap};
    if (taken.cap == 0)
        return;
    self->ptr = NULL;
    self->len = 0;
    self->cap = 0;
    fhi_drop_all(element, taken.ptr, taken.len);
    fhi_deallocate(taken.ptr, taken.cap * element->size, element->align);
}

/** Clones into `out`, which is written on FH_OK only. */
FH_API FH_NODISCARD fh_status fhi_vec_clone(fhi_vec_view const *self, fhi_type const *element,
                                            fhi_vec_view *out);

/** Appends clones of `count` elements at `slice`, which may be inside `self`. All or nothing. */
FH_API FH_NODISCARD fh_status fhi_vec_extend(fhi_vec_view *self, fhi_type const *element,
                                             void const *slice, size_t count);

/** Moves all elements of `other` behind those of `self`. */
FH_API FH_NODISCARD fh_status fhi_vec_append(fhi_vec_view *self, fhi_type const *element,
                                             fhi_vec_view *other);

/** Lengthens by clones of `value`, the last of which is `value` itself; it is dropped on failure. */
FH_API FH_NODISCARD fh_status fhi_vec_lengthen(fhi_vec_view *self, fhi_type const *element,
                                               size_t len, void *value);

/** Keeps what `keep` says to keep. While it works the vector is empty; a callback must not fill it. */
FH_API void fhi_vec_retain(fhi_vec_view *self, fhi_type const *element, char const *name,
                           bool (*keep)(void const *element, void *closure), void *closure);

FH_API bool fhi_vec_eq(fhi_vec_view const *self, fhi_vec_view const *other,
                       fhi_type const *element);
FH_API int fhi_vec_cmp(fhi_vec_view const *self, fhi_vec_view const *other,
                       fhi_type const *element);
FH_API void fhi_vec_hash(fhi_vec_view const *self, fhi_type const *element, fh_hasher *hasher);
FH_API bool fhi_vec_contains(fhi_vec_view const *self, fhi_type const *element, void const *value);

/* ---- order ---------------------------------------------------------------------------------- */

/** Less than, equal to or greater than 0, as strcmp. */
typedef int fhi_order(void const *one, void const *other, void *closure);

/* WHY an integer between: a closure is not const, and nobody writes through this one. */
FHI_FOLD void *fhi_type_as_closure(fhi_type const *type)
{
    return (void *)(uintptr_t)type;
}

/** The order of a type's .cmp; the closure is its fhi_type. */
FH_API int fhi_order_of_type(void const *one, void const *other, void *type);

/**
 * Sorts in place, in O(n log n) comparisons at worst; equal elements may change places.
 *
 * An order that contradicts itself gives some order, and does no other harm.
 */
FH_API void fhi_sort(void *base, size_t count, size_t size, fhi_order *order, void *closure);

/**
 * Seeks in a sorted array.
 *
 * @param order  gets an element and `wanted`
 * @param at     set to the place of an equal element, or to where one would have to be inserted
 * @return whether there is an equal one
 */
FH_API bool fhi_binary_search(fhi_vec_view const *self, size_t size, void const *wanted,
                              fhi_order *order, void *closure, size_t *at);

/* ---- the description of a container --------------------------------------------------------- */

/**
 * What a container of one or two types does when it ends, as part of another type.
 *
 * WHY one that was declared early does not ask its element: the element may contain the container.
 */
FHI_FOLD unsigned fhi_traits_of_container(fhi_type const *first, fhi_type const *second, bool early)
{
    unsigned any, all;
    if (early)
        return FHI_DROPS | FHI_NESTS | FHI_WORD | FHI_CLONES;
    any = all = first->traits();
    if (second != NULL) {
        any |= second->traits();
        all &= second->traits();
    }
    return FHI_DROPS | ((any & FHI_NESTS) != 0 ? FHI_NESTS | FHI_WORD : 0U) |
           (all & (FHI_CLONES | FHI_EQUALS | FHI_COMPARES | FHI_HASHES));
}

/* ---- what every container does as an owner ---------------------------------------------------- */

#define FHI_CONTAINER_MOVES(NAME)                                                                  \
    FHI_WRAP void NAME##_drop(NAME *self)                                                          \
    {                                                                                              \
        if (self != NULL)                                                                          \
            fhi_drop_T_##NAME(self);                                                               \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP NAME NAME##_take(NAME *self)                                             \
    {                                                                                              \
        NAME taken_ = *self;                                                                       \
        memset((void *)self, 0, sizeof(*self));                                                    \
        return taken_;                                                                             \
    }                                                                                              \
    FHI_WRAP void NAME##_set(NAME *slot, NAME value)                                               \
    {                                                                                              \
        NAME old_ = *slot;                                                                         \
        *slot = value;                                                                             \
        NAME##_drop(&old_);                                                                        \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP NAME NAME##_replace(NAME *slot, NAME value)                              \
    {                                                                                              \
        NAME old_ = *slot;                                                                         \
        *slot = value;                                                                             \
        return old_;                                                                               \
    }                                                                                              \
    FHI_WRAP void NAME##_swap(NAME *one, NAME *other)                                              \
    {                                                                                              \
        NAME kept_ = *one;                                                                         \
        *one = *other;                                                                             \
        *other = kept_;                                                                            \
    }                                                                                              \
    FHI_WRAP void NAME##_trace(NAME *self, fh_visitor *visitor)                                    \
    {                                                                                              \
        fhi_walk(&fhi_type_T_##NAME, self, visitor);                                               \
    }

/** Hands a value that was moved out to whom it is for: to the caller, or to its end if `out` is NULL. */
FHI_FOLD void fhi_give(fhi_type const *type, void *value, void *out)
{
    if (out != NULL)
        memcpy(out, value, type->size);
    else
        type->drop(value);
}

/** The address of what is asked for: of the argument itself, or what it points at (fhi_Q_…). */
FHI_FOLD void const *fhi_question(void const *argument, bool by_value)
{
    void const *pointer;
    if (by_value)
        return argument;
    memcpy(&pointer, argument, sizeof(pointer));
    return pointer;
}

FHI_EXTERN_C_END

#endif
