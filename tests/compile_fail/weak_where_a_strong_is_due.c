/* EXPECT: incompatible */
/* SPDX-License-Identifier: MIT */
/* FLAGS: -Werror=incompatible-pointer-types */
#include <freehold.h>
FH_RC(int_rc, int);
size_t owners(int_rc_weak const *weak);
size_t owners(int_rc_weak const *weak)
{
    return int_rc_strong_count(weak);
}
