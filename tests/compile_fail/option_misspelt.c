/* EXPECT: dorp */
/* SPDX-License-Identifier: MIT */
#include <freehold.h>
struct point {
    int x;
};
static void point_drop(struct point *self)
{
    (void)self;
}
FH_TYPE(point, struct point, .dorp = point_drop);
