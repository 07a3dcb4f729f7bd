/* SPDX-License-Identifier: MIT */
/*
 * limit.c: the list by hand: malloc, a next pointer, and a loop of free. No counts, no owners.
 */
#include "../peer.h"

#include <stdlib.h>

struct node {
    struct node *next;
    uint64_t value;
};

static struct node *head;

static uint64_t build(uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        struct node *node = malloc(sizeof *node);
        if (node == NULL)
            abort();
        *node = (struct node){head, i};
        head = node;
    }
    return n;
}

static uint64_t drop(uint64_t n)
{
    while (head != NULL) {
        struct node *next = head->next;
        free(head);
        head = next;
    }
    return n;
}

PEER uint64_t list_box_build(uint64_t n)
{
    return build(n);
}

PEER uint64_t list_box_drop(uint64_t n)
{
    return drop(n);
}

PEER uint64_t list_rc_build(uint64_t n)
{
    return build(n);
}

PEER uint64_t list_rc_drop(uint64_t n)
{
    return drop(n);
}

PEER uint64_t list_arc_build(uint64_t n)
{
    return build(n);
}

PEER uint64_t list_arc_drop(uint64_t n)
{
    return drop(n);
}
