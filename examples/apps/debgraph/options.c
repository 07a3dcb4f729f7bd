/* SPDX-License-Identifier: MIT */
/*
 * options.c: the command line.
 */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char const usage[] =
    "usage: debgraph [--input FILE] [--cycles] [--json] [--dot FILE] [--allocator NAME]\n"
    "                [--quota BYTES] [--help]\n";

static char const help[] =
    "\n"
    "Reads a Debian package database and makes every package a reference-counted object that\n"
    "owns the packages it depends on. Then lets go of all of them, and shows what reference\n"
    "counting alone leaks, in which cycles, and what Freehold's cycle collector frees.\n"
    "\n"
    "  --input FILE      a dpkg status or an apt Packages file, - for standard input; without\n"
    "                    it apt's lists, else dpkg's status, else a bundled example\n"
    "  --cycles          print only the cycles, one a line, largest first\n"
    "  --json            print all numbers as JSON; with --cycles the cycles as well\n"
    "  --dot FILE        draw the cycles, to be turned into a picture by dot -Tsvg FILE\n"
    "  --allocator NAME  take all memory from this backend of the library; without it from\n"
    "                    the one named by FREEHOLD_ALLOCATOR, else from the system's malloc\n"
    "  --quota BYTES     take no more memory than this; K, M and G are understood\n"
    "  --help            print this\n"
    "\n"
    "The digest names a set of cycles: debgraph --cycles | LC_ALL=C sort | sha256sum\n"
    "\n"
    "Exit status: 0 done, 1 bad input or not enough memory, 2 wrong usage.\n";

static bool wrong(char const *what, char const *argument)
{
    fprintf(stderr, "debgraph: %s%s\n%s", what, argument, usage);
    return false;
}

/* Reads "4096", "64K", "20M" or "1G". */
static bool parse_bytes(char const *text, size_t *out)
{
    static char const suffixes[] = "KMG";
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (!isdigit((unsigned char)text[0]) || errno != 0)
        return false;
    char const *suffix = *end != '\0' ? strchr(suffixes, toupper((unsigned char)*end)) : NULL;
    unsigned shift = suffix != NULL ? 10 * (unsigned)(suffix - suffixes + 1) : 0;
    if (end[suffix != NULL] != '\0' || number > SIZE_MAX >> shift)
        return false;
    *out = (size_t)number << shift;
    return true;
}

/* If `argument` is "NAME" or "NAME=VALUE", takes the value, from the next argument where need be. */
static bool takes_value(char const *name, char ***argument, char const **value)
{
    size_t length = strlen(name);
    if (strncmp(**argument, name, length) != 0)
        return false;
    if ((**argument)[length] == '=')
        *value = **argument + length + 1;
    else if ((**argument)[length] == '\0')
        *value = (*argument)[1] != NULL ? *++*argument : NULL;
    else
        return false;
    return true;
}

/* Takes one option, and its value; false after complaining. */
static bool parse_option(char ***argument, struct options *out)
{
    char const *name = **argument, *value = "";
    if (strcmp(name, "--json") == 0) {
        out->json = true;
    } else if (strcmp(name, "--cycles") == 0) {
        out->cycles = true;
    } else if (takes_value("--input", argument, &value)) {
        out->input = value;
    } else if (takes_value("--dot", argument, &value)) {
        out->dot = value;
    } else if (takes_value("--allocator", argument, &value)) {
        out->allocator = value;
    } else if (takes_value("--quota", argument, &value)) {
        out->has_quota = true;
        if (value != NULL && !parse_bytes(value, &out->quota))
            return wrong("--quota wants a number of bytes, such as 20000000 or 20M, not ", value);
    } else {
        return wrong(name[0] == '-' ? "no such option: " : "not an option: ", name);
    }
    return value != NULL || wrong("a value is missing after ", name);
}

bool options_parse(int argc, char **argv, struct options *out, int *exit_status)
{
    *out = (struct options){.program = argc > 0 ? argv[0] : "debgraph"};
    *exit_status = STATUS_USAGE;
    if (argc > 0)
        argv++;
    for (; *argv != NULL; argv++) {
        if (strcmp(*argv, "--help") == 0 || strcmp(*argv, "-h") == 0) {
            fputs(usage, stdout);
            fputs(help, stdout);
            *exit_status = STATUS_DONE;
            return false;
        }
        if (!parse_option(&argv, out))
            return false;
    }
    return true;
}
