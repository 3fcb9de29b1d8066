"""A legal hold: a person's or a role's screenings are not erased while it stands. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.errors import ScreeningError


@dataclass(frozen=True)
class Hold:
    """What keeps screenings from being erased, why, and by whose word.

    Either a person, by platform and id, or a role by its id; the other is empty. until: the last day on which it
    stands, in UTC; None until somebody releases it. number: from 1, given by the store; 0 before.
    """

    platform: str
    person_id: str
    role_id: str
    reason: str
    placed_by: str
    placed_at: datetime
    until: date | None = None
    released_by: str = ""
    released_at: datetime | None = None
    number: int = 0

    @property
    def about(self) -> str:
        """Return whom it is about, as an operator names them."""
        return f"role {self.role_id}" if self.role_id else f"{self.platform}:{self.person_id}"

    def stands(self, now: datetime) -> bool:
        """Return whether it is in force: not released, and its last day not over."""
        return self.released_at is None and (self.until is None or now.date() <= self.until)


class OnHold(ScreeningError):
    """A screening is not erased, as a hold stands on it."""

    def __init__(self, session_id: str, hold: Hold) -> None:
        self.session_id, self.hold = session_id, hold
        super().__init__(f"screening {session_id}: {in_words(hold)}")


def in_words(hold: Hold) -> str:
    """Return that it is on hold, why and until when, for whoever asked for an erasure."""
    until = f"until {hold.until:%Y-%m-%d}" if hold.until else "until it is released"
    return f"on hold {until}, for this reason: {hold.reason}"


def standing(holds: Iterable[Hold], now: datetime) -> tuple[Hold, ...]:
    """Return those in force."""
    return tuple(hold for hold in holds if hold.stands(now))
