/* SPDX-License-Identifier: MIT */
/*
 * rc.h: shared ownership within one thread (Rust: std::rc::Rc, std::rc::Weak).
 *
 * Layer 4. Tests: tests/laws/counted_laws.h, tests/unit/test_rc.c.
 *
 *   FH_RC(point_rc, point);                              point_rc, and its Weak: point_rc_weak
 *   FH_RC_DECLARE(node_rc, struct node);                 the types alone, enough to put into struct node;
 *   FH_RC_DEFINE(node_rc, node, .cyclic = true);         … the rest, once the token `node` is known
 *
 * A handle is a struct of one pointer, `.ptr`, at the value; {0} is empty (Rust: Option<Rc<T>>). Eight
 * bytes of counts stand in front of the value, in the same block.
 *
 *   strong  weak  value     memory   reached by
 *   > 0     any   alive     held     NAME_new, NAME_clone, NAME_weak_upgrade
 *   0       > 0   dropped   held     last NAME_drop while a Weak lives
 *   0       0     -         freed    last NAME_weak_drop, or last NAME_drop without a Weak
 *
 * Options: `.cyclic = true` lets fh_collect() find rings of this type; 8 bytes more a value (cycle.h).
 *
 * Of an empty handle: clone, downgrade and upgrade are empty, counts 0, get NULL, drop nothing;
 * make_mut panics. A count above 2^31 - 1 panics. Handles are plain variables; a value, its handles and its
 * Weaks belong to one thread.
 *
 *  NAME_new(T value)                       moves value in           1 allocation   Rc::new
 *  NAME_try_new(T value, NAME *out)        moves value in (and      1 allocation   Rc::try_new
 *                                          drops it on failure)
 *  NAME_try_new_move(T *value, NAME *out)  empties value on FH_OK,  1 allocation   -
 *                                          leaves it on failure
 *  NAME_drop(NAME *self)                   ends ownership, empties  O(1) + value   Drop
 *  NAME_clone(NAME const *self)            yours                    an increment   Rc::clone
 *  NAME_try_clone(NAME const *, NAME *)    yours; always FH_OK      an increment   -
 *  NAME_take(NAME *self)                   yours; self empty        O(1)           mem::take
 *  NAME_set(NAME *slot, NAME value)        moves in, drops the old  O(1) + value   *slot = value
 *  NAME_set_clone(NAME *, NAME const *)    clones in, drops the old O(1) + value   Clone::clone_from
 *  NAME_replace(NAME *slot, NAME value)    the old one is yours     O(1)           mem::replace
 *  NAME_swap(NAME *one, NAME *other)                                O(1)           mem::swap
 *  NAME_is_empty(NAME const *self)                                  O(1)           Option::is_none
 *  NAME_get(NAME const *self)              borrows; `.ptr` to write O(1)           Deref
 *  NAME_get_mut(NAME *self)                borrows; NULL unless     O(1)           Rc::get_mut
 *                                          sole owner, no Weak
 *  NAME_is_unique(NAME const *self)        sole owner, no Weak?     O(1)           Rc::is_unique
 *  NAME_make_mut(NAME *self)               borrows; clones the      O(1), or a     Rc::make_mut
 *  NAME_try_make_mut(NAME *, T **out)      value if it is shared    clone
 *  NAME_try_unwrap(NAME *self, T *out)     true: value moved out,   O(1)           Rc::try_unwrap
 *                                          self empty
 *  NAME_into_inner(NAME *self, T *out)     true: value moved out;   O(1)           Rc::into_inner
 *                                          self empty either way
 *  NAME_into_raw(NAME *self)               the value's address      O(1)           Rc::into_raw
 *  NAME_from_raw(T *value)                 yours; only what the     O(1)           Rc::from_raw
 *                                          same NAME's into_raw gave
 *  NAME_strong_count, NAME_weak_count                               O(1)           the same
 *  NAME_ptr_eq(NAME const *, NAME const *) the same value?          O(1)           Rc::ptr_eq
 *  NAME_downgrade(NAME const *self)        a NAME_weak; yours       an increment   Rc::downgrade
 *  NAME_block_layout(void)                 what is allocated        constant       -
 *  NAME_trace(NAME *self, fh_visitor *)    for a .trace callback                   -
 *
 *  NAME_weak_new(void)                     empty                    O(1)           Weak::new
 *  NAME_weak_upgrade(NAME_weak const *)    yours, empty when gone   an increment   Weak::upgrade
 *  NAME_weak_clone drop take set replace swap is_empty ptr_eq strong_count weak_count: as above
 */
#ifndef FREEHOLD_RC_H
#define FREEHOLD_RC_H

#include <freehold/detail/pointer.h>

/** Makes NAME, an Rc of the type that TOKEN describes, and NAME_weak. At file scope. */
#define FH_RC(NAME, ...) FHI_RC_(NAME, __VA_ARGS__, )
/** Makes the handle types alone, enough to be a field of T, which may be incomplete. */
#define FH_RC_DECLARE(NAME, T) FHI_COUNTED_DECLARE(NAME, T, 1)
/** Makes the functions of a declared NAME. */
#define FH_RC_DEFINE(NAME, ...) FHI_RC_DEFINE_(NAME, __VA_ARGS__, )

#define FHI_RC_(NAME, TOKEN, ...)                                                                  \
    FHI_COUNTED_DECLARE(NAME, fhi_T_##TOKEN, 0);                                                   \
    FHI_RC_DEFINE_(NAME, TOKEN, __VA_ARGS__)

#define FHI_RC_DEFINE_(NAME, TOKEN, ...)                                                           \
    struct NAME##_options {                                                                        \
        char begin_;                                                                               \
        bool cyclic;                                                                               \
    };                                                                                             \
    FHI_STRICT_BEGIN                                                                               \
    static FHI_UNUSED struct NAME##_options const fhi_options_T_##NAME = {.begin_ = 0,             \
                                                                          __VA_ARGS__};            \
    FHI_STRICT_END                                                                                 \
    FH_INLINE bool fhi_cyclic_T_##NAME(void)                                                       \
    {                                                                                              \
        return fhi_options_T_##NAME.cyclic;                                                        \
    }                                                                                              \
    FHI_COUNTED_DEFINE(NAME, TOKEN, FHI_RC, fhi_cyclic_T_##NAME)

#endif
