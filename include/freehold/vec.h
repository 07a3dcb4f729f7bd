/* SPDX-License-Identifier: MIT */
/*
 * vec.h: an array that grows and owns its elements (Rust: std::vec::Vec).
 *
 * Layer 4. Tests: tests/unit/test_vec.c.
 *
 *   FH_VEC(long_vec, long);                              one declaration …
 *   FH_VEC_DECLARE(node_vec, node_rc);                   … or the type first, for a struct that holds it
 *   FH_VEC_DEFINE(node_vec, node_rc);                    (DECLARE takes a C type, DEFINE a token)
 *
 *   long_vec v = {0};                                    empty; allocates nothing
 *   long_vec_push(&v, 42);
 *   fh_foreach (long, it, &v)                            it: long const *
 *       printf("%ld\n", *it);
 *
 * A vector is a struct of three words, `.ptr`, `.len`, `.cap`, to be read freely and written by nobody
 * else. Elements are moved by copying their bytes, as every Freehold owner may be; qsort may do so too.
 *
 * A pointer to an element holds until the next call that takes the vector as `NAME *`. Before the drop of
 * an element runs, the vector is in its final state, and the element no longer part of it.
 *
 * "Moved in": a value argument belongs to the vector, or is dropped when the call fails. A `_move` form
 * takes a pointer instead, empties what it points at on FH_OK and leaves it alone on failure. Statuses:
 * FH_ERR_NOMEM, FH_ERR_CAPACITY_OVERFLOW when no block could be that large; nothing has changed then. The
 * form without `try_` ends in the out-of-memory handler. An argument may be an element of the same vector.
 * `Q` is how an element is asked for: by value for scalars and fh_str, else `T const *`.
 *
 *  NAME_new(void)                          empty, as {0}            no allocation  Vec::new
 *  NAME_try_with_capacity(n, NAME *out)    yours                    1 allocation   Vec::try_with_capacity
 *  NAME_len, capacity, is_empty                                     O(1)           the same
 *  NAME_try_reserve(NAME *, n)             room for n more, or      amortised O(1) Vec::try_reserve
 *                                          twice the capacity
 *  NAME_try_reserve_exact(NAME *, n)       room for n more          O(len)         Vec::try_reserve_exact
 *  NAME_try_shrink_to_fit(NAME *)          gives room back          O(len)         Vec::shrink_to_fit
 *
 *  NAME_try_push(NAME *, T value)          moves value in           amortised O(1) Vec::push
 *  NAME_try_push_move(NAME *, T *value)    empties value on FH_OK   amortised O(1) -
 *  NAME_try_insert(NAME *, i, T value)     moves value in;          O(len)         Vec::insert
 *                                          FH_ERR_BOUNDS: i > len
 *  NAME_try_insert_move(NAME *, i, T *)    empties value on FH_OK   O(len)         -
 *  NAME_pop(NAME *, T *out)                false when empty; moves  O(1)           Vec::pop
 *                                          out, or drops: out NULL
 *  NAME_remove(NAME *, i)                  yours; panics: i >= len  O(len)         Vec::remove
 *  NAME_swap_remove(NAME *, i)             the same; the last one   O(1)           Vec::swap_remove
 *                                          takes its place
 *  NAME_try_remove(NAME *, i, T *out)      false when i >= len;     O(len)         Vec::try_remove
 *                                          out NULL drops
 *  NAME_get(NAME const *, i)               borrows; NULL: i >= len  O(1)           slice::get
 *  NAME_get_mut(NAME *, i)                 the same, to write       O(1)           slice::get_mut
 *  NAME_at, at_mut                         panics: i >= len         O(1)           v[i]
 *  NAME_first, first_mut, last, last_mut   borrows; NULL: empty     O(1)           the same
 *
 *  NAME_clear(NAME *)                      drops all, keeps room    O(len)         Vec::clear
 *  NAME_truncate(NAME *, n)                drops all beyond n, the  O(len - n)     Vec::truncate
 *                                          last one first
 *  NAME_try_resize(NAME *, n, T value)     truncates, or appends    O(n)           Vec::resize
 *                                          clones of value, which
 *                                          is moved in
 *  NAME_try_extend_from_slice(NAME *,      appends clones of n      O(n)           Vec::extend_from_slice
 *                        T const *, n)     elements, all or none
 *  NAME_try_append(NAME *, NAME *other)    moves all; other empty   O(n)           Vec::append
 *  NAME_retain(NAME *, keep, context)      drops what keep rejects  O(len)         Vec::retain
 *  NAME_sort_unstable(NAME *)              by .cmp of the element   O(n log n)     slice::sort_unstable
 *  NAME_sort_unstable_by(NAME *, order,    by a function; at worst  O(n log n)     …::sort_unstable_by
 *                        context)          too; allocates nothing
 *  NAME_binary_search(NAME const *, Q,     true: found there;       O(log n)       slice::binary_search
 *                     size_t *at)          false: belongs there
 *  NAME_binary_search_by(NAME const *,     order(element, context)  O(log n)       …::binary_search_by
 *          order, context, size_t *at)     is the element's side
 *  NAME_contains(NAME const *, Q)          by .eq of the element    O(len)         slice::contains
 *  NAME_eq, cmp (NAME const *, the same)   element by element       O(len)         PartialEq, Ord
 *
 *  NAME_drop(NAME *)                       drops all, first to last O(len)         Drop
 *  NAME_try_clone(NAME const *, NAME *out) clones all; yours        O(len)         Clone
 *  NAME_take set replace swap trace: as in rc.h
 */
