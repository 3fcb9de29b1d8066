"""The engine by itself, without chats and stores: for benchmarks, simulations and trials. See docs/engine.md."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.core.adaptive.estimation.ability import Standing, estimate
from bot.core.adaptive.estimation.likelihoods import LABELS, Tables
from bot.core.adaptive.estimation.posterior import Observation
from bot.core.adaptive.recommendation import Reason, Recommendation, recommend
from bot.core.adaptive.selection.next_item import Asked, NextItem, choose
from bot.core.adaptive.stopping import StopReason, ending
from bot.core.bank.item import Item
from bot.core.bank.role import Role
from bot.core.seeded import draw


class Engine:
    """One screening. Ask for an item, record its score, and so on until `done` gives a reason.

    items: what may be asked; seed: decides between items that are about equally good; shown: how often each
    item met a candidate before, by id; tables: what is known of items and graders beyond the items' labels.
    """

    def __init__(
        self,
        role: Role,
        items: Sequence[Item],
        seed: str,
        shown: Mapping[str, int] = MappingProxyType({}),
        tables: Tables = LABELS,
    ) -> None:
        self.role = role
        self.items = tuple(items)
        self.seed = seed
        self.shown = shown
        self.tables = tables
        self.asked: tuple[Asked, ...] = ()
        self.pending: NextItem | None = None

    def next_item(self) -> Item | None:
        """Return the item to ask now, the same until its score is recorded; None when the session is over."""
        if self.pending is None and self.done() is None:
            drawn = draw(self.seed, len(self.asked) + 1, "item")
            self.pending = choose(self.role, self.items, self.asked, drawn, self.shown, self.tables)
        return None if self.pending is None else self.pending.item

    def record(self, score: float | None, grader: str = "keyword", *, ambiguous: bool = False) -> None:
        """Note the score, in [0, 1], of the item that is out; None says that it could not be graded.

        ambiguous: the grader is unsure; the score then counts for less. ValueError when no item is out.
        """
        if self.pending is None:
            raise ValueError("no item is out: call next_item first")
        self.asked = (*self.asked, _asked(self.pending.item, score, grader, ambiguous))
        self.pending = None

    def remark(self, item_id: str, score: float | None, grader: str = "person", *, ambiguous: bool = False) -> None:
        """Replace the score of an item that was asked; all that follows from scores is computed anew.

        ValueError for an item that was not asked.
        """
        if item_id not in {a.item.id for a in self.asked}:
            raise ValueError(f"item {item_id!r} was not asked")
        self.asked = tuple(_asked(a.item, score, grader, ambiguous) if a.item.id == item_id else a for a in self.asked)

    def done(self) -> StopReason | None:
        """Return why nothing more is asked, or None while there is more to ask."""
        return ending(self.role, self.items, self.asked, self.tables)

    def estimate(self) -> Standing:
        """Return where the candidate stands after the graded answers."""
        return estimate(self.observations, self.role, self.tables)

    def decision(self, *, unusual: tuple[Reason, ...] = ()) -> Recommendation:
        """Return what the answers suggest to the person who decides; `unusual`: see `recommend`."""
        unresolved = sum(a.observation is None for a in self.asked)
        return recommend(
            self.role,
            self.estimate(),
            self.observations,
            unresolved=unresolved,
            unusual=unusual,
            tables=self.tables,
        )

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Return what the graded answers say, in the order of asking."""
        return tuple(a.observation for a in self.asked if a.observation is not None)


def _asked(item: Item, score: float | None, grader: str, ambiguous: bool) -> Asked:
    seen = None if score is None else Observation(item.id, item.domain, item.tier, score, grader, ambiguous)
    return Asked(item, seen)
