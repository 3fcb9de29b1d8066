"""Install what lock files name into the environment that runs this, and say how far it is.

A lock is whole and each file in it has its digest, so pip has nothing to resolve (`--no-deps`); `pip check`
afterwards finds what a lock lacks. Runs before anything is installed, so it needs nothing but Python and pip.
"""

import argparse
import re
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO

WHERE = Path(sys.prefix).name
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-color", "--no-input"]
# Python compiles a module when it is first imported; to compile all of them now takes longer than the rest.
INSTALL = [*PIP, "install", "--no-deps", "--require-hashes", "--no-compile", "--progress-bar", "off"]

PINNED = re.compile(r"^([a-z0-9][\w.-]*)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
PASSED_OVER = re.compile(r"Ignoring (\S+): markers")
FETCHED = re.compile(r"Collecting ([\w.-]+)|Processing (?:.*/)?([\w.-]+?)-\d[^/]*$")

IDLE = re.compile(r"Ignoring |Requirement already satisfied: ")

LAST_LINES = 15
LOOK_EVERY_S = 0.5
LOG_EVERY_S = 10.0


def main() -> int:
    """Install the locks, then the project if one is named, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("locks", nargs="+", metavar="LOCK", help="a lock file with digests")
    parser.add_argument("--editable", metavar="DIR", help="a project to install in place, once what it needs is here")
    asked = parser.parse_args()
    return from_locks(asked.locks) or (asked.editable and in_place(asked.editable)) or check()


def from_locks(locks: list[str]) -> int:
    """Install what the locks name and return the exit status; if it is not 0, print why and what to try."""
    wanted = missing(locks)
    if not wanted:
        return 0
    command = [*INSTALL, *(part for lock in locks for part in ("-r", lock))]
    status = follow(command, wanted, Progress())
    if status:
        print(advice(" and ".join(locks)), file=sys.stderr)
    return status


def in_place(project: str) -> int:
    """Install a project so that its files are used where they stand; return the exit status."""
    return subprocess.run([*PIP, "install", "-q", "--no-deps", "--no-build-isolation", "-e", project]).returncode


def missing(locks: Iterable[str]) -> set[str]:
    """Return the names of what the locks pin and this environment lacks, or has in another version."""
    pinned = {pair for lock in locks for pair in PINNED.findall(Path(lock).read_text(encoding="utf-8"))}
    return {normal(name) for name, wanted in pinned if installed(name) != wanted}


def installed(name: str) -> str | None:
    """Return the version of a package that is installed here; None if none is."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def normal(name: str) -> str:
    """Return the form of a package's name that all its spellings share."""
    return re.sub(r"[-_.]+", "-", name).lower()


class Progress:
    """A line that says how far it is: written over on a terminal, repeated from time to time in a log."""

    def __init__(self) -> None:
        self._overwrites, self._width, self._said_at = sys.stdout.isatty(), 0, -LOG_EVERY_S

    def show(self, text: str, *, at_once: bool = False) -> None:
        """Show a text; at_once: in a log, too, however short ago the last line was."""
        if self._overwrites:
            text = text[: shutil.get_terminal_size().columns - 1]
            print(f"\r{text.ljust(self._width)}", end="", flush=True)
            self._width = len(text)
        elif at_once or time.monotonic() - self._said_at >= LOG_EVERY_S:
            print(text, flush=True)
            self._said_at = time.monotonic()

    def end(self, text: str) -> None:
        """Show the last text, and end the line."""
        self.show(text, at_once=True)
        if self._overwrites:
            print(flush=True)


def follow(command: list[str], wanted: set[str], progress: Progress) -> int:
    """Run pip, show which package it is at, and return its exit status; print its last words if that is not 0."""
    words, left, fetched = deque[str](maxlen=LAST_LINES), set(wanted), dict[str, None]()
    task = f"Installing into {WHERE}"
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        for line in lines(process.stdout):
            words.extend([line] if line and not IDLE.match(line) else [])
            if passed_over := PASSED_OVER.match(line):
                left.discard(normal(passed_over[1]))
            elif found := FETCHED.match(line.split(" (from ")[0].rstrip()):
                fetched |= dict.fromkeys({normal(found[1] or found[2])} & left)
                task = f"Installing {len(left)} package{'s' * (len(left) > 1)} into {WHERE}"
            if fetched and fetched.keys() == left:
                unpacked = sum(installed(name) is not None for name in left)
                progress.show(f"{task}: all fetched, {unpacked} of {len(left)} unpacked")
            elif fetched:
                progress.show(f"{task}: {len(fetched)} of {len(left)}, {next(reversed(fetched))}")
    if process.returncode:
        progress.end(f"{task}: failed")
        print(*words, sep="", end="", file=sys.stderr)
    elif fetched:
        progress.end(f"{task}: done")
    return process.returncode


def lines(stream: IO[str]) -> Iterator[str]:
    """Yield the lines of a stream as they come, and "" each time that it was silent for LOOK_EVERY_S."""
    read = SimpleQueue[str | None]()

    def pump() -> None:
        for line in stream:
            read.put(line)
        read.put(None)

    Thread(target=pump, daemon=True).start()
    while True:
        try:
            line = read.get(timeout=LOOK_EVERY_S)
        except Empty:
            line = ""
        if line is None:
            return
        yield line


def advice(locks: str) -> str:
    """Return what to try when pip could not install the locks."""
    free_mb = shutil.disk_usage(sys.prefix).free // 1_000_000
    python = ".".join(map(str, sys.version_info[:3]))
    return f"""
error: pip could not install what {locks} names; its last words stand above. What to try:
  network  `{WHERE}/bin/python -m pip config list` shows where pip looks. Behind a proxy set HTTPS_PROXY; for an
           index of your own set PIP_INDEX_URL, and PIP_CERT if it has a certificate of its own.
  disk     {free_mb:,} MB are free here; about 1,000 are needed, and some in TMPDIR.
  python   this is {python}. "No matching distribution" may mean that a package has no build for it yet:
           make PYTHON=python3.12 takes another.
  digests  "DO NOT MATCH THE HASHES" means that the index gave another file than the one that was locked.
Then give the same command again; what was fetched is not fetched twice."""


def check() -> int:
    """Return 0 if all that is installed has what it needs; else print what is missing, and return another status."""
    done = subprocess.run([*PIP, "check"], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        print(done.stdout, end="", file=sys.stderr)
        print(
            f"error: what is in {WHERE} does not fit together. Where pyproject.toml asks for something new, `make lock`"
            " adds it to the locks; where something old is left over, `make clean` and begin again.",
            file=sys.stderr,
        )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
