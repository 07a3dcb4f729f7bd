/* SPDX-License-Identifier: MIT */
/*
 * peer.h: what the C and C++ peers share. The Rust ones have the same three lines of their own.
 */
#ifndef FREEHOLD_BENCH_PEER_H
#define FREEHOLD_BENCH_PEER_H

#include <stdint.h>

#ifdef __cplusplus
#    define PEER extern "C" __attribute__((visibility("default")))
#else
#    define PEER __attribute__((visibility("default")))
#endif

/* The optimiser must believe that someone looks at this pointer here. Empty: no instruction, and
 * the pointer stays in its register, where a black box through memory would cost a store. */
#define PEER_KEEP(pointer) __asm__ volatile("" : : "r"(pointer) : "memory")

/* About sixty cycles that depend on each other, for the spaced variants of atomic loops. */
static inline uint64_t peer_other_work(uint64_t x)
{
    for (int i = 0; i < 16; i++) {
        x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        __asm__ volatile("" : "+r"(x));
    }
    return x;
}

#endif
