/* SPDX-License-Identifier: MIT */
/*
 * freehold.c: the list with Freehold's Box, Rc and Arc, as a user writes it: there is no loop that
 * drops, because none is needed. Once derived from a table (FH_OWNS), once with an opaque drop.
 */
#include "../peer.h"

#include <freehold.h>

FH_BOX_DECLARE(node_box, struct box_node);
FH_RC_DECLARE(node_rc, struct rc_node);
FH_ARC_DECLARE(node_arc, struct arc_node);

struct box_node {
    node_box next;
    uint64_t value;
};

struct rc_node {
    node_rc next;
    uint64_t value;
};

struct arc_node {
    node_arc next;
    uint64_t value;
};

FH_OWNS(box_node, struct box_node, (node_box, next));
FH_OWNS(rc_node, struct rc_node, (node_rc, next));
FH_OWNS(arc_node, struct arc_node, (node_arc, next));

FH_BOX_DEFINE(node_box, box_node);
FH_RC_DEFINE(node_rc, rc_node);
FH_ARC_DEFINE(node_arc, arc_node);

/* The library cannot look into these: all it knows is a function to call. */
FH_BOX_DECLARE(opaque_box, struct opaque_box_node);
FH_RC_DECLARE(opaque_rc, struct opaque_rc_node);
FH_ARC_DECLARE(opaque_arc, struct opaque_arc_node);

struct opaque_box_node {
    opaque_box next;
    uint64_t value;
};

struct opaque_rc_node {
    opaque_rc next;
    uint64_t value;
};

struct opaque_arc_node {
    opaque_arc next;
    uint64_t value;
};

static void opaque_box_node_drop(struct opaque_box_node *self);
static void opaque_rc_node_drop(struct opaque_rc_node *self);
static void opaque_arc_node_drop(struct opaque_arc_node *self);

FH_TYPE(opaque_box_node, struct opaque_box_node, .drop = opaque_box_node_drop);
FH_TYPE(opaque_rc_node, struct opaque_rc_node, .drop = opaque_rc_node_drop);
FH_TYPE(opaque_arc_node, struct opaque_arc_node, .drop = opaque_arc_node_drop);

FH_BOX_DEFINE(opaque_box, opaque_box_node);
FH_RC_DEFINE(opaque_rc, opaque_rc_node);
FH_ARC_DEFINE(opaque_arc, opaque_arc_node);

static void opaque_box_node_drop(struct opaque_box_node *self)
{
    opaque_box_drop(&self->next);
}

static void opaque_rc_node_drop(struct opaque_rc_node *self)
{
    opaque_rc_drop(&self->next);
}

static void opaque_arc_node_drop(struct opaque_arc_node *self)
{
    opaque_arc_drop(&self->next);
}

/* NODE is the struct, HANDLE the pointer type; the head lives between build and drop. */
#define PEERS(CASE, HANDLE, NODE)                                                                  \
    static HANDLE CASE##_head;                                                                     \
    PEER uint64_t CASE##_build(uint64_t n)                                                         \
    {                                                                                              \
        for (uint64_t i = 0; i < n; i++) {                                                         \
            HANDLE next = HANDLE##_take(&CASE##_head);                                             \
            CASE##_head = HANDLE##_new((struct NODE){next, i});                                    \
        }                                                                                          \
        return CASE##_head.ptr->value;                                                             \
    }                                                                                              \
    PEER uint64_t CASE##_drop(uint64_t n)                                                          \
    {                                                                                              \
        HANDLE##_drop(&CASE##_head);                                                               \
        return n;                                                                                  \
    }

PEERS(list_box, node_box, box_node)
PEERS(list_rc, node_rc, rc_node)
PEERS(list_arc, node_arc, arc_node)
PEERS(list_box_opaque, opaque_box, opaque_box_node)
PEERS(list_rc_opaque, opaque_rc, opaque_rc_node)
PEERS(list_arc_opaque, opaque_arc, opaque_arc_node)
