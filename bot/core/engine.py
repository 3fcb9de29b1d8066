"""The engine by itself, without chats and stores: for benchmarks, simulations and trials."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.core.ability import Standing, estimate
from bot.core.bank import Item
from bot.core.chance import draw
from bot.core.posterior import Observation
from bot.core.recommendation import Recommendation, recommend
from bot.core.role import Role
from bot.core.selection import Asked, Choice, choose, possible
from bot.core.stopping import StopReason, stop_reason


class Engine:
    """One screening. Ask for an item, record its score, and so on until `done` gives a reason.

    items: what may be asked; seed: decides between items that are about equally good.
    """

    def __init__(
        self, role: Role, items: Sequence[Item], seed: str, shown: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        self.role = role
        self.items = tuple(items)
        self.seed = seed
        self.shown = shown
        self.asked: tuple[Asked, ...] = ()
        self.pending: Choice | None = None

    def next_item(self) -> Item | None:
        """Return the item to ask now, the same until its score is recorded; None when the session is over."""
        if self.pending is None and self.done() is None:
            drawn = draw(self.seed, len(self.asked) + 1, "item")
            self.pending = choose(self.role, self.items, self.asked, drawn, self.shown)
        return None if self.pending is None else self.pending.item

    def record(self, score: float | None, grader: str = "keyword") -> None:
        """Note the score, in [0, 1], of the item that is out; None says that it could not be graded."""
        if self.pending is None:
            raise ValueError("no item is out: call next_item first")
        item = self.pending.item
        seen = None if score is None else Observation(item.id, item.domain, item.tier, score, grader)
        self.asked = (*self.asked, Asked(item, seen))
        self.pending = None

    def done(self) -> StopReason | None:
        """Return why nothing more is asked, or None while there is more to ask."""
        left = len(possible(self.role, self.items, self.asked))
        return stop_reason(self.role, self.estimate(), self.asked, left)

    def estimate(self) -> Standing:
        """Return where the candidate stands after the graded answers."""
        return estimate(self.observations, self.role)

    def decision(self, ambiguous: Sequence[Observation] = ()) -> Recommendation:
        """Return what the answers suggest to the person who decides."""
        unresolved = sum(a.observation is None for a in self.asked)
        return recommend(self.role, self.estimate(), self.observations, ambiguous=ambiguous, unresolved=unresolved)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Return what the graded answers say, in the order of asking."""
        return tuple(a.observation for a in self.asked if a.observation is not None)
