/* SPDX-License-Identifier: MIT */
/*
 * limit.c: the least each operation can cost, whoever does it: malloc and free of the value alone,
 * two locked (or plain) additions, one load. It checks nothing and owns nothing.
 */
#include "../peer.h"

#include <stdlib.h>

struct point {
    double x, y;
};

static uint64_t new_drop(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        struct point *a = malloc(sizeof *a);
        if (a == NULL)
            abort();
        *a = (struct point){(double)i, 1};
        PEER_KEEP(a);
        free(a);
    }
    return n;
}

/* Leaks, since the question is what stays held. */
static uint64_t keep_all(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) { /* NOLINT(clang-analyzer-unix.Malloc) */
        struct point *a = malloc(sizeof *a);
        if (a == NULL)
            abort();
        *a = (struct point){(double)i, 1};
        PEER_KEEP(a);
    }
    return n;
}

static uint64_t count_atomic(uint64_t n)
{
    uint32_t count = 1;
    for (uint64_t i = 0; i < n; i++) {
        __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
        PEER_KEEP(&count);
        __atomic_fetch_sub(&count, 1, __ATOMIC_RELEASE);
    }
    return count;
}

static uint64_t count_plain(uint64_t n)
{
    uint32_t count = 1;
    for (uint64_t i = 0; i < n; i++) {
        count++;
        PEER_KEEP(&count);
        count--;
        PEER_KEEP(&count);
    }
    return count;
}

PEER uint64_t arc_new_drop(uint64_t n)
{
    return new_drop(n);
}

PEER uint64_t rc_new_drop(uint64_t n)
{
    return new_drop(n);
}

PEER uint64_t box_new_drop(uint64_t n)
{
    return new_drop(n);
}

PEER uint64_t arc_bytes(uint64_t n)
{
    return keep_all(n);
}

PEER uint64_t rc_bytes(uint64_t n)
{
    return keep_all(n);
}

PEER uint64_t box_bytes(uint64_t n)
{
    return keep_all(n);
}

PEER uint64_t arc_clone_drop(uint64_t n)
{
    return count_atomic(n);
}

PEER uint64_t arc_upgrade_drop(uint64_t n)
{
    return count_atomic(n);
}

PEER uint64_t rc_clone_drop(uint64_t n)
{
    return count_plain(n);
}

PEER uint64_t rc_upgrade_drop(uint64_t n)
{
    return count_plain(n);
}

PEER uint64_t arc_clone_drop_spaced(uint64_t n)
{
    uint32_t count = 1;
    uint64_t x = n;
    for (uint64_t i = 0; i < n; i++) {
        __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
        x = peer_other_work(x);
        __atomic_fetch_sub(&count, 1, __ATOMIC_RELEASE);
        x = peer_other_work(x);
    }
    return x + count;
}

PEER uint64_t arc_get_mut(uint64_t n)
{
    uint64_t count = 1;
    for (uint64_t i = 0; i < n; i++) {
        PEER_KEEP(&count);
        if (__atomic_load_n(&count, __ATOMIC_ACQUIRE) != 1)
            return 0;
    }
    return n;
}

/* A cache line of its own, as a heap object of this size all but has. */
static struct {
    _Alignas(64) uint32_t count;
    char rest[60];
} contended;

PEER uint64_t arc_contended_setup(uint64_t threads)
{
    contended.count = 1;
    return threads;
}

PEER uint64_t arc_contended(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        __atomic_fetch_add(&contended.count, 1, __ATOMIC_RELAXED);
        __atomic_fetch_sub(&contended.count, 1, __ATOMIC_RELEASE);
    }
    return n;
}

PEER uint64_t arc_contended_teardown(uint64_t threads)
{
    return threads + contended.count;
}
