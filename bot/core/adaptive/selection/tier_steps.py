"""Which tiers may follow an answer, so that nobody is thrown from easy to hard.

The rules are wishes in their order: each holds wherever something is left that meets it, and a small bank
runs out of such items towards the end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.adaptive.estimation.posterior import Observation
from bot.core.bank.item import Item, Tier

FULL, NOTHING = 0.9, 0.1
"""From the one score up, an easier item next would be odd; up to the other, a harder one would be unkind."""

STRONG, WEAK = 0.75, 0.25
"""The same, as a milder wish."""

Shape = tuple[str, Tier]
"""A domain and a tier: to the engine, items alike in both are alike."""


@dataclass(frozen=True)
class Asked:
    """An item that was asked, and what its answer says; None as long as it is not graded."""

    item: Item
    observation: Observation | None

    @property
    def score(self) -> float | None:
        """Return the answer's score in [0, 1], or None."""
        return None if self.observation is None else self.observation.score


def shape_of(item: Item) -> Shape:
    """Return an item's domain and tier."""
    return item.domain, item.tier


def follows(asked: Sequence[Asked], turn: Sequence[Item]) -> list[Item]:
    """Return those of `turn` whose tier follows from what was asked before; not empty unless `turn` is.

    turn: the items of the domains whose turn it is.

    The path begins at intermediate. After a full answer it does not go down and after an empty one not up;
    it moves by one tier at a time, also over the rest of the turn, where that can be foreseen.
    """
    shape = [shape_of(item) for item in turn]
    fair = frozenset(shape)
    for rule in _rules(asked, fair):
        fair = frozenset(filter(rule, fair)) or fair
    return [item for item, its in zip(turn, shape, strict=True) if its in fair]


def led(asked: Sequence[Asked], near: Sequence[Item]) -> list[Item]:
    """Return those of `near` that a full answer leads up to, or an empty one down to; all where none are.

    near: items about equally good. It costs no measurable precision, and people see why an item comes.
    """
    if not asked or asked[-1].score is None or NOTHING < asked[-1].score < FULL:
        return list(near)
    last, way = asked[-1].item.tier, 1 if asked[-1].score >= FULL else -1
    leading = {tier for tier in Tier if way * _step(last, tier) > 0}
    return [item for item in near if item.tier in leading] or list(near)


def odd(last: Asked, tier: Tier) -> bool:
    """Return whether a tier does not follow from the last answer: the wrong way, or two tiers away."""
    return _against(last, tier, STRONG, WEAK) or _distance(last.item.tier, tier) > 1


def _rules(asked: Sequence[Asked], turn: frozenset[Shape]) -> tuple[Callable[[Shape], bool], ...]:
    if not asked:
        return (lambda shape: shape[1] is Tier.INTERMEDIATE,)
    last = asked[-1]
    return (
        lambda shape: not _against(last, shape[1], FULL, NOTHING),
        lambda shape: _distance(last.item.tier, shape[1]) <= 1,
        lambda shape: _smooth(shape, turn),
        lambda shape: not _against(last, shape[1], STRONG, WEAK),
    )


def _against(last: Asked, tier: Tier, high: float, low: float) -> bool:
    """Return whether the tier goes down after a score of at least `high`, or up after one of at most `low`."""
    if last.score is None:
        return False
    step = _step(last.item.tier, tier)
    return (step < 0 and last.score >= high) or (step > 0 and last.score <= low)


@lru_cache(maxsize=4096)
def _smooth(first: Shape, turn: frozenset[Shape]) -> bool:
    """Return whether the other domains of the turn can follow `first` by one tier at a time."""
    rest = frozenset(shape for shape in turn if shape[0] != first[0])
    return not rest or any(_smooth(shape, rest) for shape in rest if _distance(first[1], shape[1]) <= 1)


def _distance(one: Tier, other: Tier) -> int:
    return abs(_step(one, other))


def _step(before: Tier, after: Tier) -> int:
    return _RANK[after] - _RANK[before]


_RANK = {tier: tier.rank for tier in Tier}
