/* SPDX-License-Identifier: MIT */
/*
 * test_arc_threads.c: Arc with several threads at once. Under ThreadSanitizer (make test-tsan) these find
 * a memory order that is too weak; elsewhere a count that is not atomic.
 */
#include "support/fh_test.h"

#include <freehold.h>

#include <pthread.h>
#include <sched.h>

enum { THREADS = 4, TURNS = 20000 };

/* The value is written by its owners and read by whoever drops it: a missing order is a race here. */
struct ledger {
    long written[THREADS];
    long *sum;
};

static void ledger_drop(struct ledger *self)
{
    for (int i = 0; i < THREADS; i++)
        *self->sum += self->written[i];
}

FH_TYPE(ledger, struct ledger, .drop = ledger_drop, .leaf = true);
FH_ARC(ledger_arc, ledger);

struct worker {
    pthread_t thread;
    int number;
    ledger_arc own;
    ledger_arc_weak weak;
    long answers;
};

/* Gives each worker an owner of one value, and keeps none. */
static void share(struct worker *workers, struct ledger value)
{
    ledger_arc arc = ledger_arc_new(value);
    for (int i = 0; i < THREADS; i++)
        workers[i].own = ledger_arc_clone(&arc);
    ledger_arc_drop(&arc);
}

/* Starts a worker with an owner of its own each, and waits for all. */
static void run_workers(struct worker *workers, void *(*work)(void *))
{
    for (int i = 0; i < THREADS; i++) {
        workers[i].number = i;
        cr_assert_eq(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        cr_assert_eq(pthread_join(workers[i].thread, NULL), 0);
}

static void *write_and_drop(void *context)
{
    struct worker *self = context;
    self->own.ptr->written[self->number] = self->number + 1;
    ledger_arc_drop(&self->own);
    return NULL;
}

FH_TEST(arc_threads, the_last_owner_sees_what_all_others_wrote)
{
    for (int turn = 0; turn < 300; turn++) {
        long sum = 0;
        struct worker workers[THREADS] = {0};
        share(workers, (struct ledger){.sum = &sum});
        run_workers(workers, write_and_drop);
        cr_assert_eq(sum, 1 + 2 + 3 + 4, "dropped once, and after all writes");
    }
}

static void *clone_and_drop(void *context)
{
    struct worker *self = context;
    for (int i = 0; i < TURNS; i++) {
        ledger_arc one = ledger_arc_clone(&self->own);
        ledger_arc_weak weak = ledger_arc_downgrade(&one);
        ledger_arc other = ledger_arc_weak_upgrade(&weak);
        ledger_arc_drop(&one);
        ledger_arc_weak_drop(&weak);
        ledger_arc_drop(&other);
    }
    ledger_arc_drop(&self->own);
    return NULL;
}

FH_TEST(arc_threads, counts_are_exact_after_clones_and_drops_in_all_threads)
{
    long sum = 0;
    struct worker workers[THREADS] = {0};
    ledger_arc arc = ledger_arc_new((struct ledger){.sum = &sum});
    for (int i = 0; i < THREADS; i++)
        workers[i].own = ledger_arc_clone(&arc);
    run_workers(workers, clone_and_drop);
    cr_expect_eq(ledger_arc_strong_count(&arc), 1);
    cr_expect_eq(ledger_arc_weak_count(&arc), 0);
    ledger_arc_drop(&arc);
}

static void *upgrade_until_gone(void *context)
{
    struct worker *self = context;
    for (;;) {
        ledger_arc got = ledger_arc_weak_upgrade(&self->weak);
        if (ledger_arc_is_empty(&got))
            break;
        self->answers++;
        cr_assert(got.ptr->sum != NULL);
        ledger_arc_drop(&got);
        if (self->number == 0 && self->answers > 50)
            ledger_arc_drop(&self->own);
        (void)sched_yield(); /* WHY: valgrind runs one thread at a time, for long */
    }
    ledger_arc_weak_drop(&self->weak);
    return NULL;
}

FH_TEST(arc_threads, an_upgrade_races_with_the_last_drop_and_gets_all_or_nothing)
{
    for (int turn = 0; turn < 100; turn++) {
        long sum = 0;
        struct worker workers[THREADS] = {0};
        ledger_arc arc = ledger_arc_new((struct ledger){.written = {5}, .sum = &sum});
        for (int i = 0; i < THREADS; i++)
            workers[i].weak = ledger_arc_downgrade(&arc);
        workers[0].own = ledger_arc_take(&arc);
        run_workers(workers, upgrade_until_gone);
        cr_assert_eq(sum, 5);
    }
}

static void *into_inner(void *context)
{
    struct worker *self = context;
    struct ledger got;
    if (ledger_arc_into_inner(&self->own, &got)) {
        self->answers = 1;
        ledger_drop(&got);
    }
    return NULL;
}

FH_TEST(arc_threads, of_all_owners_that_leave_by_into_inner_exactly_one_gets_the_value)
{
    for (int turn = 0; turn < 300; turn++) {
        long sum = 0;
        long winners = 0;
        struct worker workers[THREADS] = {0};
        share(workers, (struct ledger){.written = {1}, .sum = &sum});
        run_workers(workers, into_inner);
        for (int i = 0; i < THREADS; i++)
            winners += workers[i].answers;
        cr_assert_eq(winners, 1);
        cr_assert_eq(sum, 1);
    }
}

static void *get_mut_when_alone(void *context)
{
    struct worker *self = context;
    struct ledger *mine = ledger_arc_get_mut(&self->own);
    if (mine != NULL) {
        self->answers = 1;
        for (int i = 0; i < THREADS; i++)
            mine->written[i] += 10;
    } else {
        self->own.ptr->written[self->number] = 1;
    }
    ledger_arc_drop(&self->own);
    return NULL;
}

FH_TEST(arc_threads, get_mut_gives_the_value_only_to_one_who_sees_all_that_was_written)
{
    for (int turn = 0; turn < 300; turn++) {
        long sum = 0;
        struct worker workers[THREADS] = {0};
        share(workers, (struct ledger){.sum = &sum});
        run_workers(workers, get_mut_when_alone);
        long alone = 0;
        for (int i = 0; i < THREADS; i++)
            alone += workers[i].answers;
        cr_assert_eq(sum, alone == 0 ? THREADS : THREADS - 1 + 10 * THREADS);
    }
}

/* ---- deep structures that die while others look at them -------------------------------------- */

FH_ARC_DECLARE(link_arc, struct link);
struct link {
    link_arc next;
    long value;
};
FH_OWNS(link, struct link, (link_arc, next));
FH_ARC_DEFINE(link_arc, link);

enum { LINKS = 20000, WATCHED = 64 };

static void *watch(void *context)
{
    link_arc_weak *watched = context;
    bool alive = true;
    while (alive) {
        alive = false;
        for (int i = 0; i < WATCHED; i++) {
            link_arc got = link_arc_weak_upgrade(&watched[i]);
            alive |= !link_arc_is_empty(&got);
            link_arc_drop(&got);
        }
        (void)sched_yield();
    }
    for (int i = 0; i < WATCHED; i++)
        link_arc_weak_drop(&watched[i]);
    return NULL;
}

FH_TEST(arc_threads, a_long_list_is_dropped_while_others_upgrade_its_links)
{
    pthread_t threads[2];
    link_arc_weak watched[2][WATCHED];
    link_arc head = {0};
    for (int i = 0; i < LINKS; i++) {
        head = link_arc_new((struct link){head, i});
        for (int k = 0; i % (LINKS / WATCHED) == 0 && i / (LINKS / WATCHED) < WATCHED && k < 2; k++)
            watched[k][i / (LINKS / WATCHED)] = link_arc_downgrade(&head);
    }
    for (int k = 0; k < 2; k++)
        cr_assert_eq(pthread_create(&threads[k], NULL, watch, watched[k]), 0);
    link_arc_drop(&head);
    for (int k = 0; k < 2; k++)
        cr_assert_eq(pthread_join(threads[k], NULL), 0);
}

/* ---- a thread's garbage --------------------------------------------------------------------- */

FH_RC_DECLARE(ring_rc, struct ring);
struct ring {
    ring_rc next;
};
FH_OWNS(ring, struct ring, (ring_rc, next));
FH_RC_DEFINE(ring_rc, ring, .cyclic = true);

static void *leave_a_ring(void *unused)
{
    for (int i = 0; i < 100; i++) {
        ring_rc a = ring_rc_new((struct ring){{0}});
        ring_rc b = ring_rc_new((struct ring){ring_rc_clone(&a)});
        a.ptr->next = ring_rc_take(&b);
        ring_rc_drop(&a);
    }
    return unused;
}

static pthread_key_t late_key;

static void late_destroy(void *last)
{
    ring_rc handle = ring_rc_from_raw(last);
    ring_rc_drop(&handle);
}

static void *leave_a_ring_to_a_destructor(void *unused)
{
    ring_rc a = ring_rc_new((struct ring){{0}});
    ring_rc_set_clone(&a.ptr->next, &a);
    /* The library's own key is older, so its destructor comes first. */
    cr_assert_eq(pthread_key_create(&late_key, late_destroy), 0);
    cr_assert_eq(pthread_setspecific(late_key, ring_rc_into_raw(&a)), 0);
    return unused;
}

FH_TEST(cycle_threads, garbage_that_a_later_destructor_leaves_is_collected_too)
{
    pthread_t thread;
    ring_rc before = ring_rc_new((struct ring){{0}}); /* makes the library's key */
    ring_rc_drop(&before);
    cr_assert_eq(pthread_create(&thread, NULL, leave_a_ring_to_a_destructor, NULL), 0);
    cr_assert_eq(pthread_join(thread, NULL), 0);
    cr_expect_eq(fh_stats_read(fh_test_stats()).live_blocks, 0);
}

FH_TEST(cycle_threads, a_thread_collects_its_garbage_when_it_ends)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, leave_a_ring, NULL), 0);
    for (int i = 0; i < 2; i++)
        cr_assert_eq(pthread_join(threads[i], NULL), 0);
    cr_expect_eq(fh_stats_read(fh_test_stats()).live_blocks, 0);
}
