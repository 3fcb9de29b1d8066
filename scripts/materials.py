"""Say of each package that a lock names whether it has known holes, or whether a bill of materials holds it.

A lock names packages for other machines, too: of another Python, of another system. pip-audit passes over those, and
what a platform of ours installs would never be looked up. So it is given the lock without its conditions, and what it
answered is compared with what the lock names: an answer for all but one is a failure.

usage: materials.py audit LOCK
       materials.py compare BILL LOCK   (BILL: CycloneDX JSON of what the lock installs on this machine)
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from packaging.markers import Marker

ENTRY = re.compile(r"^([a-z0-9][\w.-]*)(\[[^]]*\])?==([^\s;\\]+)(?: ; ([^\\\n]*))?", re.MULTILINE)
CONDITION = re.compile(r" ; [^\\\n]*(?= \\$)", re.MULTILINE)

Package = tuple[str, str]
"""A package's name as every spelling of it is written, and its version."""


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for, and return 0 only if nothing is left to be mended."""
    match arguments:
        case ["audit", lock]:
            return audit(Path(lock), [str(Path(sys.prefix) / "bin" / "pip-audit")])
        case ["compare", bill, lock]:
            return compare(Path(bill), Path(lock))
    print(__doc__, file=sys.stderr)
    return 2


def pinned(text: str, *, here: bool = False) -> set[Package]:
    """Return what a lock names; here: only what it installs on this machine."""
    entries = ((name, version, marker) for name, _, version, marker in ENTRY.findall(text))
    return {(normal(name), version) for name, version, m in entries if not (here and m) or Marker(m).evaluate()}


def normal(name: str) -> str:
    """Return the form of a package's name that all its spellings share."""
    return re.sub(r"[-_.]+", "-", name).lower()


def audit(lock: Path, program: Sequence[str]) -> int:
    """Ask for the holes of each package of a lock, print them, and return 0 if all were looked up and none was found.

    program: the command that is pip-audit.
    """
    text = lock.read_text(encoding="utf-8")
    wanted = pinned(text)
    with tempfile.TemporaryDirectory() as scratch:
        listed, report = Path(scratch) / "listed", Path(scratch) / "report.json"
        listed.write_text(CONDITION.sub("", text), encoding="utf-8")
        options = ["--disable-pip", "--progress-spinner", "off", "--format", "json"]
        done = subprocess.run([*program, *options, "--output", str(report), "-r", str(listed)], text=True)
        answers = json.loads(report.read_text(encoding="utf-8"))["dependencies"] if report.exists() else []
    found = {(normal(a["name"]), a["version"]): a["vulns"] for a in answers if "version" in a and "vulns" in a}
    unknown = sorted(wanted - found.keys())
    for (name, version), holes in sorted(found.items()):
        for hole in holes:
            print(f"{name} {version}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no release'}")
    print(f"Looked up {len(wanted) - len(unknown)} of the {len(wanted)} packages that {lock.name} names.", flush=True)
    if unknown:
        names = ", ".join(f"{name} {version}" for name, version in unknown) if found else "any of them"
        print(f"error: nothing was said of {names}; what was not looked up is not known to be sound", file=sys.stderr)
    return int(bool(done.returncode or unknown or any(found.values()) or not wanted))


def compare(bill: Path, lock: Path) -> int:
    """Return 0 if a bill of materials holds what a lock installs on this machine, and nothing else; else say what."""
    wanted = pinned(lock.read_text(encoding="utf-8"), here=True)
    document = json.loads(bill.read_text(encoding="utf-8"))
    listed = {(normal(part["name"]), part["version"]) for part in document["components"]}
    for what, packages in (("lacks", wanted - listed), ("holds besides", listed - wanted)):
        if packages:
            names = ", ".join(f"{name} {version}" for name, version in sorted(packages))
            print(f"error: {bill} {what} {names}", file=sys.stderr)
    unlicensed = sorted(part["name"] for part in document["components"] if not part.get("licenses"))
    if unlicensed:
        print(f"error: {bill} names no licence of {', '.join(unlicensed)}", file=sys.stderr)
    return int(listed != wanted or bool(unlicensed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
