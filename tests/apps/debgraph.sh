#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# debgraph.sh: what examples/apps/debgraph promises, on the bundled fixture and on inputs that are wrong.
#
# Run from the root of the repository after `make examples`. One line a check; the last line counts them.
# DEBGRAPH names another build of the program, for instance one with sanitizers.
set -u

debgraph=${DEBGRAPH:-build/examples/debgraph}
fixture=examples/apps/debgraph/fixture.txt
[ -x "$debgraph" ] || { echo "debgraph.sh: there is no $debgraph; run make examples" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset FREEHOLD_ALLOCATOR
passed=0
failed=0

# check SENTENCE COMMAND...: the sentence is true if the command succeeds.
check() {
    local sentence=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "ok      $sentence"
    else
        failed=$((failed + 1))
        echo "FAILED  $sentence"
        sed 's/^/            stdout: /' "$scratch/out" | head -5
        sed 's/^/            stderr: /' "$scratch/err" | head -5
    fi
}

# run ARGUMENT...: runs debgraph and keeps its exit status in $status, its output in $scratch.
run() {
    timeout 120 "$debgraph" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null
    status=$?
}

# number KEY: the value of that key in the JSON just printed.
number() {
    sed -n "s/^.*\"$1\": \"\{0,1\}\([0-9a-z.]*\).*$/\1/p" "$scratch/out" | head -1
}

equals() {
    [ "$1" = "$2" ] || { echo "            \"$1\" is not \"$2\""; return 1; }
}

# refused STATUS PATTERN: it ended with that status, printed nothing, and complained in matching words.
refused() {
    equals "$status" "$1" && [ ! -s "$scratch/out" ] &&
        grep -q "^debgraph: .*$2" "$scratch/err"
}

# complained PATTERN: it ended with status 1 and exactly one line on stderr.
complained() {
    refused 1 "$1" && equals "$(wc -l <"$scratch/err")" 1
}

# ---- the numbers -------------------------------------------------------------------------------
# Computed by an independent program, a short Python script after the definitions in graph.h.

run --json --input "$fixture"
check "the fixture is read" equals "$status" 0
while read -r key expected; do
    check "the fixture's $key is $expected" equals "$(number "$key")" "$expected"
done <<'NUMBERS'
nodes 438
edges 1316
cycles 10
largest 7
leaked 351
freed 87
collected 351
live 0
digest 224ed52344c264f921014aba61b76718741b5ac768a60ce40b125683cdb7a446
live_blocks 0
live_bytes 0
NUMBERS
digest=$(number digest)
peak=$(number peak_bytes)

run --cycles --input "$fixture"
check "the cycles, sorted, have the digest that is printed" \
    equals "$(LC_ALL=C sort "$scratch/out" | sha256sum | cut -d' ' -f1)" "$digest"
check "the largest cycle comes first" \
    equals "$(head -1 "$scratch/out")" "libruby libruby3.1 rake ruby ruby-rubygems ruby-sdbm ruby3.1"
check "cycles of one size are sorted by name" \
    equals "$(tail -n +3 "$scratch/out")" "$(tail -n +3 "$scratch/out" | LC_ALL=C sort)"
check "libc6 and libgcc-s1 are on a cycle" grep -qx "libc6 libgcc-s1" "$scratch/out"

run --json --cycles --input "$fixture"
check "JSON can hold the cycles" grep -q '\["libc6", "libgcc-s1"\]' "$scratch/out"

"$debgraph" --json --input - <"$fixture" >"$scratch/out" 2>"$scratch/err"
check "- reads standard input" equals "$(number digest)" "$digest"

run --input "$fixture"
check "the summary ends with nothing live" grep -Eq '^ +live +0 ' "$scratch/out"
check "the summary fits on a screen" [ "$(wc -l <"$scratch/out")" -le 45 ]
check "no line of it is wider than 80 columns, but rings" \
    [ "$(grep -v -e '->' "$scratch/out" | wc -L)" -le 80 ]
check "the library names the rings" grep -Eq 'package\.depends\[.*\(back\)' "$scratch/out"

run --dot "$scratch/cycles.dot" --json --input "$fixture"
check "a drawing has a box for each cycle" \
    equals "$(grep -c 'subgraph cluster' "$scratch/cycles.dot")" 10
check "a drawing has the edges between members only" \
    equals "$(grep -c -- '->' "$scratch/cycles.dot")" 30
if command -v dot >/dev/null; then
    check "graphviz reads the drawing" dot -Tsvg -o "$scratch/cycles.svg" "$scratch/cycles.dot"
fi
run --dot "$scratch/no/such/folder.dot" --input "$fixture"
check "a drawing that cannot be written is an error" complained "cannot write .*No such file"

# ---- the definitions, each on the smallest input that shows it ------------------------------------

# graph TEXT: runs on that input.
graph() {
    printf "%b" "$1" >"$scratch/input"
    run --json --input "$scratch/input"
}

# counts NODES EDGES CYCLES LEAKED
counts() {
    equals "$status $(number nodes) $(number edges) $(number cycles) $(number leaked) $(number live)" \
        "0 $1 $2 $3 $4 0"
}

graph 'Package: a\nDepends: a\n'
check "a package that depends on itself is a cycle" counts 1 1 1 1
graph 'Package: a\nDepends: b\n\nPackage: b\n'
check "a chain is freed" counts 2 1 0 0
graph 'Package: a\nDepends: b\n\nPackage: b\nDepends: a, c\n\nPackage: c\n'
check "what a cycle needs leaks with it" counts 3 3 1 3
graph 'Package: a\nDepends: b (>= 1:2), b [amd64] | c <!nocheck>, c:any (= 1) | d\n\nPackage: b\n\nPackage: c\n'
check "every alternative counts, once; restrictions and unknown names do not" counts 3 2 0 0
graph 'Package: a\nPre-Depends: b\nDepends: c\nRecommends: d\n\nPackage: b\n\nPackage: c\n\nPackage: d\n'
check "Pre-Depends and Depends are edges, Recommends are not" counts 4 2 0 0
graph 'Package: a\nDepends: b,\n c |\n\td\nVersion: 1\n\nPackage: b\n\nPackage: c\n\nPackage: d\n'
check "continuation lines belong to their field" counts 4 3 0 0
graph 'Package: a\nDepends: b\n\nPackage: a\nDepends: c\n\nPackage: b\n\nPackage: c\n'
check "the first stanza of a name counts" counts 3 1 0 0
graph 'Package: a\nStatus: install ok installed\nDepends: b\n\nPackage: b\nStatus: deinstall ok config-files\n'
check "what is not installed is no package" counts 1 0 0 0
graph 'Package: a\nStatus: deinstall ok config-files\n\nPackage: a\nStatus: install ok installed\nDepends: a\n'
check "a stanza that is not installed does not count as the first" counts 1 1 1 1
graph '\n \n\nPackage: a\r\nDepends: b\r\n \t \nPackage: b'
check "blank lines, line ends of DOS and a missing newline do no harm" counts 2 1 0 0
graph 'Version: 1\n\nPackage: a\n'
check "a stanza without a name is passed over" counts 1 0 0 0

# ---- inputs that are wrong --------------------------------------------------------------------------

run --input "$scratch/missing"
check "a missing file is told by name" complained "missing: No such file or directory"
run --input "$scratch"
check "a directory is told" complained "is a directory"
head -c 100000 "$debgraph" >"$scratch/binary"
run --input "$scratch/binary"
check "a binary file is told, with its line" complained "binary, line 1: "
head -c 20000000 /dev/zero | tr '\0' 'x' >"$scratch/endless"
run --input "$scratch/endless"
check "a line without end is told" complained "endless, line 1: .*longer"
{ cat "$fixture"; echo 'Package: x'; echo 'no field at all'; } >"$scratch/malformed"
run --input "$scratch/malformed"
check "a malformed line is told by its number" \
    complained "malformed, line $(wc -l <"$scratch/malformed"): neither"
graph ' continues nothing\n'
check "a continuation of nothing is malformed" complained "input, line 1: neither"
graph 'Package: two words\n'
check "a name that is none is told" complained "input, line 1: .*name"
graph 'Version: 1\n'
check "a file without a package is told" complained "no package"
run --input /dev/null
check "an empty file is told" complained "/dev/null: no package"
gzip -c "$fixture" >"$scratch/fixture.gz"
run --input "$scratch/fixture.gz"
check "a compressed file is told, with the remedy" complained "compressed.* zcat"
timeout 20 "$debgraph" --input "$fixture" >/dev/full 2>"$scratch/err"
status=$?
: >"$scratch/out"
check "a full disk under standard output is an error" complained "standard output"

# ---- wrong usage ------------------------------------------------------------------------------------

for arguments in --frobnicate --threads=2 "--why libc6" "--rdeps libc6" fixture.txt --input --quota \
    "--quota 12x" "--quota -1" "--quota 99999999999999999999" --jsonx -x; do
    # shellcheck disable=SC2086
    run $arguments
    check "wrong usage: $arguments" refused 2 ''
    check "wrong usage is followed by a hint" grep -q '^usage:' "$scratch/err"
done
run --allocator nonesuch --input "$fixture"
check "an unknown allocator is told, with those there are" refused 2 'nonesuch.*system'
FREEHOLD_ALLOCATOR=nonesuch run --input "$fixture"
check "the same from the environment" refused 2 'nonesuch.*system'
run --help
check "--help explains itself" grep -q -- '--quota BYTES' "$scratch/out"

# ---- allocators and quotas --------------------------------------------------------------------------

run --json --allocator system --input "$fixture"
check "the allocator can be named" equals "$(number allocator) $(number digest)" "system $digest"
FREEHOLD_ALLOCATOR=system run --json --input "$fixture"
check "the environment can name it" equals "$(number digest)" "$digest"
if "$debgraph" --json --allocator mimalloc --input "$fixture" >"$scratch/out" 2>/dev/null; then
    check "mimalloc gives the same answer" equals "$(number allocator) $(number digest)" \
        "mimalloc $digest"
fi

clean=0
tried=0
for limit in $(seq 0 37 2000) $(seq 2000 4999 "$((peak - 1))") "$((peak - 1))"; do
    run --json --quota "$limit" --input "$fixture"
    tried=$((tried + 1))
    complained "quota of $limit bytes .*all were given back" || break
    clean=$((clean + 1))
done
check "each of $tried quotas below the peak of $peak bytes ends clean" equals "$clean" "$tried"
run --json --quota "$peak" --input "$fixture"
check "a quota of just the peak does" equals "$status $(number digest)" "0 $digest"
run --json --quota 1g --input "$fixture"
check "a quota can be said in K, M or G" equals "$status" 0

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
