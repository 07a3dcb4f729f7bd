/* SPDX-License-Identifier: MIT */
/*
 * harness.c: runs one question of benchmarks/ and prints what came out.
 *
 *   harness --question DIR --peers DIR [--json FILE] [--rounds N] [--quick] [--instructions]
 *           [--reference NAME] [--only TEXT] [--input FILE] [--seed N] [--absent FILE=REASON]...
 *
 * The measured code is never in the process that keeps the books: cases that share a process run
 * in a forked worker (one that never starts a thread, one that always has a second one), the
 * others in a process each. So no case sees the heap that another one left behind, except where
 * sharing it is the point.
 */
#include "harness.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void die(char const *what, char const *detail)
{
    fprintf(stderr, "harness: %s: %s\n", what, detail);
    exit(2);
}

static void copy_text(char *to, size_t size, char const *from)
{
    int length = snprintf(to, size, "%s", from);
    if (length < 0 || (size_t)length >= size)
        die("too long", from);
}

static uint64_t number(char const *text)
{
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0')
        die("not a number", text);
    return value;
}

static unsigned round_count(char const *text)
{
    uint64_t value = number(text);
    if (value == 0 || value > MAX_ROUNDS)
        die("rounds are from 1 to 101", text);
    return (unsigned)value;
}

static long stack_size(char const *text)
{
    return strcmp(text, "unlimited") == 0 ? STACK_UNLIMITED : (long)number(text);
}

/* "word=value": the value, or NULL when the text is about something else. */
static char const *value_of(char const *text, char const *word)
{
    size_t length = strlen(word);
    return strncmp(text, word, length) == 0 && text[length] == '=' ? text + length + 1 : NULL;
}

static enum kind kind_of(char const *text)
{
    static char const *const names[] = {"call", "threads", "fresh", "bytes", "program"};
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(text, names[i]) == 0)
            return (enum kind)i;
    die("no such kind", text);
    return KIND_CALL;
}

/* peer NAME FILE [suffix=TEXT] [stack=KIB|unlimited] */
static void parse_peer(struct bench *b, char const *directory, char **save)
{
    if (b->peer_count == MAX_PEERS)
        die("too many peers", b->question);
    struct peer *peer = &b->peers[b->peer_count++];
    char const *name = strtok_r(NULL, " \t", save);
    char const *file = strtok_r(NULL, " \t", save);
    if (name == NULL || file == NULL)
        die("a peer needs a name and a file", b->question);
    copy_text(peer->name, sizeof peer->name, name);
    int length = snprintf(peer->path, sizeof peer->path, "%s/%s", directory, file);
    if (length < 0 || (size_t)length >= sizeof peer->path)
        die("too long", file);
    for (char *word; (word = strtok_r(NULL, " \t", save)) != NULL;) {
        char const *value;
        if ((value = value_of(word, "suffix")) != NULL)
            copy_text(peer->suffix, sizeof peer->suffix, value);
        else if ((value = value_of(word, "stack")) != NULL)
            peer->stack_kib = stack_size(value);
        else
            die("unknown word after peer", word);
    }
    if (access(peer->path, R_OK) != 0)
        snprintf(peer->absent, sizeof peer->absent, "%s was not built", file);
}

