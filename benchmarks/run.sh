#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run.sh: builds the peers this machine can build, and asks the questions. `make bench` calls it.
#
#   benchmarks/run.sh [--quick] [--instructions] [--rounds N] [--only TEXT] [QUESTION]...
#
# QUESTION is a folder of benchmarks/ that has a cases.txt; all of them when none is named.
# Environment: CC CXX RUSTC CFLAGS CXXFLAGS RUSTFLAGS BUILD DEBGRAPH_INPUT.
# A peer that cannot be built is named with the reason, here and in every table: never left out
# in silence. Results: the tables on stdout, one JSON line per figure in build/bench/results.jsonl.

# Commands and flags are lists of words on purpose ("ccache gcc", "-O2 -g"):
# shellcheck disable=SC2086,SC2046

set -eu
cd "$(dirname "$0")/.."

BUILD=${BUILD:-build}
CC=${CC:-cc}
CXX=${CXX:-c++}
RUSTC=${RUSTC:-rustc}
CFLAGS=${CFLAGS:--O2}
CXXFLAGS=${CXXFLAGS:-$CFLAGS}
RUSTFLAGS=${RUSTFLAGS:--O}
out=$BUILD/bench
warnings='-Wall -Wextra -Wpedantic -Wconversion -Wshadow'

usage() {
    sed -n '4,9s/^# \{0,1\}//p' "$0"
    exit "$1"
}

# ---- options --------------------------------------------------------------------------------

options=
questions=
while [ $# -gt 0 ]; do
    case $1 in
        --quick | --instructions) options="$options $1" ;;
        --rounds | --only)
            [ $# -ge 2 ] || usage 2
            options="$options $1 $2"
            shift
            ;;
        -h | --help) usage 0 ;;
        -*) usage 2 ;;
        *) questions="$questions $1" ;;
    esac
    shift
