"""What `viva bank test` shows: how often a grader marks the samples as people did, and whether style moves it."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bot.cli.judging import a_judge
from bot.cli.words import count_of
from bot.content.schema_errors.expected import nearest
from bot.content.trial.agreement import MOVED, Agreement, Marks, agreement, together
from bot.content.yaml.fault import quote
from bot.core.bank.item import Bank, Item
from bot.core.bank.rubric import Rubric
from bot.core.bank.samples import Floor
from bot.core.errors import ScreeningError
from bot.core.grading.grade import Grade, Spent

ROW = "{:<{wide}}  {:>5}  {:>6}  {:>10}  {:>8}  {:>7}  {:>8}"
NAMES = {"keyword": "the rules", "llm": "the model"}
AT_ONCE = 8
"""Items whose samples are marked at the same time: a model takes seconds for each."""
MOST_MOVED, MOST_KEPT = 0.03, 0.10
"""So large a share of marks may a style move, or leave though everything was taken back."""
SHOWN = 4

Found = Mapping[str, Sequence[Agreement]]
"""The agreements of each grader, by its name, in the order of the items."""


@dataclass(frozen=True)
class Floors:
    """The least shares, in [0, 1], that every item must reach: as given, else as its samples' file says."""

    exact: float | None
    within: float | None

    def of(self, bank: Bank, item: str, grader: str) -> Floor:
        """Return the floor of an item; a lower one in its file is for the rules, which do not see everything."""
        own = bank.samples[item].floor if grader == "keyword" else Floor()
        pairs = {"exact": self.exact, "within": self.within}
        return own.model_copy(update={name: share for name, share in pairs.items() if share is not None})

    def missed(self, bank: Bank, found: Found) -> Iterator[str]:
        """Yield a sentence for each floor that an item does not reach, and for each style that moves marks."""
        for grader, agreements in found.items():
            for a in agreements:
                floor = self.of(bank, a.item, grader)
                shares = (
                    ("equal marks", a.exact, floor.exact),
                    ("marks within one level", a.within, floor.within),
                )
                for what, share, least in shares:
                    if share < least:
                        yield (
                            f"{a.item}: {share:.0%} {what} by {NAMES[grader]} is below the floor of {least:.0%}. "
                            f"See which with: viva bank test --show {a.item}"
                        )
            yield from _moved(together(agreements), grader)


def _moved(whole: Agreement, grader: str) -> Iterator[str]:
    """Yield a sentence for each style that moves more marks than may be, with some of those that it moved."""
    for style, marked in whole.styled.items():
        moved = [m for m in whole.moved if m.style == style]
        if len(moved) > MOST_MOVED * marked:
            some = ", ".join(f"{m.sample} {m.plain:.2f} to {m.styled:.2f}" for m in moved[:SHOWN])
            yield (
                f"{NAMES[grader]} mark {len(moved)} of {marked} answers otherwise when they are put {style}, and ask "
                f"nobody: {some}. Style must not move a mark by more than {MOVED:g}."
            )
        kept = [m for m in whole.kept if m.style == style]
        if len(kept) > MOST_KEPT * marked:
            some = ", ".join(f"{m.sample} {m.styled:.2f} of {m.plain:.2f}" for m in kept[:SHOWN])
            yield (
                f"{NAMES[grader]} leave {len(kept)} of {marked} answers their marks when they are put {style}, and ask "
                f"nobody: {some}. What is taken back must not count."
            )


