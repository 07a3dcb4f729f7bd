/* SPDX-License-Identifier: MIT */
/*
 * string.h: a text that grows and owns its bytes (Rust: String).
 *
 * Layer 4. Tests: tests/unit/test_string.c. Include it as <freehold/string.h> only.
 *
 *   fh_auto(fh_string) s = {0};                          empty; allocates nothing
 *   FH_TRY(fh_string_try_push_str(&s, FH_STR("libc6")));
 *   FH_TRY(fh_string_try_appendf(&s, " (%zu)", count));
 *   puts(fh_string_c_str(&s));
 *
 * A string is three words, `.ptr`, `.len`, `.cap`, to be read freely. Its bytes are UTF-8 and end in a NUL
 * that `.len` and `.cap` do not count. They do not move when the string moves, so a fh_str of it holds
 * until the next call that takes the string as `fh_string *`.
 *
 * On failure nothing has changed. The form without `try_` ends in the out-of-memory handler. A text
 * argument may be part of the same string.
 *
 *  fh_string_new(void)                     empty, as {0}            no allocation  String::new
 *  fh_string_try_with_capacity(n, out)     yours                    1 allocation   String::with_capacity
 *  fh_string_try_from(fh_str, out)         yours; a copy            O(n)           String::from
 *  fh_string_try_from_utf8(bytes, n, out)  yours; or FH_ERR_UTF8    O(n)           String::from_utf8
 *                                          (fh_str_valid_up_to
 *                                          tells where)
 *  fh_string_as_str(self)                  borrows                  O(1)           as_str
 *  fh_string_c_str(self)                   borrows; "" when empty   O(1)           CString
 *  fh_string_try_c_str(self, out)          the same; refuses a NUL  O(n)           CString::new
 *                                          inside (FH_ERR_INVALID)
 *  fh_string_len, capacity, is_empty                                O(1)           the same
 *  fh_string_try_reserve(self, n)          room for n more bytes    amortised O(1) try_reserve
 *  fh_string_try_shrink_to_fit(self)       gives room back          O(n)           shrink_to_fit
 *  fh_string_try_push(self, character)     a code point; or         amortised O(1) push
 *                                          FH_ERR_UTF8
 *  fh_string_try_push_str(self, fh_str)    copies                   amortised O(n) push_str
 *  fh_string_try_insert_str(self, at, s)   FH_ERR_BOUNDS: not at a  O(n)           insert_str
 *                                          boundary
 *  fh_string_try_appendf(self, format, …)  as printf; or            O(n)           write!
 *                                          FH_ERR_UTF8
 *  fh_string_pop(self, out)                the last character       O(1)           pop
 *  fh_string_clear(self)                   keeps room               O(1)           clear
 *  fh_string_truncate(self, n)             panics: n not at a       O(1)           truncate
 *                                          boundary
 *  fh_string_drop(self)                                             O(1)           Drop
 *  fh_string_try_clone(self, out)          yours                    O(n)           Clone
 *  fh_string_eq, cmp, hash                 as those of fh_str       O(n)           the same
 *  fh_string_take set replace swap: as in rc.h
 */
#ifndef FREEHOLD_STRING_H
#define FREEHOLD_STRING_H

#include <freehold/str.h>

#include <stdarg.h>

FHI_EXTERN_C_BEGIN

/**
 * An owned text.
 *
 * INVARIANT: ptr == NULL and all is 0, or the block at ptr has cap + 1 bytes, and ptr[len] is NUL.
 */
struct fh_string {
    char *ptr;
    size_t len; /**< bytes, without the NUL */
    size_t cap; /**< bytes that fit without another block, without the NUL */
};

/* ---- beginning and end ---------------------------------------------------------------------- */

FH_NODISCARD FH_INLINE fh_string fh_string_new(void)
{
    fh_string s = {NULL, 0, 0};
    return s;
}

/** Copies a text. `*out` is written on FH_OK only; FH_ERR_NOMEM otherwise. */
FH_API FH_NODISCARD fh_status fh_string_try_from(fh_str text, fh_string *out);

/** The same, or the out-of-memory handler. */
FH_API FH_NODISCARD fh_string fh_string_from(fh_str text);

/** Copies foreign bytes: FH_ERR_UTF8 if they are not UTF-8, FH_ERR_INVALID for NULL with a length. */
FH_API FH_NODISCARD fh_status fh_string_try_from_utf8(char const *bytes, size_t length,
                                                      fh_string *out);

