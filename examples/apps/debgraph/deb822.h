/* SPDX-License-Identifier: MIT */
/*
 * deb822.h: reads a dpkg status or an apt Packages file, one stanza at a time.
 *
 * The file is never in memory as a whole: the buffer holds the stanza at hand and what was read ahead,
 * and what a stanza tells is borrowed from it.
 */
#ifndef DEBGRAPH_DEB822_H
#define DEBGRAPH_DEB822_H

#include <freehold.h>

/* The fields this program asks for, without the blanks around them; `.ptr` NULL where there is none. */
struct stanza {
    size_t line; /* number of its first line */
    fh_str package, status, pre_depends, depends;
};

FH_VEC(char_vec, char);

typedef struct deb822 {
    char const *name; /* of the input, for messages; borrowed */
    int fd;           /* borrowed */
    char_vec buffer;
    size_t begin; /* where in the buffer the current stanza begins, */
    size_t scan;  /* how far its lines were looked at, */
    size_t end;   /* and where the bytes read so far end */
    size_t line;  /* number of the last line looked at */
} deb822;

FH_OWNS(deb822, struct deb822, (char_vec, buffer));

/* Begins at the first byte that `fd` gives. Nothing is allocated yet. */
deb822 deb822_new(int fd, char const *name);

/*
 * Reads the next stanza. `out` is valid until the next call; *found is false at the end of the input.
 * A line that does not belong in such a file is complained about.
 */
FH_NODISCARD fh_status deb822_try_next(deb822 *self, struct stanza *out, bool *found);

#endif
