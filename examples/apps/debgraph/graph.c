/* SPDX-License-Identifier: MIT */
/*
 * graph.c: from stanzas to packages that own each other.
 *
 * A name is met for the first time in a stanza or in somebody's Depends; either way it becomes a package
 * at once, so that one pass over the input is enough. Those that never got a stanza go in the end.
 */
#include "graph.h"

#include "complain.h"
#include "dependency.h"

/* The package of that name, which is made if there is none. Borrowed from the map. */
static fh_status intern(package_map *by_name, fh_str name, package_rc const **out)
{
    *out = package_map_get(by_name, name);
    if (*out != NULL)
        return FH_OK;
    fh_auto(package_rc) fresh = {0};
    FH_TRY(package_try_new(name, &fresh));
    fh_str key = fh_string_as_str(&fresh.ptr->name);
    FH_TRY(package_map_try_insert(by_name, key, fh_move(fresh)));
    *out = package_map_get(by_name, key);
    return FH_OK;
}

/* Adds an edge from `package`, the one of that number, to every package that `field` names. */
static fh_status add_edges(package_map *by_name, struct package *package, uint32_t number,
                           fh_str field)
{
    fh_str name;
    while (dependency_next(&field, &name)) {
        package_rc const *needed;
        FH_TRY(intern(by_name, name, &needed));
        if (needed->ptr->mark == number)
            continue;
        needed->ptr->mark = number;
        FH_TRY(package_rc_vec_try_push(&package->depends, package_rc_clone(needed)));
    }
    return FH_OK;
}

static fh_status add_stanza(package_graph *self, package_map *by_name, struct stanza const *stanza)
{
    package_rc const *entry;
    FH_TRY(intern(by_name, stanza->package, &entry));
    struct package *package = entry->ptr;
    if (package->known)
        return FH_OK;
    package->known = true;
    FH_TRY(package_rc_vec_try_push(&self->packages, package_rc_clone(entry)));
    uint32_t number = (uint32_t)package_rc_vec_len(&self->packages);
    FH_TRY(add_edges(by_name, package, number, stanza->pre_depends));
    return add_edges(by_name, package, number, stanza->depends);
}

static bool is_known(package_rc const *package, void *context)
{
    (void)context;
    return package->ptr->known;
}

/* Removes the edges to names that turned out not to be packages, and counts the others. */
static void forget_unknown(package_graph *self)
{
    fh_foreach (package_rc, package, &self->packages) {
        package_rc_vec_retain(&package->ptr->depends, is_known, NULL);
        self->edges += package_rc_vec_len(&package->ptr->depends);
    }
}

fh_status graph_try_read(deb822 *reader, package_graph *out, size_t *stanzas)
{
    fh_auto(package_map) by_name = {0};
    fh_auto(package_graph) self = {0};
    struct stanza stanza;
    bool found = true;
    for (;;) {
        FH_TRY(deb822_try_next(reader, &stanza, &found));
        if (!found)
            break;
        if (stanza.package.ptr == NULL)
            continue;
        if (!is_package_name(stanza.package))
            return complain("%s, line %zu: a package without a proper name; %s", reader->name,
                            stanza.line, GIVE_ANOTHER);
        ++*stanzas;
        if (stanza.status.ptr == NULL || fh_str_eq(stanza.status, FH_STR("install ok installed")))
            FH_TRY(add_stanza(&self, &by_name, &stanza));
    }
    forget_unknown(&self);
    *out = fh_move(self);
    return FH_OK;
}

fh_status graph_try_link_back(package_graph *self)
{
    fh_foreach (package_rc, package, &self->packages)
        fh_foreach (package_rc, needed, &package->ptr->depends) {
            package_rc_weak back = package_rc_downgrade(package);
            FH_TRY(package_weak_vec_try_push(&needed->ptr->needed_by, back));
        }
    return FH_OK;
}