/** An empty string with room for `capacity` bytes; 0 asks for no block. */
FH_API FH_NODISCARD fh_status fh_string_try_with_capacity(size_t capacity, fh_string *out);

/** The same, or the out-of-memory handler. */
FH_API FH_NODISCARD fh_string fh_string_with_capacity(size_t capacity);

/** Gives the bytes back and leaves the string empty. `self` NULL: nothing. */
FH_INLINE void fh_string_drop(fh_string *self)
{
    char *ptr = self != NULL ? self->ptr : NULL;
    if (ptr == NULL)
        return;
    self->ptr = NULL;
    self->len = 0;
    fhi_deallocate(ptr, self->cap + 1, 1);
    self->cap = 0;
}

FH_NODISCARD FH_INLINE fh_string fh_string_take(fh_string *self)
{
    fh_string taken = *self;
    self->ptr = NULL;
    self->len = 0;
    self->cap = 0;
    return taken;
}

FH_INLINE void fh_string_set(fh_string *slot, fh_string value)
{
    fh_string old = *slot;
    *slot = value;
    fh_string_drop(&old);
}

FH_NODISCARD FH_INLINE fh_string fh_string_replace(fh_string *slot, fh_string value)
{
    fh_string old = *slot;
    *slot = value;
    return old;
}

FH_INLINE void fh_string_swap(fh_string *one, fh_string *other)
{
    fh_string kept = *one;
    *one = *other;
    *other = kept;
}

/* ---- looking at it -------------------------------------------------------------------------- */

FH_NODISCARD FH_INLINE fh_str fh_string_as_str(fh_string const *self)
{
    fh_str s = {self->ptr, self->len};
    return s;
}

/** The name by which FH_STRMAP asks: KEY_as_QUERY. */
FH_NODISCARD FH_INLINE fh_str fh_string_as_fh_str(fh_string const *self)
{
    return fh_string_as_str(self);
}

/** The bytes as C has them; for C they end at the first NUL, should there be one inside. */
FH_NODISCARD FH_INLINE char const *fh_string_c_str(fh_string const *self)
{
    return self->ptr != NULL ? self->ptr : "";
}

/** The same, and FH_ERR_INVALID when C would see only a part of it. */
FH_API FH_NODISCARD fh_status fh_string_try_c_str(fh_string const *self, char const **out);

FH_NODISCARD FH_INLINE size_t fh_string_len(fh_string const *self)
{
    return self->len;
}

FH_NODISCARD FH_INLINE size_t fh_string_capacity(fh_string const *self)
{
    return self->cap;
}

FH_NODISCARD FH_INLINE bool fh_string_is_empty(fh_string const *self)
{
    return self->len == 0;
}

FH_NODISCARD FH_INLINE bool fh_string_eq(fh_string const *self, fh_string const *other)
{
    return fh_str_eq(fh_string_as_str(self), fh_string_as_str(other));
}

FH_NODISCARD FH_INLINE int fh_string_cmp(fh_string const *self, fh_string const *other)
{
    return fh_str_cmp(fh_string_as_str(self), fh_string_as_str(other));
}

FH_INLINE void fh_string_hash(fh_string const *self, fh_hasher *hasher)
{
    fh_hasher_write_str(hasher, self->ptr, self->len);
}

/* ---- growing -------------------------------------------------------------------------------- */

/**
 * Makes room for more bytes, and for as many again as there are when the text has to move.
 *
 * @return FH_OK, FH_ERR_NOMEM or FH_ERR_CAPACITY_OVERFLOW
 */
FH_API FH_NODISCARD fh_status fh_string_try_reserve(fh_string *self, size_t additional);

/** The same, or the out-of-memory handler. */
FH_API void fh_string_reserve(fh_string *self, size_t additional);

/** Gives back the room that the text does not need; FH_ERR_NOMEM leaves it as it is. */
FH_API FH_NODISCARD fh_status fh_string_try_shrink_to_fit(fh_string *self);

/** Only a wish: without the memory for a smaller block the larger one stays. */
FH_API void fh_string_shrink_to_fit(fh_string *self);

/** Appends a copy of a text, which may be part of the string itself. */
FH_API FH_NODISCARD fh_status fh_string_try_push_str(fh_string *self, fh_str text);

/** The same, or the out-of-memory handler. */
FH_API void fh_string_push_str(fh_string *self, fh_str text);

/** Appends a code point; FH_ERR_UTF8 for a surrogate or a number above 10FFFF. */
FH_API FH_NODISCARD fh_status fh_string_try_push(fh_string *self, uint32_t character);

