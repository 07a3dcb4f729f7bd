# SPDX-License-Identifier: MIT
"""Makes each error of tests/mutations.txt in a copy of the tree and demands that its test turns red."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def read_blocks():
    text = pathlib.Path("tests/mutations.txt").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for block in "\n".join(lines).strip().split("\n\n"):
        title, file, old, new, test = [part for part in block.split("\n") if part]
        yield title, file, old[1:], new[1:], test[1:].strip()


def run(command, cwd, seconds=None):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False,
                          timeout=seconds, errors="replace")


def home_of(suite):
    """The kind and the file, without its ending, where a suite's tests are written down or instantiated."""
    pattern = re.compile(rf"\b(FH_TEST\w*|Test)\({suite},|(LAW|DEEP)_SUITE\s+{suite}\b|"
                         rf"ALLOCATOR_LAWS\({suite}\b")
    for file in sorted(pathlib.Path("tests").glob("*/test_*.c")):
        if pattern.search(file.read_text()):
            return file.parent.name, file.stem
    return "unit", "*"


def try_one(tree, file, old, new, test):
    """Returns what is wrong with the mutation, or None when its test turned red as it should."""
    tsan = test.startswith("tsan ")
    flags = ["BUILD=build/tsan", "CFLAGS=-O1 -g -fsanitize=thread"] if tsan else ["BUILD=build/mini"]
    test = test.removeprefix("tsan ")
    kind, only = home_of(test.split("/")[0])
    program = tree / f"{flags[0][6:]}/tests/{kind}-mini"
    path = tree / file
    text = path.read_text()
    if text.count(old) != 1:
        return f"{file} holds the old text {text.count(old)} times"
    path.write_text(text.replace(old, new))
    program.unlink(missing_ok=True)
    try:
        build = run(["make", "-s", f"-j{os.cpu_count()}", "WERROR=", f"only={only}", *flags,
                     str(program.relative_to(tree))], tree)
        if build.returncode != 0:
            return "does not compile: " + next(
                (line for line in build.stderr.splitlines() if "error" in line), "")
        under = ["setarch", "-R"] if tsan else []
        listed = run([str(program), "--list", "--filter", test], tree)
        if not listed.stdout.strip():
            return f"there is no test {test}"
        try:
            passed = run([*under, str(program), "--filter", test], tree, 60).returncode == 0
        except subprocess.TimeoutExpired:
            passed = False  # a test that never ends is as red as one that fails
        return f"SURVIVED: {test} still passes" if passed else None
    finally:
        path.write_text(text)
        os.utime(path)


def main():
    problems = count = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        for name in ("include", "src", "tests", "Makefile"):
            copy = shutil.copytree if pathlib.Path(name).is_dir() else shutil.copy
            copy(name, tree / name)
        (tree / "examples").mkdir()
        sound = run(["make", "-s", f"-j{os.cpu_count()}", "test-mini"], tree)
        if sound.returncode != 0:
            print("without any mutation the tests do not pass")
            return 1
        for title, file, old, new, test in read_blocks():
            count += 1
            problem = try_one(tree, file, old, new, test)
            if problem:
                problems += 1
                print(f"{title}: {problem}")
    print(f"mutations: {count} made, {count - problems} found by their test")
    return bool(problems)


sys.exit(main())
