/* SPDX-License-Identifier: MIT */
/*
 * report.c: garbage rings in words.
 *
 * Each component of the garbage that has a ring is shown by one of its shortest rings. Two
 * rings are equal when they go through the same fields in the same order, wherever they begin; which
 * element of a Vec it was makes no difference.
 */
#include "graph.h"

#include <stdarg.h>

/* What is told of one component. */
typedef struct report_ring {
    uint64_t key; /* of the fields it goes through */
    uint32_t component;
    uint32_t times; /* components of that key, once they are merged */
    size_t values;
    size_t bytes;
} report_ring;

typedef struct report {
    cycle_heap *heap;
    cycle_graph graph;
    report_ring *rings;
    uint32_t *came_from;
    uint32_t *path;
    uint64_t *keys;
} report;

/* ---- one handle of a ring ------------------------------------------------------------------- */

typedef struct report_edge {
    void *target;
    bool found;
    uint32_t depth;
    walk_step path[WALK_DEEPEST];
} report_edge;

static void report_find_edge(fh_visitor *visitor, fhi_slot *slot, fhi_owner const *owner)
{
    report_edge *edge = (report_edge *)visitor->context;
    (void)owner;
    if (edge->found || *slot != edge->target)
        return;
    edge->found = true;
    edge->depth = visitor->depth;
    memcpy(edge->path, visitor->path, visitor->depth * sizeof(*edge->path));
}

static report_edge report_edge_between(report *self, uint32_t from, uint32_t to)
{
    report_edge edge = {.target = self->graph.value[to]};
    fh_visitor visitor = {.edge = report_find_edge, .heap = self->heap, .context = &edge};
    void *value = self->graph.value[from];
    fhi_walk(cycle_owner_of(value)->value, value, &visitor);
    return edge;
}

/* FNV-1a: equal fields give equal keys, and that is all that is asked of it. */
static uint64_t report_mix(uint64_t key, void const *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        key = (key ^ ((unsigned char const *)bytes)[i]) * 0x100000001b3U;
    return key;
}

static uint64_t report_edge_key(report *self, uint32_t from, uint32_t to)
{
    report_edge edge = report_edge_between(self, from, to);
    char const *type = cycle_owner_of(self->graph.value[from])->value->name;
    uint64_t key = report_mix(0xcbf29ce484222325U, type, strlen(type));
    for (uint32_t i = 0; i < edge.depth; i++) {
        key = report_mix(key, &edge.path[i].kind, 1);
        if (edge.path[i].name != NULL)
            key = report_mix(key, edge.path[i].name, strlen(edge.path[i].name));
    }
    return key;
}

/* ---- rings ---------------------------------------------------------------------------------- */

/* Where a ring of keys begins so that it is the least of its rotations, in one pass over it.
 * Source: Y. Shiloach, "Fast Canonization of Circular Strings", J. Algorithms 2 (1981). */
static uint32_t report_least_rotation(uint64_t const *keys, uint32_t length)
{
    uint32_t one = 0;
    uint32_t other = 1;
    uint32_t same = 0;
    while (one < length && other < length && same < length) {
        uint64_t a = keys[(one + same) % length];
        uint64_t b = keys[(other + same) % length];
        if (a == b) {
            same++;
            continue;
        }
        if (a > b)
            one += same + 1;
        else
            other += same + 1;
        if (one == other)
            other++;
        same = 0;
    }
    return one < other ? one : other;
}

/* Finds the ring of a component, and puts it into `path` in canonical order. Returns its length. */
static uint32_t report_trace_ring(report *self, uint32_t component, uint64_t *key)
{
    uint32_t *path = self->path;
    uint32_t length = fhi_cycle_graph_ring(&self->graph, component, self->came_from, path);
    uint32_t start;
    for (uint32_t i = 0; i < length; i++)
        self->keys[i] = report_edge_key(self, path[i], path[(i + 1) % length]);
    start = report_least_rotation(self->keys, length);
    *key = 0;
    for (uint32_t i = 0; i < length; i++)
        *key = report_mix(*key, &self->keys[(start + i) % length], sizeof(*self->keys));
    /* Rotating in place by three reversals would do; `came_from` is free now, and clean again after. */
    for (uint32_t i = 0; i < length; i++)
        self->came_from[i] = path[(start + i) % length];
    memcpy(path, self->came_from, length * sizeof(*path));
    memset(self->came_from, 0xff, length * sizeof(*path));
    return length;
}

