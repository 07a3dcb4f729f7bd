/* SPDX-License-Identifier: MIT */
/*
 * pp.h: the preprocessor helpers. Layer 0. Never a word of the domain.
 */
#ifndef FREEHOLD_DETAIL_PP_H
#define FREEHOLD_DETAIL_PP_H

#define FHI_CAT(a, b)  FHI_CAT_(a, b)
#define FHI_CAT_(a, b) a##b

/* A row is (FIRST, SECOND). */
#define FHI_FIRST(first, second)  first
#define FHI_SECOND(first, second) second

/* FHI_EACH(M, C, row, …): M(C, row) for each of 1 to 32 rows, one after the other. */
#define FHI_EACH(M, C, ...) FHI_CAT(FHI_EACH_, FHI_COUNT(__VA_ARGS__))(M, C, __VA_ARGS__)
/* FHI_NEST(M, C, END, row, …): M(C, row, M(C, row, … END)), for expressions that fold to the right. */
#define FHI_NEST(M, C, END, ...) FHI_CAT(FHI_NEST_, FHI_COUNT(__VA_ARGS__))(M, C, END, __VA_ARGS__)

#define FHI_COUNT(...)                                                                             \
    FHI_COUNT_(__VA_ARGS__, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,    \
               15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define FHI_COUNT_(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17,     \
                   _18, _19, _20, _21, _22, _23, _24, _25, _26, _27, _28, _29, _30, _31, _32, N,   \
                   ...)                                                                            \
    N

#define FHI_EACH_1(M, C, r)       M(C, r)
#define FHI_EACH_2(M, C, r, ...)  M(C, r) FHI_EACH_1(M, C, __VA_ARGS__)
#define FHI_EACH_3(M, C, r, ...)  M(C, r) FHI_EACH_2(M, C, __VA_ARGS__)
#define FHI_EACH_4(M, C, r, ...)  M(C, r) FHI_EACH_3(M, C, __VA_ARGS__)
#define FHI_EACH_5(M, C, r, ...)  M(C, r) FHI_EACH_4(M, C, __VA_ARGS__)
#define FHI_EACH_6(M, C, r, ...)  M(C, r) FHI_EACH_5(M, C, __VA_ARGS__)
#define FHI_EACH_7(M, C, r, ...)  M(C, r) FHI_EACH_6(M, C, __VA_ARGS__)
#define FHI_EACH_8(M, C, r, ...)  M(C, r) FHI_EACH_7(M, C, __VA_ARGS__)
#define FHI_EACH_9(M, C, r, ...)  M(C, r) FHI_EACH_8(M, C, __VA_ARGS__)
#define FHI_EACH_10(M, C, r, ...) M(C, r) FHI_EACH_9(M, C, __VA_ARGS__)
#define FHI_EACH_11(M, C, r, ...) M(C, r) FHI_EACH_10(M, C, __VA_ARGS__)
#define FHI_EACH_12(M, C, r, ...) M(C, r) FHI_EACH_11(M, C, __VA_ARGS__)
#define FHI_EACH_13(M, C, r, ...) M(C, r) FHI_EACH_12(M, C, __VA_ARGS__)
#define FHI_EACH_14(M, C, r, ...) M(C, r) FHI_EACH_13(M, C, __VA_ARGS__)
#define FHI_EACH_15(M, C, r, ...) M(C, r) FHI_EACH_14(M, C, __VA_ARGS__)
#define FHI_EACH_16(M, C, r, ...) M(C, r) FHI_EACH_15(M, C, __VA_ARGS__)
#define FHI_EACH_17(M, C, r, ...) M(C, r) FHI_EACH_16(M, C, __VA_ARGS__)
#define FHI_EACH_18(M, C, r, ...) M(C, r) FHI_EACH_17(M, C, __VA_ARGS__)
#define FHI_EACH_19(M, C, r, ...) M(C, r) FHI_EACH_18(M, C, __VA_ARGS__)
#define FHI_EACH_20(M, C, r, ...) M(C, r) FHI_EACH_19(M, C, __VA_ARGS__)
#define FHI_EACH_21(M, C, r, ...) M(C, r) FHI_EACH_20(M, C, __VA_ARGS__)
#define FHI_EACH_22(M, C, r, ...) M(C, r) FHI_EACH_21(M, C, __VA_ARGS__)
#define FHI_EACH_23(M, C, r, ...) M(C, r) FHI_EACH_22(M, C, __VA_ARGS__)
#define FHI_EACH_24(M, C, r, ...) M(C, r) FHI_EACH_23(M, C, __VA_ARGS__)
#define FHI_EACH_25(M, C, r, ...) M(C, r) FHI_EACH_24(M, C, __VA_ARGS__)
#define FHI_EACH_26(M, C, r, ...) M(C, r) FHI_EACH_25(M, C, __VA_ARGS__)
#define FHI_EACH_27(M, C, r, ...) M(C, r) FHI_EACH_26(M, C, __VA_ARGS__)
#define FHI_EACH_28(M, C, r, ...) M(C, r) FHI_EACH_27(M, C, __VA_ARGS__)
#define FHI_EACH_29(M, C, r, ...) M(C, r) FHI_EACH_28(M, C, __VA_ARGS__)
#define FHI_EACH_30(M, C, r, ...) M(C, r) FHI_EACH_29(M, C, __VA_ARGS__)
#define FHI_EACH_31(M, C, r, ...) M(C, r) FHI_EACH_30(M, C, __VA_ARGS__)
#define FHI_EACH_32(M, C, r, ...) M(C, r) FHI_EACH_31(M, C, __VA_ARGS__)

#define FHI_NEST_1(M, C, END, r)       M(C, r, END)
#define FHI_NEST_2(M, C, END, r, ...)  M(C, r, FHI_NEST_1(M, C, END, __VA_ARGS__))
#define FHI_NEST_3(M, C, END, r, ...)  M(C, r, FHI_NEST_2(M, C, END, __VA_ARGS__))
#define FHI_NEST_4(M, C, END, r, ...)  M(C, r, FHI_NEST_3(M, C, END, __VA_ARGS__))
#define FHI_NEST_5(M, C, END, r, ...)  M(C, r, FHI_NEST_4(M, C, END, __VA_ARGS__))
#define FHI_NEST_6(M, C, END, r, ...)  M(C, r, FHI_NEST_5(M, C, END, __VA_ARGS__))
#define FHI_NEST_7(M, C, END, r, ...)  M(C, r, FHI_NEST_6(M, C, END, __VA_ARGS__))
#define FHI_NEST_8(M, C, END, r, ...)  M(C, r, FHI_NEST_7(M, C, END, __VA_ARGS__))
#define FHI_NEST_9(M, C, END, r, ...)  M(C, r, FHI_NEST_8(M, C, END, __VA_ARGS__))
#define FHI_NEST_10(M, C, END, r, ...) M(C, r, FHI_NEST_9(M, C, END, __VA_ARGS__))
#define FHI_NEST_11(M, C, END, r, ...) M(C, r, FHI_NEST_10(M, C, END, __VA_ARGS__))
#define FHI_NEST_12(M, C, END, r, ...) M(C, r, FHI_NEST_11(M, C, END, __VA_ARGS__))
#define FHI_NEST_13(M, C, END, r, ...) M(C, r, FHI_NEST_12(M, C, END, __VA_ARGS__))
#define FHI_NEST_14(M, C, END, r, ...) M(C, r, FHI_NEST_13(M, C, END, __VA_ARGS__))
#define FHI_NEST_15(M, C, END, r, ...) M(C, r, FHI_NEST_14(M, C, END, __VA_ARGS__))
#define FHI_NEST_16(M, C, END, r, ...) M(C, r, FHI_NEST_15(M, C, END, __VA_ARGS__))
#define FHI_NEST_17(M, C, END, r, ...) M(C, r, FHI_NEST_16(M, C, END, __VA_ARGS__))
#define FHI_NEST_18(M, C, END, r, ...) M(C, r, FHI_NEST_17(M, C, END, __VA_ARGS__))
#define FHI_NEST_19(M, C, END, r, ...) M(C, r, FHI_NEST_18(M, C, END, __VA_ARGS__))
#define FHI_NEST_20(M, C, END, r, ...) M(C, r, FHI_NEST_19(M, C, END, __VA_ARGS__))
#define FHI_NEST_21(M, C, END, r, ...) M(C, r, FHI_NEST_20(M, C, END, __VA_ARGS__))
#define FHI_NEST_22(M, C, END, r, ...) M(C, r, FHI_NEST_21(M, C, END, __VA_ARGS__))
#define FHI_NEST_23(M, C, END, r, ...) M(C, r, FHI_NEST_22(M, C, END, __VA_ARGS__))
#define FHI_NEST_24(M, C, END, r, ...) M(C, r, FHI_NEST_23(M, C, END, __VA_ARGS__))
#define FHI_NEST_25(M, C, END, r, ...) M(C, r, FHI_NEST_24(M, C, END, __VA_ARGS__))
#define FHI_NEST_26(M, C, END, r, ...) M(C, r, FHI_NEST_25(M, C, END, __VA_ARGS__))
#define FHI_NEST_27(M, C, END, r, ...) M(C, r, FHI_NEST_26(M, C, END, __VA_ARGS__))
#define FHI_NEST_28(M, C, END, r, ...) M(C, r, FHI_NEST_27(M, C, END, __VA_ARGS__))
#define FHI_NEST_29(M, C, END, r, ...) M(C, r, FHI_NEST_28(M, C, END, __VA_ARGS__))
#define FHI_NEST_30(M, C, END, r, ...) M(C, r, FHI_NEST_29(M, C, END, __VA_ARGS__))
#define FHI_NEST_31(M, C, END, r, ...) M(C, r, FHI_NEST_30(M, C, END, __VA_ARGS__))
#define FHI_NEST_32(M, C, END, r, ...) M(C, r, FHI_NEST_31(M, C, END, __VA_ARGS__))

#endif
