/* SPDX-License-Identifier: MIT */
/*
 * compiler.h: every test of the compiler and the platform, once.
 *
 * Layer 0. The rest of the library asks for an ability by name (FH_COLD, FHI_THREAD_LOCAL) and never
 * for a compiler. Headers are C11 and include in C++17; types are generated in C11 or C++20.
 */
#ifndef FREEHOLD_DETAIL_COMPILER_H
#define FREEHOLD_DETAIL_COMPILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if !defined(__GNUC__) && !defined(__clang__)
#    error "Freehold needs gcc 9 or clang 9, or a compiler with their builtins"
#endif

/* ---- what a declaration promises ------------------------------------------------------------ */

/** The result must be looked at: it is an owner, or says whether something happened. */
#define FH_NODISCARD __attribute__((warn_unused_result))
/** Rarely run: kept out of the way of the instructions that are. */
#define FH_COLD     __attribute__((cold, noinline))
#define FH_NORETURN __attribute__((noreturn))
/** Visible outside the shared library, which hides everything else. */
#define FH_API __attribute__((visibility("default")))

#define FHI_UNUSED   __attribute__((unused))
#define FHI_NOINLINE __attribute__((noinline))

/** An ordinary function in a header. */
#define FH_INLINE static inline FHI_UNUSED
/**
 * A function that takes a constant description of a type. WHY always_inline: only then does the
 * description fold away, and a type without a drop costs no call (seen with gcc 12 and clang 14).
 */
#define FHI_FOLD static inline __attribute__((always_inline, unused))
/**
 * A one-statement typed wrapper. WHY artificial: debuggers step through it into the real lines of
 * the function it calls. WHY not clang's nodebug: it makes `break point_arc_drop` impossible.
 */
#define FHI_WRAP static inline __attribute__((always_inline, artificial, unused))

#define FHI_LIKELY(condition)   __builtin_expect(!!(condition), 1)
#define FHI_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

/* ---- C and C++ spell these differently ------------------------------------------------------ */

#ifdef __cplusplus
#    define FHI_EXTERN_C_BEGIN                    extern "C" {
#    define FHI_EXTERN_C_END                      }
#    define FHI_STATIC_ASSERT(condition, message) static_assert(condition, message)
#    define FHI_ALIGNOF(T)                        alignof(T)
#else
#    define FHI_EXTERN_C_BEGIN
#    define FHI_EXTERN_C_END
#    define FHI_STATIC_ASSERT(condition, message) _Static_assert(condition, message)
#    define FHI_ALIGNOF(T)                        _Alignof(T)
#endif

/*
 * FHI_FORWARD_CONST(T, name) announces a constant object of one file, which may be used before
 * FHI_CONST(T, name, initialisers) defines it. C has tentative definitions for that, C++ has not.
 */
#ifdef __cplusplus
#    define FHI_FORWARD_CONST(T, name)                                                             \
        namespace {                                                                                \
        extern FHI_UNUSED T const name;                                                            \
        }
#    define FHI_CONST(T, name, ...)                                                                \
        namespace {                                                                                \
        FHI_UNUSED T const name = {__VA_ARGS__};                                                   \
        }
#else
#    define FHI_FORWARD_CONST(T, name) static FHI_UNUSED T const name;
#    define FHI_CONST(T, name, ...)    static FHI_UNUSED T const name = {__VA_ARGS__}
#endif

/* WHY __thread, not thread_local: no dynamic initialisation, so C++ reads it without a wrapper call. */
#define FHI_THREAD_LOCAL __thread

/* ---- the platform ----------------------------------------------------------------------------- */

#if defined(__linux__) && defined(__has_include)
#    if __has_include(<sys/random.h>)
#        define FHI_HAVE_GETRANDOM 1
#    endif
#endif

/* ---- sanitizers and analysers --------------------------------------------------------------- */

#if defined(__has_feature)
#    if __has_feature(thread_sanitizer)
#        define FHI_TSAN 1
#    endif
#endif
#if defined(__SANITIZE_THREAD__)
#    define FHI_TSAN 1
#endif

/* ---- a call that cannot work is a compile error --------------------------------------------- */

/*
 * FHI_COMPILE_ERROR(name, message) declares a function that stops the compiler when a call of it is left
 * after optimisation. FHI_REQUIRE(condition, name) leaves one if the condition is known to be false. WHY
 * "known": at -O0 and under some sanitizers nothing folds; there the same call panics when it is reached.
 */
#ifdef __cplusplus
#    define FHI_COMPILE_ERROR(name, message) FHI_STATIC_ASSERT(true, message)
#    define FHI_REQUIRE(condition, name)     ((void)0)
#else
#    define FHI_COMPILE_ERROR(name, message) extern void name(void) __attribute__((error(message)))
#    define FHI_REQUIRE(condition, name)                                                           \
        do {                                                                                       \
            bool fhi_met_ = (condition);                                                           \
            if (__builtin_constant_p(fhi_met_) && !fhi_met_)                                       \
                name();                                                                            \
        } while (0)
#endif

/* An option of the wrong type is an error at the user's line, whatever the warning flags; in C++ it is one
 * anyway, but there a list of options that is not complete is warned of. */
#ifdef __cplusplus
#    define FHI_STRICT_BEGIN                                                                       \
        _Pragma("GCC diagnostic push")                                                             \
            _Pragma("GCC diagnostic ignored \"-Wmissing-field-initializers\"")
#    define FHI_STRICT_END _Pragma("GCC diagnostic pop")
#else
#    define FHI_STRICT_BEGIN                                                                       \
        _Pragma("GCC diagnostic push")                                                             \
            _Pragma("GCC diagnostic error \"-Wincompatible-pointer-types\"")                       \
                _Pragma("GCC diagnostic error \"-Wint-conversion\"")
#    define FHI_STRICT_END _Pragma("GCC diagnostic pop")
#endif

#endif