static int report_by_key(void const *a, void const *b)
{
    report_ring const *one = (report_ring const *)a;
    report_ring const *other = (report_ring const *)b;
    if (one->key != other->key)
        return one->key < other->key ? -1 : 1;
    return one->component < other->component ? 1
                                             : -1; /* components are numbered from the last found */
}

static int report_by_bytes(void const *a, void const *b)
{
    report_ring const *one = (report_ring const *)a;
    report_ring const *other = (report_ring const *)b;
    if (one->bytes != other->bytes)
        return one->bytes > other->bytes ? -1 : 1;
    return one->component < other->component ? 1 : -1;
}

static void report_add(report *self, uint32_t component, report_ring *ring)
{
    cycle_graph *graph = &self->graph;
    *ring = (report_ring){.component = component, .times = 1};
    (void)report_trace_ring(self, component, &ring->key);
    for (uint32_t i = graph->component_first[component]; i < graph->component_first[component + 1];
         i++) {
        ring->values++;
        ring->bytes += fhi_block_size(cycle_owner_of(graph->value[graph->member[i]]));
    }
}

/* One entry for each sort of ring, the heaviest first. Returns how many. */
static uint32_t report_merge(report *self)
{
    report_ring *rings = self->rings;
    uint32_t kept = 0;
    for (uint32_t i = 0, count = 0; i < self->graph.components; i++) {
        if (fhi_cycle_graph_has_ring(&self->graph, i))
            report_add(self, i, &rings[count++]);
    }
    qsort(rings, self->graph.rings, sizeof(*rings), report_by_key);
    for (uint32_t i = 1; i < self->graph.rings; i++) {
        if (rings[i].key != rings[kept].key) {
            rings[++kept] = rings[i];
            continue;
        }
        rings[kept].times++;
        rings[kept].values += rings[i].values;
        rings[kept].bytes += rings[i].bytes;
    }
    kept += self->graph.rings != 0;
    qsort(rings, kept, sizeof(*rings), report_by_bytes);
    return kept;
}

/* ---- words ---------------------------------------------------------------------------------- */

static void report_bytes(FILE *out, size_t bytes)
{
    static char const *const unit[] = {"KiB", "MiB", "GiB", "TiB"};
    double scaled = (double)bytes / 1024;
    size_t i = 0;
    if (bytes < 1024) {
        fprintf(out, "%zu bytes", bytes);
        return;
    }
    for (; scaled >= 1024 && i < 3; i++)
        scaled /= 1024;
    fprintf(out, "%.1f %s", scaled, unit[i]);
}

/* Text of a handle, "node.children[3]", cut off at the end of its room. */
typedef struct report_label {
    char text[160];
    size_t length;
} report_label;

static void report_append(report_label *label, char const *format, ...)
    __attribute__((format(printf, 2, 3)));

static void report_append(report_label *label, char const *format, ...)
{
    va_list arguments;
    size_t room = sizeof(label->text) - label->length;
    va_start(arguments, format);
    int written = vsnprintf(label->text + label->length, room, format, arguments);
    va_end(arguments);
    if (written > 0)
        label->length += (size_t)written < room ? (size_t)written : room - 1;
}

static report_label report_name(report *self, uint32_t from, uint32_t to)
{
    report_label label = {.length = 0};
    report_edge edge = report_edge_between(self, from, to);
    report_append(&label, "%s", cycle_owner_of(self->graph.value[from])->value->name);
    for (uint32_t i = 0; i < edge.depth; i++) {
        walk_step const *step = &edge.path[i];
        if (step->kind == '.')
            report_append(&label, ".%s", step->name);
        else if (step->kind == '[')
            report_append(&label, "[%zu]", step->index);
        else if (step->kind == 'k')
            report_append(&label, "{key}");
        else if (step->kind == 'v')
            report_append(&label, "{value}");
    }
    return label;
}

/* Longer rings are shown by their beginning; and equal handles in a row are told once from so many on. */
enum { REPORT_SHOWN = 10, REPORT_REPEATS = 4 };

