/* SPDX-License-Identifier: MIT */
/*
 * harness_run.c: how one measurement is taken, for each kind of case.
 *
 * Rounds are the outer loop and the order of the peers is drawn anew in each, so that whatever
 * else the machine does falls on all of them; harness_report.c then compares within a round.
 */
#include "harness.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_NO_SYMBOL = 3, EXIT_NO_OBJECT = 4, MAX_THREADS = 64 };

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint64_t next_random(struct bench *b)
{
    b->random ^= b->random << 13;
    b->random ^= b->random >> 7;
    b->random ^= b->random << 17;
    return b->random;
}

/* The peers of one round, in a new order. */
static void shuffle(struct bench *b, unsigned order[MAX_PEERS])
{
    for (unsigned p = 0; p < b->peer_count; p++)
        order[p] = p;
    for (unsigned p = b->peer_count; p > 1; p--) {
        unsigned q = (unsigned)(next_random(b) % p);
        unsigned kept = order[p - 1];
        order[p - 1] = order[q];
        order[q] = kept;
    }
}

static void add_sample(struct cell *cell, unsigned metric, unsigned round, double value)
{
    while (cell->count[metric] <= round)
        cell->sample[metric][cell->count[metric]++] = (double)NAN;
    cell->sample[metric][round] = value;
}

/* ---- loading ------------------------------------------------------------------------------ */

/* RTLD_LOCAL: each peer keeps its own allocator and its own names to itself. */
static bench_fn *find(char const *path, char const *symbol)
{
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (object == NULL) {
        fprintf(stderr, "harness: %s\n", dlerror());
        _exit(EXIT_NO_OBJECT); /* always in a process started for the measuring */
    }
    void *address = dlsym(object, symbol);
    bench_fn *function = NULL;
    /* ISO C has no cast from an object pointer to a function pointer; POSIX promises the bits. */
    _Static_assert(sizeof function == sizeof address, "POSIX");
    memcpy(&function, &address, sizeof function);
    return function;
}

static void symbol_name(char out[96], struct bench const *b, unsigned c, unsigned p,
                        char const *part)
{
    snprintf(out, 96, "%s%s%s", b->cases[c].name, b->peers[p].suffix, part);
}

static bench_fn *find_part(struct bench const *b, unsigned c, unsigned p, char const *part)
{
    char symbol[96];
    symbol_name(symbol, b, c, p, part);
    return find(b->peers[p].path, symbol);
}

/* ---- a second thread ----------------------------------------------------------------------- */

static void *sleep_forever(void *unused)
{
    (void)unused;
    for (;;)
        pause();
    return NULL;
}

/* Makes this a threaded process for good: glibc and everything built on it stops taking the
 * single-threaded short cuts. The thread costs nothing, it never runs again. */
static void become_threaded(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, sleep_forever, NULL) != 0) {
        fprintf(stderr, "harness: pthread_create failed\n");
        _exit(2);
    }
}

/* ---- KIND_CALL and KIND_THREADS -------------------------------------------------------------- */

struct team {
    pthread_barrier_t start;
    bench_fn *work;
    uint64_t n;
};

struct member {
    struct team *team;
    double begin, end;
};

static void *member_main(void *argument)
{
    struct member *member = argument;
    pthread_barrier_wait(&member->team->start);
    member->begin = now(CLOCK_MONOTONIC);
    member->team->work(member->team->n);
    member->end = now(CLOCK_MONOTONIC);
    return NULL;
}

/* Wall time from the first member that starts to the last that ends. */
static double time_team(bench_fn *work, unsigned threads, uint64_t n)
{
    struct team team = {.work = work, .n = n};
    struct member members[MAX_THREADS];
    pthread_t handles[MAX_THREADS];
    pthread_barrier_init(&team.start, NULL, threads);
    for (unsigned t = 0; t < threads; t++) {
        members[t].team = &team;
        if (pthread_create(&handles[t], NULL, member_main, &members[t]) != 0)
            _exit(2);
    }
    double begin = HUGE_VAL, end = 0;
    for (unsigned t = 0; t < threads; t++) {
        pthread_join(handles[t], NULL);
        begin = members[t].begin < begin ? members[t].begin : begin;
        end = members[t].end > end ? members[t].end : end;
    }
    pthread_barrier_destroy(&team.start);
    return end - begin;
}

struct loaded {
    bench_fn *work, *setup, *teardown;
};

static double measure(struct bench_case const *it, struct loaded const *peer)
{
    if (it->kind == KIND_CALL) {
        double begin = now(CLOCK_THREAD_CPUTIME_ID);
        peer->work(it->n);
        return (now(CLOCK_THREAD_CPUTIME_ID) - begin) / (double)it->n;
    }
    unsigned threads = it->threads < MAX_THREADS ? it->threads : MAX_THREADS;
    peer->setup(threads);
    double spent = time_team(peer->work, threads, it->n);
    peer->teardown(threads);
    return spent / (double)it->n;
}

