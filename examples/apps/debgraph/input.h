/* SPDX-License-Identifier: MIT */
/*
 * input.h: which package database is read, and from where its bytes come.
 */
#ifndef DEBGRAPH_INPUT_H
#define DEBGRAPH_INPUT_H

#include <freehold.h>

#include <sys/types.h>

/* An open input. A foreign resource becomes an owner by telling Freehold how it is dropped. */
typedef struct input {
    char const *name; /* for people; borrowed */
    int fd;
    pid_t helper; /* the process that unpacks apt's lists into fd, or 0 */
} input;

void input_drop(input *self);
FH_TYPE(input, struct input, .drop = input_drop, .leaf = true);

/* Opens the file at `path`; "-" is standard input. Complains when that cannot be read. */
FH_NODISCARD fh_status input_try_open(char const *path, input *out);

/*
 * Opens the default input of that rank, from 0: apt's lists, dpkg's status, the bundled fixture.
 * False when this machine has none of that rank; past the last, *last is true.
 *
 * @param program  argv[0]: the fixture is found from there
 */
bool input_open_default(unsigned rank, char const *program, input *out, bool *last);

/* After the last byte was read: complains when the helper failed, so that the input was cut short. */
FH_NODISCARD fh_status input_try_finish(input *self);

#endif
