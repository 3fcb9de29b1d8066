"""The most that marking by a model may cost, for one screening and for one day."""

from dataclasses import dataclass

from bot.core.grading.grade import Spent


@dataclass(frozen=True)
class SpendLimit:
    """The most that may be spent, for one screening and for one day; None is no limit. Money in US dollars."""

    session_tokens: int | None = None
    session_cost: float | None = None
    day_tokens: int | None = None
    day_cost: float | None = None

    def used_up(self, session: Spent, day: Spent) -> bool:
        """Return whether nothing more may be spent."""
        pairs = (
            (session.tokens, self.session_tokens),
            (session.cost, self.session_cost),
            (day.tokens, self.day_tokens),
            (day.cost, self.day_cost),
        )
        return any(limit is not None and spent >= limit for spent, limit in pairs)
