/* SPDX-License-Identifier: MIT */
/*
 * panic.h: what happens when a program breaks a rule, or runs out of memory where it said it would not.
 *
 * Layer 1. Tests: tests/unit/test_panic.c.
 *
 * The library never calls exit and aborts only through these two hooks. A panic is a programmer's error
 * (a count that would wrap, an empty handle where a value is due); it is not a status, because no caller
 * could go on. Running out of memory is a status in every `try_` form, and comes here only from the short
 * forms, which have no other way to answer.
 */
#ifndef FREEHOLD_PANIC_H
#define FREEHOLD_PANIC_H

#include <freehold/layout.h>

FHI_EXTERN_C_BEGIN

/** What is known of a programmer's error. Strings are borrowed for the call. */
typedef struct fh_panic_info {
    char const *type;      /**< the type's name as declared, for instance "node_rc"; may be NULL */
    char const *operation; /**< the call without its prefix, for instance "clone"; may be NULL */
    char const *message;   /**< what is wrong and what to do; never NULL */
} fh_panic_info;

typedef void fh_panic_hook(fh_panic_info const *info);
typedef void fh_oom_handler(fh_layout layout);

/**
 * Sets what is called at a programmer's error, in place of a line on stderr.
 *
 * @param hook  called in the failing thread; when it returns the program aborts, so a hook that wants to
 *              go on must longjmp (and then call fh_drop_recover). NULL: the line on stderr again
 * @return the hook before, NULL if it was the default
 * @threads any thread
 * @rust    std::panic::set_hook
 */
FH_API fh_panic_hook *fh_set_panic_hook(fh_panic_hook *hook);

/**
 * Sets what is called when a form that cannot fail (`NAME_new`, `NAME_push`) gets no memory.
 *
 * @param handler  gets the layout that failed; when it returns the program aborts. NULL: a line on stderr
 * @return the handler before, NULL if it was the default
 * @threads any thread
 * @rust    std::alloc::set_alloc_error_hook
 */
FH_API fh_oom_handler *fh_set_oom_handler(fh_oom_handler *handler);

/** Panics. For the library's macros; a program may use it for its own rules. Strings may be NULL. */
FH_API FH_NORETURN FH_COLD void fhi_panic(char const *type, char const *operation,
                                          char const *message);

/** Calls the out-of-memory handler with the last layout that failed in this thread, then aborts. */
FH_API FH_NORETURN FH_COLD void fhi_out_of_memory(fh_status status);

/** The short form of a fallible call: what is not FH_OK ends in the out-of-memory handler. */
FH_INLINE void fhi_expect(fh_status status)
{
    if (FHI_UNLIKELY(status != FH_OK))
        fhi_out_of_memory(status);
}

FHI_EXTERN_C_END

#endif
