"""How long answers are kept and who gets them, as it is in force; what a candidate is told, and whether it fits. Pure.

The settings decide, not the role's file: a promise that nothing keeps is worse than none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.core.bank.promises import promise_of, promises_in
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
AFTER_END = "{days} days after the screening has ended"
SETTING = "VIVA_RETENTION"
SHOWN = ("purpose", "readers", "contact")
"""The parts of a role's words that candidates read as they stand, beside how long answers are kept."""
LIKE_ENOUGH = 0.75
"""How like a place has to be to a known one to be taken for a slip."""
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
        words = {"retention": NO_TERM if days is None else AFTER_END.format(days=days)}
        if self.contact:
            words["contact"] = self.contact
        return role.model_copy(update={"wording": role.wording.model_copy(update=words)})


def floor_of(place: str) -> int:
    """Return the fewest days for which a place's records are to be kept."""
    return FLOORS.get(place, ELSEWHERE)


@dataclass(frozen=True)
class Misfit:
    """What does not fit, and what to do about it; `role` and `key`: in which file and where, None for the settings."""

    problem: str
    remedy: str
    role: str | None = None
    key: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{f'role {self.role}: ' if self.role else ''}{self.problem}. {self.remedy}"


def misfits(roles: Iterable[Role], terms: Terms) -> Iterator[Misfit]:
    """Yield what does not fit between roles and settings.

    No term at all is a choice, which candidates are told of, as long as no role's file promises something else.
    """
    roles = tuple(roles)
    places = {role.place for role in roles if role.place}
    for place, days in terms.days.items():
        if days < floor_of(place):
            yield Misfit(
                f"{SETTING}: {place}={days} is under the {floor_of(place)} days for which records of decisions "
                "are kept there at least",
                f"Write {place}={floor_of(place)} or more",
            )
        if place != EVERYWHERE and place not in places:
            yield Misfit(
                f'{SETTING}: no role has the place "{place}": nothing is erased by it', "Set `place` in a role"
            )
    for role in roles:
        yield from _of_place(role, terms)
        yield from _of_words(role, terms)


def _of_place(role: Role, terms: Terms) -> Iterator[Misfit]:
    days, place = terms.days_of(role), role.place
    near = get_close_matches(place, FLOORS, 1, LIKE_ENOUGH) if place and place not in FLOORS else ()
    for known in near:
        yield Misfit(
            f'the place "{place}" is none of those that are known, and "{known}" is: the floor is {ELSEWHERE} days so, '
            f"and {floor_of(known)} there",
            f"Write place: {known}, if that is meant",
            role.id,
            ("place",),
        )
    if days is None and terms.days:
        where = f'neither "{place}" nor "*"' if place else 'no "*", and the role has no place'
        yield Misfit(
            f"{SETTING} has {where}: its screenings are kept for ever, and candidates are told so",
            "Add *=…, or the role's place",
            role.id,
            ("place",) if place else (),
        )
    if place and days is not None and days < floor_of(place) and place not in terms.days:
        yield Misfit(
            f"{days} days are under the {floor_of(place)} of {place}",
            f"Add {place}={floor_of(place)} or more to {SETTING}",
            role.id,
            ("place",),
        )


def _of_words(role: Role, terms: Terms) -> Iterator[Misfit]:
    """Yield what a role's words promise of how long answers are kept, and nothing keeps."""
    days, term = terms.days_of(role), promise_of(role.wording.retention)
    said = [("retention", term)] if term else []
    said += [(name, found) for name in SHOWN for found in promises_in(getattr(role.wording, name))]
    for name, promise in said:
        says, where = f'its file says "{promise.words}"', (role.id, ("wording", name))
        if days is None:
            yield Misfit(
                f"{says}, and nothing keeps that: screenings are kept for ever, and candidates are told so",
                f"Set {SETTING}, or take the time out of the file",
                *where,
            )
        elif promise.since:
            yield Misfit(
                f'{says}, and nothing counts from "{promise.since}": {days} days after the end of the screening are in '
                "force, which is what candidates are told",
                "Take it out of the file",
                *where,
            )
        elif promise.days is not None and abs(promise.days / days - 1) > NEAR:
            yield Misfit(
                f"{says}, and {days} days are in force, which is what candidates are told", "Make them agree", *where
            )
