/* SPDX-License-Identifier: MIT */
/*
 * harness.h: what the three parts of the benchmark harness share.
 *
 *   harness.c         options, the list of cases, the order in which things run
 *   harness_run.c     how one measurement is taken, for each kind of case
 *   harness_report.c  medians, ratios, the table and the JSON lines
 *
 * A *question* is a folder with a cases.txt. A *peer* is one answer to it: a shared object (or a
 * program) that does the same work in another language. A *cell* is one peer in one case.
 */
#ifndef FREEHOLD_BENCH_HARNESS_H
#define FREEHOLD_BENCH_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    MAX_PEERS = 12,
    MAX_CASES = 40,
    MAX_ROUNDS = 101,
    MAX_METRICS = 3,
    STACK_UNLIMITED = -1,
    STACK_INHERITED = 0
};

/* What every peer exports for every case: do the operation n times. */
typedef uint64_t bench_fn(uint64_t n);

enum kind {
    KIND_CALL,    /* NAME(n) in a process all peers share; thread CPU time                    */
    KIND_THREADS, /* NAME_setup, NAME(n) in several threads at once, NAME_teardown; wall time */
    KIND_FRESH,   /* NAME_build(n), NAME_drop(n) in a process of its own                      */
    KIND_BYTES,   /* NAME(n) makes n objects and keeps them; what malloc then holds           */
    KIND_PROGRAM  /* the peer is a program, run on the case's input                           */
};

struct peer {
    char name[32];
    char path[512];
    char suffix[32];  /* appended to the case's name: one object can hold several peers */
    char absent[160]; /* why it is skipped; empty when it is there                      */
    long stack_kib;   /* overrides the case's                                           */
};

struct bench_case {
    char name[48];
    char title[120];
    enum kind kind;
    uint64_t n;
    unsigned threads;
    unsigned rounds; /* 0: the default */
    long stack_kib;
    bool threaded; /* a second thread exists while the peers are measured */
};

struct cell {
    bool runs;     /* the peer answers this case           */
    char note[64]; /* why it does not, or what went wrong  */
    unsigned count[MAX_METRICS];
    double sample[MAX_METRICS][MAX_ROUNDS]; /* per operation; index = round, NAN = missing */
    double instructions;                    /* per operation; negative: not measured       */
    int locked;                             /* lock prefixes in the function; -1: not seen */
};

/* Everything, in memory shared with the worker processes, which write their samples into it. */
struct bench {
    char question[64];
    char self[512];      /* this program, for the processes it starts */
    char input[512];     /* given to peers that are programs           */
    char json_path[512]; /* appended to                                */
    char reference[32];
    char only[48]; /* run only the cases whose name contains it; empty: all */
    unsigned rounds;
    unsigned peer_count;
    unsigned case_count;
    bool rounds_given; /* on the command line: overrides the cases' own */
    bool quick;
    bool instructions;
    uint64_t random;
    struct peer peers[MAX_PEERS];
    struct bench_case cases[MAX_CASES];
    struct cell cells[MAX_CASES][MAX_PEERS];
};

/* harness_run.c */
void run_in_process_cases(struct bench *b, bool threaded);
void run_fresh_case(struct bench *b, unsigned c);
void run_bytes_case(struct bench *b, unsigned c);
void run_program_case(struct bench *b, unsigned c);
void count_instructions(struct bench *b, unsigned c);
int child_fresh(char **arguments);
int child_once(char **arguments);

/* harness_report.c */
unsigned metric_count(enum kind kind);
void print_case(struct bench const *b, unsigned c);
void write_json(struct bench const *b, unsigned c, FILE *out);

#endif
