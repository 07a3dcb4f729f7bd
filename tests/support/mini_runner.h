/* SPDX-License-Identifier: MIT */
/*
 * mini_runner.h: the part of Criterion's spelling that the tests use, over a runner of our own.
 *
 * See fh_test.h for why there are two. Every test runs in a child made by fork, so that a crash, a leak
 * report at its exit or an error seen by valgrind is that test's failure.
 */
#ifndef MINI_RUNNER_H
#define MINI_RUNNER_H

#include <stdbool.h>
#include <stddef.h>

struct mini_options {
    void (*init)(void);
    void (*fini)(void);
    int signal;    /**< the test passes when this signal ends it */
    int exit_code; /**< the test passes when it exits with this */
    double timeout;
    bool disabled;
    int none_; /* WHY: an initialiser needs at least one member in C11 */
};

struct mini_test {
    char const *suite;
    char const *name;
    void (*body)(void);
    struct mini_options options;
    struct mini_test *next;
};

void mini_register(struct mini_test *test);
/* Takes note of a failed check; ends the test if it was an assertion. `format` is printf's; "": none. */
void mini_check(bool fatal, bool holds, char const *file, int line, char const *what,
                char const *format, ...);
bool mini_str_eq(char const *a, char const *b);
void mini_skip(void);

#define Test(SUITE, ...) MINI_TEST(SUITE, __VA_ARGS__, .none_ = 0)
#define MINI_TEST(SUITE, NAME, ...)                                                                \
    static void mini_body_##SUITE##_##NAME(void);                                                  \
    static struct mini_test mini_test_##SUITE##_##NAME = {                                         \
        .suite = #SUITE,                                                                           \
        .name = #NAME,                                                                             \
        .body = mini_body_##SUITE##_##NAME,                                                        \
        .options = {__VA_ARGS__},                                                                  \
    };                                                                                             \
    __attribute__((constructor)) static void mini_register_##SUITE##_##NAME(void)                  \
    {                                                                                              \
        mini_register(&mini_test_##SUITE##_##NAME);                                                \
    }                                                                                              \
    static void mini_body_##SUITE##_##NAME(void)

/* Each ends its arguments with "", so that a message may be given or not. */
#define MINI_CHECK(FATAL, HOLDS, WHAT, ...)                                                        \
    mini_check(FATAL, HOLDS, __FILE__, __LINE__, WHAT, __VA_ARGS__)
#define MINI_TRUE(FATAL, A, ...)      MINI_CHECK(FATAL, (A), #A, __VA_ARGS__)
#define MINI_FALSE(FATAL, A, ...)     MINI_CHECK(FATAL, !(A), "not " #A, __VA_ARGS__)
#define MINI_OP(FATAL, OP, A, B, ...) MINI_CHECK(FATAL, (A)OP(B), #A " " #OP " " #B, __VA_ARGS__)
#define MINI_NULL(FATAL, A, ...)      MINI_CHECK(FATAL, (A) == NULL, #A " is NULL", __VA_ARGS__)
#define MINI_SOME(FATAL, A, ...)      MINI_CHECK(FATAL, (A) != NULL, #A " is not NULL", __VA_ARGS__)
#define MINI_STR(FATAL, IS, A, B, ...)                                                             \
    MINI_CHECK(FATAL, mini_str_eq(A, B) == (IS), #A " compared as text with " #B, __VA_ARGS__)

#define cr_assert(...)          MINI_TRUE(true, __VA_ARGS__, "")
#define cr_assert_not(...)      MINI_FALSE(true, __VA_ARGS__, "")
#define cr_assert_eq(...)       MINI_OP(true, ==, __VA_ARGS__, "")
#define cr_assert_neq(...)      MINI_OP(true, !=, __VA_ARGS__, "")
#define cr_assert_lt(...)       MINI_OP(true, <, __VA_ARGS__, "")
#define cr_assert_leq(...)      MINI_OP(true, <=, __VA_ARGS__, "")
#define cr_assert_gt(...)       MINI_OP(true, >, __VA_ARGS__, "")
#define cr_assert_geq(...)      MINI_OP(true, >=, __VA_ARGS__, "")
#define cr_assert_null(...)     MINI_NULL(true, __VA_ARGS__, "")
#define cr_assert_not_null(...) MINI_SOME(true, __VA_ARGS__, "")
#define cr_assert_str_eq(...)   MINI_STR(true, true, __VA_ARGS__, "")
#define cr_assert_str_neq(...)  MINI_STR(true, false, __VA_ARGS__, "")
#define cr_assert_fail(...)     MINI_FAIL(true, "" __VA_ARGS__, "")

#define cr_expect(...)          MINI_TRUE(false, __VA_ARGS__, "")
#define cr_expect_not(...)      MINI_FALSE(false, __VA_ARGS__, "")
#define cr_expect_eq(...)       MINI_OP(false, ==, __VA_ARGS__, "")
#define cr_expect_neq(...)      MINI_OP(false, !=, __VA_ARGS__, "")
#define cr_expect_lt(...)       MINI_OP(false, <, __VA_ARGS__, "")
#define cr_expect_leq(...)      MINI_OP(false, <=, __VA_ARGS__, "")
#define cr_expect_gt(...)       MINI_OP(false, >, __VA_ARGS__, "")
#define cr_expect_geq(...)      MINI_OP(false, >=, __VA_ARGS__, "")
#define cr_expect_null(...)     MINI_NULL(false, __VA_ARGS__, "")
#define cr_expect_not_null(...) MINI_SOME(false, __VA_ARGS__, "")
#define cr_expect_str_eq(...)   MINI_STR(false, true, __VA_ARGS__, "")
#define cr_expect_str_neq(...)  MINI_STR(false, false, __VA_ARGS__, "")
#define cr_expect_fail(...)     MINI_FAIL(false, "" __VA_ARGS__, "")
#define MINI_FAIL(FATAL, ...)   MINI_CHECK(FATAL, false, "reached", __VA_ARGS__)

#define cr_skip_test(...) mini_skip()
#define cr_log_info(...)  ((void)0)
#define cr_log_warn(...)  ((void)0)

#endif
