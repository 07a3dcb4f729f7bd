/* SPDX-License-Identifier: MIT */
/* names.c: the built-in allocators by name. A new backend without a state adds one row. */
#include <freehold/alloc/mimalloc.h>
#include <freehold/alloc/system.h>

#include <string.h>

struct names_row {
    char const *name;
    fh_allocator *(*get)(void);
};

static struct names_row const names_rows[] = {
    {"system", fh_system_allocator},
    {"mimalloc", fh_mimalloc_allocator},
};

enum { NAMES_COUNT = sizeof names_rows / sizeof names_rows[0] };

fh_allocator *fh_allocator_by_name(char const *name)
{
    for (size_t i = 0; name != NULL && i < NAMES_COUNT; i++)
        if (strcmp(names_rows[i].name, name) == 0)
            return names_rows[i].get();
    return NULL;
}

char const *fh_allocator_name(size_t index)
{
    for (size_t i = 0; i < NAMES_COUNT; i++)
        if (names_rows[i].get() != NULL && index-- == 0)
            return names_rows[i].name;
    return NULL;
}
