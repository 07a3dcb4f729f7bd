# SPDX-License-Identifier: MIT
"""Every explicit memory order says why, and names its partner.

An order is __ATOMIC_* (or memory_order_*) in include/ or src/. Within the lines before it stands

    /* ORDER <order> [tag]: why, and what it pairs with */

Orders by tag must pair: an acquire needs a release of the same tag and the other way round. relaxed
stands alone. seq_cst is both. A tag may be paired across files.
"""
import pathlib
import re
import sys

ABOVE = 8  # lines an ORDER comment may stand above its order, or above the first of a run of orders
USE = re.compile(r"__ATOMIC_(RELAXED|CONSUME|ACQUIRE|RELEASE|ACQ_REL|SEQ_CST)|"
                 r"memory_order_(relaxed|consume|acquire|release|acq_rel|seq_cst)")
NOTE = re.compile(r"ORDER (relaxed|acquire|release|acq_rel|seq_cst) \[([a-z0-9-]+)\]: \S")
ACQUIRES = {"acquire", "acq_rel", "seq_cst"}
RELEASES = {"release", "acq_rel", "seq_cst"}

problems = []
orders_of_tag = {}
uses = 0
for path in sorted([*pathlib.Path("include").rglob("*.h"), *pathlib.Path("src").rglob("*.[ch]")]):
    lines = path.read_text().splitlines()
    notes = {}  # line number: order
    covered = -1000  # the last line that a note, or an order below a note, reaches
    for number, line in enumerate(lines, 1):
        for order, tag in NOTE.findall(line):
            orders_of_tag.setdefault(tag, {}).setdefault(order, f"{path}:{number}")
            notes[number] = order
        if "ORDER " in line and not NOTE.search(line) and re.search(r"/\*.*ORDER [a-z]", line):
            problems.append(f"{path}:{number}: not of the form ORDER <order> [tag]: why")
        for match in USE.finditer(line):
            uses += 1
            used = (match.group(1) or match.group(2)).lower()
            near = {o for n, o in notes.items() if number - ABOVE <= n <= number}
            # A failed compare-exchange's relaxed order is covered by the note of the exchange.
            if used not in near and not (used == "relaxed" and near):
                problems.append(f"{path}:{number}: {used} without an ORDER comment that names it")

for tag, orders in sorted(orders_of_tag.items()):
    kinds = set(orders)
    where = next(iter(orders.values()))
    if kinds & ACQUIRES and not kinds & RELEASES:
        problems.append(f"{where}: [{tag}] acquires, and nothing of that tag releases")
    if kinds & RELEASES and not kinds & ACQUIRES:
        problems.append(f"{where}: [{tag}] releases, and nothing of that tag acquires")

print(*problems, sep="\n", end="\n" if problems else "")
print(f"orders: {uses} orders in {len(orders_of_tag)} tags, {len(problems)} problems")
sys.exit(bool(problems))
