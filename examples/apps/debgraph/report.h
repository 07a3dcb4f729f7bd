/* SPDX-License-Identifier: MIT */
/*
 * report.h: what came out, for people, for programs and for graphviz.
 */
#ifndef DEBGRAPH_REPORT_H
#define DEBGRAPH_REPORT_H

#include "cycles.h"
#include "options.h"
#include "quota.h"

enum phase { READ, LINK, SEARCH, LET_GO, COLLECT, PHASES };

typedef struct outcome {
    char const *input; /* what was read */
    size_t nodes, edges, largest;
    size_t leaked;    /* alive when nobody outside held a handle any more */
    size_t collected; /* freed by the collector */
    size_t live;      /* alive at the end */
    component_vec components;
    char digest[SHA256_HEX_SIZE];
    double ms[PHASES];
} outcome;

FH_OWNS(outcome, struct outcome, (component_vec, components));

/* The story on one screen: what was read and what of it leaks, as long as it is leaked; … */
FH_NODISCARD fh_status report_leaks(outcome *result);

/* … and how it ends. Drops the components. */
void report_end(outcome *result, struct quota const *memory);

/* The same job again, on every allocator that is built in; each time in a process of its own. */
FH_NODISCARD fh_status report_allocators(struct options const *options);

/* Only the cycles: one a line, largest first. */
void report_cycles(outcome const *result);

/* One JSON object; the cycles are in it if `with_cycles`. Drops the components. */
void report_json(outcome *result, struct quota const *memory, bool with_cycles);

/* The cycles as a drawing, a box around each; complains when `path` cannot be written. */
FH_NODISCARD fh_status report_dot(char const *path, package_graph const *graph,
                                  component_vec const *components);

#endif