/** The same; panics for what is no character. */
FH_API void fh_string_push(fh_string *self, uint32_t character);

/** Inserts a copy of a text; FH_ERR_BOUNDS if `at` is not a boundary. */
FH_API FH_NODISCARD fh_status fh_string_try_insert_str(fh_string *self, size_t at, fh_str text);

/** The same; panics where `at` is not a boundary. */
FH_API void fh_string_insert_str(fh_string *self, size_t at, fh_str text);

/**
 * Appends what printf would print. Arguments may be the bytes of the string itself.
 *
 * @return FH_OK, FH_ERR_NOMEM, FH_ERR_UTF8 when the result would not be UTF-8, or FH_ERR_INVALID for a
 *         format that printf refuses, or that contains %n, which writes to memory, or a width or
 *         precision of more than six digits
 */
FH_API FH_NODISCARD __attribute__((format(printf, 2, 3))) fh_status
fh_string_try_appendf(fh_string *self, char const *format, ...);

/** The same for arguments that were passed on. */
FH_API FH_NODISCARD __attribute__((format(printf, 2, 0))) fh_status
fh_string_try_vappendf(fh_string *self, char const *format, va_list arguments);

/** The same; panics where try_appendf has another answer than FH_ERR_NOMEM. */
FH_API __attribute__((format(printf, 2, 3))) void fh_string_appendf(fh_string *self,
                                                                    char const *format, ...);

/* ---- shrinking ------------------------------------------------------------------------------ */

/** Takes the last character off. `out` may be NULL. False: there is none. */
FH_API bool fh_string_pop(fh_string *self, uint32_t *out);

/** Shortens to `length` bytes; nothing if it is shorter. Panics if that is not a boundary. */
FH_API void fh_string_truncate(fh_string *self, size_t length);

FH_INLINE void fh_string_clear(fh_string *self)
{
    fh_string_truncate(self, 0);
}

/* ---- clones --------------------------------------------------------------------------------- */

FH_NODISCARD FH_INLINE fh_status fh_string_try_clone(fh_string const *self, fh_string *out)
{
    return fh_string_try_from(fh_string_as_str(self), out);
}

FH_NODISCARD FH_INLINE fh_string fh_string_clone(fh_string const *self)
{
    return fh_string_from(fh_string_as_str(self));
}

/* ---- the token ------------------------------------------------------------------------------ */

FH_INLINE unsigned fhi_traits_T_fh_string(void)
{
    return FHI_DROPS | FHI_CLONES | FHI_EQUALS | FHI_COMPARES | FHI_HASHES | FHI_TEXT;
}

FH_INLINE void fhi_drop_T_fh_string(void *self)
{
    fh_string_drop((fh_string *)self);
}

FH_INLINE fh_status fhi_clone_T_fh_string(void const *self, void *out)
{
    return fh_string_try_clone((fh_string const *)self, (fh_string *)out);
}

FH_INLINE bool fhi_eq_T_fh_string(void const *self, void const *other)
{
    return fh_string_eq((fh_string const *)self, (fh_string const *)other);
}

FH_INLINE int fhi_cmp_T_fh_string(void const *self, void const *other)
{
    return fh_string_cmp((fh_string const *)self, (fh_string const *)other);
}

FH_INLINE void fhi_hash_T_fh_string(void const *self, fh_hasher *hasher)
{
    fh_string_hash((fh_string const *)self, hasher);
}

typedef fh_string fhi_T_fh_string;
typedef fh_string const *fhi_Q_fh_string;
enum { fhi_hole_T_fh_string = -1, fhi_early_T_fh_string = 0, fhi_by_value_T_fh_string = 0 };
static FHI_UNUSED fhi_type const fhi_type_T_fh_string = {"fh_string",
                                                         sizeof(fh_string),
                                                         FHI_ALIGNOF(fh_string),
                                                         FHI_SHAPE_PLAIN,
                                                         -1,
                                                         NULL,
                                                         fhi_traits_T_fh_string,
                                                         fhi_drop_T_fh_string,
                                                         fhi_clone_T_fh_string,
                                                         fhi_eq_T_fh_string,
                                                         fhi_cmp_T_fh_string,
                                                         fhi_hash_T_fh_string,
                                                         fhi_no_debug,
                                                         NULL,
                                                         NULL,
                                                         0,
                                                         NULL,
                                                         NULL,
                                                         NULL,
                                                         NULL};

FHI_EXTERN_C_END

#endif
