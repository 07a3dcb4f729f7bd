/* SPDX-License-Identifier: MIT */
/*
 * collect.c: the collection of one thread's garbage rings.
 *
 * A set W of values is garbage if the strong count of every member equals the number of handles to it
 * that are fields of members of W: then nobody outside owns any of them. A collection
 *
 *   1. marks: takes the suspects, follows their handles, and counts for each value it meets how many of
 *      its owners it did *not* meet: `external`, a copy of the strong count minus the handles seen. The
 *      table is the queue. The counts themselves are not touched, so all this can be abandoned.
 *   2. scans: what has external owners lives, and so does all that it reaches. `external` is also the
 *      stack of this walk. The rest is W: each member's owners were all met, in values that are themselves
 *      not reached from outside.
 *   3. sweeps: sets the counts of W to 0, so that every Weak reads as dropped; empties the handles from W
 *      to W; then drops the members, each finding its other fields as they were.
 *
 * WHY suspects suffice: garbage comes into being when an owner leaves a value that keeps others, or when
 * the last owner from outside is moved inside. Every value is a suspect until it survives a collection;
 * afterwards it is made one again by a drop, and by the moves that cycle.h lists.
 *
 * Source: trial deletion on a copy of the counts, after Bacon and Rajan, "Concurrent Cycle Collection in
 * Reference Counted Systems", ECOOP 2001, and the garbage collector of CPython, which copies them too.
 */
#include "collect.h"

static uint32_t collect_strong(void *value)
{
    return fhi_strong_of(*fhi_counts_of(value));
}

/* ---- mark ----------------------------------------------------------------------------------- */

/* One owner of a value was met. */
static void collect_mark_edge(fh_visitor *visitor, fhi_slot *slot, fhi_owner const *owner)
{
    cycle_heap *heap = visitor->heap;
    fhi_cycle_header *header;
    if (*slot == NULL)
        return;
    header = fhi_cycle_header_of(*slot);
    if (header->slot == 0) {
        header->slot = ++heap->used;
        heap->entry[header->slot] = *slot;
        heap->external[header->slot] = collect_strong(*slot);
    }
    /* WHY not a panic here: the table must be tidied up first. */
    if (FHI_UNLIKELY(heap->external[header->slot] == 0))
        *(fhi_owner const **)visitor->context = owner;
    else
        heap->external[header->slot]--;
}

/* Returns the type of a value to which more handles were met than it has owners; NULL, as a rule.
 *
 * WHY what was found comes before the next suspect: a list is walked from end to end, not many lists in
 * lockstep, which would touch a new page at each step. */
static fhi_owner const *collect_count(cycle_heap *heap, uint32_t suspects)
{
    fhi_owner const *lies = NULL;
    fh_visitor visitor = {.edge = collect_mark_edge, .heap = heap, .context = &lies};
    uint32_t suspect = 1;
    uint32_t found = suspects + 1;
    for (uint32_t slot = 1; slot <= suspects; slot++)
        heap->external[slot] = collect_strong(heap->entry[slot]);
    while (found <= heap->used || suspect <= suspects) {
        void *value = heap->entry[found <= heap->used ? found++ : suspect++];
        walk_value(&visitor, cycle_owner_of(value)->value, value, collect_mark_edge);
    }
    return lies;
}

/* ---- scan ----------------------------------------------------------------------------------- */

/* The stack of entries whose handles are still to be followed: its top is `context`, and an entry on it
 * or done has CYCLE_LIVE and the entry below. */
static void collect_push(cycle_heap *heap, uint32_t slot, uint32_t *top)
{
    heap->external[slot] = CYCLE_LIVE | *top;
    *top = slot;
}

static void collect_scan_edge(fh_visitor *visitor, fhi_slot *slot, fhi_owner const *owner)
{
    cycle_heap *heap = visitor->heap;
    uint32_t target;
    (void)owner;
    if (*slot == NULL)
        return;
    target = fhi_cycle_header_of(*slot)->slot;
    if ((heap->external[target] & CYCLE_LIVE) == 0)
        collect_push(heap, target, (uint32_t *)visitor->context);
}

