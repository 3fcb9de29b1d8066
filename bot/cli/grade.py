"""`viva grade`: answers in, marks out; one JSON object a line, in the same order."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click

from bot.cli.options import content_option, faults_as_errors
from bot.content.load import load
from bot.core.bank import Bank
from bot.core.errors import ScreeningError
from bot.core.keywords import grade as grade_by_keywords
from bot.flow.records import grade_record


@click.command()
@click.option(
    "--grader",
    type=click.Choice(["keyword", "auto"]),
    default="auto",
    show_default=True,
    help="Who marks. auto takes the best grader that is configured; here that is the keyword grader.",
)
@click.option(
    "--in", "source", type=click.File("r", encoding="utf-8"), required=True, help="JSONL, or - for standard input."
)
@click.option(
    "--out",
    "target",
    type=click.File("w", encoding="utf-8", lazy=False),
    default="-",
    help="JSONL; standard output if left out.",
)
@content_option
@faults_as_errors
def grade(grader: str, source: IO[str], target: IO[str], content: Path | None) -> None:  # noqa: ARG001 - both names mean the one grader there is
    """Mark answers: {"id", "item", "answer"} a line in, marks with evidence a line out."""
    bank = load(content)
    for number, row in rows(source):
        target.write(json.dumps(_graded(bank, number, row), ensure_ascii=False) + "\n")
    target.flush()


def rows(source: IO[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each object of a JSONL file with its line number; blank lines are passed over."""
    name = getattr(source, "name", "input")
    try:
        for number, line in enumerate(source, 1):
            if line.strip():
                yield number, _row(name, number, line)
    except UnicodeDecodeError as fault:
        raise ScreeningError(f"{name}: the file is not UTF-8 (byte {fault.start}). Save it as UTF-8.") from fault


def _row(name: str, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as fault:
        raise ScreeningError(
            f"{name}:{number}:{fault.colno}: this line is not JSON ({fault.msg}). Write one object on each line."
        ) from fault
    if not isinstance(row, dict):
        raise ScreeningError(f'{name}:{number}: a line must be an object. Write {{"item": …, "answer": …}}.')
    return row


def _graded(bank: Bank, number: int, row: dict[str, Any]) -> dict[str, Any]:
    item_id, answer = row.get("item"), row.get("answer")
    if not isinstance(answer, str):
        raise ScreeningError(
            f'line {number}: "answer" is missing or no text. Write {{"id": …, "item": …, "answer": "…"}}.'
        )
    item = bank.items.get(item_id) if isinstance(item_id, str) else None
    if item is None:
        raise ScreeningError(
            f'line {number}: item "{item_id}" is not in the bank. Known: {", ".join(sorted(bank.items))}.'
        )
    marks = grade_by_keywords(answer, item, bank.rubrics[item.id])
    return grade_record(row.get("id", number), item.id, marks)
