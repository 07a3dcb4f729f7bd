/* SPDX-License-Identifier: MIT */
/*
 * stats.c: the counting allocator.
 *
 * WHY plain fields and __atomic builtins: the struct is public, and headers for C++ cannot say _Atomic.
 */
#include <freehold/alloc/stats.h>
#include <freehold/alloc/system.h>
#include <freehold/panic.h>

#include <string.h>

static size_t stats_load(size_t const *figure)
{
    /* ORDER relaxed [stats]: a figure stands for itself; no memory is reached through it. */
    return __atomic_load_n(figure, __ATOMIC_RELAXED);
}

static size_t stats_add(size_t *figure, size_t amount)
{
    /* ORDER relaxed [stats]: as in stats_load. The block itself is passed on by the allocator's user. */
    return __atomic_add_fetch(figure, amount, __ATOMIC_RELAXED);
}

/* Subtracts, and says what was there before. */
static size_t stats_sub(size_t *figure, size_t amount)
{
    /* ORDER relaxed [stats]: as in stats_load. */
    return __atomic_fetch_sub(figure, amount, __ATOMIC_RELAXED);
}

static void stats_raise(size_t *peak, size_t value)
{
    size_t seen = stats_load(peak);
    /* ORDER relaxed [stats]: as in stats_load; the loop makes it a maximum in any order. */
    while (seen < value && !__atomic_compare_exchange_n(peak, &seen, value, true, __ATOMIC_RELAXED,
                                                        __ATOMIC_RELAXED)) {
    }
}

static void stats_born(fh_stats *self, size_t bytes)
{
    fh_stats_counts *counts = &self->counts_;
    stats_add(&counts->allocations, 1);
    stats_raise(&counts->peak_blocks, stats_add(&counts->live_blocks, 1));
    stats_raise(&counts->peak_bytes, stats_add(&counts->live_bytes, bytes));
}

static fh_status stats_alloc(fh_allocator *allocator, fh_layout layout, void **out)
{
    fh_stats *self = (fh_stats *)allocator;
    fh_status status = fh_alloc(self->upstream_, layout, out);
    if (status == FH_OK)
        stats_born(self, layout.size);
    else
        stats_add(&self->counts_.failures, 1);
    return status;
}

static fh_status stats_alloc_zeroed(fh_allocator *allocator, fh_layout layout, void **out)
{
    fh_stats *self = (fh_stats *)allocator;
    fh_status status = fh_alloc_zeroed(self->upstream_, layout, out);
    if (status == FH_OK)
        stats_born(self, layout.size);
    else
        stats_add(&self->counts_.failures, 1);
    return status;
}

static fh_status stats_resize(fh_allocator *allocator, void *old, fh_layout from, fh_layout to,
                              void **out)
{
    fh_stats *self = (fh_stats *)allocator;
    fh_stats_counts *counts = &self->counts_;
    if (stats_load(&counts->live_bytes) < from.size)
        fhi_panic("fh_stats", "resize", "the layout given is larger than all that is live");
    fh_status status = fh_resize(self->upstream_, old, from, to, out);
    if (status != FH_OK) {
        stats_add(&counts->failures, 1);
        return status;
    }
    stats_add(&counts->resizes, 1);
    if (to.size > from.size)
        stats_raise(&counts->peak_bytes, stats_add(&counts->live_bytes, to.size - from.size));
    else
        stats_sub(&counts->live_bytes, from.size - to.size);
    return FH_OK;
}

static void stats_free(fh_allocator *allocator, void *block, fh_layout layout)
{
    fh_stats *self = (fh_stats *)allocator;
    fh_stats_counts *counts = &self->counts_;
    if (!fh_layout_is_valid(layout))
        fhi_panic("fh_stats", "free", "no block can have the layout given");
    if (stats_sub(&counts->live_blocks, 1) == 0)
        fhi_panic("fh_stats", "free", "no block is live, so this one is freed twice or foreign");
    if (stats_sub(&counts->live_bytes, layout.size) < layout.size)
        fhi_panic("fh_stats", "free", "the layout given is larger than all that is live");
    stats_add(&counts->frees, 1);
    fh_free(self->upstream_, block, layout);
}

static bool stats_owns(fh_allocator const *allocator, void const *block)
{
    fh_allocator const *upstream = ((fh_stats const *)allocator)->upstream_;
    return upstream->vtable->owns == NULL || upstream->vtable->owns(upstream, block);
}

static fh_allocator_vtable const stats_vtable = {
    .name = "stats",
    .alloc = stats_alloc,
    .resize = stats_resize,
    .free = stats_free,
    .alloc_zeroed = stats_alloc_zeroed,
    .owns = stats_owns,
};

fh_status fh_stats_try_init(fh_stats *self, fh_stats_options const *options)
{
    memset(self, 0, sizeof *self);
    self->base.vtable = &stats_vtable;
    self->upstream_ = options != NULL ? options->upstream : NULL;
    if (self->upstream_ == NULL)
        self->upstream_ = fh_system_allocator();
    return FH_OK;
}

fh_allocator *fh_stats_allocator(fh_stats *self)
{
    return &self->base;
}

fh_stats_counts fh_stats_read(fh_stats const *self)
{
    fh_stats_counts const *counts = &self->counts_;
    return (fh_stats_counts){
        .live_blocks = stats_load(&counts->live_blocks),
        .live_bytes = stats_load(&counts->live_bytes),
        .peak_bytes = stats_load(&counts->peak_bytes),
        .peak_blocks = stats_load(&counts->peak_blocks),
        .allocations = stats_load(&counts->allocations),
        .resizes = stats_load(&counts->resizes),
        .frees = stats_load(&counts->frees),
        .failures = stats_load(&counts->failures),
    };
}

void fh_stats_print(fh_stats const *self, FILE *out)
{
    fh_stats_counts now = fh_stats_read(self);
    (void)fprintf(out, "live     %12zu blocks %15zu bytes\n", now.live_blocks, now.live_bytes);
    (void)fprintf(out, "peak     %12zu blocks %15zu bytes\n", now.peak_blocks, now.peak_bytes);
    (void)fprintf(out, "calls    %12zu alloc  %15zu resize %12zu free\n", now.allocations,
                  now.resizes, now.frees);
    (void)fprintf(out, "failures %12zu\n", now.failures);
}

void fh_stats_drop(fh_stats *self)
{
    if (self != NULL)
        memset(self, 0, sizeof *self);
}
