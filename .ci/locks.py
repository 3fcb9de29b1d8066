"""Try locks as an operator installs them, with old pips and new, while every package has a newer release.

A lock that leaves a requirement unpinned works until the next release of what it leaves out, and only pip's resolver
notices, each version in its own way. So each lock is resolved from a folder that holds the locked files and, for each
name, a release 99999 besides: whatever is unpinned takes that one, and pip refuses it for want of a digest. Nothing
is unpacked; `make` does that. The guard proves itself each time: a pip before 23.3 must refuse a lock without extras.

usage: python3 .ci/locks.py WHEELS LOCK...   (WHEELS: a folder with the locked files, and pip-VERSION-*.whl to try)
"""

import os
import re
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ENTRY = re.compile(r"^([A-Za-z0-9][\w.-]*)(\[[^]]*\])?==", re.MULTILINE)
NEWER = "99999"
KEEPS_EXTRAS_APART = (23, 3)
"""The first pip for which a pinned name binds the same name with extras."""


def main(wheels: Path, locks: list[Path]) -> int:
    """Resolve every lock with every pip, and return 0 if all are taken and a spoilt one is not."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        python = an_environment(folder / "env")
        release_newer({name for lock in locks for name, _ in ENTRY.findall(lock.read_text())}, folder / "newer")
        pips = sorted((unpacked(wheel, folder) for wheel in wheels.glob("pip-*.whl") if runs_here(wheel)), key=number)
        sources = [wheels.resolve(), folder / "newer"]
        tries = [(pip, lock) for lock in locks for pip in pips]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(lambda one: refusal(python, one[0], one[1], sources), tries))
        for (pip, lock), words in zip(tries, found, strict=True):
            print(f"{lock.name} with pip {said(pip)}: {words or 'all pinned'}")
        spoilt = [spoilt for lock in locks if (spoilt := stripped(lock, folder))]
        old = [pip for pip in pips if number(pip) < KEEPS_EXTRAS_APART][:1]
        blind = [lock for lock in spoilt for pip in old if refusal(python, pip, lock, sources) is None]
        for lock in blind:
            print(f"{lock.name} without its extras was taken: this guard sees nothing")
        print(f"{len(tries)} tried, {len(spoilt) * len(old)} spoilt ones besides")
        return int(not tries or any(found) or bool(blind))


def an_environment(folder: Path) -> Path:
    """Make an empty environment and return its Python."""
    venv.create(folder, with_pip=False)
    return folder / "bin" / "python"


def release_newer(names: Iterable[str], folder: Path) -> None:
    """Write a release of each package that is newer than any, needs nothing and holds nothing."""
    folder.mkdir()
    for name in names:
        write_wheel(folder, name, NEWER)


def write_wheel(folder: Path, name: str, version: str, *headers: str) -> Path:
    """Write a wheel that holds nothing but its metadata; headers: more lines of those, such as `Requires-Dist: a`."""
    stem = f"{re.sub(r'[-_.]+', '_', name)}-{version}"
    metadata = "\n".join(["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *headers, ""])
    wheel = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{stem}.dist-info/METADATA", metadata)
        archive.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{stem}.dist-info/RECORD", "")
    return wheel


def said(pip: Path) -> str:
    """Return the version in the name of pip's wheel."""
    return pip.name.split("-")[1]


def number(pip: Path) -> tuple[int, ...]:
    """Return that version for comparing."""
    return tuple(int(part) for part in re.findall(r"\d+", said(pip)))


def runs_here(pip: Path) -> bool:
    """Return whether this Python runs that pip; pips before 23.1 know no Python after 3.11."""
    runs = number(pip) >= (23, 1) or sys.version_info < (3, 12)
    if not runs:
        print(f"pip {said(pip)} does not run on Python {sys.version_info.major}.{sys.version_info.minor}: left out")
    return runs


def unpacked(wheel: Path, folder: Path) -> Path:
    """Unpack pip's wheel, so that its modules are compiled once, and return the folder it is in."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / wheel.stem)
    return folder / wheel.stem


def refusal(python: Path, pip: Path, lock: Path, sources: list[Path]) -> str | None:
    """Return pip's words if it refuses a lock whose packages come from these folders; None if it takes it."""
    links = [part for folder in sources for part in ("--find-links", folder.as_uri())]
    options = ["--dry-run", "--no-index", *links, "--require-hashes", "--quiet"]
    done = run(python, pip, "install", *options, "-r", str(lock))
    return f"refused\n{done.stdout.strip()[-1000:]}" if done.returncode else None


def run(python: Path, pip: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a pip from its wheel, untouched by how this machine's pip is set up."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    environment |= {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [str(python), str(pip / "pip"), *arguments]
    return subprocess.run(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def stripped(lock: Path, folder: Path) -> Path | None:
    """Write a lock without its extras and return it; None for a lock that has none."""
    text = lock.read_text()
    if not any(extras for _, extras in ENTRY.findall(text)):
        return None
    spoilt = folder / lock.name
    spoilt.write_text(ENTRY.sub(lambda entry: f"{entry[1]}==", text))
    return spoilt


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [Path(lock) for lock in sys.argv[2:]]))
