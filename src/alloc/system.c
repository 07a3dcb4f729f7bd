/* SPDX-License-Identifier: MIT */
/* system.c: the C library's malloc behind the vtable. */
#include <freehold/alloc/system.h>

#include <string.h>

static bool system_is_plain(fh_layout layout)
{
    return layout.align <= FHI_MALLOC_ALIGN;
}

static fh_status system_alloc(fh_allocator *self, fh_layout layout, void **out)
{
    (void)self;
    /* WHY rounded up: C11 wants the size of aligned_alloc to be a multiple of the alignment. */
    void *block = system_is_plain(layout)
                      ? malloc(layout.size)
                      : aligned_alloc(layout.align, fhi_round_up(layout.size, layout.align));
    if (block == NULL)
        return FH_ERR_NOMEM;
    *out = block;
    return FH_OK;
}

static fh_status system_alloc_zeroed(fh_allocator *self, fh_layout layout, void **out)
{
    if (!system_is_plain(layout)) {
        void *block = NULL;
        FH_TRY(system_alloc(self, layout, &block));
        *out = memset(block, 0, layout.size);
        return FH_OK;
    }
    void *block = calloc(1, layout.size);
    if (block == NULL)
        return FH_ERR_NOMEM;
    *out = block;
    return FH_OK;
}

static void system_free(fh_allocator *self, void *block, fh_layout layout)
{
    (void)self;
    (void)layout;
    free(block);
}

/* WHY not realloc for large alignments: it promises only malloc's. */
static fh_status system_move(fh_allocator *self, void *old, fh_layout from, fh_layout to,
                             void **out)
{
    void *block = NULL;
    FH_TRY(system_alloc(self, to, &block));
    memcpy(block, old, from.size < to.size ? from.size : to.size);
    free(old);
    *out = block;
    return FH_OK;
}

static fh_status system_resize(fh_allocator *self, void *old, fh_layout from, fh_layout to,
                               void **out)
{
    if (!system_is_plain(to))
        return system_move(self, old, from, to, out);
    void *block = realloc(old, to.size);
    if (block == NULL)
        return FH_ERR_NOMEM;
    *out = block;
    return FH_OK;
}

static fh_allocator_vtable const system_vtable = {
    .name = "system",
    .alloc = system_alloc,
    .resize = system_resize,
    .free = system_free,
    .alloc_zeroed = system_alloc_zeroed,
    .owns = NULL,
};

static fh_allocator system_allocator = {&system_vtable};

fh_allocator *fh_system_allocator(void)
{
    return &system_allocator;
}
