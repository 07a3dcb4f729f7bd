/* SPDX-License-Identifier: MIT */
/* build.c: what this build of the library is. */
#include <freehold/version.h>

char const *fh_version(void)
{
    return FH_VERSION;
}
