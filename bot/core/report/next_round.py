"""The next round: the two questions that a screening leaves most open."""

from dataclasses import dataclass

from bot.core.screening.session import Administration, Session

PROBES = 2


@dataclass(frozen=True)
class Probe:
    """A question for the next round; `quote` is the claim it tests, empty when nothing was claimed."""

    position: int
    item: str
    criterion: str
    ask: str
    because: str
    quote: str


def best_probes(session: Session) -> tuple[Probe, ...]:
    """Return up to two probes, from different items, the most telling first.

    A criterion is worth probing when it weighs much, when part of it was claimed and part stayed open,
    and when the item is hard: a half-told story about a hard thing tells most.
    """
    ranked = sorted(((value, probe) for a in session.counted for value, probe in _of(a)), key=lambda p: -p[0])
    best: dict[str, Probe] = {}
    for _, probe in ranked:
        best.setdefault(probe.item, probe)
    return tuple(list(best.values())[:PROBES])


def _of(asked: Administration) -> list[tuple[float, Probe]]:
    grade = asked.grade
    if grade is None or asked.skipped:
        return []
    weight = sum(c.weight for c in asked.criteria)
    rated = {r.criterion: r for r in grade.ratings}
    found = []
    for criterion in asked.criteria:
        rating = rated.get(criterion.id)
        if rating is None or rating.level == criterion.top:
            continue
        told = rating.level or 0
        partly = 1.0 if told else 0.5
        doubt = 1.5 if rating.wrong else 1.0
        value = criterion.weight / weight * partly * doubt * (1 + asked.item.tier.rank) * (1 - told / criterion.top)
        open_point = rating.open[0] if rating.open else criterion.levels[-1]
        because = rating.wrong[0] if rating.wrong else open_point
        quote = rating.evidence[0].quote if rating.evidence else ""
        ask = criterion.probe or criterion.asks
        found.append((value, Probe(asked.position, asked.item.id, criterion.id, ask, because, quote)))
    return found
