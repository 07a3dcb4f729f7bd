/* SPDX-License-Identifier: MIT */
/*
 * report_dot.c: the cycles as a drawing.
 */
#include "complain.h"
#include "report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void write_cluster(FILE *file, component const *cycle, size_t number)
{
    fprintf(file, "    subgraph cluster_%zu {\n", number);
    fprintf(file, "        label = \"%zu package%s, needed by %zu outside\";\n", cycle->size,
            cycle->size == 1 ? "" : "s", cycle->needed_by);
    fh_str name, names = fh_string_as_str(&cycle->names);
    while (component_next_name(&names, &name))
        fprintf(file, "        \"%" FH_STR_FMT "\";\n", FH_STR_ARG(name));
    fprintf(file, "    }\n");
}

/* The edges that hold a component together. */
static void write_edges(FILE *file, package_graph const *graph, size_t cyclic)
{
    fh_foreach (package_rc, package, &graph->packages) {
        if (package->ptr->component > cyclic)
            continue;
        fh_foreach (package_rc, needed, &package->ptr->depends)
            if (needed->ptr->component == package->ptr->component)
                fprintf(file, "    \"%s\" -> \"%s\";\n", fh_string_c_str(&package->ptr->name),
                        fh_string_c_str(&needed->ptr->name));
    }
}

fh_status report_dot(char const *path, package_graph const *graph, component_vec const *components)
{
    static char const head[] =
        "/* Packages that depend on each other in a ring. Turn it into a picture: dot -Tsvg */\n"
        "digraph debgraph {\n"
        "    rankdir = LR;\n"
        "    nodesep = 0.15;\n"
        "    graph [style=rounded, color=gray60, fontcolor=gray40, fontname=Helvetica, "
        "fontsize=11];\n"
        "    node [shape=box, style=rounded, height=0.3, fontname=Helvetica, fontsize=12];\n"
        "    edge [color=firebrick];\n";
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return complain("cannot write %s: %s", path, strerror(errno));
    fputs(head, file);
    for (size_t i = component_vec_len(components); i-- > 0;) /* graphviz begins at the bottom */
        write_cluster(file, &components->ptr[i], i);
    write_edges(file, graph, component_vec_len(components));
    fputs("}\n", file);
    bool failed = ferror(file) != 0;
    if (fclose(file) != 0 || failed)
        return complain("cannot write %s: %s", path, strerror(errno));
    return FH_OK;
}
