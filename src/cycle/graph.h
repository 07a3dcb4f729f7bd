/* SPDX-License-Identifier: MIT */
/*
 * graph.h: the garbage as a graph of numbers, and its strongly connected components. Private.
 */
#ifndef FREEHOLD_CYCLE_GRAPH_H
#define FREEHOLD_CYCLE_GRAPH_H

#include "collect.h"

/* Nodes 0 to count - 1 are the garbage values in table order. The edges of node n are
 * edge[first[n]] to edge[first[n + 1] - 1], in the order of the owner table. */
typedef struct cycle_graph {
    uint32_t count;
    uint32_t rings; /* components with a ring: two nodes or more, or an edge to itself */
    void **value;
    size_t *first;
    uint32_t *edge;
    uint32_t *component;       /* of a node: its number */
    uint32_t *member;          /* all nodes, ordered by component, then by number */
    uint32_t *component_first; /* as `first`, into member */
    uint32_t components;
} cycle_graph;

/* Arrays that live as long as a report: room for `count` elements and one more; `out` points at a pointer. */
FH_NODISCARD fh_status fhi_cycle_array(size_t size, size_t count, void *out);
void fhi_cycle_array_free(void *array, size_t size, size_t count);

/* Makes the graph of what fhi_cycle_mark found. On failure there is nothing to drop. */
FH_NODISCARD fh_status fhi_cycle_graph_try_new(cycle_heap *heap, cycle_graph *out);

void fhi_cycle_graph_drop(cycle_graph *graph);

/* Is there a ring in that component? */
bool fhi_cycle_graph_has_ring(cycle_graph const *graph, uint32_t component);

/*
 * A shortest ring of a component that has one (of a large one, a short ring): its nodes, in `path`, which
 * has room for the component. `came_from` has room for all nodes and is UINT32_MAX throughout, before and
 * after.
 *
 * Returns how many nodes the ring has.
 */
uint32_t fhi_cycle_graph_ring(cycle_graph const *graph, uint32_t component, uint32_t *came_from,
                              uint32_t *path);

#endif
