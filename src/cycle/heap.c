/* SPDX-License-Identifier: MIT */
/*
 * heap.c: cyclic values come, are suspected, and go.
 */
#include "heap.h"

#include <pthread.h>

FHI_THREAD_LOCAL cycle_heap fhi_cycle_heap;

/* ---- thread exit ---------------------------------------------------------------------------- */

static pthread_once_t heap_once = PTHREAD_ONCE_INIT;
static pthread_key_t heap_key;
static bool heap_key_made;

static void heap_exit(void *unused)
{
    (void)unused;
    fh_shutdown();
    /* WHY again: destructors of other keys, still to run, may leave garbage. POSIX repeats them. */
    cycle_heap_here()->at_exit =
        cycle_heap_here()->live != 0 && pthread_setspecific(heap_key, cycle_heap_here()) == 0;
}

static void heap_make_key(void)
{
    heap_key_made = pthread_key_create(&heap_key, heap_exit) == 0;
}

/* WHY a failure is not told: the system has no key left, so a thread's garbage rings wait for an
 * fh_collect() that never comes. They leak; nothing else is wrong. */
static FH_COLD void heap_expect_exit(cycle_heap *heap)
{
    pthread_once(&heap_once, heap_make_key);
    heap->at_exit = heap_key_made && pthread_setspecific(heap_key, heap) == 0;
}

/* ---- the table ------------------------------------------------------------------------------ */

/* Both arrays are one block: entries first. WHY not realloc: if the second of two blocks could not grow,
 * the first would have to shrink again, which may fail too. */
enum { HEAP_ENTRY_BYTES = sizeof(void *) + sizeof(uint32_t) };

static void heap_free_table(cycle_heap *heap)
{
    if (heap->entry != NULL && heap->entry != heap->small_entry)
        fhi_deallocate(heap->entry, (size_t)heap->capacity * HEAP_ENTRY_BYTES, sizeof(void *));
}

static FH_COLD fh_status heap_grow(cycle_heap *heap)
{
    uint32_t capacity = heap->capacity * 2;
    void *block = NULL;
    void **entry;
    if (heap->capacity == 0) {
        heap->entry = heap->small_entry;
        heap->external = heap->small_external;
        heap->capacity = CYCLE_SMALL;
        return FH_OK;
    }
    if (capacity > CYCLE_MOST)
        return FH_ERR_CAPACITY_OVERFLOW;
    fh_layout layout = {(size_t)capacity * HEAP_ENTRY_BYTES, sizeof(void *)};
    FH_TRY(fh_alloc(NULL, layout, &block));
    entry = (void **)block;
    memcpy(entry, heap->entry, ((size_t)heap->used + 1) * sizeof(*entry));
    heap_free_table(heap);
    heap->entry = entry;
    heap->external = (uint32_t *)(void *)(entry + capacity);
    heap->capacity = capacity;
    return FH_OK;
}

void fhi_cycle_trim(cycle_heap *heap)
{
    if (heap->live != 0 || heap->collecting)
        return;
    heap_free_table(heap);
    heap->entry = NULL;
    heap->external = NULL;
    heap->capacity = 0;
    heap->used = 0;
    heap->free = 0;
}

void fhi_cycle_compact(cycle_heap *heap)
{
    uint32_t kept = 0;
    for (uint32_t slot = 1; slot <= heap->used; slot++) {
        void *value = heap->entry[slot];
        if (cycle_is_free(value))
            continue;
        heap->entry[++kept] = value;
        fhi_cycle_header_of(value)->slot = kept;
    }
    heap->used = kept;
    heap->free = 0;
}

/* ---- the life of a value -------------------------------------------------------------------- */

fh_status fhi_cycle_admit(fhi_owner const *owner, void *value)
{
    cycle_heap *heap = cycle_heap_here();
    fhi_cycle_header *header = fhi_cycle_header_of(value);
    uint32_t number = 0;
    FH_TRY(fhi_cycle_number(owner, &number));
    if (FHI_UNLIKELY(heap->live + 2 > heap->capacity))
        FH_TRY(heap_grow(heap));
    if (FHI_UNLIKELY(!heap->at_exit))
        heap_expect_exit(heap);
    header->type = number;
    heap->live++;
    /* WHY a suspect from the start: its first handle may be moved, by `=`, to where it closes a ring. */
    fhi_cycle_suspect(value);
    return FH_OK;
}

void fhi_cycle_suspect(void *value)
{
    cycle_heap *heap = cycle_heap_here();
    uint32_t slot = heap->free;
    if (slot != 0)
        heap->free = (uint32_t)((uintptr_t)heap->entry[slot] >> 1);
    else
        slot = ++heap->used;
    heap->entry[slot] = value;
    fhi_cycle_header_of(value)->slot = slot;
}

void fhi_cycle_retire(void *value)
{
    cycle_heap *heap = cycle_heap_here();
    fhi_cycle_header *header = fhi_cycle_header_of(value);
    if (header->slot != 0) {
        heap->entry[header->slot] = cycle_free_link(heap->free);
        heap->free = header->slot;
        header->slot = 0;
    }
    heap->live--;
    if (FHI_UNLIKELY(heap->live == 0))
        fhi_cycle_trim(heap);
}

void fh_shutdown(void)
{
    (void)fh_collect();
    fhi_cycle_trim(cycle_heap_here());
}
