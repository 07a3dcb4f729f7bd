/* SPDX-License-Identifier: MIT */
/* panic.c: the hook for programmers' errors, and the line it replaces. */
#include <freehold/panic.h>

#include <stdio.h>
#include <stdlib.h>

static fh_panic_hook *panic_hook;

fh_panic_hook *fh_set_panic_hook(fh_panic_hook *hook)
{
    /* ORDER acq_rel [panic-hook]: what the caller prepared for its hook comes first for the thread that
     * panics (acquire in fhi_panic); acquire, so that a caller may dismantle the hook it gets back. */
    return __atomic_exchange_n(&panic_hook, hook, __ATOMIC_ACQ_REL);
}

/* Prints "freehold: panic in node_rc_clone: the count would wrap". */
static void panic_print(fh_panic_info const *info)
{
    char const *type = info->type != NULL ? info->type : "";
    char const *operation = info->operation != NULL ? info->operation : "";
    char const *in = *type != '\0' || *operation != '\0' ? " in " : "";
    char const *joint = *type != '\0' && *operation != '\0' ? "_" : "";
    (void)fprintf(stderr, "freehold: panic%s%s%s%s: %s\n", in, type, joint, operation,
                  info->message);
}

void fhi_panic(char const *type, char const *operation, char const *message)
{
    fh_panic_info const info = {
        .type = type,
        .operation = operation,
        .message = message != NULL ? message : "a rule was broken",
    };
    /* ORDER acquire [panic-hook]: pairs with the release half of fh_set_panic_hook. */
    fh_panic_hook *hook = __atomic_load_n(&panic_hook, __ATOMIC_ACQUIRE);
    if (hook != NULL)
        hook(&info);
    else
        panic_print(&info);
    abort();
}
