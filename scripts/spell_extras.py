"""Write each package of a lock under every name by which another may ask for it.

One package may ask for `psycopg[pool]`, another for `psycopg[binary]` and a third for `psycopg`. A lock as it is
compiled pins one of these, and pip before 23.3 looks for the others anew, finds the newest release and refuses
it, as it has no digest. So that a plain `pip install --require-hashes -r` works with every pip, a lock holds a line
for each set of extras: psycopg, psycopg[binary], psycopg[pool] and psycopg[binary,pool].
"""

import re
import sys
from itertools import combinations
from pathlib import Path

WITH_EXTRAS = re.compile(
    r"^(?P<name>[a-z0-9][\w.-]*)\[(?P<extras>[^]]+)\](?P<pin>==.*\n(?: +--hash=.*\n)+)(?P<why>(?: +#.*\n)*)",
    re.MULTILINE,
)


def spelled(lock: str) -> str:
    """Return the text of a lock in which each entry with extras stands once for each set of them, none included."""
    return WITH_EXTRAS.sub(_all_names, lock)


def _all_names(entry: re.Match[str]) -> str:
    extras = sorted(extra.strip() for extra in entry["extras"].split(","))
    sets = [chosen for size in range(len(extras) + 1) for chosen in combinations(extras, size)]
    names = [entry["name"] + (f"[{','.join(chosen)}]" if chosen else "") for chosen in sets]
    return "".join(name + entry["pin"] for name in names) + entry["why"]


if __name__ == "__main__":
    for file in map(Path, sys.argv[1:]):
        file.write_text(spelled(file.read_text(encoding="utf-8")), encoding="utf-8")
