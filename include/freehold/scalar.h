/* SPDX-License-Identifier: MIT */
/*
 * scalar.h: the numbers of C as type tokens.
 *
 * Layer 3. Tests: tests/unit/test_type.c.
 *
 *   bool char short int unsigned long float double size_t ptrdiff_t intptr_t uintptr_t
 *   int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t
 *
 * A token is one word, so `unsigned char` is uint8_t here, and `unsigned long long` uint64_t.
 *
 * A scalar is copied bitwise, has nothing to drop, compares and hashes by value. Floats compare as in C,
 * so a NaN is neither less, equal nor greater: `cmp` answers 0 for it and `eq` false (Rust: PartialOrd).
 */
#ifndef FREEHOLD_SCALAR_H
#define FREEHOLD_SCALAR_H

#include <freehold/hash.h>
#include <freehold/type.h>

#include <limits.h>

FHI_EXTERN_C_BEGIN

FH_INLINE unsigned fhi_traits_scalar(void)
{
    return FHI_CLONES | FHI_COPIES | FHI_EQUALS | FHI_COMPARES | FHI_HASHES;
}

/* Equal floats hash alike: 0.0 and -0.0 are equal and differ in a bit, which the addition clears. */
FHI_FOLD uint64_t fhi_bits_of_float(float value)
{
    uint32_t bits;
    value += 0.0F;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

FHI_FOLD uint64_t fhi_bits_of_double(double value)
{
    uint64_t bits;
    value += 0.0;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

/* What the scalars of one representation share. BITS: a value as the number that is hashed. */
#define FHI_SCALAR_CLASS(CLASS, T, BITS)                                                           \
    FH_INLINE fh_status fhi_clone_##CLASS(void const *self, void *out)                             \
    {                                                                                              \
        memcpy(out, self, sizeof(T));                                                              \
        return FH_OK;                                                                              \
    }                                                                                              \
    FH_INLINE bool fhi_eq_##CLASS(void const *self, void const *other)                             \
    {                                                                                              \
        T a, b;                                                                                    \
        memcpy(&a, self, sizeof(a));                                                               \
        memcpy(&b, other, sizeof(b));                                                              \
        return !(a < b) && !(b < a) && a <= b;                                                     \
    }                                                                                              \
    FH_INLINE int fhi_cmp_##CLASS(void const *self, void const *other)                             \
    {                                                                                              \
        T a, b;                                                                                    \
        memcpy(&a, self, sizeof(a));                                                               \
        memcpy(&b, other, sizeof(b));                                                              \
        return (a > b) - (a < b);                                                                  \
    }                                                                                              \
    FH_INLINE void fhi_hash_##CLASS(void const *self, fh_hasher *hasher)                           \
    {                                                                                              \
        T a;                                                                                       \
        memcpy(&a, self, sizeof(a));                                                               \
        fh_hasher_write_u64(hasher, BITS(a));                                                      \
    }                                                                                              \
    FHI_STATIC_ASSERT(sizeof(T) != 0, "")

FHI_SCALAR_CLASS(u8, uint8_t, (uint64_t));
FHI_SCALAR_CLASS(u16, uint16_t, (uint64_t));
FHI_SCALAR_CLASS(u32, uint32_t, (uint64_t));
FHI_SCALAR_CLASS(u64, uint64_t, (uint64_t));
FHI_SCALAR_CLASS(i8, int8_t, (uint64_t));
FHI_SCALAR_CLASS(i16, int16_t, (uint64_t));
FHI_SCALAR_CLASS(i32, int32_t, (uint64_t));
FHI_SCALAR_CLASS(i64, int64_t, (uint64_t));
FHI_SCALAR_CLASS(f32, float, fhi_bits_of_float);
FHI_SCALAR_CLASS(f64, double, fhi_bits_of_double);

#define FHI_SCALAR(TOKEN, T, CLASS)                                                                \
    typedef T fhi_T_##TOKEN;                                                                       \
    typedef T fhi_Q_##TOKEN;                                                                       \
    enum { fhi_hole_T_##TOKEN = -1, fhi_early_T_##TOKEN = 0, fhi_by_value_T_##TOKEN = 1 };         \
    static FHI_UNUSED fhi_type const fhi_type_T_##TOKEN = {#TOKEN,                                 \
                                                           sizeof(T),                              \
                                                           FHI_ALIGNOF(T),                         \
                                                           FHI_SHAPE_PLAIN,                        \
                                                           -1,                                     \
                                                           NULL,                                   \
                                                           fhi_traits_scalar,                      \
                                                           fhi_drop_nothing,                       \
                                                           fhi_clone_##CLASS,                      \
                                                           fhi_eq_##CLASS,                         \
                                                           fhi_cmp_##CLASS,                        \
                                                           fhi_hash_##CLASS,                       \
                                                           fhi_no_debug,                           \
                                                           NULL,                                   \
                                                           NULL,                                   \
                                                           0,                                      \
                                                           NULL,                                   \
                                                           NULL,                                   \
                                                           NULL,                                   \
                                                           NULL}

/* In C11 `bool` is a macro, and reaches every generating macro as _Bool. */
#ifdef __cplusplus
FHI_SCALAR(bool, bool, u8);
#else
FHI_SCALAR(_Bool, _Bool, u8);
#endif
FHI_SCALAR(uint8_t, uint8_t, u8);
FHI_SCALAR(uint16_t, uint16_t, u16);
FHI_SCALAR(uint32_t, uint32_t, u32);
FHI_SCALAR(uint64_t, uint64_t, u64);
FHI_SCALAR(int8_t, int8_t, i8);
FHI_SCALAR(int16_t, int16_t, i16);
FHI_SCALAR(int32_t, int32_t, i32);
FHI_SCALAR(int64_t, int64_t, i64);
FHI_SCALAR(short, short, i16);
FHI_SCALAR(int, int, i32);
FHI_SCALAR(unsigned, unsigned, u32);
FHI_SCALAR(float, float, f32);
FHI_SCALAR(double, double, f64);
#if CHAR_MIN < 0
FHI_SCALAR(char, char, i8);
#else
FHI_SCALAR(char, char, u8);
#endif
#if LONG_MAX > 0x7fffffff
FHI_SCALAR(long, long, i64);
#else
FHI_SCALAR(long, long, i32);
#endif
#if SIZE_MAX > 0xffffffff
FHI_SCALAR(size_t, size_t, u64);
FHI_SCALAR(uintptr_t, uintptr_t, u64);
FHI_SCALAR(ptrdiff_t, ptrdiff_t, i64);
FHI_SCALAR(intptr_t, intptr_t, i64);
#else
FHI_SCALAR(size_t, size_t, u32);
FHI_SCALAR(uintptr_t, uintptr_t, u32);
FHI_SCALAR(ptrdiff_t, ptrdiff_t, i32);
FHI_SCALAR(intptr_t, intptr_t, i32);
#endif

FHI_EXTERN_C_END

#endif
