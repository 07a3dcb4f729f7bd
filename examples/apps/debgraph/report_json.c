/* SPDX-License-Identifier: MIT */
/*
 * report_json.c: what came out, for programs.
 */
#include "process.h"
#include "report.h"

#include <stdio.h>

static void print_string(fh_str text)
{
    putchar('"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < ' ' || c >= 0x7f)
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

/* The names of a component as a JSON array. */
static void print_names(fh_str names)
{
    fh_str name;
    char const *separator = "[";
    while (component_next_name(&names, &name)) {
        fputs(separator, stdout);
        print_string(name);
        separator = ", ";
    }
    putchar(']');
}

static void print_components(component_vec const *components)
{
    char const *separator = "\n    ";
    printf("  \"components\": [");
    fh_foreach (component, it, components) {
        fputs(separator, stdout);
        print_names(fh_string_as_str(&it->names));
        separator = ",\n    ";
    }
    printf("\n  ],\n");
}

void report_json(outcome *result, struct quota const *memory, bool with_cycles)
{
    static char const *const phases[PHASES] = {"read", "link", "search", "let_go", "collect"};
    double total = 0;
    printf("{\n  \"input\": ");
    print_string(fh_str_from(result->input));
    printf(",\n  \"nodes\": %zu,\n  \"edges\": %zu,\n", result->nodes, result->edges);
    printf("  \"cycles\": %zu,\n  \"largest\": %zu,\n", component_vec_len(&result->components),
           result->largest);
    printf("  \"leaked\": %zu,\n  \"freed\": %zu,\n", result->leaked,
           result->nodes - result->leaked);
    printf("  \"collected\": %zu,\n  \"live\": %zu,\n", result->collected, result->live);
    printf("  \"digest\": \"%s\",\n", result->digest);
    if (with_cycles)
        print_components(&result->components);
    component_vec_drop(&result->components); /* the last that this program owns */

    printf("  \"allocator\": \"%s\",\n", memory->upstream->vtable->name);
    printf("  \"live_blocks\": %zu,\n  \"live_bytes\": %zu,\n", memory->blocks, memory->bytes);
    printf("  \"peak_bytes\": %zu,\n  \"peak_resident_bytes\": %zu,\n", memory->peak,
           process_peak_bytes());
    printf("  \"milliseconds\": { ");
    for (size_t i = 0; i < PHASES; i++) {
        printf("\"%s\": %.3f, ", phases[i], result->ms[i]);
        total += result->ms[i];
    }
    printf("\"total\": %.3f }\n}\n", total);
}
