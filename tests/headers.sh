#!/bin/bash
# SPDX-License-Identifier: MIT
#
# headers.sh: every header compiles alone and twice in a row, without a warning, as C11 and as C++17,
# by gcc and by clang where they are there (clang also compares comments with declarations); and so do the
# files of tests/headers/, optimised, because some warnings come only then. They use the headers as a
# program would (.c as C11; _cpp17.cpp as C++17, _cpp20.cpp as C++20).
set -u
strict="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude"
documented="-Wdocumentation -Wdocumentation-pedantic -fcomment-block-commands=owns,threads,cost,rust"
failed=0 count=0

# compile COMPILER FLAGS FILE-OR-"-": says what does not compile, and carries on.
compile() {
    command -v "${1%% *}" >/dev/null || return 0
    count=$((count + 1))
    # shellcheck disable=SC2086 # lists of words
    $1 $strict $2 -c -o /dev/null "$3" || { echo "FAILED: $1 $2 ${4:-$3}"; failed=1; }
}

for header in $(cd include && find . -name '*.h' | sed 's|^\./||' | sort); do
    twice="#include <$header>
#include <$header>
extern int headers_not_empty;"
    compile gcc "-std=c11 -fsyntax-only -x c" - "$header" <<<"$twice"
    compile clang "-std=c11 -fsyntax-only -x c $documented" - "$header" <<<"$twice"
    for cxx in g++ clang++; do
        compile $cxx "-std=c++17 -fsyntax-only -x c++" - "$header" <<<"$twice"
    done
done

for file in tests/headers/*; do
    case $file in
    *.c) for cc in gcc clang; do compile $cc "-std=c11 -O2" "$file"; done ;;
    *_cpp17.cpp) for cxx in g++ clang++; do compile $cxx "-std=c++17 -O2" "$file"; done ;;
    *_cpp20.cpp) for cxx in g++ clang++; do compile $cxx "-std=c++20 -O2" "$file"; done ;;
    esac
done

[ $failed -eq 1 ] || echo "headers: $count compilations without a warning"
exit $failed
