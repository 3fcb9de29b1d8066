"""`viva regrade`: whose marks and bands the bank, prompt and model of today would move."""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from bot.cli.database import open_store
from bot.cli.options import content_option, db_option, faults_as_errors, grader_option, json_option, settings_of_command
from bot.cli.words import count_of
from bot.content.files.roots import Roots
from bot.core.bank.item import Bank
from bot.core.bank.rubric import Rubric
from bot.core.errors import ScreeningError
from bot.core.grading.grade import Grade, Source, Spent
from bot.core.report.regrade import MovedMark, Regraded, compare
from bot.core.report.summary import Summary
from bot.core.screening.events import Remarked
from bot.core.screening.session import Administration, Session
from bot.flow.ports import Judge

if TYPE_CHECKING:
    from bot.judge.bulk import BulkMemory
    from bot.judge.llm_grader import ReplyMemory


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line."""

    sessions: tuple[str, ...]
    grader: str
    fresh: bool
    content: Roots | None
    db: str | None
    apply: bool
    since: date | None
    bulk: bool = False


@click.command()
@click.argument("sessions", nargs=-1, metavar="[SESSION]...")
@click.option("--diff", is_flag=True, help="Only list what would move: what happens anyway without --apply.")
@click.option("--apply", is_flag=True, help="Store the new marks, beside the old ones, and edit the summaries.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only screenings that a model has marked since that day."
)
@click.option("--fresh", is_flag=True, help="Ask the model anew, also where its reply to an equal request is kept.")
@click.option("--bulk", is_flag=True, help="Ask the model in bulk (Batch API): it may take a day and costs less.")
@grader_option
@content_option
@db_option
@json_option
@faults_as_errors
def regrade(
    sessions: tuple[str, ...], diff: bool, apply: bool, since: datetime | None, fresh: bool, bulk: bool, grader: str,
    content: Roots | None, db: str | None, as_json: bool,
) -> None:  # fmt: skip
    """List what today's rubrics, prompt and model would mark otherwise.

    Looks at every SESSION, or at all that are over. Changes nothing unless told to with --apply.
    """
    if diff and apply:
        raise click.UsageError("--diff changes nothing and --apply does: name one of them.")
    day = since.date() if since else None
    found = asyncio.run(_regraded(Wanted(sessions, grader, fresh, content, db, apply, day, bulk)))
    if as_json:
        click.echo(json.dumps([_record(r) for r in found], indent=2, ensure_ascii=False))
    else:
        for line in _lines(found, applied=apply):
            click.echo(line)


async def _regraded(wanted: Wanted) -> list[Regraded]:
    """Return what would change in each screening; a bar shows on a terminal."""
    from rich.console import Console
    from rich.progress import track

    from bot import app
    from bot.cli.judging import a_judge
    from bot.content.load import load

    bank = load(wanted.content)
    console = Console(stderr=True)
    turn = asyncio.Semaphore(settings_of_command().viva_model_at_once)
    results: list[Regraded] = []
    ahead: list[BulkMemory] = []

    def remembered(kept: "ReplyMemory") -> "ReplyMemory":
        from bot.judge.bulk import BulkMemory

        ahead.append(BulkMemory(kept))
        return ahead[0]

    memory = remembered if wanted.bulk else lambda kept: kept
    async with (
        open_store(wanted.db) as store,
        a_judge(wanted.grader, bank, wanted.db, fresh=wanted.fresh, memory=memory) as judge,
    ):
        ids = wanted.sessions or tuple(await store.over())
        screenings = app.screenings(store, bank)
        if ahead:
            sessions = [session for session_id in ids if _is_wanted(session := await store.load(session_id), wanted)]
            click.echo(await in_bulk(judge, ahead[0], [a for s in sessions for a in answers(s, bank)]), err=True)

        async def marked(asked: Administration, rubric: Rubric) -> Grade:
            async with turn:
                return await judge.grade(asked.response, asked.item, rubric, Spent(), Spent())

        for session_id in track(ids, "Marking", console=console, transient=True, disable=not sys.stderr.isatty()):
            session = await store.load(session_id)
            if not _is_wanted(session, wanted):
                continue
            wanted_marks = {asked.position: marked(asked, rubric) for asked, rubric in answers(session, bank)}
            grades = await asyncio.gather(*wanted_marks.values())
            result = compare(session, dict(zip(wanted_marks, grades, strict=True)))
            results.append(result)
            for moved in result.moved if wanted.apply else ():
                _must_fit(session, session.administrations[moved.position - 1], moved)
        for result in results if wanted.apply else ():
            for moved in result.moved:
                known = len(result.session.administrations[moved.position - 1].grades)
                await screenings.handle(result.session.id, Remarked(moved.position, known, moved.after))
    return results


def answers(session: Session, bank: Bank) -> Iterator[tuple[Administration, Rubric]]:
    """Yield the answers that have marks and whose item is still there, with the rubric of today."""
    from bot.core.bank.candidate_copy import fill_item

    for asked in session.administrations:
        item, rubric = bank.items.get(asked.item.id), bank.rubrics.get(asked.item.id)
        if item is not None and rubric is not None and not asked.skipped and asked.grades:
            yield asked, fill_item(item, rubric, asked.item.given)[1]


async def in_bulk(judge: Judge, ahead: "BulkMemory", wanted: Sequence[tuple[Administration, Rubric]]) -> str:
    """Have the answers read in bulk, as far as the endpoint takes that; return how it went, in words."""
    from bot.judge import bulk
    from bot.judge.llm_grader import LlmJudge

    if not isinstance(judge, LlmJudge):
        raise ScreeningError("--bulk asks a model, and none is set up or asked for. Set VIVA_MODEL, or leave it out.")
    try:
        came = await bulk.fetch(judge, ahead, [bulk.Unmarked(a.response, a.item, rubric) for a, rubric in wanted])
    except bulk.NoBulkError as fault:
        return f"No bulk: {fault}. The answers are asked about one by one."
    if not came.sent:
        return "Nothing to ask in bulk: a reply is kept for every answer."
    paid = f"{came.paid.tokens} tokens, ${came.paid.cost:.2f} at the full price"
    rest = "" if came.verdicts == came.sent else " The others are asked about one by one."
    return f"In bulk: {came.verdicts} of {count_of(came.sent, 'answer')} read, {paid}.{rest}"


def _is_wanted(session: Session, wanted: Wanted) -> bool:
    return wanted.since is None or _read_since(session, wanted.since)


def _read_since(session: Session, day: date) -> bool:
    """Return whether a model has marked an answer on a day or later."""
    grades = [grade for asked in session.administrations for grade in asked.grades]
    return any(g.source is Source.LLM and g.marked_at is not None and g.marked_at.date() >= day for g in grades)


def _must_fit(session: Session, asked: Administration, moved: MovedMark) -> None:
    """Raise ScreeningError if the new marks are on other criteria than the candidate was marked by."""
    old = {c.id: c.top for c in asked.criteria}
    if any(old.get(r.criterion) != r.top for r in moved.after.ratings) or len(moved.after.ratings) != len(old):
        raise ScreeningError(
            f"{session.id}, question {moved.position} ({moved.item}): the rubric has other criteria or levels by now, "
            "and a screening keeps those that it was marked by. Change these marks by hand, or leave them."
        )


def _lines(found: Sequence[Regraded], *, applied: bool) -> list[str]:
    moved = [r for r in found if r.moved]
    lines = [line for result in moved for line in _session(result)]
    answers = sum(len(r.moved) for r in moved)
    bands = sum(r.band_moves for r in moved)
    suggestions = sum(r.suggestion_moves for r in moved)
    counts = (count_of(answers, "mark"), count_of(bands, "band"), count_of(suggestions, "suggestion"))
    what = f"{count_of(len(found), 'screening')}: {', '.join(counts)}"
    return [*lines, f"{what} {'moved' if applied else 'would move; nothing was changed'}."]


def _session(result: Regraded) -> list[str]:
    lines = [f"{result.session.id}  {result.session.role.title}"]
    for m in result.moved:
        steps = ", ".join(f"{c} {_level(old)} → {_level(new)}" for c, old, new in m.criteria)
        score = m.before.score if m.before else None
        lines.append(f"  question {m.position} {m.item}: {_score(score)} → {_score(m.after.score)}  {steps}".rstrip())
    if result.band_moves:
        lines.append(f"  band: {' → '.join(_band(s) or 'none' for s in (result.before, result.after))}")
    if result.suggestion_moves:
        lines.append(f"  suggestion: {' → '.join(_verdict(s) or 'none' for s in (result.before, result.after))}")
    return lines


def _band(summed: Summary) -> str | None:
    return summed.band.tier.value if summed.band else None


def _verdict(summed: Summary) -> str | None:
    return summed.recommendation.verdict.value if summed.recommendation else None


def _record(result: Regraded) -> dict[str, Any]:
    before, after = result.before, result.after
    return {
        "session": result.session.id,
        "moved": [
            {
                "position": m.position,
                "item": m.item,
                "before": m.before.score if m.before else None,
                "after": m.after.score,
                "criteria": [{"id": c, "before": old, "after": new} for c, old, new in m.criteria],
            }
            for m in result.moved
        ],
        "band": [_band(before), _band(after)],
        "recommendation": [_verdict(before), _verdict(after)],
        "theta": [round(before.standing.theta, 4), round(after.standing.theta, 4)],
    }


def _level(level: int | None) -> str:
    return "not told" if level is None else str(level)


def _score(score: float | None) -> str:
    return "no mark" if score is None else f"{score:.2f}"
