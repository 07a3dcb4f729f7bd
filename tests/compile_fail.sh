#!/bin/bash
# SPDX-License-Identifier: MIT
#
# compile_fail.sh CC: each tests/compile_fail/*.c must not compile, and the compiler must say what the
# file's first line promises: /* EXPECT: text */. Other lines "/* FLAGS: … */" add compiler flags.
set -u
cc=${1:-cc}
failed=0 count=0
for file in tests/compile_fail/*.c; do
    [ -e "$file" ] || continue
    count=$((count + 1))
    expect=$(sed -n '1s|^/\* EXPECT: \(.*\) \*/$|\1|p' "$file")
    flags=$(sed -n 's|^/\* FLAGS: \(.*\) \*/$|\1|p' "$file")
    if [ -z "$expect" ]; then
        echo "$file: the first line must be /* EXPECT: text */"
        failed=1
        continue
    fi
    # shellcheck disable=SC2086 # both are lists of words
    if said=$($cc -std=c11 -O2 -Iinclude $flags -c "$file" -o /dev/null 2>&1); then
        echo "$file: compiles"
        failed=1
    elif ! grep -qF -- "$expect" <<<"$said"; then
        printf '%s: does not compile, but the reason is not "%s":\n%s\n' "$file" "$expect" "$said"
        failed=1
    fi
done
[ $failed -eq 1 ] || echo "compile_fail: $count files do not compile, for the right reason"
exit $failed
