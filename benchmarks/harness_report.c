/* SPDX-License-Identifier: MIT */
/*
 * harness_report.c: medians, ratios, the table for people and the JSON lines for programs.
 *
 * The ratio is not the quotient of two medians: each round is compared with the reference's
 * figure of the same round, and the median of those quotients is what is printed.
 */
#include "harness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct spread {
    double p25, median, p75; /* NAN when there is nothing */
};

struct metric {
    char const *name, *unit;
};

static struct metric metric_of(enum kind kind, unsigned index)
{
    static struct metric const call[] = {{"cpu", "ns"}};
    static struct metric const threads[] = {{"wall", "ns"}};
    static struct metric const fresh[] = {{"build", "ns"}, {"drop", "ns"}, {"peak", "bytes"}};
    static struct metric const bytes[] = {{"held", "bytes"}};
    static struct metric const program[] = {{"cpu", "ms"}, {"wall", "ms"}, {"peak", "KiB"}};
    static struct metric const *const all[] = {call, threads, fresh, bytes, program};
    return all[kind][index];
}

unsigned metric_count(enum kind kind)
{
    return kind == KIND_FRESH || kind == KIND_PROGRAM ? 3 : 1;
}

static int by_value(void const *a, void const *b)
{
    double const *x = a;
    double const *y = b;
    return (*x > *y) - (*x < *y);
}

static double quantile(double const *sorted, unsigned count, double q)
{
    double position = q * (double)(count - 1);
    unsigned below = (unsigned)position;
    unsigned above = below + 1 < count ? below + 1 : below;
    return sorted[below] + (sorted[above] - sorted[below]) * (position - (double)below);
}

static struct spread spread_of(double const *values, unsigned count)
{
    double sorted[MAX_ROUNDS];
    unsigned kept = 0;
    for (unsigned i = 0; i < count; i++)
        if (!isnan(values[i]))
            sorted[kept++] = values[i];
    if (kept == 0)
        return (struct spread){(double)NAN, (double)NAN, (double)NAN};
    qsort(sorted, kept, sizeof sorted[0], by_value);
    return (struct spread){quantile(sorted, kept, 0.25), quantile(sorted, kept, 0.5),
                           quantile(sorted, kept, 0.75)};
}

static struct spread ratio_of(struct cell const *cell, struct cell const *reference,
                              unsigned metric)
{
    double ratios[MAX_ROUNDS] = {0};
    unsigned count = 0;
    unsigned both = reference == NULL || !reference->runs ? 0 : reference->count[metric];
    for (unsigned i = 0; i < cell->count[metric] && i < both; i++)
        ratios[count++] = cell->sample[metric][i] / reference->sample[metric][i];
    return spread_of(ratios, count);
}

static struct cell const *reference_of(struct bench const *b, unsigned c)
{
    for (unsigned p = 0; p < b->peer_count; p++)
        if (strcmp(b->peers[p].name, b->reference) == 0)
            return &b->cells[c][p];
    return NULL;
}

static void print_number(double value, int width, int decimals)
{
    if (isnan(value))
        printf(" %*s", width, "-");
    else
        printf(" %*.*f", width, decimals, value);
}

static void print_row(struct bench const *b, unsigned c, unsigned p, unsigned metric)
{
    struct cell const *cell = &b->cells[c][p];
    if (b->peers[p].absent[0] != '\0')
        return; /* said once, on top */
    if (!cell->runs) {
        if (metric == 0)
            printf("  %-18s %s\n", b->peers[p].name, cell->note);
        return;
    }
    printf("  %-18s", b->peers[p].name);
    int decimals = metric_of(b->cases[c].kind, metric).unit[0] == 'K' ? 0 : 2;
    struct spread time = spread_of(cell->sample[metric], cell->count[metric]);
    struct spread ratio = ratio_of(cell, reference_of(b, c), metric);
    print_number(time.median, 10, decimals);
    print_number(time.p25, 10, decimals);
    print_number(time.p75, 10, decimals);
    print_number(ratio.median, 8, 2);
    print_number(ratio.p25, 6, 2);
    print_number(ratio.p75, 6, 2);
    if (b->instructions && b->cases[c].kind == KIND_CALL) {
        print_number(cell->instructions >= 0 ? cell->instructions : (double)NAN, 8, 1);
        print_number(cell->locked >= 0 ? cell->locked : (double)NAN, 6, 0);
    }
    if (cell->note[0] != '\0')
        printf("  !! %s", cell->note);
    printf("\n");
}

