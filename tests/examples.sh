#!/bin/bash
# SPDX-License-Identifier: MIT
#
# examples.sh BUILD: runs the examples that have an expected output, and compares.
# examples/NN_name.c prints examples/expected/NN_name.txt.
set -u
build=${1:-build}
failed=0 count=0
for expected in examples/expected/*.txt; do
    [ -e "$expected" ] || continue
    name=$(basename "$expected" .txt)
    count=$((count + 1))
    if ! diff -u "$expected" <("$build/examples/$name" 2>&1); then
        echo "FAILED: $name prints something else"
        failed=1
    fi
done
[ $failed -eq 1 ] || echo "examples: $count printed what they should"
exit $failed
