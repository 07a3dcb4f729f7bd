/* SPDX-License-Identifier: MIT */
/*
 * type.h: describe a type once, then own it any way you like.
 *
 * Layer 3. Tests: tests/unit/test_type.c.
 *
 *   FH_TYPE(point, struct point);                                     plain: copied bitwise, nothing to drop
 *   FH_TYPE(c_file, FILE *, .drop = c_file_close, .leaf = true);      a foreign resource
 *   FH_OWNS(node, struct node, (fh_string, name), (node_rc, next));   a struct that owns its rows
 *   FH_OWNS_DROP(conn, struct conn, conn_bye, (fh_string, peer));     the same, and conn_bye runs first
 *
 * The first argument is the token by which FH_BOX, FH_RC, FH_VEC … and other tables name the type. It is
 * an identifier of your choice; no typedef of that name is made. Scalars (`int`, `size_t`, `double`, …),
 * `fh_string`, `fh_str` and every generated type are tokens already.
 *
 * A table is Rust's drop glue written down: drop, clone and the cycle collector all read the same rows,
 * so they cannot disagree. Fields that are not in the table are plain; they are copied and forgotten.
 *
 * FH_OWNS and FH_OWNS_DROP generate, for a token `x` of type T:
 *
 *  x_drop(T *self)                        drops the rows in table order        self NULL: nothing
 *  x_take(T *self)                        moves out, leaves all bytes 0        yours
 *  x_set(T *slot, T value)                stores, then drops the old value     value moved in
 *  x_try_clone(T const *self, T *out)     clones the rows, copies the rest     out untouched on failure;
 *                                         FH_ERR_TOO_DEEP: some 300 levels, but none along a last row
 *                                         that is a Box
 *  x_clone(T const *self)                 the same, or the out-of-memory handler
 *  x_trace(T *self, fh_visitor *visitor)  shows the rows to the cycle collector
 *
 * FH_TYPE generates no function: its callbacks are your own.
 *
 *   option    type                                      without it
 *   .drop     void (*)(T *)                             there is nothing to drop
 *   .leaf     bool: the drop drops no Freehold owner    a drop is guarded against depth, and the value
 *                                                       costs one more word behind a pointer
 *   .clone    fh_status (*)(T const *, T *out)          bitwise if there is no .drop, else not possible
 *   .eq       bool (*)(T const *, T const *)            not possible
 *   .cmp      int (*)(T const *, T const *)             not possible
 *   .hash     void (*)(T const *, fh_hasher *)          not possible
 *   .debug    fh_status (*)(T const *, fh_string *out)  not possible
 *   .trace    void (*)(T *, fh_visitor *)               what it owns is invisible to the collector
 *
 * "Not possible" is a compile error that names the option, in optimised builds; at -O0 a panic when a value
 * is at hand.
 */
#ifndef FREEHOLD_TYPE_H
#define FREEHOLD_TYPE_H

#include <freehold/detail/descriptor.h>
#include <freehold/detail/pp.h>

#include <string.h>

FHI_EXTERN_C_BEGIN

FHI_COMPILE_ERROR(
    fhi_needs_clone,
    "Freehold: this type has a drop but no clone: give FH_TYPE the option .clone = …");
FHI_COMPILE_ERROR(fhi_needs_eq, "Freehold: this type needs the option .eq = … of FH_TYPE");
FHI_COMPILE_ERROR(fhi_needs_cmp, "Freehold: this type needs the option .cmp = … of FH_TYPE");
FHI_COMPILE_ERROR(fhi_needs_hash, "Freehold: this type needs the option .hash = … of FH_TYPE");

/* Clones the rows of a table into `out`, which holds a bitwise copy of `self`; on failure gives back all
 * it made and leaves `out` undefined. */
FH_API FH_NODISCARD fh_status fhi_clone_rows(fhi_type const *type, void const *self, void *out);

