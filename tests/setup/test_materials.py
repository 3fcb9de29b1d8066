import json
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.materials import audit, compare, pinned
from tests.setup.wheels import ROOT

TAIL = " \\\n    --hash=sha256:" + "0" * 64 + "\n"
LOCK = f"even==1.0{TAIL}odd-one==2.0 ; sys_platform == 'plan9'{TAIL}even[more]==1.0{TAIL}"
HOLE = {"id": "MADE-UP-1", "aliases": [], "fix_versions": ["3.0"], "description": "made up"}
SOUND: dict[str, Any] = {"name": "even", "version": "1.0", "vulns": []}
OTHER: dict[str, Any] = {"name": "Odd_One", "version": "2.0", "vulns": []}
PASSED_OVER = {"name": "odd-one", "skip_reason": "not found"}

PROGRAM = """
import pathlib, sys
options = sys.argv[1:]
listed = pathlib.Path(options[options.index("-r") + 1])
pathlib.Path("listed").write_text(listed.read_text())
if pathlib.Path("answers.json").exists():
    pathlib.Path(options[options.index("--output") + 1]).write_text(pathlib.Path("answers.json").read_text())
sys.exit(int(pathlib.Path("status").read_text()))
"""
"""Stands for pip-audit: keeps what it was given, and answers as it was told to."""


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.lock").write_text(LOCK)
    return tmp_path / "a.lock"


def audited(lock: Path, answers: list[dict[str, Any]] | None, status: int = 0) -> int:
    (lock.parent / "status").write_text(str(status))
    if answers is not None:
        (lock.parent / "answers.json").write_text(json.dumps({"dependencies": answers, "fixes": []}))
    return audit(lock, [sys.executable, "-c", PROGRAM])


def billed(lock: Path, *parts: dict[str, Any]) -> int:
    bill = lock.parent / "bill.json"
    bill.write_text(json.dumps({"components": parts}))
    return compare(bill, lock)


def test_an_audit_asks_for_what_other_machines_install_as_well(lock: Path) -> None:
    assert audited(lock, [SOUND, OTHER]) == 0
    assert (lock.parent / "listed").read_text() == LOCK.replace(" ; sys_platform == 'plan9'", "")


@pytest.mark.parametrize(
    ("answers", "status", "words"),
    [
        ([SOUND, PASSED_OVER], 0, "odd-one 2.0"),
        ([SOUND], 0, "odd-one 2.0"),
        ([SOUND, OTHER | {"version": "1.9"}], 0, "odd-one 2.0"),
        ([SOUND, OTHER | {"vulns": [HOLE]}], 1, "Odd_One 2.0: MADE-UP-1, mended in 3.0"),
        ([SOUND, OTHER | {"vulns": [HOLE]}], 0, "MADE-UP-1"),
        ([SOUND, OTHER], 1, "Looked up 2 of the 2"),
        ([], 0, "any of them"),
        (None, 1, "Looked up 0 of the 2"),
    ],
    ids=["passed over", "left out", "another version", "a hole", "a hole at 0", "failed", "no answers", "no report"],
)
def test_an_audit_fails_unless_each_package_was_looked_up_and_is_sound(
    lock: Path,
    capfd: pytest.CaptureFixture[str],
    answers: list[dict[str, Any]] | None,
    status: int,
    words: str,
) -> None:
    assert audited(lock, answers, status) == 1

    said = "".join(capfd.readouterr())
    assert words.lower().replace("_", "-") in said.lower().replace("_", "-")


def test_an_audit_of_nothing_fails(lock: Path) -> None:
    lock.write_text("")

    assert audited(lock, []) == 1


def test_a_bill_has_to_hold_what_the_lock_installs_here_with_its_licence_and_nothing_else(
    lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    even = {"name": "Even", "version": "1.0", "licenses": [{"license": {"id": "MIT"}}]}

    assert billed(lock, even) == 0
    assert billed(lock) == 1
    assert billed(lock, even | {"version": "1.1"}) == 1
    assert billed(lock, even, even | {"name": "odd-one"}) == 1
    assert billed(lock, even | {"licenses": []}) == 1
    assert "names no licence of Even" in capsys.readouterr().err


def test_every_entry_of_the_lock_that_operators_install_is_read() -> None:
    text = (ROOT / "requirements.lock").read_text()
    names = {line.split("==")[0].partition("[")[0] for line in text.splitlines() if line[:1].isalnum()}

    assert {name for name, _ in pinned(text)} == names
    assert pinned(text, here=True) <= pinned(text)


def test_make_audit_and_make_sbom_fail_by_these(tmp_path: Path) -> None:
    recipes = (ROOT / "Makefile").read_text()

    assert "\t$(BIN)/python scripts/materials.py audit requirements.lock\n" in recipes
    assert "\t$(BIN)/python scripts/materials.py compare dist/viva.cdx.json requirements.lock\n" in recipes
