"""What holds for every test: its room says what it is for, and nothing in it hangs on how fast a machine is."""

import ast
from collections.abc import Iterator
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
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "settings" and path.name != "conftest.py"
        if any(keyword.arg == "deadline" for keyword in node.keywords)
    ]

    assert timed == []
    assert settings.default is not None
    assert settings.default.deadline is None


BOUNDS = {"timeout", "wait_for", "wait", "run", "result", "communicate"}
"""Calls that give up after a time."""


def limits(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield how long each such call waits."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BOUNDS:
            place = {"timeout": 0, "wait_for": 1}.get(node.func.attr)
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "timeout")
            if place is not None:
                yield from node.args[place : place + 1]


def test_what_is_waited_for_has_the_one_limit_that_ends_a_hang() -> None:
    own = [
        f"{path.relative_to(HERE)}:{limit.lineno}: {ast.unparse(limit)}"
        for path in FILES
        for limit in limits(ast.parse(path.read_text()))
        if any(isinstance(part, ast.Constant) and part.value for part in ast.walk(limit))
    ]

    assert own == []


CLOCKS = {"monotonic", "perf_counter", "process_time", "time"}
COMPARES = "test_linear_time.py"
"""It compares what a text costs with what a shorter one does, the least of three each; nothing is held to seconds."""


def test_no_test_measures_how_long_something_took() -> None:
    measured = [
        f"{path.relative_to(HERE)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if path.name.startswith("test_")
        and path.name != COMPARES
        and isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS)
            or (isinstance(node.func, ast.Name) and node.func.id in CLOCKS - {"time"})  # a time of day
        )
    ]

    assert measured == []
