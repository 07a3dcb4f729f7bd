/* SPDX-License-Identifier: MIT */
/*
 * graph.c: strongly connected components without recursion.
 *
 * Source: R. Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM J. Comput. 1 (1972).
 */
#include "graph.h"

/* ---- arrays --------------------------------------------------------------------------------- */

fh_status fhi_cycle_array(size_t size, size_t count, void *out)
{
    fh_layout layout;
    void *block = NULL;
    FH_TRY(fh_layout_array(size, sizeof(uint64_t), count + 1, &layout));
    FH_TRY(fh_alloc(NULL, layout, &block));
    memcpy(out, &block, sizeof(block));
    return FH_OK;
}

void fhi_cycle_array_free(void *array, size_t size, size_t count)
{
    fh_layout layout = {size * (count + 1), sizeof(uint64_t)};
    fh_free(NULL, array, layout);
}

void fhi_cycle_graph_drop(cycle_graph *graph)
{
    size_t edges = graph->first != NULL ? graph->first[graph->count] : 0;
    fhi_cycle_array_free(graph->value, sizeof(void *), graph->count);
    fhi_cycle_array_free(graph->edge, sizeof(uint32_t), edges);
    fhi_cycle_array_free(graph->first, sizeof(size_t), (size_t)graph->count + 1);
    fhi_cycle_array_free(graph->component, sizeof(uint32_t), graph->count);
    fhi_cycle_array_free(graph->member, sizeof(uint32_t), graph->count);
    fhi_cycle_array_free(graph->component_first, sizeof(uint32_t), (size_t)graph->count + 1);
    *graph = (cycle_graph){0};
}

/* ---- nodes and edges ------------------------------------------------------------------------ */

/* Garbage is closed: each of its handles leads to garbage or to a value that lives, whose entry says so.
 * Between mark and unmark `external` of a garbage entry is free, and gets the node's number. */
static void graph_count_edge(fh_visitor *visitor, fhi_slot *slot, fhi_owner const *owner)
{
    (void)owner;
    if (*slot != NULL &&
        (visitor->heap->external[fhi_cycle_header_of(*slot)->slot] & CYCLE_LIVE) == 0)
        ++*(size_t *)visitor->context;
}

static void graph_store_edge(fh_visitor *visitor, fhi_slot *slot, fhi_owner const *owner)
{
    uint32_t **next = (uint32_t **)visitor->context;
    uint32_t node;
    (void)owner;
    if (*slot == NULL)
        return;
    node = visitor->heap->external[fhi_cycle_header_of(*slot)->slot];
    if ((node & CYCLE_LIVE) == 0)
        *(*next)++ = node;
}

static fh_status graph_nodes(cycle_heap *heap, cycle_graph *graph)
{
    uint32_t node = 0;
    for (uint32_t slot = 1; slot <= heap->used; slot++)
        graph->count += (heap->external[slot] & CYCLE_LIVE) == 0;
    FH_TRY(fhi_cycle_array(sizeof(void *), graph->count, &graph->value));
    FH_TRY(fhi_cycle_array(sizeof(size_t), (size_t)graph->count + 1, &graph->first));
    memset(graph->first, 0, ((size_t)graph->count + 1) * sizeof(size_t));
    for (uint32_t slot = 1; slot <= heap->used; slot++) {
        if ((heap->external[slot] & CYCLE_LIVE) != 0)
            continue;
        heap->external[slot] = node;
        graph->value[node++] = heap->entry[slot];
    }
    return FH_OK;
}

static fh_status graph_edges(cycle_heap *heap, cycle_graph *graph)
{
    size_t edges = 0;
    uint32_t *next;
    fh_visitor count = {.edge = graph_count_edge, .heap = heap, .context = &edges};
    fh_visitor store = {.edge = graph_store_edge, .heap = heap, .context = &next};
    for (uint32_t node = 0; node < graph->count; node++) {
        graph->first[node] = edges;
        fhi_walk(cycle_owner_of(graph->value[node])->value, graph->value[node], &count);
    }
    /* WHY the array before the sum is known to the graph: a failure must not free what is not there. */
    FH_TRY(fhi_cycle_array(sizeof(uint32_t), edges, &graph->edge));
    graph->first[graph->count] = edges;
    next = graph->edge;
    for (uint32_t node = 0; node < graph->count; node++)
        fhi_walk(cycle_owner_of(graph->value[node])->value, graph->value[node], &store);
    return FH_OK;
}

