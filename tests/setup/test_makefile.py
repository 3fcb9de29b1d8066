import shutil
import subprocess
from pathlib import Path

import pytest

from tests.setup.wheels import ROOT
from tests.waiting import HANG_S

OLD = 'case "$2" in *version_info*) exit 1;; esac'
BROKEN = "echo 'cannot open shared object file' >&2; exit 127"
WITHOUT_VENV = 'case "$2" in *venv*) echo Traceback >&2; exit 1;; esac'
WITHOUT_SSL = 'case "$2" in *ssl*) echo Traceback >&2; exit 1;; esac'


@pytest.mark.parametrize(
    ("python", "words"),
    [
        (None, "is missing"),
        (OLD, "is older than 3.11"),
        (BROKEN, "cannot open shared object file"),
        (WITHOUT_VENV, "apt-get install python3-venv"),
        (WITHOUT_SSL, "was built without ssl or sqlite3"),
    ],
    ids=["missing", "old", "broken", "without venv", "without ssl"],
)
def test_a_python_that_will_not_do_is_named_with_what_it_lacks_before_anything_is_made(
    tmp_path: Path, python: str | None, words: str
) -> None:
    """An environment of such a Python would fail minutes later, with words about something else."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    if python is not None:
        (tmp_path / "python").write_text(f"#!/bin/sh\n{python}\n")
        (tmp_path / "python").chmod(0o755)

    done = subprocess.run(
        ["make", "PYTHON=./python", ".venv/.home"], cwd=tmp_path, text=True, capture_output=True, timeout=HANG_S
    )

    assert done.returncode != 0
    assert words in done.stderr
    assert "error: ./python " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / ".venv").exists()
