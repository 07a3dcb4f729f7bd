#!/bin/bash
# SPDX-License-Identifier: MIT
#
# run.sh PROGRAM…: runs test programs and fails unless each ran at least one test and all passed.
#
# FH_TEST_UNDER=valgrind runs them under valgrind. FH_TEST_ALLOCATOR chooses the default allocator.
set -u

# A sanitizer's report must end the program with a status of its own: runners do not read its text.
# A request that cannot be met must answer NULL, as it does without a sanitizer.
common=allocator_may_return_null=1
export ASAN_OPTIONS="$common:detect_leaks=1:detect_stack_use_after_return=1:${ASAN_OPTIONS:-}"
export UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS:-}"
export TSAN_OPTIONS="$common:halt_on_error=1:second_deadlock_stack=1:${TSAN_OPTIONS:-}"
export MSAN_OPTIONS="$common:${MSAN_OPTIONS:-}"

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The command line for one program.
run_one() {
    local under=()
    if [ "${FH_TEST_UNDER:-}" = valgrind ]; then
        # nouserintercepts: or valgrind would take blocks of mimalloc for blocks of its own
        under=(valgrind -q --fair-sched=try --error-exitcode=99 --leak-check=full --show-leak-kinds=definite
            --errors-for-leak-kinds=definite
            --soname-synonyms=somalloc=nouserintercepts)
    elif nm -D "$1" 2>/dev/null | grep -q __tsan_init && setarch -R true 2>/dev/null; then
        under=(setarch -R) # TSan cannot place its shadow in every randomised address space
    fi
    case $1 in
    # The point of the deep tests: no structure is too deep for a small stack.
    */deep | */deep-mini) (ulimit -s 256 && exec "${under[@]}" "$1") ;;
    *) "${under[@]}" "$1" ;;
    esac
}

failed=0
for program in "$@"; do
    echo "$program"
    # The runner's closing line is held back, so that it can come last.
    run_one "$program" 2>&1 | tee "$log" | grep -av --line-buffered 'Synthesis: Tested:'
    status=${PIPESTATUS[0]}
    points=$(sed -n 's/.*oom: .*: \([0-9]*\) points.*/\1/p' "$log" | paste -sd+ | sed 's/^$/0/')
    [ "$points" = 0 ] || echo "out of memory: $((points)) failure points passed"
    closing=$(grep -a 'Synthesis: Tested:' "$log" | tail -n 1)
    if [ "$status" -ne 0 ] || ! grep -aqE 'Tested: .*[1-9]' <<<"${closing%%|*}"; then
        echo "FAILED: $program (exit status $status)"
        failed=1
    fi
    echo "$closing"
done
exit $failed
