/* SPDX-License-Identifier: MIT */
/* probe_mimalloc.c: compiles and links where mimalloc is there. Not part of the library. */
#include <mimalloc.h>

int main(void)
{
    mi_free(mi_malloc_aligned(64, 64));
    return 0;
}
