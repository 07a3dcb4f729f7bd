/* SPDX-License-Identifier: MIT */
/*
 * nest.c: the lists of values that wait to be dropped. The idea is told in detail/nest.h.
 */
#include <freehold/detail/counted.h>

FHI_THREAD_LOCAL fhi_nest fhi_nest_here;

void fhi_nest_set_aside(fhi_owner const *owner, void *value)
{
    fhi_dying dying = {owner, value};
    while (dying.value != NULL)
        dying = dying.owner->set_aside(dying.value);
}

/* Takes the next value out of a list that is not empty. */
static void *nest_pop(fhi_waiting *list)
{
    void *value = list->head;
    fhi_slot *link = fhi_link_of(list->owner, value);
    list->head = *link;
    /* WHY: the link may be a field of the value, whose drop must find it empty. */
    *link = NULL;
    return value;
}

void fhi_nest_drain(void)
{
    fhi_waiting *list;
    while ((list = fhi_nest_here.waiting) != NULL) {
        void *value = nest_pop(list);
        /* WHY before the callback: it may put new values into the same list. */
        if (list->head == NULL)
            fhi_nest_here.waiting = list->next;
        list->owner->finish(value);
    }
}

void fh_drop_recover(void)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    fhi_nest_here.floor = fhi_floor_for(here, 0, FHI_NEST_BYTES);
    fhi_nest_drain();
    fhi_nest_here.floor = 0;
    fhi_nest_here.clone_floor = 0;
    fhi_cycle_recover();
}
