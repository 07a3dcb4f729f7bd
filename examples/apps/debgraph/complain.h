/* SPDX-License-Identifier: MIT */
/*
 * complain.h: how this program tells that it cannot go on: one line on standard error, once.
 */
#ifndef DEBGRAPH_COMPLAIN_H
#define DEBGRAPH_COMPLAIN_H

#include <freehold.h>

/* A status of this program's own: it failed, and the user has been told why. */
#define ERR_REPORTED FH_ERR_USER

/* What to do about an input that is none. */
#define GIVE_ANOTHER "give a dpkg status or an apt Packages file"

/* Prints "debgraph: …" and a newline; returns ERR_REPORTED, so that it can end a function. */
FH_NODISCARD __attribute__((format(printf, 1, 2))) fh_status complain(char const *format, ...);

#endif
