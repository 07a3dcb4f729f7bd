# SPDX-License-Identifier: MIT
"""Files below 600 lines, functions below 60, public functions documented, each file says what it is for.

Also: no unfinished business without an issue's number, and no absolute path of anyone's machine.
"""
import pathlib
import re
import subprocess
import sys

FILE_LINES, FUNCTION_LINES, LINE_COLUMNS = 600, 60, 120
OPEN_END = re.compile(r"\b(TODO|FIXME|XXX)\b(?! ?\(?#\d+)")
PRIVATE_PATH = re.compile(r"(?<![\w.])/(home|root|work|Users)/\w")

problems = []


def code_files(*folders):
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*.[ch]")):
            yield path, path.read_text().splitlines()


def check_functions(path, lines):
    """A function's body is what stands between a '{' and a '}' at the start of a line."""
    start = None
    for number, line in enumerate(lines, 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}") and start is not None:
            if number - start > FUNCTION_LINES:
                problems.append(f"{path}:{start}: a function of {number - start} lines")
            start = None


def check_top(path, lines):
    # Files that must not compile begin with what the compiler must say.
    licence = 1 if lines and lines[0].startswith("/* EXPECT:") else 0
    if "/* SPDX-License-Identifier: MIT */" not in lines[licence:licence + 2][:1 + licence]:
        problems.append(f"{path}:1: the first line is not the licence")
    elif not any(line.startswith("/*") for line in lines[1:4]):
        problems.append(f"{path}:2: no comment says what this file is for")


def check_documented(path, lines):
    """A line before a public function ends a comment, or is part of a declaration that has one."""
    for number, line in enumerate(lines, 1):
        if not line.startswith("FH_API") or "fhi_" in line or "extern" in line:
            continue
        above = lines[number - 2].strip() if number > 1 else ""
        if not above.endswith("*/"):
            problems.append(f"{path}:{number}: a public function without a comment")


for path, lines in code_files("include", "src", "tests", "examples", "benchmarks"):
    if len(lines) > FILE_LINES:
        problems.append(f"{path}: {len(lines)} lines")
    check_functions(path, lines)
    check_top(path, lines)
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_COLUMNS:
            problems.append(f"{path}:{number}: {len(line)} columns")
for path, lines in code_files("include"):
    check_documented(path, lines)

tracked = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True,
                         text=True, check=False).stdout.split()
for name in tracked:
    path = pathlib.Path(name)
    if not path.is_file() or path.suffix in {".tsv", ".csv", ".png", ".gz"} or name.startswith("tests/lint/"):
        continue
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        if OPEN_END.search(line):
            problems.append(f"{path}:{number}: unfinished business without an issue's number")
        if PRIVATE_PATH.search(line):
            problems.append(f"{path}:{number}: a path of one machine")

print(*problems, sep="\n", end="\n" if problems else "")
print(f"size: {len(problems)} problems")
sys.exit(bool(problems))
