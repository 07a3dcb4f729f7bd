/* SPDX-License-Identifier: MIT */
/*
 * str.h: a text that somebody else owns (Rust: &str).
 *
 * Layer 4. Tests: tests/unit/test_str.c.
 *
 *   fh_str name = FH_STR("libc6");                       a literal; no strlen
 *   printf("%" FH_STR_FMT "\n", FH_STR_ARG(name));       a fh_str has no NUL at its end
 *
 * A fh_str is two words, `.ptr` and `.len`, and copied freely; {0} is the empty text. It is valid as long
 * as the bytes it looks at, which it does not own. By convention they are UTF-8: whoever makes a fh_str of
 * foreign bytes checks them (fh_str_try_from_utf8). No function here does harm when they are not.
 *
 * Positions count bytes. A position is a boundary when a character starts there, or at the end.
 *
 *  FH_STR("literal")                       borrows                  constant       "literal"
 *  fh_str_from(char const *)               borrows; NULL: empty     O(n)           -
 *  fh_str_from_parts(bytes, n)             borrows; unchecked       O(1)           str::from_utf8_unchecked
 *  fh_str_try_from_utf8(bytes, n, out)     borrows; or FH_ERR_UTF8  O(n)           str::from_utf8
 *  fh_str_valid_up_to(bytes, n)            where it stops being     O(n)           Utf8Error::valid_up_to
 *                                          UTF-8; n if nowhere
 *  fh_str_is_empty(s)                                               O(1)           the same
 *  fh_str_eq, cmp (s, other)               byte by byte             O(n)           PartialEq, Ord
 *  fh_str_hash(&s, hasher)                 as Rust's                O(n)           Hash
 *  fh_str_is_boundary(s, at)                                        O(1)           is_char_boundary
 *  fh_str_get(s, from, to, out)            false: out of bounds,    O(1)           s.get(from..to)
 *                                          or not at boundaries
 *  fh_str_next(rest, out)                  the first character;     O(1)           Chars::next
 *                                          rest moves behind it
 *  fh_str_count(s)                         characters               O(n)           s.chars().count()
 *  fh_str_starts_with, ends_with (s, part)                          O(n)           the same
 *  fh_str_strip_prefix, strip_suffix       false: does not begin,   O(n)           the same
 *                    (s, part, out)        end with part
 *  fh_str_find, rfind (s, part, at)        false: not there         O(s * part)    the same
 *  fh_str_contains(s, part)                                         O(s * part)    the same
 *  fh_str_split_once, rsplit_once          false: not there         O(s * part)    the same
 *          (s, separator, before, after)
 *  fh_str_split_next(rest, sep, out)       the next piece; false    O(s * part)    Split::next
 *                                          after the last
 *  fh_str_trim, trim_start, trim_end (s)   without white space      O(n)           the same
 */
#ifndef FREEHOLD_STR_H
#define FREEHOLD_STR_H

#include <freehold/detail/raw_vec.h>

#include <limits.h>
#include <string.h>

FHI_EXTERN_C_BEGIN

/** A borrowed text. */
typedef struct fh_str {
    char const *ptr; /**< not NUL-terminated; may be NULL when len is 0 */
    size_t len;      /**< bytes */
} fh_str;

/** A literal as a fh_str. */
#ifdef __cplusplus
#    define FH_STR(literal) fh_str_from_parts("" literal, sizeof(literal) - 1)
#else
#    define FH_STR(literal) ((fh_str)FH_STR_INIT(literal))
#endif
/** The same as an initialiser, for constants: `static fh_str const unit = FH_STR_INIT("kB");`. */
#define FH_STR_INIT(literal)                                                                       \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/** What printf needs of a fh_str: `"%" FH_STR_FMT` and FH_STR_ARG(s), which evaluates `s` twice. */
#define FH_STR_FMT    ".*s"
#define FH_STR_ARG(s) fhi_str_width(s), fhi_str_text(s)

FH_INLINE int fhi_str_width(fh_str s)
{
    return s.len < INT_MAX ? (int)s.len : INT_MAX;
}

FH_INLINE char const *fhi_str_text(fh_str s)
{
    return s.len != 0 ? s.ptr : "";
}

