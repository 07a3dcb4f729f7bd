/* SPDX-License-Identifier: MIT */
/*
 * freehold.h: the whole library, in reading order. Layer 6. Never a declaration of its own.
 */
#ifndef FREEHOLD_H
#define FREEHOLD_H

/* WHY not sorted: this is the order to read them in. */
// clang-format off
#include <freehold/status.h>
#include <freehold/layout.h>
#include <freehold/panic.h>
#include <freehold/alloc.h>
#include <freehold/alloc/system.h>
#include <freehold/alloc/mimalloc.h>
#include <freehold/alloc/stats.h>
#include <freehold/alloc/fault.h>
#include <freehold/type.h>
#include <freehold/scalar.h>
#include <freehold/scope.h>
#include <freehold/box.h>
#include <freehold/rc.h>
#include <freehold/arc.h>
#include <freehold/hash.h>
#include <freehold/vec.h>
#include <freehold/str.h>
#include <freehold/string.h>
#include <freehold/hashmap.h>
#include <freehold/hashset.h>
#include <freehold/cycle.h>
#include <freehold/version.h>
// clang-format on

#endif
