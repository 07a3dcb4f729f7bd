/* SPDX-License-Identifier: MIT */
/*
 * scope.h: owners that are dropped when their block ends (Rust: every local variable).
 *
 * Layer 3. Tests: tests/unit/test_scope.c.
 *
 *   fh_auto(point_rc) a = point_rc_new(p);   dropped on every exit of the block, in reverse order
 *
 * Rules: initialise it at once (`= {0}` is empty and right). Leave with `return fh_move(a);` or
 * `return point_rc_take(&a);`, never `return a;`: that hands out a handle whose owner is dropped.
 * Give it away by `point_rc_take(&a)` or `fh_move(a)`, never as plain `a`: C does not empty the variable.
 * Do not `goto` over it. `token` must also be the name of a type: generated types and fh_string are; for a
 * table over `struct rec`, add `typedef struct rec rec;`.
 */
#ifndef FREEHOLD_SCOPE_H
#define FREEHOLD_SCOPE_H

#include <freehold/detail/compiler.h>

#include <string.h>

/**
 * Declares a variable of the type `token` that is dropped by `token_drop` when its block is left.
 *
 * @rust a local variable; the drop order is the same
 */
#define fh_auto(token) __attribute__((cleanup(token##_drop), unused)) token

/**
 * Moves a value out of a variable and leaves all its bytes 0, which every owner takes for empty.
 *
 * @param place  an lvalue, evaluated once
 * @return the value; yours
 * @rust std::mem::take
 */
#define fh_move(place)                                                                             \
    __extension__({                                                                                \
        __typeof__(place) *fhi_place_ = &(place);                                                  \
        __typeof__(place) fhi_moved_ = *fhi_place_;                                                \
        memset((void *)fhi_place_, 0, sizeof(*fhi_place_));                                        \
        fhi_moved_;                                                                                \
    })

#endif