/* ---- components ----------------------------------------------------------------------------- */

typedef struct graph_search {
    cycle_graph *graph;
    uint32_t *index; /* order of discovery from 1; 0: not yet */
    uint32_t *low;   /* the smallest index known to be reachable on the stack */
    uint32_t *stack; /* nodes without a component */
    uint32_t *call;  /* the path of the search */
    size_t *next;    /* of a node on the path: the edge to follow next */
    uint32_t found, stacked, called;
} graph_search;

static void search_enter(graph_search *search, uint32_t node)
{
    search->index[node] = search->low[node] = ++search->found;
    search->stack[search->stacked++] = node;
    search->next[node] = search->graph->first[node];
    search->call[search->called++] = node;
}

/* Closes the component whose root is `node`. */
static void search_close(graph_search *search, uint32_t node)
{
    uint32_t member;
    do {
        member = search->stack[--search->stacked];
        search->graph->component[member] = search->graph->components;
    } while (member != node);
    search->graph->components++;
}

static void search_leave(graph_search *search, uint32_t node)
{
    search->called--;
    if (search->low[node] == search->index[node])
        search_close(search, node);
    if (search->called > 0) {
        uint32_t parent = search->call[search->called - 1];
        if (search->low[node] < search->low[parent])
            search->low[parent] = search->low[node];
    }
}

static void search_from(graph_search *search, uint32_t root)
{
    cycle_graph *graph = search->graph;
    search_enter(search, root);
    while (search->called > 0) {
        uint32_t node = search->call[search->called - 1];
        if (search->next[node] == graph->first[node + 1]) {
            search_leave(search, node);
            continue;
        }
        uint32_t target = graph->edge[search->next[node]++];
        if (search->index[target] == 0)
            search_enter(search, target);
        else if (graph->component[target] == UINT32_MAX &&
                 search->index[target] < search->low[node])
            search->low[node] = search->index[target];
    }
}

/* Orders the nodes by component; within one they stay in table order. */
static void graph_group(cycle_graph *graph)
{
    uint32_t *first = graph->component_first;
    memset(first, 0, ((size_t)graph->components + 1) * sizeof(*first));
    for (uint32_t node = 0; node < graph->count; node++)
        first[graph->component[node] + 1]++;
    for (uint32_t i = 0; i < graph->components; i++)
        first[i + 1] += first[i];
    for (uint32_t node = 0; node < graph->count; node++)
        graph->member[first[graph->component[node]]++] = node;
    for (uint32_t i = graph->components; i > 0; i--)
        first[i] = first[i - 1];
    first[0] = 0;
    for (uint32_t i = 0; i < graph->components; i++)
        graph->rings += fhi_cycle_graph_has_ring(graph, i);
}

static fh_status search_arrays(graph_search *search, size_t nodes)
{
    FH_TRY(fhi_cycle_array(sizeof(uint32_t), nodes, &search->index));
    FH_TRY(fhi_cycle_array(sizeof(uint32_t), nodes, &search->low));
    FH_TRY(fhi_cycle_array(sizeof(uint32_t), nodes, &search->stack));
    FH_TRY(fhi_cycle_array(sizeof(uint32_t), nodes, &search->call));
    return fhi_cycle_array(sizeof(size_t), nodes, &search->next);
}

static fh_status graph_components(cycle_graph *graph)
{
    size_t nodes = graph->count;
    graph_search search = {.graph = graph};
    fh_status status = search_arrays(&search, nodes);
    if (status == FH_OK) {
        memset(search.index, 0, nodes * sizeof(uint32_t));
        memset(graph->component, 0xff, nodes * sizeof(uint32_t));
        for (uint32_t node = 0; node < graph->count; node++) {
            if (search.index[node] == 0)
                search_from(&search, node);
        }
        graph_group(graph);
    }
    fhi_cycle_array_free(search.index, sizeof(uint32_t), nodes);
    fhi_cycle_array_free(search.low, sizeof(uint32_t), nodes);
    fhi_cycle_array_free(search.stack, sizeof(uint32_t), nodes);
    fhi_cycle_array_free(search.call, sizeof(uint32_t), nodes);
    fhi_cycle_array_free(search.next, sizeof(size_t), nodes);
    return status;
}

