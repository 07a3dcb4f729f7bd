/* EXPECT: incompatible */
/* SPDX-License-Identifier: MIT */
#include <freehold.h>
struct point {
    int x;
};
static void point_drop(double *self)
{
    (void)self;
}
FH_TYPE(point, struct point, .drop = point_drop);
