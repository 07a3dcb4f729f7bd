/* SPDX-License-Identifier: MIT */
/* status.c: statuses by name and in words. */
#include <freehold/status.h>

struct status_row {
    char const *name;
    char const *message;
};

/* WHY designated: a status without a row shows as a NULL name, which tests/unit/test_status.c finds. */
static struct status_row const status_rows[] = {
    [FH_OK] = {"FH_OK", "success"},
    [FH_ERR_NOMEM] = {"FH_ERR_NOMEM", "out of memory"},
    [FH_ERR_CAPACITY_OVERFLOW] = {"FH_ERR_CAPACITY_OVERFLOW", "larger than any block of memory"},
    [FH_ERR_INVALID] = {"FH_ERR_INVALID", "an argument that can never work"},
    [FH_ERR_BOUNDS] = {"FH_ERR_BOUNDS", "out of bounds"},
    [FH_ERR_UTF8] = {"FH_ERR_UTF8", "not valid UTF-8"},
    [FH_ERR_TOO_DEEP] = {"FH_ERR_TOO_DEEP", "nested too deeply"},
    [FH_ERR_EXISTS] = {"FH_ERR_EXISTS", "exists already"},
    [FH_ERR_SEALED] = {"FH_ERR_SEALED", "too late to choose, it is in use already"},
    [FH_ERR_UNSUPPORTED] = {"FH_ERR_UNSUPPORTED", "not built in"},
};

static struct status_row status_row(fh_status status)
{
    size_t const known = sizeof status_rows / sizeof status_rows[0];
    if ((size_t)status < known)
        return status_rows[status];
    if (status >= FH_ERR_USER)
        return (struct status_row){"FH_ERR_USER", "an error of the program's own"};
    return (struct status_row){"FH_ERR_UNKNOWN", "an unknown error"};
}

char const *fh_status_name(fh_status status)
{
    return status_row(status).name;
}

char const *fh_status_message(fh_status status)
{
    return status_row(status).message;
}
