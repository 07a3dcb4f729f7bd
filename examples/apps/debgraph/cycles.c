/* SPDX-License-Identifier: MIT */
/*
 * cycles.c: strongly connected components after Tarjan (1972), with a stack of its own: the longest
 * chain of dependencies must not decide how much of C's stack is used.
 */
#include "cycles.h"

#include <stdlib.h>

#define ACYCLIC UINT32_MAX /* the component of a package that is on no cycle */

/* A package on the way from a root, and which of its dependencies to look at next. */
struct step {
    struct package *package;
    size_t next;
};

FH_TYPE(step, struct step);
FH_VEC(step_vec, step);

typedef struct search {
    step_vec way;           /* from the root to the package at hand */
    package_rc_vec pending; /* packages whose component is not known yet, in the order reached */
    uint32_t reached;       /* how many packages so far */
    uint32_t marks;         /* the mark given out last */
    component_vec found;
} search;

FH_OWNS(search, struct search, (step_vec, way), (package_rc_vec, pending), (component_vec, found));

static int by_name(void const *left, void const *right)
{
    package_rc const *l = left, *r = right;
    return fh_string_cmp(&l->ptr->name, &r->ptr->name);
}

/* How many packages outside depend on a member. Asks the Weaks: nobody may have counted on them. */
static size_t count_dependents(search *self, package_rc const members[], size_t count)
{
    size_t dependents = 0;
    self->marks++;
    for (size_t i = 0; i < count; i++)
        fh_foreach (package_rc_weak, weak, &members[i].ptr->needed_by) {
            fh_auto(package_rc) dependent = package_rc_weak_upgrade(weak);
            if (dependent.ptr->component == members[0].ptr->component ||
                dependent.ptr->mark == self->marks)
                continue;
            dependent.ptr->mark = self->marks;
            dependents++;
        }
    return dependents;
}

static bool needs_itself(struct package const *package)
{
    fh_foreach (package_rc, needed, &package->depends)
        if (needed->ptr == package)
            return true;
    return false;
}

static fh_status add_component(search *self, package_rc members[], size_t count)
{
    fh_auto(component) fresh = {.size = count};
    qsort(members, count, sizeof *members, by_name);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            FH_TRY(fh_string_try_push(&fresh.names, ' '));
        FH_TRY(fh_string_try_push_str(&fresh.names, fh_string_as_str(&members[i].ptr->name)));
    }
    fresh.needed_by = count_dependents(self, members, count);
    return component_vec_try_push_move(&self->found, &fresh);
}

/* Everything reached since `root` and still pending is one component. */
static fh_status close_component(search *self, struct package *root)
{
    size_t first = package_rc_vec_len(&self->pending);
    size_t count = 0;
    do {
        first--, count++;
    } while (self->pending.ptr[first].ptr != root);

    package_rc *members = self->pending.ptr + first;
    bool cyclic = count > 1 || needs_itself(root);
    uint32_t number = cyclic ? (uint32_t)component_vec_len(&self->found) + 1 : ACYCLIC;
    for (size_t i = 0; i < count; i++)
        members[i].ptr->component = number;
    if (cyclic)
        FH_TRY(add_component(self, members, count));
    package_rc_vec_truncate(&self->pending, first);
    return FH_OK;
}

static fh_status enter(search *self, package_rc const *package)
{
    package->ptr->number = package->ptr->low = ++self->reached;
    FH_TRY(package_rc_vec_try_push(&self->pending, package_rc_clone(package)));
    return step_vec_try_push(&self->way, (struct step){package->ptr, 0});
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* `low` is the smallest number among the pending packages that are reached from here. A package that
 * reaches none before itself is the root of a component, which is then complete. */
static fh_status search_from(search *self, package_rc const *root)
{
    FH_TRY(enter(self, root));
    while (!step_vec_is_empty(&self->way)) {
        struct step *step = step_vec_last_mut(&self->way);
        struct package *package = step->package;
        if (step->next < package_rc_vec_len(&package->depends)) {
            package_rc const *needed = &package->depends.ptr[step->next++];
            if (needed->ptr->number == 0)
                FH_TRY(enter(self, needed));
            else if (needed->ptr->component == 0)
                package->low = smaller(package->low, needed->ptr->number);
            continue;
        }
        step_vec_pop(&self->way, NULL);
        if (package->low == package->number) {
            FH_TRY(close_component(self, package));
        } else {
            struct package *dependent = step_vec_last_mut(&self->way)->package;
            dependent->low = smaller(dependent->low, package->low);
        }
    }
    return FH_OK;
}

static int by_names(component const *left, component const *right, void *context)
{
    (void)context;
    return fh_string_cmp(&left->names, &right->names);
}

static int by_size(component const *left, component const *right, void *context)
{
    if (left->size != right->size)
        return left->size < right->size ? 1 : -1;
    return by_names(left, right, context);
}

int by_needed_by(component const *left, component const *right, void *context)
{
    if (left->needed_by != right->needed_by)
        return left->needed_by < right->needed_by ? 1 : -1;
    return by_size(left, right, context);
}

fh_status cycles_try_find(package_graph const *graph, component_vec *out)
{
    fh_auto(search) self = {.marks = (uint32_t)package_rc_vec_len(&graph->packages)};
    fh_foreach (package_rc, package, &graph->packages)
        if (package->ptr->number == 0)
            FH_TRY(search_from(&self, package));
    component_vec_sort_unstable_by(&self.found, by_size, NULL);
    *out = component_vec_take(&self.found);
    return FH_OK;
}

void cycles_digest(component_vec *components, char hex[SHA256_HEX_SIZE])
{
    struct sha256 sum;
    component_vec_sort_unstable_by(components, by_names, NULL);
    sha256_begin(&sum);
    fh_foreach (component, it, components) {
        sha256_update(&sum, fh_string_c_str(&it->names), fh_string_len(&it->names));
        sha256_update(&sum, "\n", 1);
    }
    sha256_end(&sum, hex);
    component_vec_sort_unstable_by(components, by_size, NULL);
}

bool component_next_name(fh_str *rest, fh_str *name)
{
    size_t length = 0;
    while (length < rest->len && rest->ptr[length] != ' ')
        length++;
    *name = (fh_str){rest->ptr, length};
    if (length == 0)
        return false;
    size_t taken = length < rest->len ? length + 1 : length;
    *rest = (fh_str){rest->ptr + taken, rest->len - taken};
    return true;
}
