# SPDX-License-Identifier: MIT
"""Headers include only what lies below them.

Each header's first comment names its layer ("Layer 3."). A header includes headers of lower layers, or of
its own; headers of one layer do not include each other in a ring; nothing in include/ includes a file of
src/; and no header defines a feature macro for its user.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path("include")
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.M)

problems = []
layer, below = {}, {}
for path in sorted(ROOT.rglob("*.h")):
    name, text = str(path.relative_to(ROOT)), path.read_text()
    found = re.search(r"\bLayer (\d+)\b", "\n".join(text.splitlines()[:15]))
    if found is None:
        problems.append(f"{path}: the first comment names no layer")
    layer[name] = int(found.group(1)) if found else 99
    below[name] = [n for n in INCLUDE.findall(text) if n.startswith("freehold")]
    if re.search(r"#\s*define\s+_[A-Z]+_SOURCE", text):
        problems.append(f"{path}: defines a feature macro for its user")
    if re.search(r'#\s*include\s+[<"](\.\./|src/)', text):
        problems.append(f"{path}: includes a private file")

for name, included in below.items():
    for other in included:
        if other not in layer:
            problems.append(f"include/{name}: <{other}> is not there")
        elif layer[other] > layer[name]:
            problems.append(f"include/{name}: layer {layer[name]} includes <{other}> of {layer[other]}")


def find_ring(name, path):
    """A ring of includes that leads back to the path's first header, or None."""
    for other in below.get(name, []):
        if other == path[0]:
            return path
        if other not in path:
            ring = find_ring(other, path + [other])
            if ring:
                return ring
    return None


for name in below:
    ring = find_ring(name, [name])
    if ring and name == min(ring):
        problems.append("ring: " + " -> ".join(ring))

print(*problems, sep="\n", end="\n" if problems else "")
print(f"layers: {len(layer)} headers, {len(problems)} problems")
sys.exit(bool(problems))
