#!/bin/bash
# SPDX-License-Identifier: MIT
# tidy.sh: clang-tidy over the library and the examples, with the settings of .clang-tidy.
set -u
printf '%s\n' src/*/*.c examples/*.c examples/apps/*/*.c |
    grep -vF -e '*' -e probe_mimalloc.c |
    xargs -P "$(nproc)" -n 1 sh -c 'clang-tidy --quiet "$0" -- -std=c11 -Iinclude -DFHI_HAVE_MIMALLOC=1 2>/dev/null || exit 1'
