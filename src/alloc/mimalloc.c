/* SPDX-License-Identifier: MIT */
/* mimalloc.c: mimalloc behind the vtable, or nothing where the build did not find it. */
#include <freehold/alloc/mimalloc.h>

#if FHI_HAVE_MIMALLOC

#    include <mimalloc.h>

/* WHY not up to 16: mimalloc aligns blocks below 16 bytes to 8 only. */
static bool mimalloc_is_plain(fh_layout layout)
{
    return layout.align <= sizeof(void *);
}

static fh_status mimalloc_answer(void *block, void **out)
{
    if (block == NULL)
        return FH_ERR_NOMEM;
    *out = block;
    return FH_OK;
}

static fh_status mimalloc_alloc(fh_allocator *self, fh_layout layout, void **out)
{
    (void)self;
    return mimalloc_answer(mimalloc_is_plain(layout) ? mi_malloc(layout.size)
                                                     : mi_malloc_aligned(layout.size, layout.align),
                           out);
}

static fh_status mimalloc_alloc_zeroed(fh_allocator *self, fh_layout layout, void **out)
{
    (void)self;
    return mimalloc_answer(mimalloc_is_plain(layout) ? mi_zalloc(layout.size)
                                                     : mi_zalloc_aligned(layout.size, layout.align),
                           out);
}

static fh_status mimalloc_resize(fh_allocator *self, void *old, fh_layout from, fh_layout to,
                                 void **out)
{
    (void)self;
    (void)from;
    return mimalloc_answer(mimalloc_is_plain(to) ? mi_realloc(old, to.size)
                                                 : mi_realloc_aligned(old, to.size, to.align),
                           out);
}

static void mimalloc_free(fh_allocator *self, void *block, fh_layout layout)
{
    (void)self;
    (void)layout; /* WHY: mi_free_size gains nothing in 2.0.9. */
    mi_free(block);
}

static bool mimalloc_owns(fh_allocator const *self, void const *block)
{
    (void)self;
    return mi_is_in_heap_region(block);
}

static fh_allocator_vtable const mimalloc_vtable = {
    .name = "mimalloc",
    .alloc = mimalloc_alloc,
    .resize = mimalloc_resize,
    .free = mimalloc_free,
    .alloc_zeroed = mimalloc_alloc_zeroed,
    .owns = mimalloc_owns,
};

static fh_allocator mimalloc_allocator = {&mimalloc_vtable};

fh_allocator *fh_mimalloc_allocator(void)
{
    return &mimalloc_allocator;
}

#else

fh_allocator *fh_mimalloc_allocator(void)
{
    return NULL;
}

#endif
