/* SPDX-License-Identifier: MIT */
/*
 * complain.c: one line on standard error.
 */
#include "complain.h"

#include <stdarg.h>
#include <stdio.h>

fh_status complain(char const *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("debgraph: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return ERR_REPORTED;
}
