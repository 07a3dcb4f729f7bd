/* SPDX-License-Identifier: MIT */
/*
 * count.h: two counts in one word; all of the memory orders of Rc and Arc.
 *
 * Layer 1. Must never know what is counted. Tests: tests/laws/counted_laws.h, tests/threads/.
 *
 *    63                 32 31                 0
 *   +---------------------+---------------------+
 *   |  weak owners        |  strong owners      |      all strong owners together hold one weak unit
 *   +---------------------+---------------------+
 *
 *   strong        weak   value     memory
 *   1 … LIMIT     >= 1   alive     held          1, 1: sole owner and no Weak, told by one compare
 *   0             >= 1   dropped   held          weak is 1 while the value is being dropped
 *   0             0      -         freed
 *
 * A count that would exceed LIMIT panics. LIMIT is half of what 32 bits hold: 2^31 threads would have to
 * be between an increment and its check before a strong count ran over into the weak one.
 *
 * `shared` is a constant at every call: false compiles to plain loads and stores (Rc), true to atomics.
 */
#ifndef FREEHOLD_DETAIL_COUNT_H
#define FREEHOLD_DETAIL_COUNT_H

#include <freehold/detail/compiler.h>

typedef uint64_t fhi_counts;

#define FHI_STRONG_ONE  ((fhi_counts)1)
#define FHI_WEAK_ONE    ((fhi_counts)1 << 32)
#define FHI_COUNTS_SOLE (FHI_WEAK_ONE | FHI_STRONG_ONE)
#define FHI_COUNT_LIMIT 0x7fffffffU

FHI_FOLD uint32_t fhi_strong_of(fhi_counts counts)
{
    return (uint32_t)counts;
}

FHI_FOLD uint32_t fhi_weak_of(fhi_counts counts)
{
    return (uint32_t)(counts >> 32);
}

/** Can one more owner be added to a count that is `count` now? False for 0 (nobody is left to ask). */
FHI_FOLD bool fhi_count_can_grow(uint32_t count)
{
    return FHI_LIKELY(count - 1U < FHI_COUNT_LIMIT - 1U);
}

/*
 * WHY plain operations under clang's analyser: it cannot follow atomics and calls every second drop a use
 * after free. On plain integers it is exact, and finds the leaks of the program that uses Freehold.
 */
#ifdef __clang_analyzer__
#    define FHI_SHARED(shared) (false && (shared))
#else
#    define FHI_SHARED(shared) (shared)
#endif

/** The counts as somebody may change them this moment: for questions whose answer is only a hint. */
FHI_FOLD fhi_counts fhi_counts_peek(fhi_counts const *counts, bool shared)
{
    /* ORDER relaxed [count-peek]: nothing is concluded about the value. */
    return FHI_SHARED(shared) ? __atomic_load_n(counts, __ATOMIC_RELAXED) : *counts;
}

/** The counts, and with them all that former owners did to the value before they left. */
FHI_FOLD fhi_counts fhi_counts_read(fhi_counts const *counts, bool shared)
{
    /* ORDER acquire [count-release]: pairs with the release in fhi_counts_sub of every owner that left:
     * who sees himself alone also sees what they wrote. */
    return FHI_SHARED(shared) ? __atomic_load_n(counts, __ATOMIC_ACQUIRE) : *counts;
}

/** Adds owners of a kind; the counts before. The caller is an owner, so the object stays. */
FHI_FOLD fhi_counts fhi_counts_add(fhi_counts *counts, fhi_counts unit, bool shared)
{
    fhi_counts before;
    if (FHI_SHARED(shared)) {
        /* ORDER relaxed [count-add]: the new owner learns of the object by other means (a handle that
         * was handed over), which must order its accesses; the count need not. */
        return __atomic_fetch_add(counts, unit, __ATOMIC_RELAXED);
    }
    before = *counts;
    *counts = before + unit;
    return before;
}

/** Takes an owner of a kind away; the counts before. */
FHI_FOLD fhi_counts fhi_counts_sub(fhi_counts *counts, fhi_counts unit, bool shared)
{
    fhi_counts before;
    if (FHI_SHARED(shared)) {
        /* ORDER release [count-release]: all that this owner did to the value comes first; pairs with
         * the acquire of the last owner (fhi_counts_acquire) or of a sole one (fhi_counts_read). */
        return __atomic_fetch_sub(counts, unit, __ATOMIC_RELEASE);
    }
    before = *counts;
    *counts = before - unit;
    return before;
}

/** To be called by the one who took the last owner away, before he touches the value. */
FHI_FOLD void fhi_counts_acquire(fhi_counts const *counts, bool shared)
{
    if (!FHI_SHARED(shared))
        return;
#ifdef FHI_TSAN
    /* ORDER acquire [count-release]: WHY a load: ThreadSanitizer does not understand fences. */
    (void)__atomic_load_n(counts, __ATOMIC_ACQUIRE);
#else
    (void)counts;
    /* ORDER acquire [count-release]: pairs with the release in fhi_counts_sub of every former owner. */
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
#endif
}

/**
 * Replaces the counts if they still are `*expected`, else reads them into `*expected`.
 *
 * @return whether they were replaced
 */
FHI_FOLD bool fhi_counts_replace(fhi_counts *counts, fhi_counts *expected, fhi_counts desired,
                                 bool shared)
{
    if (FHI_SHARED(shared)) {
        /* ORDER acquire [count-release]: one who becomes an owner by a Weak, or proves himself the last,
         * sees what former owners wrote. Relaxed on failure: the loop only tries again. */
        return __atomic_compare_exchange_n(counts, expected, desired, true, __ATOMIC_ACQUIRE,
                                           __ATOMIC_RELAXED);
    }
    *counts = desired;
    return true;
}

#endif
