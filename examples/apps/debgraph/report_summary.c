/* SPDX-License-Identifier: MIT */
/*
 * report_summary.c: what came out, for people: the story on one screen.
 */
#include "process.h"
#include "report.h"

#include <stdio.h>
#include <string.h>

enum { CYCLES_SHOWN = 6, NAMES_WIDTH = 64 };

/* Prints a number with its thousands set apart, right-aligned. */
static void print_number(size_t number, int width)
{
    char digits[24], text[32];
    size_t count = (size_t)snprintf(digits, sizeof digits, "%zu", number), length = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            text[length++] = ',';
        text[length++] = digits[i];
    }
    printf("%*.*s", width, (int)length, text);
}

static void print_row(char const *label, size_t number, char const *meaning)
{
    printf("  %-14s", label);
    print_number(number, 9);
    printf("   %s\n", meaning);
}

/* The members of a component, as many as a line takes. */
static void print_members(component const *cycle)
{
    fh_str name, names = fh_string_as_str(&cycle->names);
    size_t room = NAMES_WIDTH, left = cycle->size;
    while (component_next_name(&names, &name)) {
        size_t needed = name.len + (left > 1 ? 2 + strlen("and 99 more") : 0);
        if (left < cycle->size && needed > room) {
            printf("and %zu more", left);
            break;
        }
        printf("%" FH_STR_FMT "%s", FH_STR_ARG(name), left > 1 ? ", " : "");
        room -= name.len + 2 < room ? name.len + 2 : room;
        left--;
    }
    putchar('\n');
}

static void print_cycles(component_vec *components)
{
    size_t count = component_vec_len(components), shown = 0;
    printf("\nOn a cycle packages need each other, so that none of them can go first:\n"
           "  needed by   packages on the cycle\n");
    component_vec_sort_unstable_by(components, by_needed_by, NULL);
    fh_foreach (component, it, components) {
        if (shown++ == CYCLES_SHOWN)
            break;
        print_number(it->needed_by, 11);
        printf("   ");
        print_members(it);
    }
    if (count > CYCLES_SHOWN)
        printf("%14sand %zu more: --cycles lists them all, --dot FILE draws them\n", "",
               count - CYCLES_SHOWN);
}

fh_status report_leaks(outcome *result)
{
    printf("debgraph: %s\n\n"
           "Every package becomes an object that owns the packages it depends on, by Rc:\n"
           "an object is freed when the last of its owners has let go.\n",
           result->input);
    print_row("packages", result->nodes, "objects");
    print_row("dependencies", result->edges, "owning handles, and as many Weak ones back");

    printf("\nNow the program lets go of all of them. By reference counting alone are\n");
    print_row("freed", result->nodes - result->leaked, "packages");
    print_row("leaked", result->leaked, "packages: on a cycle, or needed by one that is");
    if (result->leaked == 0)
        return FH_OK;
    print_cycles(&result->components);
    printf("\nThe library sees the cycles too: fh_cycle_report() says which fields make them.\n");
    return fh_cycle_report(stdout, FH_REPORT_TEXT);
}

void report_end(outcome *result, struct quota const *memory)
{
    double total = 0;
    for (size_t i = 0; i < PHASES; i++)
        total += result->ms[i];
    printf(result->leaked > 0 ? "\nAnd fh_collect() frees all that they keep alive.\n"
                              : "\nThere is no cycle, so nothing is left for fh_collect().\n");
    print_row("collected", result->collected, "packages");
    component_vec_drop(&result->components); /* the last that this program owns */
    print_row("live", result->live, "packages");
    print_row("", memory->bytes, "bytes of memory still allocated");
    printf("\n  time %17.1f ms   %.1f to read, %.1f to let go, %.1f to collect\n", total,
           result->ms[READ], result->ms[LET_GO], result->ms[COLLECT]);
    printf("  memory %15.1f MB   at the peak, with %.1f MB of objects and containers\n",
           (double)process_peak_bytes() / 1e6, (double)memory->peak / 1e6);
}

void report_cycles(outcome const *result)
{
    fh_foreach (component, it, &result->components)
        puts(fh_string_c_str(&it->names));
}
