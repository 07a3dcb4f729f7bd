/* SPDX-License-Identifier: MIT */
/*
 * options.h: the command line.
 */
#ifndef DEBGRAPH_OPTIONS_H
#define DEBGRAPH_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum { STATUS_DONE = 0, STATUS_FAILED = 1, STATUS_USAGE = 2 }; /* exit statuses */

struct options {
    char const *program;   /* argv[0] */
    char const *input;     /* NULL: the best that this machine has */
    char const *dot;       /* NULL: draw nothing */
    char const *allocator; /* NULL: the library's choice */
    size_t quota;          /* bytes */
    bool has_quota, json, cycles;
};

/* True: go on. False: all is said, leave with *exit_status. */
bool options_parse(int argc, char **argv, struct options *out, int *exit_status);

#endif
