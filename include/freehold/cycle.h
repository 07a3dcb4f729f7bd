/* SPDX-License-Identifier: MIT */
/*
 * cycle.h: rings of Rc that hold each other are found, named and freed (Rust has no counterpart).
 *
 * Layer 5. Tests: tests/unit/test_cycle.c, test_cycle_callbacks.c. Algorithm and proof: src/cycle/collect.c.
 *
 *   FH_RC_DEFINE(node_rc, node, .cyclic = true);   values of this type can be collected
 *   fh_cycle_report(stdout, FH_REPORT_TEXT);       node.next -> node.children[3] -> (back)
 *   size_t freed = fh_collect();                   frees this thread's garbage rings
 *
 * A value is garbage when all its strong owners are fields of garbage values. The collector sees owners
 * that are rows of an FH_OWNS table, or shown by a `.trace` callback: single handles, Vec elements, map
 * keys and values, nested tables, Boxes. An owner anywhere else, as on the stack, in a plain field or behind
 * an FH_TYPE without .trace, keeps a value alive. So a missing row leaks, and frees nothing that is in use. An
 * owner that is shown twice would; rows that overlap panic at the first value, a .trace must do it right.
 *
 * What it costs: 8 bytes in front of each cyclic value, 12 bytes of table. The table is made large enough
 * when a value is created, which may fail; a clone, a drop and a collection allocate nothing and cannot
 * fail. Nothing is collected unless asked.
 *
 * A collection looks at suspects, and at what they reach. A value is a suspect from its creation until it
 * survives a collection; then again when one of several owners is dropped, or a handle to it moves by NAME_take,
 * set, replace, swap, or into a Vec or a map. Moves that the library cannot see are `=`, fh_move, from_raw,
 * and whole containers, Boxes or structs: if such a move of the last outside handle closes a ring, of values
 * that survived a collection before, nobody suspects it. Close a ring by NAME_set or NAME_set_clone.
 *
 * Threads: each thread collects its own values. At its exit a thread collects once more.
 */
#ifndef FREEHOLD_CYCLE_H
#define FREEHOLD_CYCLE_H

#include <freehold/detail/counted.h>

#include <stdio.h>

FHI_EXTERN_C_BEGIN

/**
 * Frees the rings of this thread that nothing outside them owns.
 *
 * Weaks of a garbage value read as dropped before the first drop callback runs. A callback finds the
 * handles to other garbage empty, and everything else it owns as it was; it may allocate, clone and drop.
 *
 * @return values freed; 0 when called from a drop callback of a collection. Called deep within another
 *         drop, they may be dropped only when that returns
 * @threads the calling thread's values only
 * @cost O(values reachable from suspects); a few nanoseconds when there is no suspect. No allocation, and
 *       a stack that does not grow with the rings
 */
FH_API size_t fh_collect(void);

/** How a report is written. */
typedef enum fh_report_format {
    FH_REPORT_TEXT /**< for people */
} fh_report_format;

/**
 * Names the rings that fh_collect() would free, by type and field. Changes nothing.
 *
 * Equal rings are reported once, with how often they occur; those that hold the most bytes come first. Of
 * values that hold each other in many ways, a shortest ring is shown (of more than 64 values, a short one).
 *
 * @param out     where to; it is the caller's to check for write errors
 * @param format  FH_REPORT_TEXT
 * @return FH_OK, FH_ERR_NOMEM (then nothing was written), or FH_ERR_INVALID for an unknown format or from
 *         a drop callback of a collection
 * @threads the calling thread's values only
 * @cost O(values reachable from suspects); allocates about 40 bytes for each garbage value, for the call
 */
FH_API fh_status fh_cycle_report(FILE *out, fh_report_format format);

/**
 * Gives back what the library keeps for this thread, after a last collection.
 *
 * For leak checkers that look at memory when a program ends. Other threads do so when they exit. The
 * library can be used afterwards as before.
 */
FH_API void fh_shutdown(void);

FHI_EXTERN_C_END

#endif
