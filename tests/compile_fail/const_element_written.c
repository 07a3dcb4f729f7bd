/* EXPECT: read-only */
/* SPDX-License-Identifier: MIT */
#include <freehold.h>
FH_VEC(long_vec, long);
void clear(long_vec *v);
void clear(long_vec *v)
{
    fh_foreach (long, it, v)
        *it = 0;
}
