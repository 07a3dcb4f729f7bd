// SPDX-License-Identifier: MIT
// generate_cpp20.cpp: types are generated in C++20, too.
#include <freehold.h>
struct point {
    double x, y;
};
static int drops;

static void point_drop(point *self)
{
    (void)self;
    drops++;
}
FH_TYPE(point, struct point, .drop = point_drop, .leaf = true);
FH_RC(point_rc, point);
FH_ARC(point_arc, point);
FH_BOX(point_box, point);
FH_RC_DECLARE(node_rc, struct node);
struct node {
    node_rc next;
    node_rc_weak w;
    point p;
};
FH_OWNS(node, struct node, (node_rc, next), (node_rc_weak, w), (point, p));
FH_RC_DEFINE(node_rc, node, .cyclic = true);
FH_VEC(point_vec, point);
FH_HASHMAP(point_map, long, point_rc);
FH_HASHSET(long_set, long);
FH_STRMAP(point_names, point_vec);
int main()
{
    {
        fh_auto(point_rc) a = point_rc_new(point{1, 2});
        fh_auto(point_rc) b = point_rc_clone(&a);
        fh_auto(node_rc) n = node_rc_new(node{});
        node_rc_set_clone(&n.ptr->next, &n);
    }
    return drops - 1;
}
