"""The list is true: what each mutant takes out is there to be taken out, and so is the test that must fail."""

import ast
from pathlib import Path

import pytest

from tests.mutants.__main__ import all_tried
from tests.mutants.listed import Mutant, mutants, untried

ROOT = Path(__file__).parents[2]
LISTED = mutants()


@pytest.mark.parametrize("mutant", LISTED, ids=lambda mutant: mutant.what)
def test_a_mutant_meets_its_text_and_its_test(mutant: Mutant) -> None:
    after = mutant.text_after(ROOT)
    file, _, name = mutant.test.partition("::")

    ast.parse(after)
    assert (ROOT / file).is_file()
    assert not name or name.partition("[")[0] in defined(ROOT / file)


def test_no_mutant_is_listed_twice() -> None:
    assert len({mutant.what for mutant in LISTED}) == len(LISTED)
    assert len({(mutant.file, mutant.old, mutant.new) for mutant in LISTED}) == len(LISTED)


def defined(file: Path) -> set[str]:
    """Return the names of a file's tests."""
    return {
        n.name for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_a_threat_that_no_mutant_tries_is_named() -> None:
    page = "| who | could | what stops it | shown by |\n| a | b | c | `test_limit` |\n| d | e | f | `tests/x` |"

    assert untried(page, [a_mutant("LIMIT = 3", "LIMIT = 4")]) == ["d: e"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository of one rule and one test."""
    (tmp_path / "rule.py").write_text("LIMIT = 3\nWORDS = 7\n")
    (tmp_path / "test_rule.py").write_text("import rule\n\n\ndef test_limit():\n    assert rule.LIMIT == 3\n")
    return tmp_path


def a_mutant(old: str, new: str) -> Mutant:
    return Mutant("it is changed", "rule.py", old, new, "test_rule.py::test_limit")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "faults", "said"),
    [
        ("LIMIT = 3", "LIMIT = 4", 0, "caught it is changed"),
        ("WORDS = 7", "WORDS = 8", 1, "LIVED: test_rule.py::test_limit passes"),
        ("LIMIT = 9", "LIMIT = 4", 1, "rule.py holds the text 0 times: LIMIT = 9"),
        ("LIMIT = 3", "LIMIT = (", 1, "the test could not run"),
    ],
)
def test_what_lives_is_gone_or_cannot_be_tried_is_said_so(
    tree: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, faults: int, said: str
) -> None:
    assert all_tried([a_mutant(old, new)], tree) == faults
    assert said in capsys.readouterr().out
    assert "LIMIT = 3" in (tree / "rule.py").read_text()


@pytest.mark.slow
def test_a_test_that_fails_by_itself_proves_nothing(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "rule.py").write_text("LIMIT = 5\n")

    assert all_tried([a_mutant("LIMIT = 5", "LIMIT = 4")], tree) == 1
    assert "without any mutant, the tests do not pass" in capsys.readouterr().out
