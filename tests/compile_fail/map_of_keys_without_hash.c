/* EXPECT: .hash = */
/* SPDX-License-Identifier: MIT */
#include <freehold.h>
struct point {
    int x;
};
static bool point_eq(struct point const *a, struct point const *b)
{
    return a->x == b->x;
}
FH_TYPE(point, struct point, .eq = point_eq);
FH_HASHMAP(by_point, point, int);
int const *look(by_point const *map, struct point const *key);
int const *look(by_point const *map, struct point const *key)
{
    return by_point_get(map, key);
}
