/* SPDX-License-Identifier: MIT */
/* user.c: every generating macro in a program that is compiled with all warnings on. */
#include <freehold.h>

struct point {
    double x, y;
    char *label;
};

static void point_drop(struct point *self)
{
    free(self->label);
}

FH_TYPE(point, struct point, .drop = point_drop, .leaf = true);
FH_TYPE(plain, struct point);
FH_BOX(point_box, point);
FH_RC(point_rc, point);
FH_ARC(point_arc, point);
FH_VEC(point_rc_vec, point_rc);
FH_VEC(long_vec, long);
FH_VEC(bool_vec, bool);
FH_VEC(string_vec, fh_string);
FH_HASHMAP(long_map, long, point_rc);
FH_STRMAP(name_map, point_rc_vec);

FH_RC_DECLARE(node_rc, struct node);
FH_VEC_DECLARE(node_rc_vec, node_rc);

struct node {
    fh_string name;
    node_rc_vec children;
    node_rc next;
    node_rc_weak parent;
    int id;
};

FH_OWNS(node, struct node, (fh_string, name), (node_rc_vec, children), (node_rc, next),
        (node_rc_weak, parent));
FH_RC_DEFINE(node_rc, node, .cyclic = true);
FH_VEC_DEFINE(node_rc_vec, node_rc);

static void node_bye(struct node *self)
{
    self->id = 0;
}

FH_OWNS_DROP(hooked, struct node, node_bye, (fh_string, name), (node_rc, next));
FH_BOX(hooked_box, hooked);

static fh_status build(long_map *map, name_map *names)
{
    fh_auto(point_rc) a = {0};
    FH_TRY(point_rc_try_new((struct point){1, 2, NULL}, &a));
    FH_TRY(long_map_try_insert(map, 7, point_rc_clone(&a)));
    fh_auto(point_rc_vec) all = {0};
    FH_TRY(point_rc_vec_try_push(&all, point_rc_clone(&a)));
    fh_auto(fh_string) name = {0};
    FH_TRY(fh_string_try_from(FH_STR("a"), &name));
    return name_map_try_insert_move(names, &name, &all);
}

int main(void)
{
    fh_auto(long_map) map = {0};
    fh_auto(name_map) names = {0};
    fh_auto(point_box) box = point_box_new((struct point){1, 2, NULL});
    fh_auto(point_arc) arc = point_arc_new(point_box_into_inner(&box));
    fh_auto(point_arc_weak) weak = point_arc_downgrade(&arc);
    fh_auto(point_arc) again = point_arc_weak_upgrade(&weak);
    fh_auto(node_rc) node = node_rc_new((struct node){.id = 1});
    fh_auto(long_vec) numbers = {0};
    long_vec_push(&numbers, 4);
    node_rc_set_clone(&node.ptr->next, &node);
    node_rc_drop(&node);
    FH_TRY_OR(build(&map, &names), 1);
    return fh_collect() == 1 ? 0 : 1;
}
