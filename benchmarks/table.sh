#!/bin/sh
# SPDX-License-Identifier: MIT
#
# table.sh: turns build/bench/results.jsonl into the tables of README.md.
#
#   benchmarks/table.sh             prints them
#   benchmarks/table.sh --update    puts them between the marks in README.md
#
# Nothing in those tables is typed by hand: what run.sh measured last is what they say.

set -eu
cd "$(dirname "$0")/.."
results=${BUILD:-build}/bench/results.jsonl
readme=benchmarks/README.md

if [ ! -s "$results" ]; then
    echo "table.sh: no $results, run benchmarks/run.sh first" >&2
    exit 2
fi

tables() {
    awk '
        # The value of one key: a string without its quotes, a number, or null.
        function value(key,    at, rest) {
            at = index($0, "\"" key "\":")
            if (at == 0)
                return "null"
            rest = substr($0, at + length(key) + 3)
            if (substr(rest, 1, 1) == "\"") {
                rest = substr(rest, 2)
                return substr(rest, 1, index(rest, "\"") - 1)
            }
            match(rest, /^[^,}]*/)
            return substr(rest, 1, RLENGTH)
        }

        function number(x) {
            return sprintf(x + 0 >= 100 ? "%.0f" : "%.2f", x)
        }

        function flush_table(    i, j, line, rule, text) {
            if (peers == 0)
                return
            printf "\n### %s\n\n", question
            line = "| case |"
            rule = "|---|"
            for (i = 1; i <= peers; i++) {
                line = line " " peer[i] " |"
                rule = rule "---|"
            }
            print line
            print rule
            for (j = 1; j <= rows; j++) {
                line = "| " row[j] " |"
                for (i = 1; i <= peers; i++) {
                    text = cell[row[j], peer[i]]
                    line = line " " (text == "" ? "–" : text) " |"
                }
                print line
            }
            for (i = 1; i <= peers; i++)
                delete seen_peer[peer[i]]
            peers = rows = 0
        }

        {
            if (value("question") != question) {
                flush_table()
                question = value("question")
            }
            if (value("quick") == "true")
                quick = 1
            name = "`" value("case") "` " value("mode") ", " value("metric") " " value("unit")
            who = value("peer")
            if (!(who in seen_peer)) {
                seen_peer[who] = 1
                peer[++peers] = who
            }
            if (!((question, name) in seen_row)) {
                seen_row[question, name] = 1
                row[++rows] = name
            }
            median = value("median")
            note = value("note")
            if (median != "null" && median != "") {
                text = number(median)
                if (value("ratio") != "null")
                    text = text " (" sprintf("%.2f", value("ratio")) ")"
                if (value("instructions") != "null")
                    text = text ", " sprintf("%.0f", value("instructions")) " instr"
            } else if (note ~ /^died/) {
                text = "died"
            } else if (note ~ /no such operation|not from malloc/) {
                text = "–"
            } else {
                text = "skipped"
            }
            cell[name, who] = text
        }

        END {
            flush_table()
            if (quick)
                print "\nA quick run: these are not measurements."
        }
    ' "$results"
}

if [ "${1:-}" != --update ]; then
    tables
    exit
fi

if grep -q '"quick":true' "$results"; then
    echo "table.sh: the last run was a quick one, which is no measurement" >&2
    exit 2
fi

new=$readme.new
{
    sed '/^<!-- results begin -->$/q' "$readme"
    if [ -s "${BUILD:-build}/bench/machine.txt" ]; then
        printf '\n```\n'
        cat "${BUILD:-build}/bench/machine.txt"
        printf '```\n'
    fi
    tables
    printf '\n'
    sed -n '/^<!-- results end -->$/,$p' "$readme"
} >"$new"
mv "$new" "$readme"
