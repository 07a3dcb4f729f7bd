/* SPDX-License-Identifier: MIT */
/*
 * collect.h: the first half of a collection, which the reporter shares: what is garbage? Private.
 */
#ifndef FREEHOLD_CYCLE_COLLECT_H
#define FREEHOLD_CYCLE_COLLECT_H

#include "walk.h"

/* In `external`, once fhi_cycle_mark is done: this entry is reachable from outside. */
#define CYCLE_LIVE 0x80000000U

/*
 * Puts all that the suspects reach into the table, and finds which of it is garbage: the entries whose
 * `external` has no CYCLE_LIVE. Changes nothing but the table.
 *
 * Returns the number of suspects, which are the first entries; 0 when there is nothing to do.
 */
uint32_t fhi_cycle_mark(cycle_heap *heap);

/* Undoes fhi_cycle_mark: the suspects stay, all else leaves the table. */
void fhi_cycle_unmark(cycle_heap *heap, uint32_t suspects);

#endif