#ifndef FREEHOLD_VEC_H
#define FREEHOLD_VEC_H

#include <freehold/detail/raw_vec.h>
#include <freehold/scalar.h>

/** Makes NAME, a vector of the type that TOKEN describes. At file scope. */
#define FH_VEC(NAME, TOKEN) FHI_VEC_(NAME, TOKEN)
/** Makes the vector type alone, enough to be a field of a struct; T may be incomplete. */
#define FH_VEC_DECLARE(NAME, T) FHI_VEC_TYPE(NAME, T, 1)
/** Makes the functions of a declared NAME. */
#define FH_VEC_DEFINE(NAME, TOKEN) FHI_VEC_DEFINE_(NAME, TOKEN)

/**
 * Goes through a vector: `fh_foreach (long, it, &v) …` declares `long const *it`.
 *
 * @param TOKEN  the token of the elements
 * @param it     a new variable; `break` and `continue` work
 * @param vec    a pointer to the vector, evaluated once; the vector must not change meanwhile
 */
#define fh_foreach(TOKEN, it, vec) FHI_FOREACH(TOKEN, const, it, vec)
/** The same, and `it` may write: `fh_foreach_mut (long, it, &v) *it += 1;`. */
#define fh_foreach_mut(TOKEN, it, vec) FHI_FOREACH(TOKEN, , it, vec)

