/* SPDX-License-Identifier: MIT */
/*
 * graph.h: the packages of a database, and who depends on whom.
 */
#ifndef DEBGRAPH_GRAPH_H
#define DEBGRAPH_GRAPH_H

#include "deb822.h"
#include "package.h"

/* All handles that the program holds. Dropping the graph lets go of every package at once. */
typedef struct package_graph {
    package_rc_vec packages; /* in the order of the input */
    size_t edges;
} package_graph;

FH_OWNS(package_graph, struct package_graph, (package_rc_vec, packages));

/*
 * Reads the database that `reader` is at the beginning of.
 *
 *   package  a name that has a stanza, the first one; in a dpkg status only if it is installed
 *   edge     from a package to each package named in its Pre-Depends and Depends, every alternative
 *            of "a | b"; the same one twice is one edge, and a package may depend on itself
 *
 * @param stanzas  set to the number of stanzas that name a package, counted or not
 */
FH_NODISCARD fh_status graph_try_read(deb822 *reader, package_graph *out, size_t *stanzas);

/* Tells every package who depends on it. */
FH_NODISCARD fh_status graph_try_link_back(package_graph *self);

#endif
