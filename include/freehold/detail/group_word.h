/* SPDX-License-Identifier: MIT */
/*
 * group_word.h: 8 control bytes in a 64-bit word. For group.h only.
 *
 * Layer 1. Place 0 is the lowest byte on every machine. A mask has the highest bit of each byte.
 */
#ifndef FREEHOLD_DETAIL_GROUP_WORD_H
#define FREEHOLD_DETAIL_GROUP_WORD_H

#include <freehold/detail/compiler.h>

#include <string.h>

#define FHI_GROUP     8
#define FHI_EACH_BYTE 0x0101010101010101U
#define FHI_EACH_SIGN 0x8080808080808080U

typedef uint64_t fhi_group;
typedef uint64_t fhi_mask;

FHI_FOLD fhi_group fhi_group_load(unsigned char const *at)
{
    fhi_group group;
    memcpy(&group, at, sizeof(group));
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    group = __builtin_bswap64(group);
#endif
    return group;
}

/** WHY it may name a place too many: a byte that differs from the wanted one by its lowest bit, right above
 * a match. The caller compares the keys anyway. */
FHI_FOLD fhi_mask fhi_group_match(fhi_group group, unsigned char byte)
{
    fhi_group differs = group ^ (FHI_EACH_BYTE * byte);
    return (differs - FHI_EACH_BYTE) & ~differs & FHI_EACH_SIGN;
}

/* EMPTY is the only byte with its two upper bits set. */
FHI_FOLD fhi_mask fhi_group_empty(fhi_group group)
{
    return group & group << 1 & FHI_EACH_SIGN;
}

FHI_FOLD fhi_mask fhi_group_free(fhi_group group)
{
    return group & FHI_EACH_SIGN;
}

FHI_FOLD fhi_mask fhi_group_full(fhi_group group)
{
    return ~group & FHI_EACH_SIGN;
}

FHI_FOLD size_t fhi_mask_first(fhi_mask mask)
{
    return (size_t)__builtin_ctzll(mask) / 8;
}

FHI_FOLD fhi_mask fhi_mask_next(fhi_mask mask)
{
    return mask & (mask - 1);
}

/** How many places at the upper end are not in the mask. */
FHI_FOLD size_t fhi_mask_clear_above(fhi_mask mask)
{
    return mask == 0 ? FHI_GROUP : (size_t)__builtin_clzll(mask) / 8;
}

/** How many places at the lower end are not in the mask. */
FHI_FOLD size_t fhi_mask_clear_below(fhi_mask mask)
{
    return mask == 0 ? FHI_GROUP : fhi_mask_first(mask);
}

#endif