static void load(struct bench *b, unsigned c, struct loaded *peers)
{
    for (unsigned p = 0; p < b->peer_count; p++) {
        struct cell *cell = &b->cells[c][p];
        if (b->peers[p].absent[0] != '\0')
            continue;
        peers[p].work = find_part(b, c, p, "");
        bool found = peers[p].work != NULL;
        if (found && b->cases[c].kind == KIND_THREADS) {
            peers[p].setup = find_part(b, c, p, "_setup");
            peers[p].teardown = find_part(b, c, p, "_teardown");
            found = peers[p].setup != NULL && peers[p].teardown != NULL;
        }
        cell->runs = found;
        if (!found)
            snprintf(cell->note, sizeof cell->note, "no such operation");
    }
}

/* Loads the peers of a case, and lets each run once for nothing: page faults, caches, lazy state. */
static void prepare(struct bench *b, unsigned c, struct loaded *peers)
{
    load(b, c, peers);
    for (unsigned p = 0; p < b->peer_count; p++)
        if (b->cells[c][p].runs)
            measure(&b->cases[c], &peers[p]);
}

static void run_round(struct bench *b, unsigned c, unsigned round, struct loaded const *peers)
{
    unsigned order[MAX_PEERS] = {0};
    shuffle(b, order);
    for (unsigned i = 0; i < b->peer_count; i++) {
        struct cell *cell = &b->cells[c][order[i]];
        if (cell->runs)
            add_sample(cell, 0, round, measure(&b->cases[c], &peers[order[i]]));
    }
}

/* Runs in a worker process; the samples go into shared memory. */
void run_in_process_cases(struct bench *b, bool threaded)
{
    static struct loaded peers[MAX_CASES][MAX_PEERS];
    unsigned chosen[MAX_CASES] = {0};
    unsigned count = 0;
    if (threaded)
        become_threaded();
    for (unsigned c = 0; c < b->case_count; c++)
        if (b->cases[c].kind <= KIND_THREADS && b->cases[c].threaded == threaded)
            chosen[count++] = c;
    for (unsigned i = 0; i < count; i++)
        prepare(b, chosen[i], peers[chosen[i]]);
    for (unsigned round = 0; round < MAX_ROUNDS; round++)
        for (unsigned i = 0; i < count; i++)
            if (round < b->cases[chosen[i]].rounds)
                run_round(b, chosen[i], round, peers[chosen[i]]);
}

/* ---- processes ------------------------------------------------------------------------------ */

static void limit_stack(long kib)
{
    struct rlimit limit;
    if (kib == STACK_INHERITED || getrlimit(RLIMIT_STACK, &limit) != 0)
        return;
    limit.rlim_cur = kib == STACK_UNLIMITED ? limit.rlim_max : (rlim_t)kib * 1024;
    setrlimit(RLIMIT_STACK, &limit);
}

static long stack_of(struct bench const *b, unsigned c, unsigned p)
{
    long own = b->peers[p].stack_kib;
    return own != STACK_INHERITED ? own : b->cases[c].stack_kib;
}

/* Starts a program with its output in a file descriptor; true when it ended well. */
static bool run_program(char *const arguments[], int output, long stack_kib, struct rusage *usage,
                        struct cell *cell)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(output, STDOUT_FILENO);
        limit_stack(stack_kib);
        /* A peer that dies of its stack says so at length; the table says it in a word. */
        int quiet = open("/dev/null", O_WRONLY);
        if (quiet >= 0 && stack_kib != STACK_INHERITED)
            dup2(quiet, STDERR_FILENO);
        execv(arguments[0], arguments);
        _exit(127);
    }
    int status = 0;
    if (child < 0 || wait4(child, &status, 0, usage) < 0) {
        snprintf(cell->note, sizeof cell->note, "could not be started: %s", strerror(errno));
        return false;
    }
    if (WIFSIGNALED(status))
        snprintf(cell->note, sizeof cell->note, "died: %s", strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) == EXIT_NO_SYMBOL)
        snprintf(cell->note, sizeof cell->note, "no such operation");
    else if (WEXITSTATUS(status) != 0)
        snprintf(cell->note, sizeof cell->note, "failed with exit status %d", WEXITSTATUS(status));
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- KIND_FRESH ------------------------------------------------------------------------------ */

/* The most memory this process ever had; getrusage would include what came before the exec. */
static double peak_bytes(void)
{
    FILE *in = fopen("/proc/self/status", "r");
    char line[256];
    double kib = 0;
    while (in != NULL && fgets(line, sizeof line, in) != NULL)
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtod(line + 6, NULL);
    if (in != NULL)
        fclose(in);
    return kib * 1024;
}