/* Writes a handle as often as it stands in a row. Returns how many places of the line that took. */
static uint32_t report_run(FILE *out, char const *text, uint32_t times)
{
    if (times >= REPORT_REPEATS) {
        fprintf(out, "%s -> (%u times in a row) -> ", text, (unsigned)times);
        return 2;
    }
    for (uint32_t i = 0; i < times; i++)
        fprintf(out, "%s -> ", text);
    return times;
}

static void report_ring_line(report *self, FILE *out, uint32_t component)
{
    uint64_t key;
    uint32_t length = report_trace_ring(self, component, &key);
    uint32_t shown = 0;
    uint32_t i = 0;
    fputs("  ", out);
    while (i < length && shown < REPORT_SHOWN) {
        report_label label = report_name(self, self->path[i], self->path[(i + 1) % length]);
        uint32_t times = 1;
        for (; i + times < length; times++) {
            report_label next =
                report_name(self, self->path[i + times], self->path[(i + times + 1) % length]);
            if (strcmp(label.text, next.text) != 0)
                break;
        }
        shown += report_run(out, label.text, times);
        i += times;
    }
    if (i < length)
        fprintf(out, "... %u more ... -> ", (unsigned)(length - i));
    fputs("(back)\n", out);
}

static void report_text(report *self, FILE *out)
{
    uint32_t sorts = report_merge(self);
    size_t bytes = 0;
    size_t values = self->graph.count;
    for (uint32_t node = 0; node < self->graph.count; node++)
        bytes += fhi_block_size(cycle_owner_of(self->graph.value[node]));
    if (sorts == 0) {
        fputs("no cycles among .cyclic types\n", out);
        return;
    }
    for (uint32_t i = 0; i < sorts; i++) {
        report_ring const *ring = &self->rings[i];
        fprintf(out, "cycle %u of %u: ", (unsigned)(i + 1), (unsigned)sorts);
        if (ring->times > 1)
            fprintf(out, "%u times, ", (unsigned)ring->times);
        fprintf(out, "%zu value%s, ", ring->values, ring->values == 1 ? "" : "s");
        report_bytes(out, ring->bytes);
        fputc('\n', out);
        report_ring_line(self, out, ring->component);
        values -= ring->values;
        bytes -= ring->bytes;
    }
    if (values != 0) {
        fprintf(out, "these hold %zu more value%s, ", values, values == 1 ? "" : "s");
        report_bytes(out, bytes);
        fputc('\n', out);
    }
}

/* ---- the whole ------------------------------------------------------------------------------ */

static fh_status report_arrays(report *self)
{
    size_t nodes = self->graph.count;
    FH_TRY(fhi_cycle_array(sizeof(*self->rings), self->graph.rings, &self->rings));
    FH_TRY(fhi_cycle_array(sizeof(uint32_t), nodes, &self->came_from));
    FH_TRY(fhi_cycle_array(sizeof(uint32_t), nodes, &self->path));
    FH_TRY(fhi_cycle_array(sizeof(uint64_t), nodes, &self->keys));
    memset(self->came_from, 0xff, nodes * sizeof(uint32_t));
    return FH_OK;
}

static void report_drop(report *self)
{
    size_t nodes = self->graph.count;
    fhi_cycle_array_free(self->rings, sizeof(*self->rings), self->graph.rings);
    fhi_cycle_array_free(self->came_from, sizeof(uint32_t), nodes);
    fhi_cycle_array_free(self->path, sizeof(uint32_t), nodes);
    fhi_cycle_array_free(self->keys, sizeof(uint64_t), nodes);
    fhi_cycle_graph_drop(&self->graph);
}

fh_status fh_cycle_report(FILE *out, fh_report_format format)
{
    cycle_heap *heap = cycle_heap_here();
    report self = {.heap = heap};
    fh_status status;
    uint32_t suspects;
    if (format != FH_REPORT_TEXT || heap->collecting)
        return FH_ERR_INVALID;
    heap->collecting = true;
    suspects = fhi_cycle_mark(heap);
    status = fhi_cycle_graph_try_new(heap, &self.graph);
    if (status == FH_OK)
        status = report_arrays(&self);
    if (status == FH_OK)
        report_text(&self, out);
    report_drop(&self);
    fhi_cycle_unmark(heap, suspects);
    heap->collecting = false;
    return status;
}
