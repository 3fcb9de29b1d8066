import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.wheels import PIP_VERSION, ROOT, packages, pip_as_wheel
from tests.waiting import HANG_S

pytestmark = pytest.mark.slow

OLD = (23, 3)


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    return folder


def guarded(wheels: Path, lock: Path, *entries: str) -> "subprocess.CompletedProcess[str]":
    pip_as_wheel(wheels)
    lock.write_text("".join(entries))
    command = [sys.executable, str(ROOT / ".ci" / "locks.py"), str(wheels), str(lock)]
    return subprocess.run(command, text=True, capture_output=True, timeout=HANG_S)


def test_the_guard_takes_a_lock_that_pins_whatever_is_asked_for(wheels: Path, tmp_path: Path) -> None:
    entry = packages(wheels, {"parent": "child[more]", "child": None})
    with_extra = entry["child"].replace("child", "child[more]", 1)

    done = guarded(wheels, tmp_path / "a.lock", entry["parent"], entry["child"], with_extra)

    assert (done.returncode, "all pinned" in done.stdout) == (0, True), done.stdout


def test_the_guard_refuses_a_lock_that_works_only_until_the_next_release(wheels: Path, tmp_path: Path) -> None:
    entry = packages(wheels, {"parent": "child", "child": None})

    done = guarded(wheels, tmp_path / "a.lock", entry["parent"])

    assert done.returncode == 1
    assert "child" in done.stdout


@pytest.mark.skipif(PIP_VERSION >= OLD, reason="this pip reads such a lock well; .ci/run tries older ones each time")
def test_the_guard_refuses_a_lock_that_lost_an_extra(wheels: Path, tmp_path: Path) -> None:
    entry = packages(wheels, {"parent": "child[more]", "child": None})

    done = guarded(wheels, tmp_path / "a.lock", entry["parent"], entry["child"])

    assert done.returncode == 1
    assert "child[more]" in done.stdout
