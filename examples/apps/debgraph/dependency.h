/* SPDX-License-Identifier: MIT */
/*
 * dependency.h: the names in a Depends field, as "libc6 (>= 2.34), perl:any | perl5 [amd64]".
 */
#ifndef DEBGRAPH_DEPENDENCY_H
#define DEBGRAPH_DEPENDENCY_H

#include <freehold.h>

/*
 * Takes the next package name out of `rest`, the part of the field not yet read. Every alternative
 * counts; versions, architectures and build profiles are skipped. False when there is none left.
 *
 *     while (dependency_next(&field, &name)) …
 */
bool dependency_next(fh_str *rest, fh_str *name);

/* Printable ASCII without quotes, backslashes and what structures a Depends field. */
bool is_package_name(fh_str name);

#endif
