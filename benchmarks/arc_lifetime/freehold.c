/* SPDX-License-Identifier: MIT */
/*
 * freehold.c: the same operations with Freehold's Arc, Rc and Box; with -DBENCH_MIMALLOC the same
 * on mimalloc, chosen at run time as a program would.
 */
#include "../peer.h"

#include <freehold.h>

#include <stdlib.h>

#ifdef BENCH_MIMALLOC
#    include <freehold/alloc/mimalloc.h>
#endif

struct point {
    double x, y;
};

FH_TYPE(point, struct point);
FH_ARC(point_arc, point);
FH_RC(point_rc, point);
FH_BOX(point_box, point);

#ifdef BENCH_MIMALLOC
/* When the harness loads this object, before anything in it allocates. */
__attribute__((constructor)) static void use_mimalloc(void)
{
    if (fh_set_default_allocator(fh_mimalloc_allocator()) != FH_OK)
        abort();
}
#endif

/* Arc and Rc have the same names and, here, the same loops. */
#define PEERS(KIND)                                                                                \
    PEER uint64_t KIND##_new_drop(uint64_t n)                                                      \
    {                                                                                              \
        for (uint64_t i = 0; i < n; i++) {                                                         \
            point_##KIND a = point_##KIND##_new((struct point){(double)i, 1});                     \
            PEER_KEEP(a.ptr);                                                                      \
            point_##KIND##_drop(&a);                                                               \
        }                                                                                          \
        return n;                                                                                  \
    }                                                                                              \
    PEER uint64_t KIND##_clone_drop(uint64_t n)                                                    \
    {                                                                                              \
        point_##KIND a = point_##KIND##_new((struct point){(double)n, 1});                         \
        PEER_KEEP(a.ptr);                                                                          \
        for (uint64_t i = 0; i < n; i++) {                                                         \
            point_##KIND b = point_##KIND##_clone(&a);                                             \
            PEER_KEEP(b.ptr);                                                                      \
            point_##KIND##_drop(&b);                                                               \
        }                                                                                          \
        point_##KIND##_drop(&a);                                                                   \
        return n;                                                                                  \
    }                                                                                              \
    PEER uint64_t KIND##_upgrade_drop(uint64_t n)                                                  \
    {                                                                                              \
        point_##KIND a = point_##KIND##_new((struct point){(double)n, 1});                         \
        point_##KIND##_weak weak = point_##KIND##_downgrade(&a);                                   \
        PEER_KEEP(a.ptr);                                                                          \
        for (uint64_t i = 0; i < n; i++) {                                                         \
            point_##KIND b = point_##KIND##_weak_upgrade(&weak);                                   \
            if (point_##KIND##_is_empty(&b))                                                       \
                return 0;                                                                          \
            PEER_KEEP(b.ptr);                                                                      \
            point_##KIND##_drop(&b);                                                               \
        }                                                                                          \
        point_##KIND##_weak_drop(&weak);                                                           \
        point_##KIND##_drop(&a);                                                                   \
        return n;                                                                                  \
    }                                                                                              \
    PEER uint64_t KIND##_bytes(uint64_t n)                                                         \
    {                                                                                              \
        for (uint64_t i = 0; i < n; i++) {                                                         \
            point_##KIND a = point_##KIND##_new((struct point){(double)i, 1});                     \
            PEER_KEEP(a.ptr); /* never dropped: this case looks at what is held */                 \
        }                                                                                          \
        return n;                                                                                  \
    }

PEERS(arc)
PEERS(rc)

PEER uint64_t arc_clone_drop_spaced(uint64_t n)
{
    point_arc a = point_arc_new((struct point){(double)n, 1});
    PEER_KEEP(a.ptr);
    uint64_t x = n;
    for (uint64_t i = 0; i < n; i++) {
        point_arc b = point_arc_clone(&a);
        PEER_KEEP(b.ptr);
        x = peer_other_work(x);
        point_arc_drop(&b);
        x = peer_other_work(x);
    }
    point_arc_drop(&a);
    return x;
}

PEER uint64_t arc_get_mut(uint64_t n)
{
    point_arc a = point_arc_new((struct point){(double)n, 1});
    for (uint64_t i = 0; i < n; i++) {
        PEER_KEEP(a.ptr);
        struct point *value = point_arc_get_mut(&a);
        if (value == NULL)
            return 0;
        PEER_KEEP(value);
    }
    point_arc_drop(&a);
    return n;
}

/* The object that the threads of arc_contended fight for. */
static point_arc shared;

PEER uint64_t arc_contended_setup(uint64_t threads)
{
    shared = point_arc_new((struct point){(double)threads, 1});
    return threads;
}

PEER uint64_t arc_contended(uint64_t n)
{
    point_arc a = point_arc_clone(&shared);
    for (uint64_t i = 0; i < n; i++) {
        point_arc b = point_arc_clone(&a);
        PEER_KEEP(b.ptr);
        point_arc_drop(&b);
    }
    point_arc_drop(&a);
    return n;
}

PEER uint64_t arc_contended_teardown(uint64_t threads)
{
    point_arc_drop(&shared);
    return threads;
}

PEER uint64_t box_new_drop(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        point_box a = point_box_new((struct point){(double)i, 1});
        PEER_KEEP(a.ptr);
        point_box_drop(&a);
    }
    return n;
}

PEER uint64_t box_bytes(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        point_box a = point_box_new((struct point){(double)i, 1});
        PEER_KEEP(a.ptr);
    }
    return n;
}
