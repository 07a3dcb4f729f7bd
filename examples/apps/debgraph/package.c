/* SPDX-License-Identifier: MIT */
/*
 * package.c: packages come and go, and are counted.
 */
#include "package.h"

static size_t live_count;

/* Runs once for each package, whoever drops it: its last owner, or the collector. */
void package_on_drop(struct package *self)
{
    (void)self;
    live_count--;
}

fh_status package_try_new(fh_str name, package_rc *out)
{
    struct package fresh = {0};
    FH_TRY(fh_string_try_from(name, &fresh.name));
    live_count++;
    return package_rc_try_new(fresh, out); /* moved in: on failure it has been dropped */
}

size_t package_live_count(void)
{
    return live_count;
}
