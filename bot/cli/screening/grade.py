"""`viva grade`: answers in, marks out; one JSON object a line, in the same order."""

import asyncio
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import click

from bot.cli.options import content_option, db_option, faults_as_errors, grader_option, settings_of_command
from bot.content.files.roots import Roots
from bot.content.load import load
from bot.content.schema_errors.expected import meant
from bot.core.bank.candidate_copy import fill_item
from bot.core.bank.item import Bank, Item
from bot.core.bank.rubric import Rubric
from bot.core.errors import ScreeningError

Row = tuple[Any, Item, Rubric, str]
"""What a line asks for: its id, the item and rubric with the candidate's own numbers, the answer."""


@click.command()
@grader_option
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
@db_option
@faults_as_errors
def grade(grader: str, source: IO[str], target: IO[str], content: Roots | None, db: str | None) -> None:
    """Mark answers: {"id", "item", "answer"} a line in, marks with evidence a line out.

    For an item with numbers of a candidate's own, "with" says what they were: {"gpus": 512}. What it leaves out
    has its first value.

    A model's replies are kept in the database, so that the same answer gets the same marks again.
    """
    bank = load(content)
    wanted = (_wanted(bank, number, row) for number, row in rows(source))
    for record in asyncio.run(_graded(bank, list(wanted), grader, db)):
        target.write(json.dumps(record, ensure_ascii=False) + "\n")
    target.flush()


async def _graded(bank: Bank, wanted: Sequence[Row], grader: str, db: str | None) -> list[dict[str, Any]]:
    """Return the record of each answer, in order; a bar shows on a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    from bot.cli.judging import a_judge
    from bot.core.grading.grade import Spent
    from bot.flow.render.json_records import grade_record

    console = Console(stderr=True)
    turn = asyncio.Semaphore(settings_of_command().viva_model_at_once)
    spent = Spent()
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("Marking", total=len(wanted))
        async with a_judge(grader, bank, db) as judge:

            async def marked(row_id: Any, item: Item, rubric: Rubric, answer: str) -> dict[str, Any]:
                nonlocal spent
                async with turn:
                    marks = await judge.grade(answer, item, rubric, Spent(), spent)
                spent = spent.plus(marks.calls)
                progress.advance(bar)
                return grade_record(row_id, item.id, marks)

            return await asyncio.gather(*(marked(*row) for row in wanted))


def rows(source: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
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


def _wanted(bank: Bank, number: int, row: dict[str, Any]) -> Row:
    item_id, answer = row.get("item"), row.get("answer")
    if not isinstance(answer, str):
        raise ScreeningError(
            f'line {number}: "answer" is missing or no text. Write {{"id": …, "item": …, "answer": "…"}}.'
        )
    item = bank.items.get(item_id) if isinstance(item_id, str) else None
    if item is None:
        raise ScreeningError(f'line {number}: item "{item_id}" is not in the bank. {meant(str(item_id), bank.items)}')
    return row.get("id", number), *_as_given(number, item, bank.rubrics[item.id], row.get("with", {})), answer


def _as_given(number: int, item: Item, rubric: Rubric, given: Any) -> tuple[Item, Rubric]:
    """Return the item and rubric with the numbers of a line's "with"."""
    good = isinstance(given, dict) and all(
        name in item.parameters and value in item.parameters[name].values for name, value in given.items()
    )
    if not good:
        known = "; ".join(f"{n}: {', '.join(f'{v:g}' for v in p.values)}" for n, p in item.parameters.items())
        raise ScreeningError(f'line {number}: "with" is not of item "{item.id}". It has {known or "no own numbers"}.')
    return fill_item(item, rubric, given)
