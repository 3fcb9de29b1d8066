"""How long answers are kept and who gets them, as it is in force; what a candidate is told, and whether it fits. Pure.

The settings decide, not the role's file: a promise that nothing keeps is worse than none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.core.bank.role import Role

EVERYWHERE = "*"
FLOORS: Mapping[str, int] = {
    "eu": 183,
    "uk": 1,
    "us": 365,
    "california": 1461,
    "colorado": 1096,
    "illinois": 365,
    "new-york": 365,
    "nyc": 365,
}
"""The fewest days for which records of a decision are to be kept, by place: logs under the EU's AI Act, 29 CFR 1602.14,
California's rules of October 2025 (four years), Colorado's SB 26-189 (three). To be checked by counsel of the place."""
ELSEWHERE = 183
"""The floor of a place that is not listed, and of all places together."""
NO_TERM = "as long as nobody erases them: no term is set"
LENGTH = re.compile(r"(\d+)\s*(day|week|month|year)s?", re.IGNORECASE)
DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}
NEAR = 0.1
"""How far a promise in words may be from the setting, as a share: months differ."""


@dataclass(frozen=True)
class Terms:
    """What is in force: days by place, "*" for all others; the model that is asked, as "NAME at HOST"; a contact."""

    days: Mapping[str, int] = field(default_factory=dict)
    model: str | None = None
    contact: str | None = None

    def days_of(self, role: Role) -> int | None:
        """Return for how many days after its end a screening for the role is kept; None for no term."""
        return self.days.get(role.place or EVERYWHERE, self.days.get(EVERYWHERE))

    def in_force(self, role: Role) -> Role:
        """Return the role with the words that hold in the place of those of its file."""
        days = self.days_of(role)
        words = {"retention": NO_TERM if days is None else f"{days} days after the screening has ended"}
        if self.contact:
            words["contact"] = self.contact
        return role.model_copy(update={"wording": role.wording.model_copy(update=words)})


def floor_of(place: str) -> int:
    """Return the fewest days for which a place's records are to be kept."""
    return FLOORS.get(place, ELSEWHERE)


def misfits(roles: Iterable[Role], terms: Terms) -> Iterator[str]:
    """Yield what does not fit between roles and settings, each with what to do about it.

    No term at all is a choice, which candidates are told of, as long as no role's file promises something else.
    """
    roles = tuple(roles)
    places = {role.place for role in roles if role.place}
    for place, days in terms.days.items():
        if days < floor_of(place):
            yield (
                f"VIVA_RETENTION: {place}={days} is under the {floor_of(place)} days for which records of decisions "
                f"are kept there at least. Write {place}={floor_of(place)} or more"
            )
        if place != EVERYWHERE and place not in places:
            yield f'VIVA_RETENTION: no role has the place "{place}": nothing is erased by it. Set `place` in a role'
    for role in roles:
        yield from _of_role(role, terms)


def _of_role(role: Role, terms: Terms) -> Iterator[str]:
    days, promised = terms.days_of(role), LENGTH.search(role.wording.retention)
    if days is None:
        if promised:
            yield (
                f'role {role.id}: its file says "{role.wording.retention}", and nothing keeps that: screenings are '
                "kept for ever, and candidates are told so. Set VIVA_RETENTION, or take the time out of the file"
            )
        elif terms.days:
            where = f'neither "{role.place}" nor "*"' if role.place else 'no "*", and the role has no place'
            yield (
                f"role {role.id}: VIVA_RETENTION has {where}: its screenings are kept for ever, and candidates are "
                "told so. Add *=…, or the role's place"
            )
        return
    if role.place and days < floor_of(role.place) and role.place not in terms.days:
        yield f"role {role.id}: {days} days are under the {floor_of(role.place)} of {role.place}. Add {role.place}=…"
    if promised and abs(int(promised[1]) * DAYS[promised[2].lower()] / days - 1) > NEAR:
        yield (
            f'role {role.id}: its file says "{role.wording.retention}", and {days} days are in force, which is what '
            "candidates are told. Make them agree"
        )
