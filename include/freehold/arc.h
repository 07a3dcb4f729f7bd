/* SPDX-License-Identifier: MIT */
/*
 * arc.h: shared ownership across threads (Rust: std::sync::Arc, std::sync::Weak).
 *
 * Layer 4. Tests: tests/laws/counted_laws.h, tests/threads/.
 *
 *   FH_ARC(point_arc, point);                            point_arc, and its Weak: point_arc_weak
 *   FH_ARC_DECLARE(node_arc, struct node);               as FH_RC_DECLARE, FH_RC_DEFINE
 *   FH_ARC_DEFINE(node_arc, node);
 *
 * The functions, their meaning and the states of a value are those of rc.h. What differs:
 *
 *   - Counts are atomic: owners in any threads may clone, drop, downgrade and upgrade at the same time. A
 *     clone is one locked add, a drop one locked subtraction, get_mut and is_unique one load.
 *   - A handle variable is a plain variable: two threads need a handle each.
 *   - The last owner sees all that the others did to the value before they left. The value itself is not
 *     locked: write to it through get_mut or make_mut, or put a lock into it.
 *   - Of several threads that end their owners by NAME_into_inner, exactly one gets the value.
 *   - Rings of Arcs are not collected: make one handle of the ring a Weak.
 */
#ifndef FREEHOLD_ARC_H
#define FREEHOLD_ARC_H

#include <freehold/detail/pointer.h>

/** Makes NAME, an Arc of the type that TOKEN describes, and NAME_weak. At file scope. */
#define FH_ARC(NAME, TOKEN) FHI_ARC_(NAME, TOKEN)
/** Makes the handle types alone, enough to be a field of T, which may be incomplete. */
#define FH_ARC_DECLARE(NAME, T) FHI_COUNTED_DECLARE(NAME, T, 1)
/** Makes the functions of a declared NAME. */
#define FH_ARC_DEFINE(NAME, TOKEN) FHI_COUNTED_DEFINE(NAME, TOKEN, FHI_ARC, fhi_never)

#define FHI_ARC_(NAME, TOKEN)                                                                      \
    FHI_COUNTED_DECLARE(NAME, fhi_T_##TOKEN, 0);                                                   \
    FHI_COUNTED_DEFINE(NAME, TOKEN, FHI_ARC, fhi_never)

#endif
