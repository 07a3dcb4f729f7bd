/* EXPECT: .cmp = */
/* SPDX-License-Identifier: MIT */
#include <freehold.h>
struct point {
    int x;
};
FH_TYPE(point, struct point);
FH_VEC(point_vec, point);
void sort(point_vec *v);
void sort(point_vec *v)
{
    point_vec_sort_unstable(v);
}