static fh_status graph_build(cycle_heap *heap, cycle_graph *graph)
{
    FH_TRY(graph_nodes(heap, graph));
    FH_TRY(graph_edges(heap, graph));
    FH_TRY(fhi_cycle_array(sizeof(uint32_t), graph->count, &graph->component));
    FH_TRY(fhi_cycle_array(sizeof(uint32_t), graph->count, &graph->member));
    FH_TRY(fhi_cycle_array(sizeof(uint32_t), (size_t)graph->count + 1, &graph->component_first));
    return graph_components(graph);
}

fh_status fhi_cycle_graph_try_new(cycle_heap *heap, cycle_graph *out)
{
    cycle_graph graph = {0};
    fh_status status = graph_build(heap, &graph);
    if (status != FH_OK) {
        fhi_cycle_graph_drop(&graph);
        return status;
    }
    *out = graph;
    return FH_OK;
}

/* ---- rings ---------------------------------------------------------------------------------- */

bool fhi_cycle_graph_has_ring(cycle_graph const *graph, uint32_t component)
{
    uint32_t node = graph->member[graph->component_first[component]];
    if (graph->component_first[component + 1] - graph->component_first[component] > 1)
        return true;
    for (size_t i = graph->first[node]; i < graph->first[node + 1]; i++) {
        if (graph->edge[i] == node)
            return true;
    }
    return false;
}

/* A shortest ring through `start`, put into `path` from there on. Returns its length. */
static uint32_t graph_ring_from(cycle_graph const *graph, uint32_t start, uint32_t *came_from,
                                uint32_t *path)
{
    uint32_t component = graph->component[start];
    uint32_t length = 0;
    uint32_t reached = 1;
    uint32_t queued;
    uint32_t last = UINT32_MAX;
    path[0] = start; /* the queue of a breadth-first search, for now */
    for (uint32_t at = 0; last == UINT32_MAX; at++) {
        uint32_t node = path[at];
        for (size_t i = graph->first[node]; i < graph->first[node + 1] && last == UINT32_MAX; i++) {
            uint32_t target = graph->edge[i];
            if (target == start)
                last = node;
            else if (graph->component[target] == component && came_from[target] == UINT32_MAX) {
                came_from[target] = node;
                path[reached++] = target;
            }
        }
    }
    /* The way back from the last node overwrites the queue from its end. WHY that is safe: a node comes
     * later in the queue than the one it was reached from, so what is still needed is never behind. */
    queued = reached;
    while (reached > 0) {
        uint32_t node = path[--reached];
        path[reached] = last;
        length += last != UINT32_MAX;
        last = last != UINT32_MAX && last != start ? came_from[last] : UINT32_MAX;
        came_from[node] = UINT32_MAX;
    }
    memmove(path, path + queued - length, length * sizeof(*path));
    return length;
}

/* From so many members a ring is tried: of a larger component, the shortest of all may not be among them.
 * WHY a limit: each try may walk the whole component. */
enum { GRAPH_TRIES = 64 };

uint32_t fhi_cycle_graph_ring(cycle_graph const *graph, uint32_t component, uint32_t *came_from,
                              uint32_t *path)
{
    uint32_t first = graph->component_first[component];
    uint32_t end = graph->component_first[component + 1];
    uint32_t best = first;
    uint32_t shortest = UINT32_MAX;
    for (uint32_t i = first; i < end && i - first < GRAPH_TRIES && shortest > 1; i++) {
        uint32_t length = graph_ring_from(graph, graph->member[i], came_from, path);
        if (length < shortest) {
            shortest = length;
            best = i;
        }
    }
    return graph_ring_from(graph, graph->member[best], came_from, path);
}
