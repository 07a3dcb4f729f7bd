/* SPDX-License-Identifier: MIT */
/*
 * cycles.h: which packages own each other in a ring, by looking at the graph.
 *
 * This is the independent opinion: what plain counting leaks, and what the collector then frees, must
 * agree with it.
 */
#ifndef DEBGRAPH_CYCLES_H
#define DEBGRAPH_CYCLES_H

#include "graph.h"
#include "sha256.h"

/* A strongly connected component with a cycle: two packages or more, or one that needs itself. */
typedef struct component {
    fh_string names;  /* of its members: sorted, a blank between two */
    size_t size;      /* members */
    size_t needed_by; /* packages outside that depend on a member */
} component;

FH_OWNS(component, struct component, (fh_string, names));
FH_VEC(component_vec, component);

/* Finds all of them, largest first, then by names. Afterwards the packages of one share a number, the
 * package's `component`, which is above the number of components for packages on no cycle. */
FH_NODISCARD fh_status cycles_try_find(package_graph const *graph, component_vec *out);

/* SHA-256 of the components, one a line, sorted by names. */
void cycles_digest(component_vec *components, char hex[SHA256_HEX_SIZE]);

/* Takes the next name out of `rest`, which begins as a component's `names`. False: there is none. */
bool component_next_name(fh_str *rest, fh_str *name);

/* For component_vec_sort_unstable_by: the most needed first, then the largest, then by names. */
int by_needed_by(component const *left, component const *right, void *context);

#endif