done
if [ -z "$questions" ]; then
    for cases in benchmarks/*/cases.txt; do
        questions="$questions $(basename "$(dirname "$cases")")"
    done
fi

case $options in
    *--instructions*)
        if ! command -v valgrind >/dev/null 2>&1; then
            echo "instructions: skipped, no valgrind found"
            options=$(echo " $options" | sed 's/ --instructions//')
        fi
        ;;
esac

have() {
    command -v "$1" >/dev/null 2>&1
}

# Why the object of a peer is not there, for the harness. Arguments: FILE REASON.
absent() {
    printf '%s=%s\n' "$1" "$2" >>"$folder/absent"
}

# Runs a compiler; when it fails, says so and keeps its words. Arguments: FILE COMMAND...
build() {
    file=$1
    shift
    if ! "$@" >"$folder/$file.log" 2>&1; then
        rm -f "$folder/$file"
        absent "$file" "it did not compile, see $folder/$file.log"
        return
    fi
    # Warnings are shown: benchmark code is read as example code.
    if [ -s "$folder/$file.log" ]; then
        cat "$folder/$file.log" >&2
    fi
}

# ---- peers ------------------------------------------------------------------------------------

# WHY -z defs: a name that nothing defines is to be found here and not in the middle of a run.
shared='-shared -fPIC -fvisibility=hidden -Wl,-z,defs -Wl,--exclude-libs,ALL'

# -lc comes first: mimalloc's library also defines malloc, and the first one wins.
libraries() {
    if nm "$BUILD/libfreehold.a" 2>/dev/null | grep -q ' U mi_'; then
        echo '-pthread -lc -lmimalloc'
    else
        echo '-pthread -lc'
    fi
}

build_rust() {
    source=benchmarks/$question/rust.rs
    [ -f "$source" ] || return 0
    if ! have "${RUSTC%% *}"; then
        absent rust.so "no rustc found"
        absent rust_mimalloc.so "no rustc found"
        return
    fi
    build rust.so $RUSTC $RUSTFLAGS --edition 2021 --crate-type cdylib \
        -o "$folder/rust.so" "$source"
    if ! grep -q 'cfg(mimalloc)' "$source"; then
        return 0
    elif [ "$mimalloc" = no ]; then
        absent rust_mimalloc.so "no mimalloc found"
    else
        build rust_mimalloc.so $RUSTC $RUSTFLAGS --edition 2021 --crate-type cdylib \
            --cfg mimalloc -o "$folder/rust_mimalloc.so" "$source"
    fi
}

build_cpp() {
    source=benchmarks/$question/cpp.cpp
    [ -f "$source" ] || return 0
    if ! have "${CXX%% *}"; then
        absent cpp.so "no C++ compiler found"
        return
    fi
    build cpp.so $CXX -std=c++17 $CXXFLAGS $warnings $shared -o "$folder/cpp.so" "$source"
}

build_limit() {
    source=benchmarks/$question/limit.c
    [ -f "$source" ] || return 0
    build limit.so $CC -std=c11 $CFLAGS $warnings $shared -o "$folder/limit.so" "$source"
}

build_freehold() {
    source=benchmarks/$question/freehold.c
    [ -f "$source" ] || return 0
    if [ ! -f "$BUILD/libfreehold.a" ]; then
        absent freehold.so "no $BUILD/libfreehold.a, run make first"
        absent freehold_mimalloc.so "no $BUILD/libfreehold.a, run make first"
        return
    fi
    build freehold.so $CC -std=c11 $CFLAGS $warnings $shared -Iinclude \
        -o "$folder/freehold.so" "$source" "$BUILD/libfreehold.a" $(libraries)
    if ! grep -q BENCH_MIMALLOC "$source"; then
        return 0
    elif ! libraries | grep -q mimalloc; then
        absent freehold_mimalloc.so "the library was built without mimalloc"
    else
        build freehold_mimalloc.so $CC -std=c11 $CFLAGS $warnings $shared -Iinclude \
            -DBENCH_MIMALLOC -o "$folder/freehold_mimalloc.so" "$source" \
            "$BUILD/libfreehold.a" $(libraries)
    fi
}

# ---- the main job: programs, and an index to run them on ---------------------------------------

build_debgraph() {
    if have "${RUSTC%% *}"; then
        build rust $RUSTC $RUSTFLAGS --edition 2021 -o "$folder/rust" \
            benchmarks/debgraph/rust/main.rs
    else
        absent rust "no rustc found"
    fi
    if [ -x "$BUILD/examples/debgraph" ]; then
        cp -f "$BUILD/examples/debgraph" "$folder/freehold"
    else
        absent freehold "no $BUILD/examples/debgraph, run make demo first"
    fi
}

# The whole index of the distribution if apt has one, else what is installed.
find_input() {
    if [ -n "${DEBGRAPH_INPUT:-}" ]; then
        echo "$DEBGRAPH_INPUT"
        return
    fi
    for list in /var/lib/apt/lists/*_main_binary-*_Packages*; do
        case $list in
            *security* | *updates* | *backports*) continue ;;
        esac
        if [ -r "$list" ] && [ -x /usr/lib/apt/apt-helper ] &&
            /usr/lib/apt/apt-helper cat-file "$list" >"$folder/packages.txt" 2>/dev/null; then
            echo "$folder/packages.txt"
            return
        fi
    done
    if [ -r /var/lib/dpkg/status ]; then
        echo /var/lib/dpkg/status
    fi
}

# ---- run ----------------------------------------------------------------------------------------

mkdir -p "$out"
: >"$out/results.jsonl"

mimalloc=no
if echo 'int main(void) { return 0; }' |
    $CC -x c -o "$out/probe" - -lc -Wl,--no-as-needed -lmimalloc 2>/dev/null; then
    mimalloc=yes
fi

$CC -std=c11 -D_GNU_SOURCE -O2 $warnings -o "$out/harness" benchmarks/harness.c \
    benchmarks/harness_run.c benchmarks/harness_report.c -ldl -pthread -lm

describe_machine() {
    echo "machine:  $(uname -sm), $(getconf _NPROCESSORS_ONLN) CPUs," \
        "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1)"
    echo "cc:       $($CC --version | head -n 1), $CFLAGS"
    if have "${CXX%% *}"; then
        echo "c++:      $($CXX --version | head -n 1), $CXXFLAGS"
    fi
    if have "${RUSTC%% *}"; then
        echo "rustc:    $($RUSTC --version), $RUSTFLAGS"
    fi
    echo "libc:     $(getconf GNU_LIBC_VERSION 2>/dev/null || echo unknown); mimalloc: $mimalloc"
}
describe_machine | tee "$out/machine.txt"

status=0
for question in $questions; do
    question=$(basename "$question")
    if [ ! -f "benchmarks/$question/cases.txt" ]; then
        echo "run.sh: no question benchmarks/$question" >&2
        exit 2
    fi
    folder=$out/$question
    mkdir -p "$folder"
    : >"$folder/absent"
    input=
    if [ "$question" = debgraph ]; then
        build_debgraph
        input=$(find_input)
        if [ -z "$input" ]; then
            printf '\n=== debgraph ===\nskipped, no package index on this machine\n'
            continue
        fi
    else
        build_rust
        build_cpp
        build_limit
        build_freehold
    fi
    set --
    while IFS= read -r line; do
        set -- "$@" --absent "$line"
    done <"$folder/absent"
    [ -z "$input" ] || set -- "$@" --input "$input"
    "$out/harness" --question "benchmarks/$question" --peers "$folder" \
        --json "$out/results.jsonl" $options "$@" || status=1
done
printf '\n%s lines in %s\n' "$(wc -l <"$out/results.jsonl")" "$out/results.jsonl"
exit $status
