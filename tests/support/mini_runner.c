/* SPDX-License-Identifier: MIT */
/*
 * mini_runner.c: a test runner small enough for ThreadSanitizer, MemorySanitizer and valgrind.
 *
 *   unit-mini [--list] [--filter PATTERN] [--no-fork]
 *
 * PATTERN is a glob on "suite/name". --no-fork runs all in this process, for a debugger: tests that must
 * end by a signal are left out. Exit status 1 when a test failed or none was run.
 */
#define _POSIX_C_SOURCE 200809L
#include "support/mini_runner.h"

#include <fnmatch.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MINI_SKIP_STATUS = 77 };

enum mini_result { MINI_PASSED, MINI_FAILED, MINI_CRASHED, MINI_SKIPPED };

static struct mini_test *mini_first;
static struct mini_test **mini_last = &mini_first;

static pthread_t mini_thread; /* the one that runs the test's body */
static jmp_buf mini_out;      /* where an assertion that fails goes to */
static bool mini_failed;
static bool mini_skipped;

void mini_register(struct mini_test *test)
{
    *mini_last = test;
    mini_last = &test->next;
}

void mini_check(bool fatal, bool holds, char const *file, int line, char const *what,
                char const *format, ...)
{
    if (holds)
        return;
    (void)fprintf(stderr, "%s:%d: %s: %s", file, line, fatal ? "assertion failed" : "expected",
                  what);
    if (*format != '\0') {
        va_list arguments;
        va_start(arguments, format);
        (void)fputs(": ", stderr);
        (void)vfprintf(stderr, format, arguments);
        va_end(arguments);
    }
    (void)fputc('\n', stderr);
    __atomic_store_n(&mini_failed, true, __ATOMIC_RELAXED);
    if (!fatal)
        return;
    if (!pthread_equal(pthread_self(), mini_thread))
        _exit(EXIT_FAILURE); /* the body's stack is not this thread's to leave */
    longjmp(mini_out, 1);
}

bool mini_str_eq(char const *a, char const *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

void mini_skip(void)
{
    mini_skipped = true;
    longjmp(mini_out, 1);
}

/* Runs a test here. Returns whether its checks held. */
static bool mini_run_body(struct mini_test const *test)
{
    mini_failed = false;
    mini_thread = pthread_self();
    if (setjmp(mini_out) == 0) {
        if (test->options.init != NULL)
            test->options.init();
        test->body();
        if (test->options.fini != NULL)
            test->options.fini();
    }
    return !__atomic_load_n(&mini_failed, __ATOMIC_RELAXED);
}

static enum mini_result mini_judge(struct mini_test const *test, int status)
{
    if (WIFSIGNALED(status)) {
        if (WTERMSIG(status) == test->options.signal)
            return MINI_PASSED;
        (void)fprintf(stderr, "%s/%s: ended by signal %d\n", test->suite, test->name,
                      WTERMSIG(status));
        return MINI_CRASHED;
    }
    if (test->options.signal != 0) {
        (void)fprintf(stderr, "%s/%s: was to end by signal %d\n", test->suite, test->name,
                      test->options.signal);
        return MINI_FAILED;
    }
    if (WEXITSTATUS(status) == MINI_SKIP_STATUS)
        return MINI_SKIPPED;
    return WEXITSTATUS(status) == test->options.exit_code ? MINI_PASSED : MINI_FAILED;
}

static enum mini_result mini_run_forked(struct mini_test const *test)
{
    (void)fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (!mini_run_body(test))
            _exit(EXIT_FAILURE); /* no exit handlers: a leak after a failed check says nothing */
        /* Sanitizers make their report, and change the status, in exit. */
        exit(mini_skipped ? MINI_SKIP_STATUS : EXIT_SUCCESS);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) {
        perror("mini_runner");
        return MINI_CRASHED;
    }
    return mini_judge(test, status);
}

static enum mini_result mini_run_here(struct mini_test const *test)
{
    if (test->options.signal != 0 || test->options.exit_code != 0)
        return MINI_SKIPPED;
    mini_skipped = false;
    bool passed = mini_run_body(test);
    return mini_skipped ? MINI_SKIPPED : passed ? MINI_PASSED : MINI_FAILED;
}

struct mini_command {
    char const *filter;
    bool list;
    bool here;
};

static bool mini_parse(int count, char **arguments, struct mini_command *out)
{
    *out = (struct mini_command){.filter = "*"};
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--list") == 0)
            out->list = true;
        else if (strcmp(arguments[i], "--no-fork") == 0)
            out->here = true;
        else if (strcmp(arguments[i], "--filter") == 0 && i + 1 < count)
            out->filter = arguments[++i];
        else
            return false;
    }
    return true;
}

static bool mini_selects(struct mini_command const *command, struct mini_test const *test)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", test->suite, test->name);
    return !test->options.disabled && fnmatch(command->filter, path, 0) == 0;
}

int main(int count, char **arguments)
{
    struct mini_command command;
    if (!mini_parse(count, arguments, &command)) {
        (void)fprintf(stderr, "usage: %s [--list] [--filter PATTERN] [--no-fork]\n", arguments[0]);
        return 2;
    }
    size_t results[4] = {0};
    for (struct mini_test *test = mini_first; test != NULL; test = test->next) {
        if (!mini_selects(&command, test))
            continue;
        if (command.list) {
            (void)printf("%s/%s\n", test->suite, test->name);
            continue;
        }
        enum mini_result result = command.here ? mini_run_here(test) : mini_run_forked(test);
        if (result == MINI_FAILED || result == MINI_CRASHED)
            (void)fprintf(stderr, "[FAIL] %s::%s\n", test->suite, test->name);
        results[result]++;
    }
    if (command.list)
        return 0;
    size_t failing = results[MINI_FAILED] + results[MINI_CRASHED];
    size_t tested = failing + results[MINI_PASSED];
    (void)fflush(NULL);
    (void)fprintf(stderr,
                  "[====] Synthesis: Tested: %zu | Passing: %zu | Failing: %zu | Crashing: %zu\n",
                  tested, results[MINI_PASSED], failing, results[MINI_CRASHED]);
    return failing != 0 || tested == 0;
}