static char const *mode_of(struct bench_case const *it)
{
    return it->threaded ? "threaded" : "unthreaded";
}

void print_case(struct bench const *b, unsigned c)
{
    struct bench_case const *it = &b->cases[c];
    printf("\n%s [%s", it->name, mode_of(it));
    if (it->kind == KIND_THREADS)
        printf(", %u threads", it->threads);
    if (it->kind == KIND_FRESH && it->stack_kib > 0)
        printf(", %ld KiB of stack", it->stack_kib);
    printf("] %s\n", it->title);
    bool any = false;
    for (unsigned p = 0; p < b->peer_count; p++)
        any |= b->cells[c][p].runs;
    for (unsigned metric = 0; metric < metric_count(it->kind); metric++) {
        struct metric m = metric_of(it->kind, metric);
        char heading[32];
        snprintf(heading, sizeof heading, "%s, %s%s", m.name, m.unit,
                 it->kind == KIND_PROGRAM ? "" : "/op");
        printf("  %-18s %10s %10s %10s %8s %6s %6s", heading, "median", "p25", "p75", "ratio",
               "p25", "p75");
        printf(b->instructions && it->kind == KIND_CALL ? " %8s %6s\n" : "\n", "instr", "lock");
        for (unsigned p = 0; p < b->peer_count; p++)
            print_row(b, c, p, metric);
        if (!any)
            break;
    }
}

static void json_text(FILE *out, char const *key, char const *text)
{
    fprintf(out, "\"%s\":\"", key);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        fputc((unsigned char)*text < ' ' ? ' ' : *text, out);
    }
    fputs("\",", out);
}

static void json_number(FILE *out, char const *key, double value, char const *end)
{
    if (isnan(value) || value < 0)
        fprintf(out, "\"%s\":null%s", key, end);
    else
        fprintf(out, "\"%s\":%.6g%s", key, value, end);
}

static void json_line(struct bench const *b, unsigned c, unsigned p, unsigned metric, FILE *out)
{
    struct bench_case const *it = &b->cases[c];
    struct cell const *cell = &b->cells[c][p];
    struct metric m = metric_of(it->kind, metric);
    unsigned rounds = cell->runs ? cell->count[metric] : 0;
    struct spread value = spread_of(cell->sample[metric], rounds);
    struct spread ratio = rounds == 0 ? value : ratio_of(cell, reference_of(b, c), metric);
    fputc('{', out);
    json_text(out, "question", b->question);
    json_text(out, "case", it->name);
    json_text(out, "mode", mode_of(it));
    json_text(out, "peer", b->peers[p].name);
    json_text(out, "metric", m.name);
    json_text(out, "unit", m.unit);
    fprintf(out, "\"n\":%llu,\"rounds\":%u,", (unsigned long long)it->n, rounds);
    json_number(out, "median", value.median, ",");
    json_number(out, "p25", value.p25, ",");
    json_number(out, "p75", value.p75, ",");
    json_text(out, "reference", b->reference);
    json_number(out, "ratio", ratio.median, ",");
    json_number(out, "ratio_p25", ratio.p25, ",");
    json_number(out, "ratio_p75", ratio.p75, ",");
    json_number(out, "instructions", cell->instructions, ",");
    json_number(out, "locked", cell->locked, ",");
    json_text(out, "note", b->peers[p].absent[0] != '\0' ? b->peers[p].absent : cell->note);
    fprintf(out, "\"quick\":%s}\n", b->quick ? "true" : "false");
}

void write_json(struct bench const *b, unsigned c, FILE *out)
{
    for (unsigned metric = 0; metric < metric_count(b->cases[c].kind); metric++)
        for (unsigned p = 0; p < b->peer_count; p++)
            json_line(b, c, p, metric, out);
}
