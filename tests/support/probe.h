/* SPDX-License-Identifier: MIT */
/*
 * probe.h: a value that tells what happens to it.
 */
#ifndef FH_TEST_PROBE_H
#define FH_TEST_PROBE_H

#include <freehold.h>

struct probe {
    int id;
    int *drops;    /* counted up by each drop; NULL: nobody counts */
    long *payload; /* a block of its own, so that a forgotten drop is a live block */
};

/* Makes a probe; yours. Its payload holds the id. */
fh_status probe_try_make(int id, int *drops, struct probe *out);
struct probe probe_make(int id, int *drops);

void probe_drop(struct probe *self);
fh_status probe_clone(struct probe const *self, struct probe *out);

FH_TYPE(probe, struct probe, .drop = probe_drop, .leaf = true, .clone = probe_clone);

#endif