/** Shows what a value owns to a visitor: the body of a table's `x_trace`. */
FH_API void fhi_walk(fhi_type const *type, void *self, fh_visitor *visitor);

FHI_FOLD bool fhi_has(fhi_type const *type, unsigned trait)
{
    return (type->traits() & trait) != 0;
}

/* The callbacks that a type does not have. They are reached through a descriptor only. */
FH_INLINE void fhi_drop_nothing(void *self)
{
    (void)self;
}

FH_INLINE bool fhi_no_eq(void const *self, void const *other)
{
    (void)self, (void)other;
    fhi_panic(NULL, "eq", "this type needs the option .eq of FH_TYPE");
}

FH_INLINE int fhi_no_cmp(void const *self, void const *other)
{
    (void)self, (void)other;
    fhi_panic(NULL, "cmp", "this type needs the option .cmp of FH_TYPE");
}

FH_INLINE void fhi_no_hash(void const *self, fh_hasher *hasher)
{
    (void)self, (void)hasher;
    fhi_panic(NULL, "hash", "this type needs the option .hash of FH_TYPE");
}

FH_INLINE fh_status fhi_no_debug(void const *self, fh_string *out)
{
    (void)self, (void)out;
    fhi_panic(NULL, "debug", "this type needs the option .debug of FH_TYPE");
}

/* ---- FH_TYPE -------------------------------------------------------------------------------- */

#define FH_TYPE(TOKEN, ...) FHI_TYPE_(TOKEN, __VA_ARGS__, )

