/* SPDX-License-Identifier: MIT */
/* test_vec_oom.c: every allocating function of a vector with its k-th request failing. */
#include "support/fh_test.h"
#include "support/probe.h"

FH_VEC(probe_vec, probe);
FH_VEC(long_vec, long);

/* A vector that is full, what an operation puts in, and what it makes. */
static struct scene {
    probe_vec vec;
    probe_vec other;
    probe_vec made;
    struct probe value;
    long_vec plain;
} scene;

static void full(void *context)
{
    struct scene *self = (struct scene *)context;
    probe_vec_reserve_exact(&self->vec, 3);
    for (int i = 0; i < 3; i++)
        probe_vec_push(&self->vec, probe_make(i, NULL));
    for (int i = 0; i < 2; i++)
        probe_vec_push(&self->other, probe_make(10 + i, NULL));
    self->value = probe_make(20, NULL);
    long_vec_resize(&self->plain, 4, 7);
}

static bool same(void *context)
{
    struct scene *self = (struct scene *)context;
    for (int i = 0; i < 3; i++)
        if (self->vec.ptr[i].id != i || *self->vec.ptr[i].payload != i)
            return false;
    return self->vec.len == 3 && self->vec.cap == 3 && self->other.len == 2 &&
           *self->other.ptr[1].payload == 11 && self->made.ptr == NULL &&
           self->value.payload != NULL && *self->value.payload == 20 && self->plain.len == 4 &&
           self->plain.cap == 4;
}

static void end(void *context)
{
    struct scene *self = (struct scene *)context;
    probe_vec_drop(&self->vec);
    probe_vec_drop(&self->other);
    probe_vec_drop(&self->made);
    probe_drop(&self->value);
    long_vec_drop(&self->plain);
    memset(self, 0, sizeof(*self));
}

/* Each makes its argument itself, if it is one by value. */
#define OPERATION(NAME, ...)                                                                       \
    static fh_status NAME(void *context)                                                           \
    {                                                                                              \
        struct scene *self = (struct scene *)context;                                              \
        __VA_ARGS__                                                                                \
    }
#define WITH_VALUE                                                                                 \
    struct probe p;                                                                                \
    FH_TRY(probe_try_make(30, NULL, &p));

OPERATION(push, WITH_VALUE return probe_vec_try_push(&self->vec, p);)
OPERATION(push_move, return probe_vec_try_push_move(&self->vec, &self->value);)
OPERATION(insert, WITH_VALUE return probe_vec_try_insert(&self->vec, 1, p);)
OPERATION(insert_move, return probe_vec_try_insert_move(&self->vec, 0, &self->value);)
OPERATION(move_within, return probe_vec_try_push_move(&self->vec, &self->vec.ptr[0]);)
OPERATION(reserve, return probe_vec_try_reserve(&self->vec, 1);)
OPERATION(reserve_exact, return probe_vec_try_reserve_exact(&self->vec, 10);)
OPERATION(with_capacity, return probe_vec_try_with_capacity(10, &self->made);)
OPERATION(extend, return probe_vec_try_extend_from_slice(&self->vec, self->other.ptr, 2);)
OPERATION(extend_by_itself, return probe_vec_try_extend_from_slice(&self->vec, self->vec.ptr, 3);)
OPERATION(append, return probe_vec_try_append(&self->vec, &self->other);)
OPERATION(resize, WITH_VALUE return probe_vec_try_resize(&self->vec, 7, p);)
OPERATION(clone, return probe_vec_try_clone(&self->vec, &self->made);)
OPERATION(extend_plain, return long_vec_try_extend_from_slice(&self->plain, self->plain.ptr, 4);)
OPERATION(resize_plain, return long_vec_try_resize(&self->plain, 100, 1);)

static void roomy(void *context)
{
    struct scene *self = (struct scene *)context;
    full(context);
    probe_vec_reserve_exact(&self->vec, 10);
}

OPERATION(shrink, return probe_vec_try_shrink_to_fit(&self->vec);)
OPERATION(extend_in_place, return probe_vec_try_extend_from_slice(&self->vec, self->other.ptr, 2);)
OPERATION(resize_in_place, WITH_VALUE return probe_vec_try_resize(&self->vec, 7, p);)

static bool same_and_roomy(void *context)
{
    struct scene *self = (struct scene *)context;
    bool roomy_still = self->vec.cap == 13;
    self->vec.cap = 3; /* for the comparison */
    roomy_still = same(context) && roomy_still;
    self->vec.cap = 13;
    return roomy_still;
}

/* What empties an element of the vector cannot be done twice with the same result. */
static bool first_is_there(void *context)
{
    return *((struct scene *)context)->vec.ptr[0].payload == 0;
}

FH_TEST(vec, nothing_changes_when_memory_runs_out)
{
    static struct fh_test_oom_row const rows[] = {
        {"vec.try_push", &scene, full, push, same, NULL, end, false},
        {"vec.try_push_move", &scene, full, push_move, same, NULL, end, false},
        {"vec.try_push_move within", &scene, full, move_within, same, first_is_there, end, false},
        {"vec.try_insert", &scene, full, insert, same, NULL, end, false},
        {"vec.try_insert_move", &scene, full, insert_move, same, NULL, end, false},
        {"vec.try_reserve", &scene, full, reserve, same, NULL, end, false},
        {"vec.try_reserve_exact", &scene, full, reserve_exact, same, NULL, end, false},
        {"vec.try_with_capacity", &scene, full, with_capacity, same, NULL, end, false},
        {"vec.try_extend_from_slice", &scene, full, extend, same, NULL, end, false},
        {"vec.try_extend_from_slice itself", &scene, full, extend_by_itself, same, NULL, end,
         false},
        {"vec.try_extend_from_slice plain", &scene, full, extend_plain, same, NULL, end, false},
        {"vec.try_extend_from_slice in place", &scene, roomy, extend_in_place, same_and_roomy, NULL,
         end, false},
        {"vec.try_append", &scene, full, append, same, NULL, end, false},
        {"vec.try_resize", &scene, full, resize, same, NULL, end, false},
        {"vec.try_resize plain", &scene, full, resize_plain, same, NULL, end, false},
        {"vec.try_resize in place", &scene, roomy, resize_in_place, same_and_roomy, NULL, end,
         false},
        {"vec.try_shrink_to_fit", &scene, roomy, shrink, same_and_roomy, NULL, end, false},
        {"vec.try_clone", &scene, full, clone, same, NULL, end, false},
        {0},
    };
    fh_test_oom_sweep_all(rows);
}
