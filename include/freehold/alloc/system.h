/* SPDX-License-Identifier: MIT */
/*
 * system.h: the C library's malloc as an allocator (Rust: std::alloc::System). Layer 3.
 */
#ifndef FREEHOLD_ALLOC_SYSTEM_H
#define FREEHOLD_ALLOC_SYSTEM_H

#include <freehold/alloc.h>

FHI_EXTERN_C_BEGIN

/** The C library's malloc, realloc, aligned_alloc and free. Never NULL. Any thread. */
FH_API fh_allocator *fh_system_allocator(void);

FHI_EXTERN_C_END

#endif