/* SO SYMBOL N threaded|unthreaded: build, drop, and tell what each cost. */
int child_fresh(char **arguments)
{
    char symbol[112];
    snprintf(symbol, sizeof symbol, "%s_build", arguments[1]);
    bench_fn *build = find(arguments[0], symbol);
    snprintf(symbol, sizeof symbol, "%s_drop", arguments[1]);
    bench_fn *drop = find(arguments[0], symbol);
    uint64_t n = strtoull(arguments[2], NULL, 10);
    if (build == NULL || drop == NULL)
        return EXIT_NO_SYMBOL;
    if (strcmp(arguments[3], "threaded") == 0)
        become_threaded();
    double base = peak_bytes();
    double begin = now(CLOCK_THREAD_CPUTIME_ID);
    build(n);
    double middle = now(CLOCK_THREAD_CPUTIME_ID);
    drop(n);
    double end = now(CLOCK_THREAD_CPUTIME_ID);
    printf("%.0f %.0f %.0f\n", middle - begin, end - middle, peak_bytes() - base);
    return 0;
}

static bool fresh_sample(struct bench *b, unsigned c, unsigned p, unsigned round)
{
    struct bench_case const *it = &b->cases[c];
    struct cell *cell = &b->cells[c][p];
    char symbol[96], n[24];
    symbol_name(symbol, b, c, p, "");
    snprintf(n, sizeof n, "%llu", (unsigned long long)it->n);
    char *const arguments[] = {b->self,
                               (char[]){"--child-fresh"},
                               b->peers[p].path,
                               symbol,
                               n,
                               it->threaded ? (char[]){"threaded"} : (char[]){"unthreaded"},
                               NULL};
    FILE *output = tmpfile();
    struct rusage usage;
    bool ok =
        output != NULL && run_program(arguments, fileno(output), stack_of(b, c, p), &usage, cell);
    if (ok) {
        char line[128] = "";
        char *at = line;
        rewind(output);
        ok = fgets(line, sizeof line, output) != NULL;
        for (unsigned metric = 0; ok && metric < MAX_METRICS; metric++)
            add_sample(cell, metric, round, strtod(at, &at) / (double)it->n);
    }
    if (output != NULL)
        fclose(output);
    return ok;
}

static bool program_sample(struct bench *b, unsigned c, unsigned p, unsigned round);

static void run_by_process(struct bench *b, unsigned c,
                           bool (*sample)(struct bench *, unsigned, unsigned, unsigned))
{
    for (unsigned p = 0; p < b->peer_count; p++)
        b->cells[c][p].runs = b->peers[p].absent[0] == '\0';
    for (unsigned round = 0; round < b->cases[c].rounds; round++) {
        unsigned order[MAX_PEERS] = {0};
        shuffle(b, order);
        for (unsigned i = 0; i < b->peer_count; i++) {
            struct cell *cell = &b->cells[c][order[i]];
            if (cell->runs)
                cell->runs = sample(b, c, order[i], round);
        }
    }
}

void run_fresh_case(struct bench *b, unsigned c)
{
    run_by_process(b, c, fresh_sample);
}

/* ---- KIND_PROGRAM ---------------------------------------------------------------------------- */

