/* SPDX-License-Identifier: MIT */
/*
 * process.h: other programs and what they print; and what this one costs.
 */
#ifndef DEBGRAPH_PROCESS_H
#define DEBGRAPH_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Starts argv[0], a path, with its standard output in a pipe; *fd is the end to read from. False when
 * that cannot be done.
 */
bool process_start(char *const argv[], int *fd, pid_t *child);

/* Waits for its end. True if that was a success. */
bool process_wait(pid_t child);

/* The most memory that this process ever had, in bytes. */
size_t process_peak_bytes(void);

#endif
