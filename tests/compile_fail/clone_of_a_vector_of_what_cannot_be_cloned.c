/* EXPECT: .clone = */
/* SPDX-License-Identifier: MIT */
#include <freehold.h>
struct point {
    int x;
};
static void point_drop(struct point *self)
{
    (void)self;
}
FH_TYPE(point, struct point, .drop = point_drop, .leaf = true);
FH_VEC(point_vec, point);
point_vec twice(point_vec const *self);
point_vec twice(point_vec const *self)
{
    return point_vec_clone(self);
}
