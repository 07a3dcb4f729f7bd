/* SPDX-License-Identifier: MIT */
/*
 * report_allocators.c: the same job on every allocator, each time in a process of its own, because a
 * process's default allocator can be chosen once only.
 */
#define _POSIX_C_SOURCE 200809L

#include "complain.h"
#include "process.h"
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SELF "/proc/self/exe"

enum { RUNS = 3 };

struct cost {
    double ms, bytes;
};

static double number_after(char const *json, char const *key)
{
    char const *at = strstr(json, key);
    return at != NULL ? strtod(at + strlen(key), NULL) : 0;
}

/* Runs this program with --json on that allocator. */
static bool run_once(struct options const *options, char const *allocator, struct cost *out)
{
    char json[4096], allocator_option[64], input_option[4096];
    char *argv[] = {(char[]){SELF}, (char[]){"--json"}, allocator_option, NULL, NULL};
    int fd;
    pid_t child;
    size_t length = 0;
    snprintf(allocator_option, sizeof allocator_option, "--allocator=%s", allocator);
    if (options->input != NULL) {
        snprintf(input_option, sizeof input_option, "--input=%s", options->input);
        argv[3] = input_option;
    }
    if (access(SELF, X_OK) != 0 || !process_start(argv, &fd, &child))
        return false;
    for (;;) {
        ssize_t count = read(fd, json + length, sizeof json - 1 - length);
        if (count <= 0)
            break;
        length += (size_t)count;
    }
    json[length] = '\0';
    close(fd);
    *out = (struct cost){number_after(json, "\"total\": "),
                         number_after(json, "\"peak_resident_bytes\": ")};
    return process_wait(child) && strstr(json, "\"live_blocks\": 0,") != NULL;
}

static fh_status print_allocator(struct options const *options, char const *allocator)
{
    struct cost best = {0};
    for (int i = 0; i < RUNS; i++) {
        struct cost cost;
        if (!run_once(options, allocator, &cost))
            return complain("the job failed on the allocator %s", allocator);
        if (i == 0 || cost.ms < best.ms)
            best = cost;
    }
    printf("  %-14s%8.1f ms %12.1f MB\n", allocator, best.ms, best.bytes / 1e6);
    fflush(stdout);
    return FH_OK;
}

fh_status report_allocators(struct options const *options)
{
    static char const *const optional[] = {"mimalloc"};
    if (options->input != NULL && strcmp(options->input, "-") == 0)
        return FH_OK; /* standard input can be read once only */
    printf("\nThe same job on each allocator of the library, the best of %d runs:\n", RUNS);
    fflush(stdout);
    for (size_t i = 0; fh_allocator_name(i) != NULL; i++)
        FH_TRY(print_allocator(options, fh_allocator_name(i)));
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        if (fh_allocator_by_name(optional[i]) == NULL)
            printf("  %-14s not built in (libmimalloc-dev was not here, or MIMALLOC=no)\n",
                   optional[i]);
    return FH_OK;
}
