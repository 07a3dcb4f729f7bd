/* SPDX-License-Identifier: MIT */
/*
 * heap.h: what a thread knows of its cyclic values. Private to src/cycle.
 *
 * The table has entries 1 to `used`: suspects, between collections. An entry is a value, or a link of the
 * list of free entries. Its capacity is never below the number of live cyclic values plus one, and grows
 * only when a value is created: whatever is done later finds room.
 *
 * INVARIANT: header(entry s)->slot == s; a value is in the table at most once.
 */
#ifndef FREEHOLD_CYCLE_HEAP_H
#define FREEHOLD_CYCLE_HEAP_H

#include <freehold/cycle.h>

/* As many entries need no table from the allocator; and as many there can be in all. */
enum { CYCLE_SMALL = 8, CYCLE_MOST = 1 << 30 };

typedef struct cycle_heap {
    void **entry;       /* values; a free entry holds 2 * next + 1 */
    uint32_t *external; /* for a collection: see collect.c */
    uint32_t capacity;  /* entries of both arrays, the unused entry 0 counted */
    uint32_t used;
    uint32_t free;    /* head of the list of free entries; 0: none */
    uint32_t live;    /* cyclic values of this thread that are not dropped */
    uint32_t garbage; /* while a collection sweeps: the first entries */
    uint32_t dropped; /* how many of them are dropped */
    bool collecting;  /* a collection or a report runs: another one would find it half done */
    bool at_exit;     /* thread exit is taken care of */
    void *small_entry[CYCLE_SMALL];
    uint32_t small_external[CYCLE_SMALL];
} cycle_heap;

extern FHI_THREAD_LOCAL cycle_heap fhi_cycle_heap __attribute__((tls_model("initial-exec")));

/* This thread's heap. WHY through an asm: the linker may turn the `add` of a thread-local address into a
 * `lea`, which sets no flags, and gcc's null check of UBSan then reads stale ones. */
static inline cycle_heap *cycle_heap_here(void)
{
    cycle_heap *heap = &fhi_cycle_heap;
    __asm__("" : "+r"(heap));
    return heap;
}

static inline bool cycle_is_free(void const *entry)
{
    return ((uintptr_t)entry & 1U) != 0;
}

static inline void *cycle_free_link(uint32_t next)
{
    return (void *)(((uintptr_t)next << 1) | 1U); // NOLINT(performance-no-int-to-ptr): a link
}

/* Moves the values to the front of the table; no entry is free afterwards. */
void fhi_cycle_compact(cycle_heap *heap);

/* Gives the table back if no value is left. */
void fhi_cycle_trim(cycle_heap *heap);

/* The number of a cyclic pointer type; new types get one. */
FH_NODISCARD fh_status fhi_cycle_number(fhi_owner const *owner, uint32_t *out);

/* How values of that registry number are laid out. */
fhi_owner const *fhi_cycle_owner(uint32_t number);

static inline fhi_owner const *cycle_owner_of(void *value)
{
    return fhi_cycle_owner(fhi_cycle_header_of(value)->type);
}

#endif
