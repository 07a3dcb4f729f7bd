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
FH_BOX(point_box, point);
point_box twice(point_box const *self);
point_box twice(point_box const *self)
{
    return point_box_clone(self);
}
