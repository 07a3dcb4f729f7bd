/* SPDX-License-Identifier: MIT */
/*
 * group_sse2.h: 16 control bytes in a vector register. For group.h only.
 *
 * Layer 1. WHY the compiler's vectors and not <emmintrin.h>: that header alone costs a user's file more
 * time to compile than the rest of the library.
 */
#ifndef FREEHOLD_DETAIL_GROUP_SSE2_H
#define FREEHOLD_DETAIL_GROUP_SSE2_H

#include <freehold/detail/compiler.h>

#include <string.h>

#define FHI_GROUP 16

typedef signed char fhi_group __attribute__((vector_size(16)));
/* The character vector that the builtin wants. */
typedef char fhi_group_bytes __attribute__((vector_size(16)));
/* A bit for each place. */
typedef uint32_t fhi_mask;

FHI_FOLD fhi_group fhi_group_load(unsigned char const *at)
{
    fhi_group group;
    memcpy(&group, at, sizeof(group));
    return group;
}

FHI_FOLD fhi_mask fhi_group_signs(fhi_group group)
{
    return (fhi_mask)__builtin_ia32_pmovmskb128((fhi_group_bytes)group);
}

FHI_FOLD fhi_mask fhi_group_match(fhi_group group, unsigned char byte)
{
    signed char b = (signed char)byte;
    fhi_group wanted = {b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b};
    return fhi_group_signs((fhi_group)(group == wanted));
}

FHI_FOLD fhi_mask fhi_group_empty(fhi_group group)
{
    return fhi_group_match(group, 0xff);
}

FHI_FOLD fhi_mask fhi_group_free(fhi_group group)
{
    return fhi_group_signs(group);
}

FHI_FOLD fhi_mask fhi_group_full(fhi_group group)
{
    return fhi_group_signs(group) ^ 0xffffU;
}

FHI_FOLD size_t fhi_mask_first(fhi_mask mask)
{
    return (size_t)__builtin_ctz(mask);
}

FHI_FOLD fhi_mask fhi_mask_next(fhi_mask mask)
{
    return mask & (mask - 1);
}

/** How many places at the upper end are not in the mask. */
FHI_FOLD size_t fhi_mask_clear_above(fhi_mask mask)
{
    return mask == 0 ? FHI_GROUP : (size_t)__builtin_clz(mask) - 16;
}

/** How many places at the lower end are not in the mask. */
FHI_FOLD size_t fhi_mask_clear_below(fhi_mask mask)
{
    return mask == 0 ? FHI_GROUP : fhi_mask_first(mask);
}

#endif
