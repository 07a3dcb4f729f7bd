#!/bin/bash
# SPDX-License-Identifier: MIT
# tidy.sh: clang-tidy over the library and the examples, with the settings of .clang-tidy.
set -u

# WHY examples without the leak check: clang's analyser ignores the cleanup attribute, and takes every
# fh_auto for a leak. That they leak nothing is shown by running them.
tidy_one() {
    case $1 in
    examples/*) set -- "$1" --checks=-clang-analyzer-unix.Malloc ;;
    esac
    clang-tidy --quiet "$@" -- -std=c11 -Iinclude -DFHI_HAVE_MIMALLOC=1 2>/dev/null
}
export -f tidy_one

printf '%s\n' src/*/*.c examples/*.c examples/apps/*/*.c |
    grep -vF -e '*' -e probe_mimalloc.c |
    xargs -P "$(nproc)" -I{} bash -c 'tidy_one {} || exit 1'
