/* SPDX-License-Identifier: MIT */
/*
 * allocator_laws.h: what every allocator promises, written once and run for each backend.
 *
 *     static fh_allocator *my_make(void) { … }         NULL: not in this build, the laws are skipped
 *     ALLOCATOR_LAWS(my_backend, my_make)
 *
 * makes one test for each law in the suite `my_backend`.
 */
#ifndef ALLOCATOR_LAWS_H
#define ALLOCATOR_LAWS_H

#include "support/fh_test.h"

#include <pthread.h>

#define ALLOCATOR_LAWS(SUITE, MAKE)                                                                \
    ALLOCATOR_LAW(SUITE, MAKE, blocks_are_aligned_as_asked_and_all_theirs)                         \
    ALLOCATOR_LAW(SUITE, MAKE, live_blocks_do_not_overlap)                                         \
    ALLOCATOR_LAW(SUITE, MAKE, a_resize_keeps_the_smaller_of_both_sizes)                           \
    ALLOCATOR_LAW(SUITE, MAKE, zeroed_memory_is_zero)                                              \
    ALLOCATOR_LAW(SUITE, MAKE, what_cannot_be_had_is_refused_and_nothing_changes)                  \
    ALLOCATOR_LAW(SUITE, MAKE, blocks_may_be_given_back_by_another_thread)                         \
    ALLOCATOR_LAW(SUITE, MAKE, a_random_history_loses_nothing)

#define ALLOCATOR_LAW(SUITE, MAKE, LAW)                                                            \
    FH_TEST(SUITE, LAW)                                                                            \
    {                                                                                              \
        fh_allocator *self = MAKE();                                                               \
        if (self == NULL)                                                                          \
            cr_skip_test("not in this build");                                                     \
        else                                                                                       \
            law_##LAW(self);                                                                       \
    }

static void *law_get(fh_allocator *self, size_t size, size_t align)
{
    void *block = NULL;
    cr_assert_eq((int)fh_alloc(self, (fh_layout){size, align}, &block), (int)FH_OK,
                 "%zu bytes aligned to %zu", size, align);
    cr_assert_not_null(block);
    cr_assert_eq((uintptr_t)block % align, 0, "%zu bytes aligned to %zu", size, align);
    return block;
}

static void law_fill(void *block, size_t size, size_t seed)
{
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)block)[i] = (unsigned char)(seed + i * 7);
}

static bool law_holds(void const *block, size_t size, size_t seed)
{
    for (size_t i = 0; i < size; i++)
        if (((unsigned char const *)block)[i] != (unsigned char)(seed + i * 7))
            return false;
    return true;
}

static void law_blocks_are_aligned_as_asked_and_all_theirs(fh_allocator *self)
{
    size_t const sizes[] = {1, 7, 8, 15, 16, 17, 24, 100, 1000, 4096, 70000};
    for (size_t align = 1; align <= (size_t)1 << 16; align *= 2)
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            void *block = law_get(self, sizes[i], align);
            law_fill(block, sizes[i], align);
            cr_assert(law_holds(block, sizes[i], align));
            fh_free(self, block, (fh_layout){sizes[i], align});
        }
}

static void law_live_blocks_do_not_overlap(fh_allocator *self)
{
    enum { COUNT = 300 };
    void *blocks[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        blocks[i] = law_get(self, 1 + i * 3, (size_t)1 << i % 8);
        law_fill(blocks[i], 1 + i * 3, i);
    }
    for (size_t i = 0; i < COUNT; i++) {
        cr_assert(law_holds(blocks[i], 1 + i * 3, i), "block %zu was written through another", i);
        fh_free(self, blocks[i], (fh_layout){1 + i * 3, (size_t)1 << i % 8});
    }
}

static void law_a_resize_keeps_the_smaller_of_both_sizes(fh_allocator *self)
{
    size_t const sizes[] = {1, 24, 40, 1000, 100000, 500000, 3000, 16, 2};
    for (size_t align = 1; align <= 4096; align *= 4) {
        void *block = law_get(self, 10, align);
        fh_layout layout = {10, align};
        law_fill(block, layout.size, 3);
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            fh_layout next = {sizes[i], align};
            cr_assert_eq((int)fh_resize(self, block, layout, next, &block), (int)FH_OK);
            cr_assert_eq((uintptr_t)block % align, 0, "alignment %zu", align);
            cr_assert(law_holds(block, layout.size < next.size ? layout.size : next.size, 3));
            law_fill(block, next.size, 3);
            layout = next;
        }
        fh_free(self, block, layout);
    }
}

