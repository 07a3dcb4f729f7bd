/* SPDX-License-Identifier: MIT */
/*
 * package.h: what the graph is made of.
 *
 * A package owns what it depends on: an Rc for each dependency. It also knows who depends on it, but
 * owns none of those: a Weak for each. Where packages depend on each other in a ring, they own each
 * other, and counting alone can never free them; `.cyclic = true` lets fh_collect() find them.
 */
#ifndef DEBGRAPH_PACKAGE_H
#define DEBGRAPH_PACKAGE_H

#include <freehold.h>

FH_RC_DECLARE(package_rc, struct package);
FH_VEC_DECLARE(package_rc_vec, package_rc);
FH_VEC_DECLARE(package_weak_vec, package_rc_weak);

struct package {
    fh_string name;
    package_rc_vec depends;
    package_weak_vec needed_by;
    bool known;           /* it has a stanza; else it is only a name in somebody's Depends */
    uint32_t mark;        /* of who looked at it last: so that nothing counts twice */
    uint32_t number, low; /* of the depth-first search for cycles; 0: not reached yet */
    uint32_t component;   /* the component it belongs to; 0: not known yet */
};

void package_on_drop(struct package *self);

FH_OWNS_DROP(package, struct package, package_on_drop, (fh_string, name), (package_rc_vec, depends),
             (package_weak_vec, needed_by));
FH_RC_DEFINE(package_rc, package, .cyclic = true);
FH_VEC_DEFINE(package_rc_vec, package_rc);
FH_VEC_DEFINE(package_weak_vec, package_rc_weak);

/* From a name to its package. The name is stored once: a key is borrowed from the package it leads to. */
FH_HASHMAP(package_map, fh_str, package_rc);

/* A package that has a name and nothing else yet. */
FH_NODISCARD fh_status package_try_new(fh_str name, package_rc *out);

/* How many packages exist at this moment: made and not yet dropped. */
size_t package_live_count(void);

#endif
