/* SPDX-License-Identifier: MIT */
/* oom.c: what a thread did not get, and the handler for callers that cannot be told. */
#include <freehold/alloc.h>
#include <freehold/panic.h>

#include <stdio.h>
#include <stdlib.h>

static fh_oom_handler *oom_handler;

/* WHY beside the status and not in it: every try_ form returns a plain fh_status; only the handler,
 * which runs at most once, wants the size. */
static FHI_THREAD_LOCAL fh_layout oom_layout;

fh_status fhi_no_memory(size_t size, size_t align)
{
    oom_layout = (fh_layout){.size = size, .align = align};
    return FH_ERR_NOMEM;
}

fh_oom_handler *fh_set_oom_handler(fh_oom_handler *handler)
{
    /* ORDER acq_rel [oom-handler]: what the caller prepared for its handler comes first for the thread
     * that runs out of memory; acquire, so that the one handed back may be dismantled. */
    return __atomic_exchange_n(&oom_handler, handler, __ATOMIC_ACQ_REL);
}

static void oom_print(fh_status status, fh_layout layout)
{
    if (status == FH_ERR_NOMEM && layout.size != 0)
        (void)fprintf(stderr, "freehold: out of memory: %zu bytes aligned to %zu were asked for\n",
                      layout.size, layout.align);
    else
        (void)fprintf(stderr, "freehold: a form that cannot fail failed: %s (%s)\n",
                      fh_status_message(status), fh_status_name(status));
}

void fhi_out_of_memory(fh_status status)
{
    /* A capacity overflow asked for no block: a layout of size 0 says so to the handler. */
    fh_layout layout = status == FH_ERR_NOMEM ? oom_layout : (fh_layout){0, 1};
    /* ORDER acquire [oom-handler]: pairs with the release half of fh_set_oom_handler. */
    fh_oom_handler *handler = __atomic_load_n(&oom_handler, __ATOMIC_ACQUIRE);
    if (handler != NULL)
        handler(layout);
    else
        oom_print(status, layout);
    abort();
}