static void law_zeroed_memory_is_zero(fh_allocator *self)
{
    size_t const sizes[] = {1, 24, 100, 5000, 200000};
    for (size_t align = 1; align <= 256; align *= 4)
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            fh_layout layout = {sizes[i], align};
            void *dirty = law_get(self, sizes[i], align);
            memset(dirty, 0xFF, sizes[i]);
            fh_free(self, dirty, layout);
            void *block = NULL;
            cr_assert_eq((int)fh_alloc_zeroed(self, layout, &block), (int)FH_OK);
            cr_assert_eq((uintptr_t)block % align, 0);
            for (size_t j = 0; j < sizes[i]; j++)
                cr_assert_eq(((unsigned char *)block)[j], 0);
            fh_free(self, block, layout);
        }
}

static void law_what_cannot_be_had_is_refused_and_nothing_changes(fh_allocator *self)
{
    size_t const far_too_large = PTRDIFF_MAX / 2;
    void *block = law_get(self, 64, 8);
    law_fill(block, 64, 1);
    void *out = &out;
    for (size_t align = 1; align <= 64; align *= 8) {
        fh_layout layout = {far_too_large, align};
        cr_expect_eq((int)fh_alloc(self, layout, &out), (int)FH_ERR_NOMEM);
        cr_expect_eq((int)fh_alloc_zeroed(self, layout, &out), (int)FH_ERR_NOMEM);
    }
    cr_expect_eq(
        (int)fh_resize(self, block, (fh_layout){64, 8}, (fh_layout){far_too_large, 8}, &out),
        (int)FH_ERR_NOMEM);
    cr_expect(out == &out, "untouched");
    cr_expect(law_holds(block, 64, 1), "the block is as it was");
    fh_free(self, block, (fh_layout){64, 8});
}

struct law_parcel {
    fh_allocator *self;
    void *blocks[200];
};

static void *law_give_back(void *argument)
{
    struct law_parcel *parcel = argument;
    for (size_t i = 0; i < 200; i++)
        fh_free(parcel->self, parcel->blocks[i], (fh_layout){i + 1, 16});
    return NULL;
}

static void law_blocks_may_be_given_back_by_another_thread(fh_allocator *self)
{
    enum { THREADS = 4 };
    static struct law_parcel parcels[THREADS];
    pthread_t threads[THREADS];
    for (size_t t = 0; t < THREADS; t++) {
        parcels[t].self = self;
        for (size_t i = 0; i < 200; i++)
            parcels[t].blocks[i] = law_get(self, i + 1, 16);
        cr_assert_eq(pthread_create(&threads[t], NULL, law_give_back, &parcels[t]), 0);
    }
    for (size_t t = 0; t < THREADS; t++)
        cr_assert_eq(pthread_join(threads[t], NULL), 0);
}

struct law_slot {
    void *block;
    fh_layout layout;
};

static void law_step(fh_allocator *self, struct law_slot *slot, size_t index, uint64_t dice)
{
    fh_layout next = {1 + (size_t)(dice >> 8) % 2000, (size_t)1 << (dice >> 40) % 7};
    if (slot->block != NULL)
        cr_assert(law_holds(slot->block, slot->layout.size, index));
    if (slot->block != NULL && dice % 3 == 0) {
        fh_free(self, slot->block, slot->layout);
        slot->block = NULL;
        return;
    }
    if (slot->block != NULL)
        next.align = slot->layout.align;
    cr_assert_eq((int)fh_resize(self, slot->block, slot->layout, next, &slot->block), (int)FH_OK);
    slot->layout = next;
    law_fill(slot->block, next.size, index);
}

static void law_a_random_history_loses_nothing(fh_allocator *self)
{
    enum { SLOTS = 64 };
    struct law_slot slots[SLOTS] = {{NULL, {0, 0}}};
    uint64_t state = 1;
    for (int step = 0; step < 3000; step++) {
        uint64_t dice = fh_test_random(&state);
        size_t index = (size_t)(dice >> 50) % SLOTS;
        law_step(self, &slots[index], index, dice);
    }
    for (size_t i = 0; i < SLOTS; i++)
        fh_free(self, slots[i].block, slots[i].layout);
}

#endif
