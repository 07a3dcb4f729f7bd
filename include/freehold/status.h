/* SPDX-License-Identifier: MIT */
/*
 * status.h: the one error type (Rust: Result<T, E>, and `?`).
 *
 * Layer 1. Tests: tests/unit/test_status.c.
 *
 * Whatever can fail for a reason returns a status and must be looked at. Whatever merely has "no" for
 * an answer returns bool or NULL. On failure the object is as it was and outputs are untouched.
 */
#ifndef FREEHOLD_STATUS_H
#define FREEHOLD_STATUS_H

#include <freehold/detail/compiler.h>

FHI_EXTERN_C_BEGIN

/** Why something did not happen. 0 is success; codes from FH_ERR_USER up belong to the user. */
typedef enum fh_status {
    FH_OK = 0,
    FH_ERR_NOMEM,             /**< the allocator has no block of that size */
    FH_ERR_CAPACITY_OVERFLOW, /**< no block could ever be that large */
    FH_ERR_INVALID,           /**< an argument that can never work, such as an alignment of 3 */
    FH_ERR_BOUNDS,            /**< an index or a range outside the object */
    FH_ERR_UTF8,              /**< bytes that are not UTF-8 */
    FH_ERR_TOO_DEEP,          /**< a structure nested deeper than a clone can follow */
    FH_ERR_EXISTS,            /**< there is one already */
    FH_ERR_SEALED,            /**< too late: the choice was made by the first use */
    FH_ERR_UNSUPPORTED,       /**< not built in */
    FH_ERR_USER = 0x10000,
    FH_ERR_LAST_ = 0x7fffffff /* WHY: every user's code is a value of the enum in C++ too */
} fh_status;

/**
 * The name of a status as it is written in a program.
 *
 * @param status  any status; the user's own codes are all "FH_ERR_USER"
 * @return a string that lives as long as the program
 */
FH_API char const *fh_status_name(fh_status status);

/**
 * A status in words, for the person who runs the program.
 *
 * @param status  any status
 * @return a phrase without a capital or a full stop, such as "out of memory"; lives as long as the program
 */
FH_API char const *fh_status_message(fh_status status);

/**
 * Returns the status of `expr` from the enclosing function unless it is FH_OK (Rust: `?`).
 *
 * What the function owns is not dropped by this; own it by fh_auto, or use FH_TRY_GOTO.
 */
#define FH_TRY(expr)                                                                               \
    do {                                                                                           \
        fh_status fhi_status_ = (expr);                                                            \
        if (FHI_UNLIKELY(fhi_status_ != FH_OK))                                                    \
            return fhi_status_;                                                                    \
    } while (0)

/** Returns `value` from the enclosing function unless the status of `expr` is FH_OK. */
#define FH_TRY_OR(expr, value)                                                                     \
    do {                                                                                           \
        if (FHI_UNLIKELY((expr) != FH_OK))                                                         \
            return value;                                                                          \
    } while (0)

/** Stores the status of `expr` in the variable `status` and goes to `label` unless it is FH_OK. */
#define FH_TRY_GOTO(expr, status, label)                                                           \
    do {                                                                                           \
        (status) = (expr);                                                                         \
        if (FHI_UNLIKELY((status) != FH_OK))                                                       \
            goto label;                                                                            \
    } while (0)

FHI_EXTERN_C_END

#endif
