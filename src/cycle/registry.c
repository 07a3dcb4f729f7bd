/* SPDX-License-Identifier: MIT */
/*
 * registry.c: numbers for the cyclic pointer types. A header has 32 bits to tell its type, not a pointer.
 *
 * Chunk c holds 2^(c + 8) types, so a chunk never moves and readers need no lock.
 */
#include "heap.h"

#include <pthread.h>

enum { REGISTRY_FIRST = 256, REGISTRY_CHUNKS = 20 };

static pthread_mutex_t registry_lock = PTHREAD_MUTEX_INITIALIZER;
static fhi_owner const *registry_small[REGISTRY_FIRST];
static fhi_owner const **registry_chunk[REGISTRY_CHUNKS] = {registry_small};
static uint32_t registry_count;

/* ---- fork: the child must not inherit a lock that nobody in it holds -------------------------- */

static pthread_once_t registry_once = PTHREAD_ONCE_INIT;

static void registry_take_lock(void)
{
    pthread_mutex_lock(&registry_lock);
}

static void registry_give_lock(void)
{
    pthread_mutex_unlock(&registry_lock);
}

static void registry_survive_fork(void)
{
    (void)pthread_atfork(registry_take_lock, registry_give_lock, registry_give_lock);
}

/* ---- numbers -------------------------------------------------------------------------------- */

/* Numbers from 1. Number n is at n - 1 + 256 counted from 256: the top bit tells the chunk. */
static fhi_owner const **registry_place(uint32_t number, unsigned *chunk)
{
    uint32_t position = number - 1 + REGISTRY_FIRST;
    *chunk = 31U - (unsigned)__builtin_clz(position) - 8U;
    return registry_chunk[*chunk] == NULL
               ? NULL
               : &registry_chunk[*chunk][position - ((uint32_t)REGISTRY_FIRST << *chunk)];
}

fhi_owner const *fhi_cycle_owner(uint32_t number)
{
    unsigned chunk;
    return *registry_place(number, &chunk);
}

/* WHY here: a value that is shown twice by its table would be taken for garbage while it is in use, and
 * this runs once for each type. */
// NOLINTNEXTLINE(misc-no-recursion): a struct cannot hold itself, so tables in tables end
static void registry_check_rows(fhi_type const *type)
{
    for (size_t i = 0; i < type->field_count; i++) {
        fhi_field const *one = &type->fields[i];
        for (size_t k = 0; k < i; k++) {
            fhi_field const *other = &type->fields[k];
            if (one->offset < other->offset + other->type->size &&
                other->offset < one->offset + one->type->size)
                fhi_panic(type->name, one->name,
                          "a row of the table overlaps another: each owner must be listed once");
        }
        if (one->type->shape == FHI_SHAPE_STRUCT)
            registry_check_rows(one->type);
    }
}

/* With the lock held. WHY malloc and not the default allocator: types live as long as the program, so
 * their numbers are no block that a user's allocator should wait for. */
static fh_status registry_add(fhi_owner const *owner, uint32_t *number)
{
    unsigned chunk;
    fhi_owner const **place = registry_place(registry_count + 1, &chunk);
    if (place == NULL) {
        size_t types = (size_t)REGISTRY_FIRST << chunk;
        if (chunk >= REGISTRY_CHUNKS)
            return FH_ERR_NOMEM;
        registry_chunk[chunk] = (fhi_owner const **)calloc(types, sizeof(void *));
        if (registry_chunk[chunk] == NULL)
            return FH_ERR_NOMEM;
        place = registry_place(registry_count + 1, &chunk);
    }
    *place = owner;
    *number = ++registry_count;
    return FH_OK;
}

fh_status fhi_cycle_number(fhi_owner const *owner, uint32_t *out)
{
    fh_status status = FH_OK;
    /* ORDER acquire [registry-number]: pairs with the release below; the registry's entry is there. */
    uint32_t number = __atomic_load_n(owner->index, __ATOMIC_ACQUIRE);
    if (FHI_LIKELY(number != 0)) {
        *out = number;
        return FH_OK;
    }
    registry_check_rows(owner->value);
    pthread_once(&registry_once, registry_survive_fork);
    pthread_mutex_lock(&registry_lock);
    /* ORDER relaxed [registry-number]: the lock orders it. */
    number = __atomic_load_n(owner->index, __ATOMIC_RELAXED);
    if (number == 0) {
        status = registry_add(owner, &number);
        /* ORDER release [registry-number]: the entry is written before its number is known. */
        if (status == FH_OK)
            __atomic_store_n(owner->index, number, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&registry_lock);
    if (status == FH_OK)
        *out = number;
    return status;
}
