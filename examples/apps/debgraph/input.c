/* SPDX-License-Identifier: MIT */
/*
 * input.c: opens a file, standard input, or the best package database this machine has.
 */
#define _POSIX_C_SOURCE 200809L

#include "input.h"

#include "complain.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APT_HELPER  "/usr/lib/apt/apt-helper"
#define APT_LISTS   "/var/lib/apt/lists/"
#define DPKG_STATUS "/var/lib/dpkg/status"
#define FIXTURE     "examples/apps/debgraph/fixture.txt"

void input_drop(input *self)
{
    if (self->fd > STDIN_FILENO) /* an empty input has 0 here, and standard input is not ours */
        close(self->fd);
    if (self->helper > 0)
        process_wait(self->helper);
    *self = (input){0};
}

fh_status input_try_finish(input *self)
{
    pid_t helper = self->helper;
    self->helper = 0;
    if (helper > 0 && !process_wait(helper))
        return complain(APT_HELPER " could not read " APT_LISTS "; run apt-get update, or give "
                                   "--input FILE");
    return FH_OK;
}

static bool open_file(char const *path, input *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    *out = (input){.name = path, .fd = fd};
    return true;
}

fh_status input_try_open(char const *path, input *out)
{
    struct stat about;
    if (strcmp(path, "-") == 0) {
        *out = (input){.name = "standard input", .fd = STDIN_FILENO};
        return FH_OK;
    }
    if (!open_file(path, out))
        return complain("cannot open %s: %s", path, strerror(errno));
    if (fstat(out->fd, &about) == 0 && S_ISDIR(about.st_mode)) {
        input_drop(out);
        return complain("%s is a directory; %s", path, GIVE_ANOTHER);
    }
    return FH_OK;
}

/* apt keeps its lists in a compressed form of its own choice; its helper reads them all. */
static bool open_apt_lists(input *out)
{
    static char const *const patterns[] = {
        APT_LISTS "*_Packages",    APT_LISTS "*_Packages.lz4", APT_LISTS "*_Packages.xz",
        APT_LISTS "*_Packages.gz", APT_LISTS "*_Packages.zst", APT_LISTS "*_Packages.bz2",
    };
    static char helper[] = APT_HELPER, verb[] = "cat-file";
    glob_t argv = {.gl_offs = 2}; /* glob leaves room for a command in front of what it finds */
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        glob(patterns[i], GLOB_DOOFFS | (i > 0 ? GLOB_APPEND : 0), NULL, &argv);

    bool opened = false;
    if (argv.gl_pathc > 0 && access(APT_HELPER, X_OK) == 0) {
        argv.gl_pathv[0] = helper;
        argv.gl_pathv[1] = verb;
        *out = (input){.name = "apt's package lists"};
        opened = process_start(argv.gl_pathv, &out->fd, &out->helper);
    }
    globfree(&argv);
    return opened;
}

/* The fixture lies in the source tree: below the working directory, or beside build/examples/. */
static bool open_fixture(char const *program, input *out)
{
    char path[PATH_MAX];
    char const *slash = strrchr(program, '/');
    int folder = slash != NULL ? (int)(slash - program) : 0;
    snprintf(path, sizeof path, "%.*s/../../" FIXTURE, folder, program);
    if (!open_file(FIXTURE, out) && (folder == 0 || !open_file(path, out)))
        return false;
    out->name = "the bundled " FIXTURE;
    return true;
}

bool input_open_default(unsigned rank, char const *program, input *out, bool *last)
{
    *last = rank >= 2;
    if (rank == 0)
        return open_apt_lists(out);
    return rank == 1 ? open_file(DPKG_STATUS, out) : open_fixture(program, out);
}
