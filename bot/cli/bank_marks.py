"""What `viva bank test` shows: how often the keyword grader marks the samples as people did."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.progress import track

from bot.content.agreement import Agreement, agreement, together
from bot.content.fault import quoted
from bot.content.shape import nearest
from bot.core.bank import Bank
from bot.core.errors import ScreeningError
from bot.core.keywords import grade

ROW = "{:<{wide}}  {:>5}  {:>6}  {:>10}  {:>8}  {:>7}"


@dataclass(frozen=True)
class Floors:
    """The least shares, in [0, 1], that every item must reach."""

    exact: float
    within: float

    def missed(self, found: Agreement) -> list[str]:
        """Return a sentence for each floor that an item does not reach."""
        shares = (("equal marks", found.exact, self.exact), ("marks within one level", found.within, self.within))
        return [
            f"{found.item}: {share:.0%} {what} is below the floor of {floor:.0%}. "
            f"See which with: viva bank test --show {found.item}"
            for what, share, floor in shares
            if share < floor
        ]


def marked(bank: Bank, items: Sequence[str]) -> list[Agreement]:
    """Return the agreement for each item with samples, or for those named; a bar shows on a terminal."""
    for name in items:
        if name not in bank.samples:
            meant = nearest(name, bank.samples)
            remedy = f'Did you mean "{meant}"?' if meant else "Write rubrics/samples/<domain>/<item>.yaml."
            raise ScreeningError(f"there are no marked samples of an item {quoted(name)}. {remedy}")
    wanted = [bank.samples[name] for name in (items or sorted(bank.samples))]
    console = Console(stderr=True)
    rows = track(wanted, "Marking", console=console, transient=True, disable=not console.is_terminal)
    return [agreement(bank.items[s.item], bank.rubrics[s.item], s, grade) for s in rows]


def as_table(found: Sequence[Agreement], untested: Sequence[str], *, show: bool) -> str:
    """Return the figures, one line for each item; with `show`, every mark that differs below its item."""
    wide = max(4, *(len(a.item) for a in found), 0)
    lines = [ROW.format("item", "marks", "equal", "within one", "too high", "too low", wide=wide)]
    for a in found:
        lines.append(_row(a, wide))
        if show:
            lines += [f"  {d.sample}: {d.criterion} is {_level(d.found)}, people say {d.wanted}" for d in a.differences]
    lines.append(_row(together(found), wide))
    if untested:
        lines.append(f"Without marked samples: {', '.join(untested)}")
    return "\n".join(lines)


def as_record(found: Sequence[Agreement], floors: Floors, untested: Sequence[str], *, show: bool) -> dict[str, Any]:
    """Return the same for a script; shares are in [0, 1]."""
    return {
        "items": [_figures(a) | ({"differences": [asdict(d) for d in a.differences]} if show else {}) for a in found],
        "all": _figures(together(found)),
        "floors": asdict(floors),
        "untested": list(untested),
    }


def _row(a: Agreement, wide: int) -> str:
    return ROW.format(a.item, a.marks, f"{a.exact:.0%}", f"{a.within:.0%}", a.high, a.low, wide=wide)


def _figures(a: Agreement) -> dict[str, Any]:
    shares = {"exact": round(a.exact, 4), "within_one": round(a.within, 4)}
    return {"item": a.item, "marks": a.marks, **shares, "too_high": a.high, "too_low": a.low, "untold": a.untold}


def _level(level: int | None) -> str:
    return "not told" if level is None else str(level)