static void collect_scan(cycle_heap *heap)
{
    uint32_t top = 0;
    fh_visitor visitor = {.edge = collect_scan_edge, .heap = heap, .context = &top};
    for (uint32_t slot = 1; slot <= heap->used; slot++) {
        if (heap->external[slot] == 0 || (heap->external[slot] & CYCLE_LIVE) != 0)
            continue;
        collect_push(heap, slot, &top);
        while (top != 0) {
            void *value = heap->entry[top];
            top = heap->external[top] & ~CYCLE_LIVE;
            walk_value(&visitor, cycle_owner_of(value)->value, value, collect_scan_edge);
        }
    }
}

uint32_t fhi_cycle_mark(cycle_heap *heap)
{
    fhi_owner const *lies;
    uint32_t suspects;
    if (heap->used == 0)
        return 0;
    fhi_cycle_compact(heap);
    suspects = heap->used;
    lies = collect_count(heap, suspects);
    if (FHI_UNLIKELY(lies != NULL)) {
        fhi_cycle_unmark(heap, suspects);
        heap->collecting = false; /* WHY: the panic hook may longjmp */
        fhi_panic(
            lies->name, "collect",
            "more handles to a value were shown than it has owners: a .trace callback shows one "
            "twice, or a handle was copied by = and not cloned");
    }
    collect_scan(heap);
    return suspects;
}

void fhi_cycle_unmark(cycle_heap *heap, uint32_t suspects)
{
    for (uint32_t slot = suspects + 1; slot <= heap->used; slot++)
        fhi_cycle_header_of(heap->entry[slot])->slot = 0;
    heap->used = suspects;
}

/* ---- sweep ---------------------------------------------------------------------------------- */

/* Leaves only the garbage in the table. From here on there is no way back. */
static void collect_keep_garbage(cycle_heap *heap)
{
    uint32_t garbage = 0;
    for (uint32_t slot = 1; slot <= heap->used; slot++) {
        void *value = heap->entry[slot];
        fhi_cycle_header *header = fhi_cycle_header_of(value);
        if ((heap->external[slot] & CYCLE_LIVE) != 0) {
            header->slot = 0;
            continue;
        }
        heap->entry[++garbage] = value;
        header->slot = garbage;
        *fhi_counts_of(value) -= collect_strong(value);
    }
    heap->used = garbage;
    heap->garbage = garbage;
}

/* WHY the slot tells: only garbage has one now. */
static void collect_clear_edge(fh_visitor *visitor, fhi_slot *slot, fhi_owner const *owner)
{
    (void)visitor, (void)owner;
    if (*slot != NULL && fhi_cycle_header_of(*slot)->slot != 0)
        *slot = NULL;
}

static void collect_clear(cycle_heap *heap)
{
    fh_visitor visitor = {.edge = collect_clear_edge, .heap = heap};
    for (uint32_t slot = 1; slot <= heap->used; slot++) {
        void *value = heap->entry[slot];
        walk_value(&visitor, cycle_owner_of(value)->value, value, collect_clear_edge);
    }
}

/*
 * Drop callbacks run here. They may make values and suspects: those come behind the garbage in the table,
 * where there is room because the garbage still counts as live. How far it got is kept in the heap, so
 * that a longjmp out of a callback can be made good.
 */
static void collect_drop(cycle_heap *heap)
{
    while (heap->dropped < heap->garbage) {
        uint32_t slot = ++heap->dropped;
        void *value = heap->entry[slot];
        fhi_owner const *owner = cycle_owner_of(value);
        heap->entry[slot] = cycle_free_link(0);
        fhi_cycle_header_of(value)->slot = 0;
        fhi_dispose_nested(owner, value);
    }
    heap->live -= heap->garbage;
    heap->garbage = 0;
    heap->dropped = 0;
    fhi_cycle_compact(heap);
    heap->collecting = false;
    fhi_cycle_trim(heap);
}

size_t fh_collect(void)
{
    cycle_heap *heap = cycle_heap_here();
    size_t freed;
    if (heap->collecting || heap->used == 0)
        return 0;
    heap->collecting = true;
    (void)fhi_cycle_mark(heap);
    collect_keep_garbage(heap);
    freed = heap->garbage;
    collect_clear(heap);
    collect_drop(heap);
    return freed;
}

void fhi_cycle_recover(void)
{
    cycle_heap *heap = cycle_heap_here();
    if (heap->collecting)
        collect_drop(heap);
}