/* case NAME [kind=…] n=… [threads=…] [mode=threaded|unthreaded] [stack=…] : title */
static void parse_case(struct bench *b, char *line, char **save)
{
    if (b->case_count == MAX_CASES)
        die("too many cases", b->question);
    struct bench_case *it = &b->cases[b->case_count++];
    char const *name = strtok_r(NULL, " \t", save);
    if (name == NULL)
        die("a case needs a name", line);
    copy_text(it->name, sizeof it->name, name);
    copy_text(it->title, sizeof it->title, name);
    it->n = 1;
    for (char *word; (word = strtok_r(NULL, " \t", save)) != NULL;) {
        char const *value;
        if (strcmp(word, ":") == 0) {
            copy_text(it->title, sizeof it->title, *save + strspn(*save, " \t"));
            break;
        }
        if ((value = value_of(word, "kind")) != NULL)
            it->kind = kind_of(value);
        else if ((value = value_of(word, "n")) != NULL)
            it->n = number(value);
        else if ((value = value_of(word, "threads")) != NULL)
            it->threads = (unsigned)number(value);
        else if ((value = value_of(word, "rounds")) != NULL)
            it->rounds = round_count(value);
        else if ((value = value_of(word, "mode")) != NULL)
            it->threaded = strcmp(value, "threaded") == 0;
        else if ((value = value_of(word, "stack")) != NULL)
            it->stack_kib = stack_size(value);
        else
            die("unknown word after case", word);
    }
    if (it->kind == KIND_THREADS)
        it->threaded = true;
}

static void read_cases(struct bench *b, char const *folder, char const *directory)
{
    char path[512];
    int length = snprintf(path, sizeof path, "%s/cases.txt", folder);
    if (length < 0 || (size_t)length >= sizeof path)
        die("too long", folder);
    char const *slash = strrchr(folder, '/');
    copy_text(b->question, sizeof b->question, slash == NULL ? folder : slash + 1);

    FILE *in = fopen(path, "r");
    if (in == NULL)
        die(path, strerror(errno));
    char line[512];
    while (fgets(line, sizeof line, in) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        char *save = NULL;
        char const *word = strtok_r(line, " \t", &save);
        if (word == NULL || word[0] == '#')
            continue;
        if (strcmp(word, "peer") == 0)
            parse_peer(b, directory, &save);
        else if (strcmp(word, "case") == 0)
            parse_case(b, line, &save);
        else
            die("a line starts with peer, case or #", word);
    }
    fclose(in);
}

/* The builder knows better than the harness why an object is not there ("no rustc found"). */
static void give_reason(struct bench *b, char const *text)
{
    char const *reason = strchr(text, '=');
    if (reason == NULL)
        die("--absent wants FILE=REASON", text);
    size_t length = (size_t)(reason - text);
    for (unsigned p = 0; p < b->peer_count; p++) {
        char const *file = strrchr(b->peers[p].path, '/') + 1;
        if (strlen(file) == length && strncmp(file, text, length) == 0)
            copy_text(b->peers[p].absent, sizeof b->peers[p].absent, reason + 1);
    }
}

static struct bench_case adjusted(struct bench const *b, struct bench_case it)
{
    if (it.rounds == 0 || b->quick || b->rounds_given)
        it.rounds = b->rounds;
    if (b->quick && it.kind != KIND_PROGRAM)
        it.n = it.n / 20 > 0 ? it.n / 20 : 1;
    return it;
}

/* What the options change in the cases, once all are known. */
static void adjust(struct bench *b)
{
    unsigned kept = 0;
    if (b->quick && !b->rounds_given)
        b->rounds = 3;
    for (unsigned c = 0; c < b->case_count; c++)
        if (strstr(b->cases[c].name, b->only) != NULL)
            b->cases[kept++] = adjusted(b, b->cases[c]);
    b->case_count = kept;
    for (unsigned c = 0; c < MAX_CASES; c++)
        for (unsigned p = 0; p < MAX_PEERS; p++)
            b->cells[c][p].instructions = b->cells[c][p].locked = -1;
}

/* The options without a value. */
static bool parse_flag(struct bench *b, char const *option)
{
    if (strcmp(option, "--quick") == 0)
        b->quick = true;
    else if (strcmp(option, "--instructions") == 0)
        b->instructions = true;
    else
        return false;
    return true;
}

