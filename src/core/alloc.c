/* SPDX-License-Identifier: MIT */
/*
 * alloc.c: the process's default allocator, and the checked front of every allocator.
 *
 * The default is one word: the chosen allocator (NULL: the system's) and, in the lowest bit, whether the
 * choice is sealed. One word, because choosing and sealing may race: either the choice comes first and
 * all see it, or the seal does and the choice is refused. No lock, nothing to initialise.
 *
 *   word              fhi_default_kind     meaning
 *   0                 OPEN                 nobody chose, nothing was allocated
 *   allocator         OPEN                 chosen, can be chosen again
 *   0 | sealed        OPEN, then SYSTEM    in use; the kind follows the word at once
 *   allocator|sealed  OPEN, then OTHER     in use
 */
#include <freehold/alloc.h>
#include <freehold/alloc/system.h>

#include <string.h>

enum { ALLOC_SEALED = 1 };

static uintptr_t alloc_default;
int fhi_default_kind = FHI_DEFAULT_OPEN;

static fh_allocator *alloc_of_word(uintptr_t word)
{
    word &= ~(uintptr_t)ALLOC_SEALED;
    if (word == 0)
        return fh_system_allocator();
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): it was made from a pointer. */
    return (fh_allocator *)word;
}

/* The default, from now on for good. */
static FH_COLD fh_allocator *alloc_seal(void)
{
    /* ORDER acq_rel [default-word]: acquire pairs with the release in fh_set_default_allocator, so that
     * this thread sees the allocator as it was set up; release keeps that chain for later readers. */
    uintptr_t word = __atomic_fetch_or(&alloc_default, ALLOC_SEALED, __ATOMIC_ACQ_REL);
    fh_allocator *self = alloc_of_word(word);
    int kind = self == fh_system_allocator() ? FHI_DEFAULT_SYSTEM : FHI_DEFAULT_OTHER;
    /* ORDER relaxed [default-kind]: a hint. Who still reads OPEN comes here, and gets the same answer. */
    __atomic_store_n(&fhi_default_kind, kind, __ATOMIC_RELAXED);
    return self;
}

/* The default, for a block that is about to be made or given back. */
static fh_allocator *alloc_sealed(void)
{
    /* ORDER acquire [default-word]: pairs with the release in fh_set_default_allocator, directly or
     * through the seal of another thread. */
    uintptr_t word = __atomic_load_n(&alloc_default, __ATOMIC_ACQUIRE);
    return (word & ALLOC_SEALED) != 0 ? alloc_of_word(word) : alloc_seal();
}

fh_allocator *fh_default_allocator(void)
{
    /* ORDER acquire [default-word]: as in alloc_sealed. */
    return alloc_of_word(__atomic_load_n(&alloc_default, __ATOMIC_ACQUIRE));
}

fh_status fh_set_default_allocator(fh_allocator *allocator)
{
    /* ORDER relaxed [default-word]: a first guess for the exchange below, which decides. */
    uintptr_t word = __atomic_load_n(&alloc_default, __ATOMIC_RELAXED);
    for (;;) {
        if ((word & ALLOC_SEALED) != 0)
            return FH_ERR_SEALED;
        /* ORDER release [default-word]: the caller's set-up of the allocator comes before its use
         * through the acquires above. On failure relaxed: the value is only a new guess. */
        if (__atomic_compare_exchange_n(&alloc_default, &word, (uintptr_t)allocator, false,
                                        __ATOMIC_RELEASE, __ATOMIC_RELAXED))
            return FH_OK;
    }
}

/* ---- any allocator, with its arguments checked ---------------------------------------------- */

/* Keeps for the out-of-memory handler what was not to be had. */
static fh_status alloc_note(fh_status status, fh_layout layout)
{
    if (FHI_UNLIKELY(status == FH_ERR_NOMEM))
        return fhi_no_memory(layout.size, layout.align);
    return status;
}

fh_status fh_alloc(fh_allocator *self, fh_layout layout, void **out)
{
    if (!fh_layout_is_valid(layout))
        return FH_ERR_INVALID;
    if (self == NULL)
        self = alloc_sealed();
    return alloc_note(self->vtable->alloc(self, layout, out), layout);
}

fh_status fh_alloc_zeroed(fh_allocator *self, fh_layout layout, void **out)
{
    if (!fh_layout_is_valid(layout))
        return FH_ERR_INVALID;
    if (self == NULL)
        self = alloc_sealed();
    if (self->vtable->alloc_zeroed != NULL)
        return alloc_note(self->vtable->alloc_zeroed(self, layout, out), layout);
    void *block = NULL;
    FH_TRY(alloc_note(self->vtable->alloc(self, layout, &block), layout));
    *out = memset(block, 0, layout.size);
    return FH_OK;
}

fh_status fh_resize(fh_allocator *self, void *old, fh_layout from, fh_layout to, void **out)
{
    if (old == NULL)
        return fh_alloc(self, to, out);
    if (!fh_layout_is_valid(from) || !fh_layout_is_valid(to) || from.align != to.align)
        return FH_ERR_INVALID;
    if (self == NULL)
        self = alloc_sealed();
    return alloc_note(self->vtable->resize(self, old, from, to, out), to);
}

void fh_free(fh_allocator *self, void *block, fh_layout layout)
{
    if (block == NULL)
        return;
    if (self == NULL)
        self = alloc_sealed();
    self->vtable->free(self, block, layout);
}

/* ---- the default, where the short cut in alloc.h does not apply ----------------------------- */

void *fhi_allocate_slow(size_t size, size_t align)
{
    fh_allocator *self = alloc_sealed();
    void *block = NULL;
    fh_layout layout = {.size = size, .align = align};
    return self->vtable->alloc(self, layout, &block) == FH_OK ? block : NULL;
}

void fhi_deallocate_slow(void *block, size_t size, size_t align)
{
    fh_free(NULL, block, (fh_layout){.size = size, .align = align});
}

fh_status fhi_reallocate(void *old, fh_layout from, fh_layout to, void **out)
{
    return fh_resize(NULL, old, from, to, out);
}
