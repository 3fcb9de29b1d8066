"""Chooses the next item: expected information within fairness, exposure control and time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest
from types import MappingProxyType

from bot.core.adaptive.estimation.likelihoods import LABELS, Tables
from bot.core.adaptive.estimation.posterior import posterior
from bot.core.adaptive.selection.chain import DEEPER, at_once, follows_on, is_unlocked, topic_of
from bot.core.adaptive.selection.exposure import least_shown, under_cap
from bot.core.adaptive.selection.information import expected_gains
from bot.core.adaptive.selection.tier_steps import Asked, follows, led, odd
from bot.core.adaptive.selection.time_plan import Budget
from bot.core.bank.item import Item, Tier
from bot.core.bank.role import Role

__all__ = ["Asked", "Because", "Kind", "NextItem", "choose", "expected_minutes", "in_turn", "minutes_of", "possible"]

MINUTE = 0.03
"""A minute of a candidate's time costs this share of a question's gain, also where the limits leave time enough."""
LATER = 0.8
"""What a question tells later counts for so much beside what one tells now: the decision may be clear before."""

RUNNERS_UP = 3


class Kind(StrEnum):
    """How an item follows from the one before."""

    FIRST = "first"
    STEP_UP = "step_up"
    STEP_DOWN = "step_down"
    COVERS_DOMAIN = "covers_domain"
    """The same tier, in a domain not asked about before."""
    SAME_TIER = "same_tier"
    DEEPER = "deeper"
    """The next link of a chain; the previous fields are about the link before it."""
    PILOT = "pilot"
    """Drawn by lot to be tried out; it does not count (see `pilot`)."""
    LEFT_OVER = "left_over"
    """It does not follow from the answer before: the bank had nothing better left (see `path`)."""


@dataclass(frozen=True)
class Because:
    """Why an item was chosen, for whoever puts it into words; the previous fields are None for the first.

    previous_score: in [0, 1], or None when that answer is not graded.
    """

    kind: Kind
    previous_id: str | None = None
    previous_tier: Tier | None = None
    previous_score: float | None = None


@dataclass(frozen=True)
class NextItem:
    """The next item.

    gain: the share of what is open that it should settle, in [0, 1] (see `information`).
    runners_up: ids of the next best, best first, at most three.
    among: ids of the items about equally good from which the draw picked, in order.
    """

    item: Item
    because: Because
    gain: float
    runners_up: tuple[str, ...]
    among: tuple[str, ...] = ()


def choose(
    role: Role,
    items: Sequence[Item],
    asked: Sequence[Asked],
    draw: float,
    shown: Mapping[str, int] = MappingProxyType({}),
    tables: Tables = LABELS,
) -> NextItem | None:
    """Return the next item, or None when nothing may be asked any more.

    items: those of the role's bank, asked or not, in any order.
    draw: in [0, 1): decides among items that are about equally good.
    shown: how often each item met a candidate, by id; the least shown quarter is preferred.
    """
    turn = in_turn(role, items, asked, tables)
    pool = under_cap(role, items, follows(asked, turn), shown)
    if not pool:
        return None
    given = posterior([a.observation for a in asked if a.observation is not None], role, tables)
    place = {item.id: (item.domain, tables.key_of(item)) for item in turn}
    gains = expected_gains(given, role.bar, place.values(), tables)
    worth, top = _worth(role, turn, {i.id: gains[place[i.id]] for i in turn}, asked, tables)
    best = max(worth[i.id] for i in pool)
    near = led(asked, [i for i in pool if best - worth[i.id] <= (DEEPER if follows_on(i) else tables.near) * top])
    rare = least_shown(near, shown)
    chosen = rare[int(draw * len(rare))]
    others = nsmallest(RUNNERS_UP, {i.id for i in pool} - {chosen.id}, key=lambda id: (-worth[id], id))
    among = tuple(item.id for item in rare)
    return NextItem(chosen, _because(chosen, asked), gains[place[chosen.id]], tuple(others), among)


def _worth(
    role: Role, turn: Sequence[Item], gains: Mapping[str, float], asked: Sequence[Asked], tables: Tables
) -> tuple[dict[str, float], float]:
    """Return what asking each item leads to, it and the rest of the time, and the best gain of a single one."""
    share = _shares(role)
    weighed = {i.id: gains[i.id] * share.get(i.domain, 0.0) for i in turn}
    minutes = {i.id: expected_minutes(i, tables) for i in turn}
    left = role.limits.minutes - minutes_of(asked, tables)
    budget = Budget(((minutes[id], weighed[id]) for id in weighed), left, role.limits.max_items - len(asked))
    top = max(weighed.values())
    worth = {id: weighed[id] + LATER * budget.after(minutes[id]) - MINUTE * top * minutes[id] for id in weighed}
    return worth, top


def possible(role: Role, items: Sequence[Item], asked: Sequence[Asked], tables: Tables = LABELS) -> list[Item]:
    """Return the items not asked, not enemies of an asked one, and within the minutes that remain."""
    met = {a.item.id for a in asked}
    barred = met.union(*(a.item.enemies for a in asked))
    left = role.limits.minutes - minutes_of(asked, tables)
    return [
        item
        for item in items
        if item.id not in barred
        and met.isdisjoint(item.enemies)
        and expected_minutes(item, tables) <= left
        and is_unlocked(item, asked)
    ]


def expected_minutes(item: Item, tables: Tables = LABELS) -> float:
    """Return the minutes that an answer is expected to take: measured, or as the item's author put them."""
    return tables.minutes.get(item.id, item.minutes)