async def mark_samples(
    bank: Bank, items: Sequence[str], graders: Sequence[str], db: str | None, *, styles: bool
) -> Found:
    """Return the agreements for each item with samples, or for those named; a bar shows on a terminal."""
    for name in items:
        if name not in bank.samples:
            meant = nearest(name, bank.samples)
            remedy = f'Did you mean "{meant}"?' if meant else "Write rubrics/samples/<domain>/<item>.yaml."
            raise ScreeningError(f"there are no marked samples of an item {quote(name)}. {remedy}")
    names = items or sorted(bank.samples)
    console = Console(stderr=True)
    found: dict[str, Sequence[Agreement]] = {}
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("Marking", total=len(names) * len(graders))
        turn = asyncio.Semaphore(AT_ONCE)
        for grader in graders:
            async with a_judge(grader, bank, db, unproven=True) as judge:

                async def marks(answer: str, item: Item, rubric: Rubric) -> Grade:
                    return await judge.grade(answer, item, rubric, Spent(), Spent())

                async def one(name: str, by: Marks) -> Agreement:
                    async with turn:
                        made = await agreement(
                            bank.items[name], bank.rubrics[name], bank.samples[name], by, styles=styles
                        )
                        progress.advance(bar)
                        return made

                found[grader] = await asyncio.gather(*(one(name, marks) for name in names))
    return found


def as_table(found: Found, untested: Sequence[str], *, criteria: bool, show: bool) -> str:
    """Return the figures, one line for each item; with `show`, every mark that differs below its item."""
    lines: list[str] = []
    for grader, agreements in found.items():
        widths = (len(line) for a in agreements for line in (a.item, *(f"  {name}" for name in a.by_criterion())))
        wide = max(4, *widths, 0)
        lines += [f"Marked by {NAMES[grader]}"] if len(found) > 1 or grader != "keyword" else []
        lines.append(ROW.format("item", "marks", "equal", "within one", "too high", "too low", "not told", wide=wide))
        for a in agreements:
            lines.append(_row(a, a.item, wide))
            if criteria:
                lines += [_row(own, f"  {name}", wide) for name, own in a.by_criterion().items()]
            if show:
                lines += [
                    f"  {d.sample}: {d.criterion} is {_level(d.found)}, people say {d.wanted}" for d in a.differences
                ]
        whole = together(agreements)
        lines.append(_row(whole, whole.item, wide))
        if whole.styled:
            marks = count_of(sum(whole.styled.values()), "mark")
            lines.append(
                f"In {len(whole.styled)} other styles: {marks}, {len(whole.moved)} moved by more than {MOVED:g} and "
                f"{len(whole.kept)} left though taken back, without asking for a person"
            )
    if untested:
        lines.append(f"Without marked samples: {', '.join(untested)}")
    return "\n".join(lines)


def as_record(bank: Bank, found: Found, floors: Floors, untested: Sequence[str], *, show: bool) -> dict[str, Any]:
    """Return the same for a script; shares are in [0, 1]."""
    graders = {
        grader: {
            "items": [
                _figures(a)
                | {"floor": floors.of(bank, a.item, grader).model_dump(mode="json")}
                | {"criteria": [_figures(own) for own in a.by_criterion().values()]}
                | {"moved": [asdict(m) for m in (*a.moved, *a.kept)]}
                | ({"differences": [asdict(d) for d in a.differences]} if show else {})
                for a in agreements
            ],
            "all": _figures(together(agreements)),
        }
        for grader, agreements in found.items()
    }
    return {"graders": graders, "untested": list(untested)}


def _row(a: Agreement, name: str, wide: int) -> str:
    return ROW.format(name, a.marks, f"{a.exact:.0%}", f"{a.within:.0%}", a.high, a.low, a.untold, wide=wide)


def _figures(a: Agreement) -> dict[str, Any]:
    shares = {"exact": round(a.exact, 4), "within_one": round(a.within, 4)}
    counts = {
        "too_high": a.high,
        "too_low": a.low,
        "untold": a.untold,
        "styled": sum(a.styled.values()),
        "moved_by_style": len(a.moved),
        "kept_though_taken_back": len(a.kept),
    }
    return {"item": a.item, "marks": a.marks, **shares, **counts}


def _level(level: int | None) -> str:
    return "not told" if level is None else str(level)
