/* EXPECT: the value of ages was declared as another type */
/* SPDX-License-Identifier: MIT */
#include <freehold.h>
FH_HASHMAP_DECLARE(ages, long, int);
FH_HASHMAP_DEFINE(ages, long, double);
