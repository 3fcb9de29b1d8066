"""`make mutants`: takes each protection out in a scratch copy, runs the test that must fail, and says which lived.

mutmut and its like change every line, which takes a day and names nothing; this list holds what must never go.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.mutants.listed import Mutant, mutants, untried

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "*.db")
GREEN, FAILED = 0, 1
"""What pytest returns when all tests passed, and when some failed; all else means that it could not run them."""
STUCK_S = 1200.0
"""No run takes as long: a mutant over which its test hangs is caught, too."""
HANG_S = "20"
"""A test that waits for what a mutant never does should say so before long."""


def tried(mutant: Mutant, copy: Path) -> str:
    """Return what became of a mutant, "" if its test failed as it must."""
    try:
        after = mutant.text_after(copy)
    except ValueError as fault:
        return str(fault)
    path = copy / mutant.file
    before = path.read_text()
    path.write_text(after)
    try:
        code, said = run([mutant.test], copy)
    finally:
        path.write_text(before)
    if code == FAILED:
        return ""
    return f"LIVED: {mutant.test} passes" if code == GREEN else f"the test could not run:\n{said}"


def run(tests: Sequence[str], folder: Path) -> tuple[int, str]:
    """Run tests in a copy of the repository; return pytest's code and the last lines it printed."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "VIVA_TEST_HANG_S": HANG_S,
        "CI": "1",
    }
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=STUCK_S)
    except subprocess.TimeoutExpired:
        return FAILED, "it did not come to an end"
    return done.returncode, "\n".join(done.stdout.splitlines()[-15:])


@contextmanager
def scratch(root: Path) -> Iterator[Path]:
    """Yield a copy of the repository that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="viva-mutants-") as folder:
        copy = Path(folder) / "viva"
        shutil.copytree(root, copy, ignore=LEFT_OUT)
        yield copy


def all_tried(listed: Iterable[Mutant], root: Path = ROOT) -> int:
    """Try each, print what became of it, and return how many were not caught, the tests that fail by themselves too."""
    listed, faults = list(listed), 0
    with scratch(root) as copy:
        code, said = run(sorted({m.test for m in listed}), copy)
        if code != GREEN:
            print(f"without any mutant, the tests do not pass:\n{said}")
            return 1
        for mutant in listed:
            fault = tried(mutant, copy)
            faults += bool(fault)
            print(f"{'!' if fault else 'caught'} {mutant.what}{': ' + fault if fault else ''}", flush=True)
    print(f"{len(listed) - faults} of {len(listed)} caught")
    return faults


if __name__ == "__main__":
    words = sys.argv[1:]
    chosen = [m for m in mutants() if all(word in f"{m.what} {m.file} {m.test}" for word in words)]
    missing = [] if words else untried((ROOT / "docs" / "threats.md").read_text(), chosen)
    for threat in missing:
        print(f"! no mutant takes out what stops a threat: {threat}", flush=True)
    sys.exit(bool(all_tried(chosen) or missing or not chosen))