#define FHI_TYPE_(TOKEN, T, ...)                                                                   \
    typedef T fhi_T_##TOKEN;                                                                       \
    typedef T const *fhi_Q_##TOKEN;                                                                \
    enum { fhi_hole_T_##TOKEN = -1, fhi_early_T_##TOKEN = 0, fhi_by_value_T_##TOKEN = 0 };         \
    struct fhi_options_T_##TOKEN {                                                                 \
        char begin_;                                                                               \
        void (*drop)(fhi_T_##TOKEN * self);                                                        \
        bool leaf;                                                                                 \
        fh_status (*clone)(fhi_T_##TOKEN const *self, fhi_T_##TOKEN *out);                         \
        bool (*eq)(fhi_T_##TOKEN const *self, fhi_T_##TOKEN const *other);                         \
        int (*cmp)(fhi_T_##TOKEN const *self, fhi_T_##TOKEN const *other);                         \
        void (*hash)(fhi_T_##TOKEN const *self, fh_hasher *hasher);                                \
        fh_status (*debug)(fhi_T_##TOKEN const *self, fh_string *out);                             \
        void (*trace)(fhi_T_##TOKEN * self, fh_visitor *visitor);                                  \
    };                                                                                             \
    FHI_STRICT_BEGIN                                                                               \
    static FHI_UNUSED struct fhi_options_T_##TOKEN const fhi_options_T_##TOKEN = {.begin_ = 0,     \
                                                                                  __VA_ARGS__};    \
    FHI_STRICT_END                                                                                 \
    FH_INLINE unsigned fhi_traits_T_##TOKEN(void)                                                  \
    {                                                                                              \
        struct fhi_options_T_##TOKEN const *o_ = &fhi_options_T_##TOKEN;                           \
        return fhi_traits_of_options(o_->drop != NULL, o_->leaf, o_->clone != NULL) |              \
               (o_->eq != NULL ? (unsigned)FHI_EQUALS : 0U) |                                      \
               (o_->cmp != NULL ? (unsigned)FHI_COMPARES : 0U) |                                   \
               (o_->hash != NULL ? (unsigned)FHI_HASHES : 0U) |                                    \
               (o_->debug != NULL ? (unsigned)FHI_DEBUGS : 0U) |                                   \
               (o_->trace != NULL ? (unsigned)FHI_TRACES : 0U);                                    \
    }                                                                                              \
    FH_INLINE void fhi_drop_T_##TOKEN(void *self)                                                  \
    {                                                                                              \
        if (fhi_options_T_##TOKEN.drop != NULL)                                                    \
            fhi_options_T_##TOKEN.drop((fhi_T_##TOKEN *)self);                                     \
    }                                                                                              \
    FH_INLINE fh_status fhi_clone_T_##TOKEN(void const *self, void *out)                           \
    {                                                                                              \
        if (fhi_options_T_##TOKEN.clone != NULL)                                                   \
            return fhi_options_T_##TOKEN.clone((fhi_T_##TOKEN const *)self, (fhi_T_##TOKEN *)out); \
        if (fhi_options_T_##TOKEN.drop != NULL)                                                    \
            fhi_panic(#TOKEN, "clone", "it has a drop: give FH_TYPE the option .clone");           \
        memcpy(out, self, sizeof(fhi_T_##TOKEN));                                                  \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_INLINE bool fhi_eq_T_##TOKEN(void const *self, void const *other)                           \
    {                                                                                              \
        return fhi_options_T_##TOKEN.eq != NULL                                                    \
                   ? fhi_options_T_##TOKEN.eq((fhi_T_##TOKEN const *)self,                         \
                                              (fhi_T_##TOKEN const *)other)                        \
                   : fhi_no_eq(self, other);                                                       \
    }                                                                                              \
    FH_INLINE int fhi_cmp_T_##TOKEN(void const *self, void const *other)                           \
    {                                                                                              \
        return fhi_options_T_##TOKEN.cmp != NULL                                                   \
                   ? fhi_options_T_##TOKEN.cmp((fhi_T_##TOKEN const *)self,                        \
                                               (fhi_T_##TOKEN const *)other)                       \
                   : fhi_no_cmp(self, other);                                                      \
    }                                                                                              \
    FH_INLINE void fhi_hash_T_##TOKEN(void const *self, fh_hasher *hasher)                         \
    {                                                                                              \
        if (fhi_options_T_##TOKEN.hash != NULL)                                                    \
            fhi_options_T_##TOKEN.hash((fhi_T_##TOKEN const *)self, hasher);                       \
        else                                                                                       \
            fhi_no_hash(self, hasher);                                                             \
    }                                                                                              \
    FH_INLINE fh_status fhi_debug_T_##TOKEN(void const *self, fh_string *out)                      \
    {                                                                                              \
        return fhi_options_T_##TOKEN.debug != NULL                                                 \
                   ? fhi_options_T_##TOKEN.debug((fhi_T_##TOKEN const *)self, out)                 \
                   : fhi_no_debug(self, out);                                                      \
    }                                                                                              \
    FH_INLINE void fhi_trace_T_##TOKEN(void *self, fh_visitor *visitor)                            \
    {                                                                                              \
        if (fhi_options_T_##TOKEN.trace != NULL)                                                   \
            fhi_options_T_##TOKEN.trace((fhi_T_##TOKEN *)self, visitor);                           \
    }                                                                                              \
    FHI_CONST(fhi_type, fhi_type_T_##TOKEN, #TOKEN, sizeof(fhi_T_##TOKEN),                         \
              FHI_ALIGNOF(fhi_T_##TOKEN), FHI_SHAPE_PLAIN, -1, NULL, fhi_traits_T_##TOKEN,         \
              fhi_drop_T_##TOKEN, fhi_clone_T_##TOKEN, fhi_eq_T_##TOKEN, fhi_cmp_T_##TOKEN,        \
              fhi_hash_T_##TOKEN, fhi_debug_T_##TOKEN, fhi_trace_T_##TOKEN, NULL, 0, NULL, NULL,   \
              NULL, NULL);                                                                         \
    FHI_STATIC_ASSERT(sizeof(fhi_T_##TOKEN) <= (size_t)PTRDIFF_MAX / 4, #TOKEN " is too large")

FHI_FOLD unsigned fhi_traits_of_options(bool drops, bool leaf, bool clones)
{
    unsigned traits = 0;
    if (drops)
        traits |= FHI_DROPS;
    if (drops && !leaf)
        traits |= FHI_NESTS | FHI_WORD;
    if (clones || !drops)
        traits |= FHI_CLONES;
    if (!clones && !drops)
        traits |= FHI_COPIES;
    return traits;
}

/* ---- FH_OWNS, FH_OWNS_DROP ------------------------------------------------------------------ */

#define FH_OWNS(TOKEN, T, ...)               FHI_OWNS_(TOKEN, T, fhi_no_hook, 0, __VA_ARGS__)
#define FH_OWNS_DROP(TOKEN, T, ON_DROP, ...) FHI_OWNS_(TOKEN, T, ON_DROP, 1, __VA_ARGS__)

#define fhi_no_hook(self) ((void)(self))

/* A row macro gets (TOKEN, T) and (ROW, field) unpacked. */
#define FHI_APPLY(M, ...)  M(__VA_ARGS__)
#define FHI_ROW(M, C, row) FHI_APPLY(M, FHI_FIRST C, FHI_SECOND C, FHI_FIRST row, FHI_SECOND row)

#define FHI_ROW_CHECK(C, row)  FHI_ROW(FHI_ROW_CHECK_, C, row)
#define FHI_ROW_DROP(C, row)   FHI_ROW(FHI_ROW_DROP_, C, row)
#define FHI_ROW_FIELD(C, row)  FHI_ROW(FHI_ROW_FIELD_, C, row)
#define FHI_ROW_TRAITS(C, row) FHI_ROW(FHI_ROW_TRAITS_, C, row)
#define FHI_ROW_HOLE(C, row, otherwise)                                                            \
    FHI_APPLY(FHI_ROW_HOLE_, FHI_FIRST C, FHI_SECOND C, FHI_FIRST row, FHI_SECOND row, otherwise)
#define FHI_ROW_EARLY_HOLE(C, row, otherwise)                                                      \
    FHI_APPLY(FHI_ROW_EARLY_HOLE_, FHI_FIRST C, FHI_SECOND C, FHI_FIRST row, FHI_SECOND row,       \
              otherwise)
#define FHI_ROW_HOLE_TYPE(C, row, otherwise)                                                       \
    FHI_APPLY(FHI_ROW_HOLE_TYPE_, FHI_FIRST C, FHI_SECOND C, FHI_FIRST row, FHI_SECOND row,        \
              otherwise)
#define FHI_ROW_EARLY(C, row, otherwise)                                                           \
    FHI_APPLY(FHI_ROW_EARLY_, FHI_FIRST C, FHI_SECOND C, FHI_FIRST row, FHI_SECOND row, otherwise)

#ifdef __cplusplus
#    define FHI_ROW_CHECK_(TOKEN, T, ROW, field)                                                   \
        static_assert(__is_same(decltype(((T *)0)->field), fhi_T_##ROW),                           \
                      "the table of " #TOKEN ": the field " #field " is not a " #ROW);
#else
#    define FHI_ROW_CHECK_(TOKEN, T, ROW, field)                                                   \
        _Static_assert(_Generic(((T *)0)->field, fhi_T_##ROW : 1, default : 0),                    \
                       "the table of " #TOKEN ": the field " #field " is not a " #ROW);
#endif
#define FHI_ROW_DROP_(TOKEN, T, ROW, field)  fhi_type_T_##ROW.drop(&self->field);
#define FHI_ROW_FIELD_(TOKEN, T, ROW, field) {#field, offsetof(T, field), &fhi_type_T_##ROW},
#define FHI_ROW_TRAITS_(TOKEN, T, ROW, field)                                                      \
    traits_ =                                                                                      \
        fhi_add_row(traits_, fhi_type_T_##ROW.traits(), FHI_ROW_HAS_HOLE(TOKEN, T, ROW, field));
/* Is the table's hole in this row? */
#define FHI_ROW_HAS_HOLE(TOKEN, T, ROW, field)                                                     \
    ((int)fhi_hole_T_##ROW >= 0 && FHI_ROW_AT_(T, ROW, field) == (int)fhi_hole_T_##TOKEN)
#define FHI_ROW_AT_(T, ROW, field) ((int)offsetof(T, field) + (int)fhi_hole_T_##ROW)
#define FHI_ROW_HOLE_(TOKEN, T, ROW, field, otherwise)                                             \
    ((int)fhi_hole_T_##ROW >= 0 ? FHI_ROW_AT_(T, ROW, field) : (otherwise))
#define FHI_ROW_EARLY_HOLE_(TOKEN, T, ROW, field, otherwise)                                       \
    ((int)fhi_hole_T_##ROW >= 0 && (int)fhi_early_T_##ROW != 0 ? FHI_ROW_AT_(T, ROW, field)        \
                                                               : (otherwise))
#define FHI_ROW_HOLE_TYPE_(TOKEN, T, ROW, field, otherwise)                                        \
    (FHI_ROW_HAS_HOLE(TOKEN, T, ROW, field) ? &fhi_type_T_##ROW : (otherwise))
#define FHI_ROW_EARLY_(TOKEN, T, ROW, field, otherwise)                                            \
    ((int)fhi_early_T_##ROW != 0 ? 1 : (otherwise))

/*
 * WHY the hole is sought among the rows that were declared early first: only those can lead back to the
 * struct itself, so they are the ones that make long chains.
 */
#define FHI_OWNS_(TOKEN, T, ON_DROP, HOOKED, ...)                                                  \
    typedef T fhi_T_##TOKEN;                                                                       \
    typedef T const *fhi_Q_##TOKEN;                                                                \
    FHI_EACH(FHI_ROW_CHECK, (TOKEN, T), __VA_ARGS__)                                               \
    enum {                                                                                         \
        fhi_hole_T_##TOKEN =                                                                       \
            HOOKED ? -1                                                                            \
                   : FHI_NEST(FHI_ROW_EARLY_HOLE, (TOKEN, T),                                      \
                              FHI_NEST(FHI_ROW_HOLE, (TOKEN, T), -1, __VA_ARGS__), __VA_ARGS__),   \
        fhi_early_T_##TOKEN = FHI_NEST(FHI_ROW_EARLY, (TOKEN, T), 0, __VA_ARGS__),                 \
        fhi_by_value_T_##TOKEN = 0                                                                 \
    };                                                                                             \
    static FHI_UNUSED fhi_field const fhi_fields_T_##TOKEN[] = {                                   \
        FHI_EACH(FHI_ROW_FIELD, (TOKEN, T), __VA_ARGS__)};                                         \
    FH_INLINE unsigned fhi_traits_T_##TOKEN(void)                                                  \
    {                                                                                              \
        unsigned traits_ = FHI_CLONES | ((int)fhi_hole_T_##TOKEN >= 0 ? FHI_CHAIN : 0);            \
        FHI_EACH(FHI_ROW_TRAITS, (TOKEN, T), __VA_ARGS__)                                          \
        return fhi_traits_of_table(traits_, (int)fhi_hole_T_##TOKEN >= 0, HOOKED != 0);            \
    }                                                                                              \
    FH_INLINE void TOKEN##_drop(T *self)                                                           \
    {                                                                                              \
        if (self == NULL)                                                                          \
            return;                                                                                \
        ON_DROP(self);                                                                             \
        FHI_EACH(FHI_ROW_DROP, (TOKEN, T), __VA_ARGS__)                                            \
    }                                                                                              \
    FH_INLINE void fhi_drop_T_##TOKEN(void *self)                                                  \
    {                                                                                              \
        TOKEN##_drop((T *)self);                                                                   \
    }                                                                                              \
    FHI_FORWARD_CONST(fhi_type, fhi_type_T_##TOKEN)                                                \
    FH_INLINE fh_status fhi_clone_T_##TOKEN(void const *self, void *out)                           \
    {                                                                                              \
        memcpy(out, self, sizeof(T));                                                              \
        return fhi_clone_rows(&fhi_type_T_##TOKEN, self, out);                                     \
    }                                                                                              \
    FHI_CONST(fhi_type, fhi_type_T_##TOKEN, #TOKEN, sizeof(T), FHI_ALIGNOF(T), FHI_SHAPE_STRUCT,   \
              fhi_hole_T_##TOKEN, FHI_NEST(FHI_ROW_HOLE_TYPE, (TOKEN, T), NULL, __VA_ARGS__),      \
              fhi_traits_T_##TOKEN, fhi_drop_T_##TOKEN, fhi_clone_T_##TOKEN, fhi_no_eq,            \
              fhi_no_cmp, fhi_no_hash, fhi_no_debug, NULL, fhi_fields_T_##TOKEN,                   \
              sizeof(fhi_fields_T_##TOKEN) / sizeof(fhi_fields_T_##TOKEN[0]), NULL, NULL, NULL,    \
              NULL);                                                                               \
    FH_NODISCARD FHI_WRAP T TOKEN##_take(T *self)                                                  \
    {                                                                                              \
        T taken_ = *self;                                                                          \
        memset((void *)self, 0, sizeof(*self));                                                    \
        return taken_;                                                                             \
    }                                                                                              \
    FHI_WRAP void TOKEN##_set(T *slot, T value)                                                    \
    {                                                                                              \
        T old_ = *slot;                                                                            \
        *slot = value;                                                                             \
        TOKEN##_drop(&old_);                                                                       \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP fh_status TOKEN##_try_clone(T const *self, T *out)                       \
    {                                                                                              \
        T copy_ = *self;                                                                           \
        FHI_REQUIRE(fhi_has(&fhi_type_T_##TOKEN, FHI_CLONES), fhi_needs_clone);                    \
        FH_TRY(fhi_clone_rows(&fhi_type_T_##TOKEN, self, &copy_));                                 \
        *out = copy_;                                                                              \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_NODISCARD FHI_WRAP T TOKEN##_clone(T const *self)                                           \
    {                                                                                              \
        T copy_ = *self;                                                                           \
        fhi_expect(TOKEN##_try_clone(self, &copy_));                                               \
        return copy_;                                                                              \
    }                                                                                              \
    FHI_WRAP void TOKEN##_trace(T *self, fh_visitor *visitor)                                      \
    {                                                                                              \
        fhi_walk(&fhi_type_T_##TOKEN, self, visitor);                                              \
    }                                                                                              \
    FHI_STATIC_ASSERT(sizeof(T) <= (size_t)PTRDIFF_MAX / 4, #TOKEN " is too large")

/* What one row adds. A table clones if all its rows do; it is a chain while all that nests is in the hole. */
FHI_FOLD unsigned fhi_add_row(unsigned traits, unsigned row, bool at_hole)
{
    unsigned beside = at_hole ? row & FHI_CHAIN : (row & FHI_NESTS) == 0 ? (unsigned)FHI_CHAIN : 0U;
    traits |= row & (FHI_DROPS | FHI_NESTS);
    if ((row & FHI_CLONES) == 0)
        traits &= ~(unsigned)FHI_CLONES;
    if (beside == 0)
        traits &= ~(unsigned)FHI_CHAIN;
    return traits;
}

/* WHY a hook nests: it may drop what it likes; and it must run before any row is emptied, so no hole. */
FHI_FOLD unsigned fhi_traits_of_table(unsigned traits, bool has_hole, bool hooked)
{
    if (hooked)
        traits |= FHI_DROPS | FHI_NESTS;
    if ((traits & FHI_NESTS) != 0 && !has_hole)
        traits |= FHI_WORD;
    return traits;
}

FHI_EXTERN_C_END

#endif