/* ---- beginning ------------------------------------------------------------------------------ */

/** Bytes as a text; the caller knows that they are UTF-8. NULL is allowed for no bytes. */
FH_NODISCARD FH_INLINE fh_str fh_str_from_parts(char const *bytes, size_t length)
{
    fh_str s = {bytes, length};
    if (FHI_UNLIKELY(bytes == NULL && length != 0))
        fhi_panic("fh_str", "from_parts", "there are no bytes at NULL");
    return s;
}

/** A C string as a text, without its NUL. NULL gives the empty text. */
FH_NODISCARD FH_INLINE fh_str fh_str_from(char const *c_string)
{
    fh_str s = {c_string, c_string != NULL ? strlen(c_string) : 0};
    return s;
}

/**
 * Seeks the first byte that is not part of a well-formed character (RFC 3629: no overlong forms, no
 * surrogates, nothing above 10FFFF).
 *
 * @return its offset; `length` if all is UTF-8
 */
FH_API FH_NODISCARD size_t fh_str_valid_up_to(char const *bytes, size_t length);

/**
 * Foreign bytes as a text.
 *
 * @param bytes  borrowed by `*out`
 * @return FH_OK, FH_ERR_UTF8, or FH_ERR_INVALID for NULL with a length
 */
FH_API FH_NODISCARD fh_status fh_str_try_from_utf8(char const *bytes, size_t length, fh_str *out);

/* ---- comparing ------------------------------------------------------------------------------ */

FH_NODISCARD FH_INLINE bool fh_str_is_empty(fh_str self)
{
    return self.len == 0;
}

FH_NODISCARD FH_INLINE bool fh_str_eq(fh_str self, fh_str other)
{
    return self.len == other.len && (self.len == 0 || memcmp(self.ptr, other.ptr, self.len) == 0);
}

/** Less than, equal to or greater than 0. The order of bytes, which is that of code points in UTF-8. */
FH_NODISCARD FH_INLINE int fh_str_cmp(fh_str self, fh_str other)
{
    size_t shorter = self.len < other.len ? self.len : other.len;
    int order = shorter != 0 ? memcmp(self.ptr, other.ptr, shorter) : 0;
    return order != 0 ? order : (self.len > other.len) - (self.len < other.len);
}

FH_INLINE void fh_str_hash(fh_str const *self, fh_hasher *hasher)
{
    fh_hasher_write_str(hasher, self->ptr, self->len);
}

/* ---- characters ----------------------------------------------------------------------------- */

/** Does a character start at this byte, or the text end there? */
FH_NODISCARD FH_INLINE bool fh_str_is_boundary(fh_str self, size_t at)
{
    return at < self.len ? ((unsigned char)self.ptr[at] & 0xc0) != 0x80 : at == self.len;
}

/** A part of a text: false if it is out of bounds, or begins or ends inside a character. */
FH_NODISCARD FH_INLINE bool fh_str_get(fh_str self, size_t from, size_t to, fh_str *out)
{
    if (from > to || !fh_str_is_boundary(self, from) || !fh_str_is_boundary(self, to))
        return false;
    if (from != 0)
        self.ptr += from;
    out->ptr = self.ptr;
    out->len = to - from;
    return true;
}

/**
 * Takes the first character off a text.
 *
 * @param rest  the text; moved behind the character
 * @param out   set to the code point; to U+FFFD for a byte that is not UTF-8
 * @return false, and nothing changed, at the end of the text
 */
FH_API bool fh_str_next(fh_str *rest, uint32_t *out);

/** The number of characters (code points). */
FH_API FH_NODISCARD size_t fh_str_count(fh_str self);

/* ---- searching ------------------------------------------------------------------------------ */

FH_NODISCARD FH_INLINE bool fh_str_starts_with(fh_str self, fh_str part)
{
    fh_str head = {self.ptr, part.len};
    return part.len <= self.len && fh_str_eq(head, part);
}

FH_NODISCARD FH_INLINE bool fh_str_ends_with(fh_str self, fh_str part)
{
    return part.len <= self.len &&
           (part.len == 0 || memcmp(self.ptr + (self.len - part.len), part.ptr, part.len) == 0);
}