def minutes_of(asked: Sequence[Asked], tables: Tables = LABELS) -> float:
    """Return the expected minutes of what was asked."""
    return sum(expected_minutes(a.item, tables) for a in asked)


def in_turn(role: Role, items: Sequence[Item], asked: Sequence[Asked], tables: Tables = LABELS) -> list[Item]:
    """Return the possible items of the domains asked about least, and the link that takes up the last answer.

    So no domain gets two topics ahead of another that still has some; the links of a chain are one topic. A link
    has to leave time and questions for the domains that are still missing.
    Source: Kingsbury & Zara (1989), Applied Measurement in Education 2(4), made strict.
    """
    left = possible(role, items, asked, tables)
    counts = Counter(domain for domain, _ in {(a.item.domain, topic_of(a.item)) for a in asked})
    least = min((counts[item.domain] for item in left), default=0)
    turn = [item for item in left if counts[item.domain] == least]
    deeper = [link for link in at_once(asked, left) if _leaves_room(role, link, left, asked, tables)]
    return turn + [link for link in deeper if link not in turn]


def _leaves_room(role: Role, link: Item, left: Sequence[Item], asked: Sequence[Asked], tables: Tables) -> bool:
    """Return whether every domain not asked about yet can still have its shortest item after the link."""
    covered = {a.item.domain for a in asked}
    shortest: dict[str, float] = {}
    for item in left:
        if item.domain not in covered:
            minutes = expected_minutes(item, tables)
            shortest[item.domain] = min(minutes, shortest.get(item.domain, minutes))
    spent = minutes_of(asked, tables) + expected_minutes(link, tables) + sum(shortest.values())
    return len(asked) + 1 + len(shortest) <= role.limits.max_items and spent <= role.limits.minutes


def _shares(role: Role) -> dict[str, float]:
    # Domains take turns, so a share only decides who goes first; its root keeps close ones within NEAR.
    return {domain: weight**0.5 for domain, weight in role.domains.items()}


def _because(chosen: Item, asked: Sequence[Asked]) -> Because:
    if not asked:
        return Because(Kind.FIRST)
    if chosen.chain and chosen.chain.follows:
        before = next(a for a in asked if a.item.id == chosen.chain.follows)
        return Because(Kind.DEEPER, before.item.id, before.item.tier, before.score)
    last = asked[-1]
    step = chosen.tier.rank - last.item.tier.rank
    if odd(last, chosen.tier):
        kind = Kind.LEFT_OVER
    elif step:
        kind = Kind.STEP_UP if step > 0 else Kind.STEP_DOWN
    else:
        covered = {a.item.domain for a in asked}
        kind = Kind.SAME_TIER if chosen.domain in covered else Kind.COVERS_DOMAIN
    return Because(kind, last.item.id, last.item.tier, last.score)
