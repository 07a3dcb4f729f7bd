#!/bin/bash
# SPDX-License-Identifier: MIT
#
# readme.sh CC: the README's C blocks compile without a warning, the first one is examples/01_first.c, and
# the files it links to are there.
set -u
cc=${1:-cc}
failed=0
blocks=$(mktemp -d)
trap 'rm -rf "$blocks"' EXIT

awk -v dir="$blocks" '/^```c$/ { n++; inside = 1; next } /^```/ { inside = 0 }
    inside { print > (dir "/" n ".c") }' README.md
for block in "$blocks"/*.c; do
    $cc -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude \
        -include freehold.h -c "$block" -o /dev/null || {
        echo "README.md: block $(basename "$block" .c) does not compile"
        failed=1
    }
done
if ! diff "$blocks/1.c" <(sed '1d; 2,/^ \*\/$/d' examples/01_first.c); then
    echo "README.md: the first program is not examples/01_first.c"
    failed=1
fi
while read -r link; do
    [ -e "$link" ] || { echo "README.md: no such file: $link"; failed=1; }
done < <(grep -o '](\([^)#]*\))' README.md | sed 's/^](//; s/)$//' | grep -v '^http')
[ $failed -eq 1 ] || echo "README.md: its blocks compile, its links lead somewhere"
exit $failed
