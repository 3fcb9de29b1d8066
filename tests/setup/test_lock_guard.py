import ensurepip
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.wheels import ROOT, bundled_pip, packages
from tests.waiting import HANG_S

pytestmark = pytest.mark.slow

KEEPS_EXTRAS_APART = (23, 3)
BUNDLED = tuple(int(part) for part in ensurepip.version().split(".")[:2])


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    bundled_pip(folder, tmp_path_factory.mktemp("env"))
    return folder


def guarded(wheels: Path, lock: Path, *entries: str) -> "subprocess.CompletedProcess[str]":
    lock.write_text("".join(entries))
    command = [sys.executable, str(ROOT / ".ci" / "locks.py"), str(wheels), str(lock)]
    return subprocess.run(command, text=True, capture_output=True, timeout=HANG_S)


def test_the_guard_takes_a_lock_that_pins_whatever_is_asked_for(wheels: Path, tmp_path: Path) -> None:
    entry = packages(wheels, {"parent": "child[more]", "child": None})
    with_extra = entry["child"].replace("child", "child[more]", 1)

    done = guarded(wheels, tmp_path / "a.lock", entry["parent"], entry["child"], with_extra)

    assert (done.returncode, "all pinned" in done.stdout) == (0, True), done.stdout


def test_the_guard_refuses_a_lock_that_works_only_until_the_next_release(wheels: Path, tmp_path: Path) -> None:
    entry = packages(wheels, {"mother": "child", "child": None})

    done = guarded(wheels, tmp_path / "a.lock", entry["mother"])

    assert done.returncode == 1
    assert "child" in done.stdout


@pytest.mark.skipif(BUNDLED >= KEEPS_EXTRAS_APART, reason="this Python's pip reads it well; .ci/run tries old ones")
def test_the_guard_refuses_a_lock_that_lost_an_extra(wheels: Path, tmp_path: Path) -> None:
    entry = packages(wheels, {"parent": "child[more]", "child": None})

    done = guarded(wheels, tmp_path / "a.lock", entry["parent"], entry["child"])

    assert done.returncode == 1
    assert "child[more]" in done.stdout
