/* SPDX-License-Identifier: MIT */
/*
 * group.h: several control bytes of a hash map, looked at together.
 *
 * Layer 1. One face, two bodies: group_sse2.h (16 bytes) and group_word.h (8 bytes, any machine).
 *
 *   fhi_group_load(at)             FHI_GROUP bytes from any address
 *   fhi_group_match(group, byte)   the places that hold this byte
 *   fhi_group_empty(group)         the places that never held an entry since the last rehash
 *   fhi_group_free(group)          the empty ones and those whose entry was removed
 *   fhi_group_full(group)          the places that hold an entry
 *
 * The answers are masks: fhi_mask_first is the lowest place in one (there must be one), fhi_mask_next
 * takes it out.
 *
 *   control byte   meaning
 *   0xff           EMPTY
 *   0x80           REMOVED     was in use, and a search may have to pass
 *   0x00 … 0x7f    FULL        with the upper 7 bits of the hash
 */
#ifndef FREEHOLD_DETAIL_GROUP_H
#define FREEHOLD_DETAIL_GROUP_H

#include <freehold/detail/compiler.h>

#include <string.h>

enum { FHI_CONTROL_EMPTY = 0xff, FHI_CONTROL_REMOVED = 0x80 };

/* FHI_PORTABLE_GROUP: the word version everywhere, for tests. */
#if defined(__SSE2__) && !defined(FHI_PORTABLE_GROUP)
#    include <freehold/detail/group_sse2.h>
#else
#    include <freehold/detail/group_word.h>
#endif

#endif
