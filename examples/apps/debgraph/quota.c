/* SPDX-License-Identifier: MIT */
/*
 * quota.c: an allocator that counts what it hands out, and hands out no more than it may.
 */
#include "quota.h"

static bool quota_allows(struct quota *self, size_t more)
{
    if (more <= self->limit - self->bytes)
        return true;
    if (self->refused == 0) {
        self->refused = more;
        self->bytes_then = self->bytes;
    }
    return false;
}

static void quota_count(struct quota *self, size_t gone, size_t come)
{
    self->bytes = self->bytes - gone + come;
    if (self->bytes > self->peak)
        self->peak = self->bytes;
}

static fh_status quota_alloc(fh_allocator *base, fh_layout layout, void **out)
{
    struct quota *self = (struct quota *)base;
    if (!quota_allows(self, layout.size))
        return FH_ERR_NOMEM;
    FH_TRY(fh_alloc(self->upstream, layout, out));
    quota_count(self, 0, layout.size);
    self->blocks++;
    return FH_OK;
}

static fh_status quota_resize(fh_allocator *base, void *old, fh_layout from, fh_layout to,
                              void **out)
{
    struct quota *self = (struct quota *)base;
    if (to.size > from.size && !quota_allows(self, to.size - from.size))
        return FH_ERR_NOMEM;
    FH_TRY(fh_resize(self->upstream, old, from, to, out));
    quota_count(self, from.size, to.size);
    return FH_OK;
}

static void quota_free(fh_allocator *base, void *block, fh_layout layout)
{
    struct quota *self = (struct quota *)base;
    fh_free(self->upstream, block, layout);
    quota_count(self, layout.size, 0);
    self->blocks--;
}

static fh_allocator_vtable const quota_vtable = {
    .name = "quota", .alloc = quota_alloc, .resize = quota_resize, .free = quota_free};

fh_allocator *quota_init(struct quota *self, fh_allocator *upstream, size_t limit)
{
    *self = (struct quota){.base = {&quota_vtable}, .upstream = upstream, .limit = limit};
    return &self->base;
}
