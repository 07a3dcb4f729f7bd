/* SPDX-License-Identifier: MIT */
/*
 * main.c: debgraph, the example that shows what Freehold is for.
 *
 * Every package of a Debian system becomes an Rc that owns the packages it depends on. Then the program
 * lets go of all of them: most packages are freed at once, those on a cycle leak, with all they need,
 * and fh_collect() frees those, too. `run` below is the whole of it.
 *
 *   package   what a package owns            graph     from stanzas to packages
 *   cycles    which ones own each other      deb822, dependency, input   the database
 *   quota     an allocator of one's own      report_…  what came out
 */
#define _POSIX_C_SOURCE 200809L

#include "complain.h"
#include "input.h"
#include "report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Milliseconds since *since, which becomes now. */
static double lap(struct timespec *since)
{
    struct timespec before = *since;
    clock_gettime(CLOCK_MONOTONIC, since);
    return (double)(since->tv_sec - before.tv_sec) * 1e3 +
           (double)(since->tv_nsec - before.tv_nsec) / 1e6;
}

static fh_status read_input(input *in, package_graph *out, size_t *stanzas)
{
    fh_auto(deb822) reader = deb822_new(in->fd, in->name);
    FH_TRY(graph_try_read(&reader, out, stanzas));
    return input_try_finish(in);
}

/* Reads the input the user named, or the first default one with a package in it. */
static fh_status load(struct options const *options, package_graph *out, char const **name)
{
    size_t stanzas = 0;
    bool last = options->input != NULL;
    if (options->input != NULL) {
        fh_auto(input) in = {0};
        FH_TRY(input_try_open(options->input, &in));
        FH_TRY(read_input(&in, out, &stanzas));
        *name = in.name;
    }
    for (unsigned rank = 0; stanzas == 0 && !last; rank++) {
        fh_auto(input) in = {0};
        if (input_open_default(rank, options->program, &in, &last))
            FH_TRY(read_input(&in, out, &stanzas));
        *name = in.name;
    }
    if (stanzas == 0 && *name == NULL)
        return complain("no package database on this machine; %s with --input", GIVE_ANOTHER);
    if (stanzas == 0)
        return complain("%s: no package in it; %s", *name, GIVE_ANOTHER);
    return FH_OK;
}

/* The whole job. Whatever fails half-way is dropped on the way out, except cycles: see main. */
static fh_status run(struct options const *options, outcome *out)
{
    struct timespec clock = {0};
    fh_auto(package_graph) graph = {0};

    lap(&clock);
    FH_TRY(load(options, &graph, &out->input));
    out->ms[READ] = lap(&clock);
    FH_TRY(graph_try_link_back(&graph));
    out->ms[LINK] = lap(&clock);
    FH_TRY(cycles_try_find(&graph, &out->components));
    cycles_digest(&out->components, out->digest);
    out->ms[SEARCH] = lap(&clock);

    out->nodes = package_rc_vec_len(&graph.packages);
    out->edges = graph.edges;
    if (!component_vec_is_empty(&out->components))
        out->largest = component_vec_first(&out->components)->size;
    if (options->dot != NULL)
        FH_TRY(report_dot(options->dot, &graph, &out->components));

    lap(&clock);
    package_graph_drop(&graph); /* the last handle outside any package */
    out->ms[LET_GO] = lap(&clock);
    out->leaked = package_live_count();
    if (!options->json && !options->cycles)
        FH_TRY(report_leaks(out));
    lap(&clock);
    out->collected = fh_collect();
    out->ms[COLLECT] = lap(&clock);
    out->live = package_live_count();
    return FH_OK;
}

/* Takes all memory of this process from the allocator that the user asked for, through a quota. */
static bool choose_allocator(struct options const *options, struct quota *memory)
{
    char const *wish = getenv("FREEHOLD_ALLOCATOR");
    char const *name = options->allocator != NULL ? options->allocator : wish;
    fh_allocator *upstream = fh_default_allocator();
    if (name != NULL && name == wish && *wish == '\0')
        name = NULL; /* set to nothing, as unset */
    if (name != NULL && (upstream = fh_allocator_by_name(name)) == NULL) {
        fprintf(stderr, "debgraph: no allocator \"%s\" in this build; there is:", name);
        for (size_t i = 0; fh_allocator_name(i) != NULL; i++)
            fprintf(stderr, " %s", fh_allocator_name(i));
        fputc('\n', stderr);
        return false;
    }
    size_t limit = options->has_quota ? options->quota : SIZE_MAX;
    return fh_set_default_allocator(quota_init(memory, upstream, limit)) == FH_OK;
}

static fh_status print(struct options const *options, outcome *result, struct quota const *memory)
{
    if (options->json) {
        report_json(result, memory, options->cycles);
    } else if (options->cycles) {
        report_cycles(result);
    } else {
        report_end(result, memory);
        return options->has_quota ? FH_OK : report_allocators(options);
    }
    return FH_OK;
}

/* Tells what is still to be told. By now the program owns nothing, whatever happened. */
static int finish(fh_status status, struct quota const *memory)
{
    if (memory->blocks != 0)
        status = complain("%zu bytes in %zu blocks were never given back: this is a bug",
                          memory->bytes, memory->blocks);
    if (status == FH_OK && (fflush(stdout) != 0 || ferror(stdout) != 0))
        status = complain("cannot write to standard output: %s", strerror(errno));
    if (status == FH_ERR_NOMEM && memory->refused != 0)
        status = complain("the quota of %zu bytes is too small: %zu were in use when %zu more were "
                          "asked for; all were given back",
                          memory->limit, memory->bytes_then, memory->refused);
    if (status != FH_OK && status != ERR_REPORTED)
        status = complain("%s", fh_status_message(status));
    return status == FH_OK ? STATUS_DONE : STATUS_FAILED;
}

int main(int argc, char **argv)
{
    static struct quota memory; /* outlives all that is allocated from it */
    struct options options;
    int exit_status;
    if (!options_parse(argc, argv, &options, &exit_status))
        return exit_status;
    if (!choose_allocator(&options, &memory))
        return STATUS_USAGE;

    outcome result = {0};
    fh_status status = run(&options, &result);
    if (status == FH_OK)
        status = print(&options, &result, &memory);
    outcome_drop(&result);
    fh_collect(); /* a graph that was given up half-way has cycles, too */
    return finish(status, &memory);
}
