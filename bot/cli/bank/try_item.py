"""`viva bank try`: answer an item as a candidate would, and see what each criterion saw in the words."""

import asyncio
import sys
from typing import IO

import click

from bot.cli.options import Failure, content_option, db_option, faults_as_errors, grader_option
from bot.content.files.roots import Roots
from bot.content.load import load
from bot.content.schema_errors.expected import nearest
from bot.content.yaml.fault import quote
from bot.core.bank.candidate_copy import fill_item, given_for
from bot.core.bank.item import Bank, Item
from bot.core.bank.rubric import Rubric
from bot.core.grading.grade import Grade, Spent

COLOURS = ("cyan", "yellow", "green", "magenta", "blue", "red", "bright_cyan")


@click.command("try")
@click.argument("item")
@click.option("--in", "source", type=click.File("r", encoding="utf-8"), help="Read the answer from a file, or - .")
@click.option("--seed", default=None, help="Draw the item's numbers as a session with this seed does.")
@click.option("--width", type=click.IntRange(40, 240), default=None, help="Columns to fill.")
@grader_option
@content_option
@db_option
@faults_as_errors
def try_item(
    item: str, source: IO[str] | None, seed: str | None, width: int | None, grader: str,
    content: Roots | None, db: str | None,
) -> None:  # fmt: skip
    """Answer ITEM as a candidate, and see what each criterion saw.

    Shows each criterion's level with the points made and left open, wrong claims and flags, and marks in the text
    what proved what. Nothing is stored but a model's reply.
    """
    bank = load(content)
    asked, rubric = _put(bank, item, seed)
    _show_question(asked, width)
    answer = source.read().strip() if source else _typed()
    if not answer:
        raise Failure("There is no answer to mark. Write one, or name a file with --in.")
    grade = asyncio.run(_marked(bank, asked, rubric, answer, grader, db))
    _show_marks(answer, rubric, grade, width)


def _put(bank: Bank, name: str, seed: str | None) -> tuple[Item, Rubric]:
    if name not in bank.items:
        meant = nearest(name, bank.items)
        remedy = f"Did you mean {quote(meant)}?" if meant else "See viva bank page."
        raise Failure(f"there is no item {quote(name)}. {remedy}")
    item = bank.items[name]
    return fill_item(item, bank.rubrics[name], given_for(item, seed) if seed is not None else {})


def _typed() -> str:
    """Return what is typed, up to a line with only "done" on it or the end of input."""
    if sys.stdin.isatty():
        click.echo('Write your answer; end it with a line that says "done".')
    lines = []
    for line in sys.stdin:
        if line.strip().lower() == "done":
            break
        lines.append(line)
    return "".join(lines).strip()


async def _marked(bank: Bank, item: Item, rubric: Rubric, answer: str, grader: str, db: str | None) -> Grade:
    from bot.cli.judging import a_judge

    async with a_judge(grader, bank, db) as judge:
        return await judge.grade(answer, item, rubric, Spent(), Spent())


def _show_question(item: Item, width: int | None) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(width=width, highlight=False)
    console.print(Text(f"{item.id} · {item.tier.value} · about {item.minutes:g} minutes", style="bold"))
    console.print(Text(item.question), end="\n\n")


def _show_marks(answer: str, rubric: Rubric, grade: Grade, width: int | None) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from bot.core.grading.highlight import stretches

    console = Console(width=width, highlight=False)
    marked = Text()
    for piece in stretches(answer, grade):
        style = f"bold {COLOURS[(piece.proves[0] - 1) % len(COLOURS)]}" if piece.proves else ""
        marked.append(piece.text, style)
        if piece.proves:
            marked.append(f"[{','.join(map(str, piece.proves))}]", "dim")
    console.print(marked, end="\n\n")
    asks = {c.id: c.asks for m in (rubric, *rubric.variants) for c in m.criteria}
    for number, rating in enumerate(grade.ratings, 1):
        level = "not told" if rating.level is None else f"{rating.level} of {rating.top}"
        head = Text(f"[{number}] {rating.criterion}: {level}", f"bold {COLOURS[(number - 1) % len(COLOURS)]}")
        console.print(head.append(f"  {asks.get(rating.criterion, '')}", "not bold default"))
        for sign, style, lines in (("+", "green", rating.made), ("-", "dim", rating.open), ("!", "red", rating.wrong)):
            for line in lines:
                console.print(Padding(Text(f"{sign} {line}", style), (0, 0, 0, 4), expand=False))
        if rating.reason:
            console.print(Padding(Text(rating.reason, "italic"), (0, 0, 0, 4), expand=False))
    for flag in grade.flags:
        console.print(Text(f"{flag.colour.value} flag: {flag.says}: “{flag.evidence.quote}”", flag.colour.value))
    for reason in grade.reasons:
        console.print(Text(f"A person should look: {reason}", "yellow"))
    score = "no mark" if grade.score is None else f"{grade.score:.0%} of full marks"
    console.print(Text(f"{score}, by {grade.source.value}. + made, - left open, ! wrong.", "bold"))
