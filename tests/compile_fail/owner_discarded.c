/* EXPECT: ignoring return value */
/* SPDX-License-Identifier: MIT */
/* FLAGS: -Werror=unused-result */
#include <freehold.h>
FH_RC(int_rc, int);
void forget(int_rc const *rc);
void forget(int_rc const *rc)
{
    int_rc_clone(rc);
}