/** What follows `part` at the beginning of a text; false if the text does not begin with it. */
FH_API FH_NODISCARD bool fh_str_strip_prefix(fh_str self, fh_str part, fh_str *out);

/** What precedes `part` at the end of a text; false if the text does not end with it. */
FH_API FH_NODISCARD bool fh_str_strip_suffix(fh_str self, fh_str part, fh_str *out);

/**
 * Seeks a part from the beginning.
 *
 * @param part  the empty text is found at once
 * @param at    set to the offset of the first place; may be NULL
 * @return whether it is there
 */
FH_API bool fh_str_find(fh_str self, fh_str part, size_t *at);

/** Seeks a part from the end: the last place (Rust: str::rfind). */
FH_API bool fh_str_rfind(fh_str self, fh_str part, size_t *at);

FH_NODISCARD FH_INLINE bool fh_str_contains(fh_str self, fh_str part)
{
    return fh_str_find(self, part, NULL);
}

/* ---- pieces --------------------------------------------------------------------------------- */

/** What is before and after the first separator; false, and nothing written, if there is none. */
FH_API FH_NODISCARD bool fh_str_split_once(fh_str self, fh_str separator, fh_str *before,
                                           fh_str *after);

/** What is before and after the last separator. */
FH_API FH_NODISCARD bool fh_str_rsplit_once(fh_str self, fh_str separator, fh_str *before,
                                            fh_str *after);

/**
 * Takes the next piece off a text that is a list.
 *
 *     fh_str rest = FH_STR("a, b"), piece;
 *     while (fh_str_split_next(&rest, FH_STR(","), &piece)) …      "a", " b"
 *
 * @param rest       what is left; its `.ptr` is NULL after the last piece
 * @param separator  not empty
 * @return false after the last piece. A text without a separator is one piece, and so is an empty one
 *         that is not {0}
 */
FH_API FH_NODISCARD bool fh_str_split_next(fh_str *rest, fh_str separator, fh_str *out);

/** Without the white space at both ends (Unicode's White_Space, as in Rust). */
FH_API FH_NODISCARD fh_str fh_str_trim(fh_str self);
/** Without the white space at the beginning. */
FH_API FH_NODISCARD fh_str fh_str_trim_start(fh_str self);

/** Without the white space at the end. */
FH_API FH_NODISCARD fh_str fh_str_trim_end(fh_str self);

/* ---- the token ------------------------------------------------------------------------------ */

FH_INLINE unsigned fhi_traits_T_fh_str(void)
{
    return FHI_CLONES | FHI_COPIES | FHI_EQUALS | FHI_COMPARES | FHI_HASHES | FHI_TEXT;
}

FH_INLINE fh_status fhi_clone_T_fh_str(void const *self, void *out)
{
    memcpy(out, self, sizeof(fh_str));
    return FH_OK;
}

FH_INLINE bool fhi_eq_T_fh_str(void const *self, void const *other)
{
    return fh_str_eq(*(fh_str const *)self, *(fh_str const *)other);
}

FH_INLINE int fhi_cmp_T_fh_str(void const *self, void const *other)
{
    return fh_str_cmp(*(fh_str const *)self, *(fh_str const *)other);
}

FH_INLINE void fhi_hash_T_fh_str(void const *self, fh_hasher *hasher)
{
    fh_str_hash((fh_str const *)self, hasher);
}

typedef fh_str fhi_T_fh_str;
typedef fh_str fhi_Q_fh_str;
enum { fhi_hole_T_fh_str = -1, fhi_early_T_fh_str = 0, fhi_by_value_T_fh_str = 1 };
static FHI_UNUSED fhi_type const fhi_type_T_fh_str = {"fh_str",
                                                      sizeof(fh_str),
                                                      FHI_ALIGNOF(fh_str),
                                                      FHI_SHAPE_PLAIN,
                                                      -1,
                                                      NULL,
                                                      fhi_traits_T_fh_str,
                                                      fhi_drop_nothing,
                                                      fhi_clone_T_fh_str,
                                                      fhi_eq_T_fh_str,
                                                      fhi_cmp_T_fh_str,
                                                      fhi_hash_T_fh_str,
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
