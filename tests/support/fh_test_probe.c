/* SPDX-License-Identifier: MIT */
/* fh_test_probe.c: the functions of probe.h. */
#include "support/probe.h"

static fh_layout const probe_layout = {sizeof(long), sizeof(long)};

fh_status probe_try_make(int id, int *drops, struct probe *out)
{
    void *block = NULL;
    FH_TRY(fh_alloc(NULL, probe_layout, &block));
    *(long *)block = id;
    out->id = id;
    out->drops = drops;
    out->payload = (long *)block;
    return FH_OK;
}

struct probe probe_make(int id, int *drops)
{
    struct probe made = {0};
    if (probe_try_make(id, drops, &made) != FH_OK)
        abort();
    return made;
}

void probe_drop(struct probe *self)
{
    if (self->drops != NULL)
        ++*self->drops;
    fh_free(NULL, self->payload, probe_layout);
}

fh_status probe_clone(struct probe const *self, struct probe *out)
{
    return probe_try_make(self->id, self->drops, out);
}