/* What must be the same in the JSON of every program: it did the same job. */
static void answer_of(char const *path, char *out, size_t size)
{
    static char const *const fields[] = {"nodes",  "edges", "cycles", "largest",
                                         "leaked", "freed", "live",   "digest"};
    static char text[1 << 16];
    FILE *in = fopen(path, "r");
    size_t length = in == NULL ? 0 : fread(text, 1, sizeof text - 1, in);
    text[length] = '\0';
    if (in != NULL)
        fclose(in);
    size_t used = 0;
    for (unsigned f = 0; f < sizeof fields / sizeof fields[0] && used < size; f++) {
        char key[24];
        snprintf(key, sizeof key, "\"%s\":", fields[f]);
        char const *at = strstr(text, key);
        at = at == NULL ? "" : at + strlen(key) + strspn(at + strlen(key), " \"");
        int wrote = snprintf(out + used, size - used, "%s %.*s; ", fields[f],
                             (int)strcspn(at, ",\"}\n "), at);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
}

static void compare_answers(struct bench *b, unsigned c, unsigned p, char const *path)
{
    static char first[512];
    static unsigned of_case = MAX_CASES;
    char mine[512] = "";
    if (of_case != c)
        first[0] = '\0';
    of_case = c;
    answer_of(path, mine, sizeof mine);
    if (first[0] == '\0')
        memcpy(first, mine, sizeof first);
    else if (strcmp(first, mine) != 0)
        snprintf(b->cells[c][p].note, sizeof b->cells[c][p].note, "ANOTHER ANSWER, see %.30s",
                 strrchr(path, '/') + 1);
}

static bool program_sample(struct bench *b, unsigned c, unsigned p, unsigned round)
{
    struct cell *cell = &b->cells[c][p];
    char path[544];
    snprintf(path, sizeof path, "%s.out", b->peers[p].path);
    char *const arguments[] = {b->peers[p].path, (char[]){"--input"}, b->input, (char[]){"--json"},
                               NULL};
    int output = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    struct rusage usage;
    double begin = now(CLOCK_MONOTONIC);
    bool ok = output >= 0 && run_program(arguments, output, stack_of(b, c, p), &usage, cell);
    double wall = now(CLOCK_MONOTONIC) - begin;
    if (output >= 0)
        close(output);
    if (!ok)
        return false;
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
                 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
    add_sample(cell, 0, round, cpu);
    add_sample(cell, 1, round, wall / 1e6);
    add_sample(cell, 2, round, (double)usage.ru_maxrss);
    compare_answers(b, c, p, path);
    return true;
}

void run_program_case(struct bench *b, unsigned c)
{
    run_by_process(b, c, program_sample);
}

/* ---- KIND_BYTES ------------------------------------------------------------------------------ */

/* In a process each, since the objects are never freed. */
void run_bytes_case(struct bench *b, unsigned c)
{
    for (unsigned p = 0; p < b->peer_count; p++) {
        struct cell *cell = &b->cells[c][p];
        if (b->peers[p].absent[0] != '\0')
            continue;
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
            bench_fn *make = find_part(b, c, p, "");
            if (make == NULL)
                _exit(EXIT_NO_SYMBOL);
            make(1);
            size_t before = mallinfo2().uordblks;
            make(b->cases[c].n);
            add_sample(cell, 0, 0, (double)(mallinfo2().uordblks - before) / (double)b->cases[c].n);
            _exit(0);
        }
        int status = 0;
        bool ended = child > 0 && waitpid(child, &status, 0) > 0 && status == 0;
        cell->runs = ended && cell->sample[0][0] > 0;
        if (!cell->runs)
            snprintf(cell->note, sizeof cell->note, "%s",
                     ended ? "not from malloc, so not seen" : "no such operation");
    }
}

/* ---- instructions ---------------------------------------------------------------------------- */

/* SO SYMBOL N threaded|unthreaded: call it once. */
int child_once(char **arguments)
{
    bench_fn *work = find(arguments[0], arguments[1]);
    if (work == NULL)
        return EXIT_NO_SYMBOL;
    if (strcmp(arguments[3], "threaded") == 0)
        become_threaded();
    work(strtoull(arguments[2], NULL, 10));
    fflush(NULL);
    _exit(0); /* the second thread never ends */
}

static double first_number(char const *command, char const *format)
{
    double value = -1;
    char line[512];
    /* The command is made of the harness's own words and of paths that run.sh made. */
    FILE *in = popen(command, "r"); /* NOLINT(cert-env33-c) */
    while (in != NULL && fgets(line, sizeof line, in) != NULL)
        if (sscanf(line, format, &value) == 1)
            break;
    if (in != NULL)
        pclose(in);
    return value;
}

static double callgrind(struct bench const *b, unsigned c, unsigned p, uint64_t n)
{
    char symbol[96], command[2400];
    symbol_name(symbol, b, c, p, "");
    snprintf(command, sizeof command,
             "valgrind --tool=callgrind --callgrind-out-file='%s.callgrind' '%s' --child-once '%s' "
             "%s %llu %s >'%s.log' 2>&1 && cat '%s.callgrind'",
             b->self, b->self, b->peers[p].path, symbol, (unsigned long long)n,
             b->cases[c].threaded ? "threaded" : "unthreaded", b->self, b->self);
    return first_number(command, "totals: %lf");
}

/* Exact, so once is enough; the difference of n and 2n leaves out loading and starting. */
void count_instructions(struct bench *b, unsigned c)
{
    uint64_t const n = 10000;
    for (unsigned p = 0; p < b->peer_count; p++) {
        struct cell *cell = &b->cells[c][p];
        if (!cell->runs)
            continue;
        double once = callgrind(b, c, p, n);
        double twice = callgrind(b, c, p, 2 * n);
        if (once > 0 && twice > once)
            cell->instructions = (twice - once) / (double)n;
        char symbol[96], command[1024];
        symbol_name(symbol, b, c, p, "");
        snprintf(command, sizeof command,
                 "objdump -d --no-show-raw-insn --disassemble=%s '%s' 2>/dev/null | "
                 "grep -cE '\\<(lock|xchg) '",
                 symbol, b->peers[p].path);
        double locked = first_number(command, "%lf");
        cell->locked = locked >= 0 ? (int)locked : -1;
    }
}