/* WHY two loops: the outer one holds the vector, and turns once. */
#define FHI_FOREACH(TOKEN, CONST, it, vec)                                                         \
    for (__typeof__(*(vec)) CONST *fhi_of_##it = (vec); fhi_of_##it != NULL; fhi_of_##it = NULL)   \
        for (fhi_T_##TOKEN CONST *it = fhi_of_##it->ptr,                                           \
                                 *fhi_end_##it = it == NULL ? it : it + fhi_of_##it->len;          \
             it != fhi_end_##it; ++it)

#define FHI_VEC_(NAME, TOKEN)                                                                      \
    FHI_VEC_TYPE(NAME, fhi_T_##TOKEN, 0);                                                          \
    FHI_VEC_DEFINE_(NAME, TOKEN)

#define FHI_VEC_TYPE(NAME, T, EARLY)                                                               \
    typedef struct NAME {                                                                          \
        T *ptr;                                                                                    \
        size_t len;                                                                                \
        size_t cap;                                                                                \
    } NAME;                                                                                        \
    typedef NAME fhi_T_##NAME;                                                                     \
    typedef NAME const *fhi_Q_##NAME;                                                              \
    enum { fhi_hole_T_##NAME = -1, fhi_early_T_##NAME = EARLY, fhi_by_value_T_##NAME = 0 };        \
    FHI_FORWARD_CONST(fhi_type, fhi_type_T_##NAME)                                                 \
    FHI_STATIC_ASSERT(sizeof(NAME) == sizeof(fhi_vec), #NAME " is three words wide")

#define FHI_VEC_DEFINE_(NAME, TOKEN)                                                               \
    FHI_STATIC_ASSERT(sizeof(fhi_T_##TOKEN) != 0, #NAME ": elements of no size cannot be stored"); \
    FHI_VEC_TOKEN(NAME, TOKEN)                                                                     \
    FHI_CONTAINER_MOVES(NAME)                                                                      \
    FHI_VEC_CLONE(NAME, TOKEN)                                                                     \
    FHI_VEC_ROOM(NAME, TOKEN)                                                                      \
    FHI_VEC_ADD(NAME, TOKEN)                                                                       \
    FHI_VEC_REMOVE(NAME, TOKEN)                                                                    \
    FHI_VEC_BORROW(NAME, TOKEN)                                                                    \
    FHI_VEC_WHOLE(NAME, TOKEN)                                                                     \
    FHI_VEC_COMPARE(NAME, TOKEN)                                                                   \
    FHI_VEC_ORDER(NAME, TOKEN)                                                                     \
    FHI_STATIC_ASSERT(1, "")

/* ---- the token ------------------------------------------------------------------------------ */

#define FHI_VEC_TOKEN(NAME, TOKEN)                                                                 \
    FH_INLINE unsigned fhi_traits_T_##NAME(void)                                                   \
    {                                                                                              \
        return fhi_traits_of_container(&fhi_type_T_##TOKEN, NULL, (int)fhi_early_T_##NAME != 0);   \
    }                                                                                              \
    FH_INLINE void fhi_drop_T_##NAME(void *self)                                                   \
    {                                                                                              \
        fhi_vec_end(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN);                                      \
    }                                                                                              \
    FH_INLINE fh_status fhi_clone_T_##NAME(void const *self, void *out)                            \
    {                                                                                              \
        return fhi_vec_clone(FHI_VEC_VIEW_CONST(self), &fhi_type_T_##TOKEN, FHI_VEC_VIEW(out));    \
    }                                                                                              \
    FH_INLINE bool fhi_eq_T_##NAME(void const *self, void const *other)                            \
    {                                                                                              \
        return fhi_vec_eq(FHI_VEC_VIEW_CONST(self), FHI_VEC_VIEW_CONST(other),                     \
                          &fhi_type_T_##TOKEN);                                                    \
    }                                                                                              \
    FH_INLINE int fhi_cmp_T_##NAME(void const *self, void const *other)                            \
    {                                                                                              \
        return fhi_vec_cmp(FHI_VEC_VIEW_CONST(self), FHI_VEC_VIEW_CONST(other),                    \
                           &fhi_type_T_##TOKEN);                                                   \
    }                                                                                              \
    FH_INLINE void fhi_hash_T_##NAME(void const *self, fh_hasher *hasher)                          \
    {                                                                                              \
        fhi_vec_hash(FHI_VEC_VIEW_CONST(self), &fhi_type_T_##TOKEN, hasher);                       \
    }                                                                                              \
    FHI_CONST(fhi_type, fhi_type_T_##NAME, #NAME, sizeof(NAME), FHI_ALIGNOF(NAME),                 \
              FHI_SHAPE_SEQUENCE, -1, NULL, fhi_traits_T_##NAME, fhi_drop_T_##NAME,                \
              fhi_clone_T_##NAME, fhi_eq_T_##NAME, fhi_cmp_T_##NAME, fhi_hash_T_##NAME,            \
              fhi_no_debug, NULL, NULL, 0, NULL, &fhi_type_T_##TOKEN, NULL, NULL);

#define FHI_VEC_CLONE(NAME, TOKEN)                                                                 \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_clone(NAME const *self, NAME *out)                  \
    {                                                                                              \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##TOKEN, FHI_CLONES), fhi_needs_clone);                    \
        return fhi_clone_T_##NAME(self, out);                                                      \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP NAME NAME##_clone(NAME const *self)                                      \
    {                                                                                              \
        NAME vec_ = {NULL, 0, 0};                                                                  \
        fhi_expect(NAME##_try_clone(self, &vec_));                                                 \
        return vec_;                                                                               \
    }

/* ---- room ----------------------------------------------------------------------------------- */

#define FHI_VEC_ROOM(NAME, TOKEN)                                                                  \
    FH_NODISCARD FHI_WRAP NAME NAME##_new(void)                                                    \
    {                                                                                              \
        NAME vec_ = {NULL, 0, 0};                                                                  \
        return vec_;                                                                               \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP size_t NAME##_len(NAME const *self)                                      \
    {                                                                                              \
        return self->len;                                                                          \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP size_t NAME##_capacity(NAME const *self)                                 \
    {                                                                                              \
        return self->cap;                                                                          \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP bool NAME##_is_empty(NAME const *self)                                   \
    {                                                                                              \
        return self->len == 0;                                                                     \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_reserve(NAME *self, size_t additional)              \
    {                                                                                              \
        return fhi_vec_reserve(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, additional);               \
    }                                                                                              \
    FHI_WRAP void NAME##_reserve(NAME *self, size_t additional)                                    \
    {                                                                                              \
        fhi_expect(NAME##_try_reserve(self, additional));                                          \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_reserve_exact(NAME *self, size_t additional)        \
    {                                                                                              \
        return fhi_vec_reserve_exact(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, additional);         \
    }                                                                                              \
    FHI_WRAP void NAME##_reserve_exact(NAME *self, size_t additional)                              \
    {                                                                                              \
        fhi_expect(NAME##_try_reserve_exact(self, additional));                                    \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_with_capacity(size_t capacity, NAME *out)           \
    {                                                                                              \
        NAME vec_ = {NULL, 0, 0};                                                                  \
        FH_TRY(NAME##_try_reserve_exact(&vec_, capacity));                                         \
        *out = vec_;                                                                               \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP NAME NAME##_with_capacity(size_t capacity)                               \
    {                                                                                              \
        NAME vec_ = {NULL, 0, 0};                                                                  \
        NAME##_reserve_exact(&vec_, capacity);                                                     \
        return vec_;                                                                               \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_shrink_to_fit(NAME *self)                           \
    {                                                                                              \
        return fhi_vec_shrink(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, self->len);                 \
    }                                                                                              \
    /* Only a wish: without the memory for a smaller block the larger one stays. */                \
    FHI_WRAP void NAME##_shrink_to_fit(NAME *self)                                                 \
    {                                                                                              \
        (void)(NAME##_try_shrink_to_fit(self) == FH_OK);                                           \
    }

/* ---- elements in ---------------------------------------------------------------------------- */

/* CODEGEN: the copy `lost_` is what escapes into the cold call; `value` itself stays in registers. */
#define FHI_VEC_ADD(NAME, TOKEN)                                                                   \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_push(NAME *self, fhi_T_##TOKEN value)               \
    {                                                                                              \
        if (FHI_UNLIKELY(self->len == self->cap)) {                                                \
            fhi_T_##TOKEN lost_ = value;                                                           \
            FH_TRY(fhi_vec_room_or_drop(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, &lost_));         \
        }                                                                                          \
        self->ptr[self->len++] = value;                                                            \
        fhi_moved_in(&fhi_type_T_##TOKEN, &self->ptr[self->len - 1]);                              \
        return FH_OK;                                                                              \
    }                                                                                              \
    FHI_WRAP void NAME##_push(NAME *self, fhi_T_##TOKEN value)                                     \
    {                                                                                              \
        fhi_expect(NAME##_try_push(self, value));                                                  \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_push_move(NAME *self, fhi_T_##TOKEN *value)         \
    {                                                                                              \
        void *from_ = value;                                                                       \
        if (FHI_UNLIKELY(self->len == self->cap))                                                  \
            FH_TRY(fhi_vec_make_room(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, 1, &from_));         \
        self->ptr[self->len++] = *(fhi_T_##TOKEN *)from_;                                          \
        fhi_moved_in(&fhi_type_T_##TOKEN, &self->ptr[self->len - 1]);                              \
        memset(from_, 0, sizeof(fhi_T_##TOKEN));                                                   \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_insert(NAME *self, size_t index,                    \
                                                      fhi_T_##TOKEN value)                         \
    {                                                                                              \
        fh_status status_ =                                                                        \
            fhi_vec_prepare_insert(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, index, NULL);          \
        if (FHI_UNLIKELY(status_ != FH_OK)) {                                                      \
            fhi_type_T_##TOKEN.drop(&value);                                                       \
            return status_;                                                                        \
        }                                                                                          \
        fhi_vec_open(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, index);                              \
        self->ptr[index] = value;                                                                  \
        fhi_moved_in(&fhi_type_T_##TOKEN, &self->ptr[index]);                                      \
        return FH_OK;                                                                              \
    }                                                                                              \
    FHI_WRAP void NAME##_insert(NAME *self, size_t index, fhi_T_##TOKEN value)                     \
    {                                                                                              \
        if (FHI_UNLIKELY(index > self->len))                                                       \
            fhi_vec_out_of_bounds(#NAME, "insert", index, self->len);                              \
        fhi_expect(NAME##_try_insert(self, index, value));                                         \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_insert_move(NAME *self, size_t index,               \
                                                           fhi_T_##TOKEN *value)                   \
    {                                                                                              \
        void *from_ = value;                                                                       \
        fhi_T_##TOKEN moved_;                                                                      \
        FH_TRY(fhi_vec_prepare_insert(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, index, &from_));    \
        moved_ = *(fhi_T_##TOKEN *)from_;                                                          \
        memset(from_, 0, sizeof(moved_));                                                          \
        fhi_vec_open(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, index);                              \
        self->ptr[index] = moved_;                                                                 \
        fhi_moved_in(&fhi_type_T_##TOKEN, &self->ptr[index]);                                      \
        return FH_OK;                                                                              \
    }

/* ---- elements out --------------------------------------------------------------------------- */

#define FHI_VEC_REMOVE(NAME, TOKEN)                                                                \
    FHI_WRAP bool NAME##_pop(NAME *self, fhi_T_##TOKEN *out)                                       \
    {                                                                                              \
        fhi_T_##TOKEN last_;                                                                       \
        if (self->len == 0)                                                                        \
            return false;                                                                          \
        last_ = self->ptr[--self->len];                                                            \
        fhi_give(&fhi_type_T_##TOKEN, &last_, out);                                                \
        return true;                                                                               \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN NAME##_remove(NAME *self, size_t index)                    \
    {                                                                                              \
        fhi_T_##TOKEN removed_;                                                                    \
        if (FHI_UNLIKELY(index >= self->len))                                                      \
            fhi_vec_out_of_bounds(#NAME, "remove", index, self->len);                              \
        removed_ = self->ptr[index];                                                               \
        fhi_vec_close(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, index);                             \
        return removed_;                                                                           \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN NAME##_swap_remove(NAME *self, size_t index)               \
    {                                                                                              \
        fhi_T_##TOKEN removed_;                                                                    \
        if (FHI_UNLIKELY(index >= self->len))                                                      \
            fhi_vec_out_of_bounds(#NAME, "swap_remove", index, self->len);                         \
        removed_ = self->ptr[index];                                                               \
        self->ptr[index] = self->ptr[--self->len];                                                 \
        return removed_;                                                                           \
    }                                                                                              \
    FHI_WRAP bool NAME##_try_remove(NAME *self, size_t index, fhi_T_##TOKEN *out)                  \
    {                                                                                              \
        fhi_T_##TOKEN removed_;                                                                    \
        if (index >= self->len)                                                                    \
            return false;                                                                          \
        removed_ = NAME##_remove(self, index);                                                     \
        fhi_give(&fhi_type_T_##TOKEN, &removed_, out);                                             \
        return true;                                                                               \
    }

/* ---- elements borrowed ---------------------------------------------------------------------- */

#define FHI_VEC_BORROW(NAME, TOKEN)                                                                \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN const *NAME##_get(NAME const *self, size_t index)          \
    {                                                                                              \
        return index < self->len ? &self->ptr[index] : NULL;                                       \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN *NAME##_get_mut(NAME *self, size_t index)                  \
    {                                                                                              \
        return index < self->len ? &self->ptr[index] : NULL;                                       \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN const *NAME##_at(NAME const *self, size_t index)           \
    {                                                                                              \
        if (FHI_UNLIKELY(index >= self->len))                                                      \
            fhi_vec_out_of_bounds(#NAME, "at", index, self->len);                                  \
        return &self->ptr[index];                                                                  \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN *NAME##_at_mut(NAME *self, size_t index)                   \
    {                                                                                              \
        if (FHI_UNLIKELY(index >= self->len))                                                      \
            fhi_vec_out_of_bounds(#NAME, "at_mut", index, self->len);                              \
        return &self->ptr[index];                                                                  \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN const *NAME##_first(NAME const *self)                      \
    {                                                                                              \
        return NAME##_get(self, 0);                                                                \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN *NAME##_first_mut(NAME *self)                              \
    {                                                                                              \
        return NAME##_get_mut(self, 0);                                                            \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN const *NAME##_last(NAME const *self)                       \
    {                                                                                              \
        return NAME##_get(self, self->len - 1);                                                    \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fhi_T_##TOKEN *NAME##_last_mut(NAME *self)                               \
    {                                                                                              \
        return NAME##_get_mut(self, self->len - 1);                                                \
    }

/* ---- all elements --------------------------------------------------------------------------- */

#define FHI_VEC_WHOLE(NAME, TOKEN)                                                                 \
    FHI_WRAP void NAME##_clear(NAME *self)                                                         \
    {                                                                                              \
        fhi_vec_clear(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN);                                    \
    }                                                                                              \
    FHI_WRAP void NAME##_truncate(NAME *self, size_t len)                                          \
    {                                                                                              \
        if (!fhi_has(&fhi_type_T_##TOKEN, FHI_DROPS) && len < self->len)                           \
            self->len = len;                                                                       \
        while (len < self->len)                                                                    \
            NAME##_pop(self, NULL);                                                                \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_resize(NAME *self, size_t len, fhi_T_##TOKEN value) \
    {                                                                                              \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##TOKEN, FHI_CLONES), fhi_needs_clone);                    \
        if (len > self->len)                                                                       \
            return fhi_vec_lengthen(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, len, &value);         \
        NAME##_truncate(self, len);                                                                \
        fhi_type_T_##TOKEN.drop(&value);                                                           \
        return FH_OK;                                                                              \
    }                                                                                              \
    FHI_WRAP void NAME##_resize(NAME *self, size_t len, fhi_T_##TOKEN value)                       \
    {                                                                                              \
        fhi_expect(NAME##_try_resize(self, len, value));                                           \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_extend_from_slice(                                  \
        NAME *self, fhi_T_##TOKEN const *slice, size_t count)                                      \
    {                                                                                              \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##TOKEN, FHI_CLONES), fhi_needs_clone);                    \
        return fhi_vec_extend(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, slice, count);              \
    }                                                                                              \
    FHI_WRAP void NAME##_extend_from_slice(NAME *self, fhi_T_##TOKEN const *slice, size_t count)   \
    {                                                                                              \
        fhi_expect(NAME##_try_extend_from_slice(self, slice, count));                              \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status NAME##_try_append(NAME *self, NAME *other)                     \
    {                                                                                              \
        return fhi_vec_append(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, FHI_VEC_VIEW(other));       \
    }                                                                                              \
    FHI_WRAP void NAME##_append(NAME *self, NAME *other)                                           \
    {                                                                                              \
        fhi_expect(NAME##_try_append(self, other));                                                \
    }                                                                                              \
    struct fhi_keep_call_T_##NAME {                                                                \
        bool (*keep)(fhi_T_##TOKEN const *element, void *context);                                 \
        void *context;                                                                             \
    };                                                                                             \
    FH_INLINE bool fhi_keep_T_##NAME(void const *element, void *closure)                           \
    {                                                                                              \
        struct fhi_keep_call_T_##NAME *call_ = (struct fhi_keep_call_T_##NAME *)closure;           \
        return call_->keep((fhi_T_##TOKEN const *)element, call_->context);                        \
    }                                                                                              \
    FHI_WRAP void NAME##_retain(                                                                   \
        NAME *self, bool (*keep)(fhi_T_##TOKEN const *element, void *context), void *context)      \
    {                                                                                              \
        struct fhi_keep_call_T_##NAME call_ = {keep, context};                                     \
        fhi_vec_retain(FHI_VEC_VIEW(self), &fhi_type_T_##TOKEN, #NAME, fhi_keep_T_##NAME, &call_); \
    }

/* ---- comparing ------------------------------------------------------------------------------ */

#define FHI_VEC_COMPARE(NAME, TOKEN)                                                               \
    FH_NODISCARD FHI_WRAP bool NAME##_eq(NAME const *self, NAME const *other)                      \
    {                                                                                              \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##TOKEN, FHI_EQUALS), fhi_needs_eq);                       \
        return fhi_eq_T_##NAME(self, other);                                                       \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP int NAME##_cmp(NAME const *self, NAME const *other)                      \
    {                                                                                              \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##TOKEN, FHI_COMPARES), fhi_needs_cmp);                    \
        return fhi_cmp_T_##NAME(self, other);                                                      \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP bool NAME##_contains(NAME const *self, fhi_Q_##TOKEN value)              \
    {                                                                                              \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##TOKEN, FHI_EQUALS), fhi_needs_eq);                       \
        return fhi_vec_contains(FHI_VEC_VIEW_CONST(self), &fhi_type_T_##TOKEN,                     \
                                fhi_question(&value, (int)fhi_by_value_T_##TOKEN != 0));           \
    }

/* ---- order ---------------------------------------------------------------------------------- */

#define FHI_VEC_ORDER(NAME, TOKEN)                                                                 \
    struct fhi_order_call_T_##NAME {                                                               \
        int (*order)(fhi_T_##TOKEN const *one, fhi_T_##TOKEN const *other, void *context);         \
        void *context;                                                                             \
    };                                                                                             \
    FH_INLINE int fhi_order_T_##NAME(void const *one, void const *other, void *closure)            \
    {                                                                                              \
        struct fhi_order_call_T_##NAME *call_ = (struct fhi_order_call_T_##NAME *)closure;         \
        return call_->order((fhi_T_##TOKEN const *)one, (fhi_T_##TOKEN const *)other,              \
                            call_->context);                                                       \
    }                                                                                              \
    FHI_WRAP void NAME##_sort_unstable_by(                                                         \
        NAME *self,                                                                                \
        int (*order)(fhi_T_##TOKEN const *one, fhi_T_##TOKEN const *other, void *context),         \
        void *context)                                                                             \
    {                                                                                              \
        struct fhi_order_call_T_##NAME call_ = {order, context};                                   \
        fhi_sort(self->ptr, self->len, sizeof(fhi_T_##TOKEN), fhi_order_T_##NAME, &call_);         \
    }                                                                                              \
    FHI_WRAP void NAME##_sort_unstable(NAME *self)                                                 \
    {                                                                                              \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##TOKEN, FHI_COMPARES), fhi_needs_cmp);                    \
        fhi_sort(self->ptr, self->len, sizeof(fhi_T_##TOKEN), fhi_order_of_type,                   \
                 fhi_type_as_closure(&fhi_type_T_##TOKEN));                                        \
    }                                                                                              \
    FHI_WRAP bool NAME##_binary_search(NAME const *self, fhi_Q_##TOKEN value, size_t *at)          \
    {                                                                                              \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##TOKEN, FHI_COMPARES), fhi_needs_cmp);                    \
        return fhi_binary_search(FHI_VEC_VIEW_CONST(self), sizeof(fhi_T_##TOKEN),                  \
                                 fhi_question(&value, (int)fhi_by_value_T_##TOKEN != 0),           \
                                 fhi_order_of_type, fhi_type_as_closure(&fhi_type_T_##TOKEN), at); \
    }                                                                                              \
    struct fhi_seek_call_T_##NAME {                                                                \
        int (*order)(fhi_T_##TOKEN const *element, void *context);                                 \
        void *context;                                                                             \
    };                                                                                             \
    FH_INLINE int fhi_seek_T_##NAME(void const *element, void const *wanted, void *closure)        \
    {                                                                                              \
        struct fhi_seek_call_T_##NAME *call_ = (struct fhi_seek_call_T_##NAME *)closure;           \
        (void)wanted;                                                                              \
        return call_->order((fhi_T_##TOKEN const *)element, call_->context);                       \
    }                                                                                              \
    FHI_WRAP bool NAME##_binary_search_by(                                                         \
        NAME const *self, int (*order)(fhi_T_##TOKEN const *element, void *context),               \
        void *context, size_t *at)                                                                 \
    {                                                                                              \
        struct fhi_seek_call_T_##NAME call_ = {order, context};                                    \
        return fhi_binary_search(FHI_VEC_VIEW_CONST(self), sizeof(fhi_T_##TOKEN), NULL,            \
                                 fhi_seek_T_##NAME, &call_, at);                                   \
    }

#endif