static void parse_option(struct bench *b, char const *option, char const *value)
{
    if (strcmp(option, "--json") == 0) {
        copy_text(b->json_path, sizeof b->json_path, value);
    } else if (strcmp(option, "--reference") == 0) {
        copy_text(b->reference, sizeof b->reference, value);
    } else if (strcmp(option, "--only") == 0) {
        copy_text(b->only, sizeof b->only, value);
    } else if (strcmp(option, "--input") == 0) {
        copy_text(b->input, sizeof b->input, value);
    } else if (strcmp(option, "--rounds") == 0) {
        b->rounds = round_count(value);
        b->rounds_given = true;
    } else if (strcmp(option, "--seed") == 0) {
        b->random = number(value) | 1;
    } else if (strcmp(option, "--absent") != 0) {
        die("unknown option", option);
    }
}

static void parse_options(struct bench *b, int argc, char **argv)
{
    char const *question = NULL;
    char const *directory = NULL;
    for (int i = 1; i < argc; i++) {
        if (parse_flag(b, argv[i]))
            continue;
        char const *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--question") == 0)
            question = value;
        else if (strcmp(argv[i], "--peers") == 0)
            directory = value;
        else
            parse_option(b, argv[i], value);
        i++;
    }
    if (question == NULL || directory == NULL)
        die("needed", "--question DIR --peers DIR");
    read_cases(b, question, directory);
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--absent") == 0)
            give_reason(b, argv[i + 1]);
}

/* A worker writes into the shared cells and is gone, with its heap and its threads. */
static void in_worker(struct bench *b, bool threaded)
{
    bool wanted = false;
    for (unsigned c = 0; c < b->case_count; c++)
        wanted |= b->cases[c].kind <= KIND_THREADS && b->cases[c].threaded == threaded;
    if (!wanted)
        return;
    fflush(NULL);
    pid_t child = fork();
    if (child < 0)
        die("fork", strerror(errno));
    if (child == 0) {
        run_in_process_cases(b, threaded);
        fflush(NULL);
        _exit(0);
    }
    int status = 0;
    if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        printf("!! the %s worker died (status %d): its figures are incomplete\n",
               threaded ? "threaded" : "unthreaded", status);
}

static void print_header(struct bench const *b)
{
    printf("\n=== %s ===\n", b->question);
    for (unsigned p = 0; p < b->peer_count; p++)
        if (b->peers[p].absent[0] != '\0')
            printf("%s: skipped, %s\n", b->peers[p].name, b->peers[p].absent);
    if (b->quick)
        printf("quick run: %u rounds of small sizes; a smoke test, not a measurement\n", b->rounds);
}

/* What the workers have not done: the cases that need a process each. */
static void run_case(struct bench *b, unsigned c)
{
    if (b->cases[c].kind == KIND_FRESH)
        run_fresh_case(b, c);
    else if (b->cases[c].kind == KIND_BYTES)
        run_bytes_case(b, c);
    else if (b->cases[c].kind == KIND_PROGRAM)
        run_program_case(b, c);
    if (b->instructions && b->cases[c].kind == KIND_CALL)
        count_instructions(b, c);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--child-fresh") == 0)
        return child_fresh(argv + 2);
    if (argc > 1 && strcmp(argv[1], "--child-once") == 0)
        return child_once(argv + 2);

    struct bench *b =
        mmap(NULL, sizeof *b, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (b == MAP_FAILED)
        die("mmap", strerror(errno));
    b->rounds = 21;
    b->random = (uint64_t)time(NULL) * 2654435761U | 1;
    copy_text(b->reference, sizeof b->reference, "rust");
    ssize_t length = readlink("/proc/self/exe", b->self, sizeof b->self - 1);
    if (length <= 0)
        die("/proc/self/exe", strerror(errno));
    parse_options(b, argc, argv);
    adjust(b);

    print_header(b);
    in_worker(b, false);
    in_worker(b, true);
    FILE *json = b->json_path[0] == '\0' ? NULL : fopen(b->json_path, "a");
    if (b->json_path[0] != '\0' && json == NULL)
        die(b->json_path, strerror(errno));
    for (unsigned c = 0; c < b->case_count; c++) {
        run_case(b, c);
        print_case(b, c);
        if (json != NULL)
            write_json(b, c, json);
        fflush(NULL);
    }
    if (json != NULL)
        fclose(json);
    return 0;
}
