"""What holds for every test: its room says what it is for, and no property is timed."""

import ast
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent
ROOMS = sorted(path.parent for path in HERE.rglob("__init__.py"))
FILES = sorted(HERE.rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.relative_to(HERE.parent).as_posix())
def test_each_room_says_in_one_line_what_it_is_for(room: Path) -> None:
    said = ast.get_docstring(ast.parse((room / "__init__.py").read_text()))

    assert said
    assert "\n" not in said


def test_every_folder_of_tests_is_a_room() -> None:
    assert {path.parent for path in FILES} == set(ROOMS)


def test_no_property_has_a_time_limit() -> None:
    timed = [
        f"{path.relative_to(HERE)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.keyword) and node.arg == "deadline" and path.name != "conftest.py"
    ]

    assert timed == []
    assert settings.default is not None
    assert settings.default.deadline is None
