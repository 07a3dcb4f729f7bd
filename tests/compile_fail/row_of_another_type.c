/* EXPECT: the field name is not a fh_string */
/* SPDX-License-Identifier: MIT */
#include <freehold.h>
struct node {
    int name;
};
FH_OWNS(node, struct node, (fh_string, name));
