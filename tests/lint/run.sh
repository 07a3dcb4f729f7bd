#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh: all lints. Each says what it checks at its top.
set -u
failed=0
for lint in tests/lint/*.py; do
    python3 "$lint" || failed=1
done
exit $failed
