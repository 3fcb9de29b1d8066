"""The id of a button or a form: what it does, to which screening, at which question. Written and read here alone.

An id travels through the platforms and comes back from people, who can send anything: `read_id` checks all of it
and never raises. Ids that earlier versions posted are still read, for messages outlive versions.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum

LONGEST_ID = 80
"""Characters that every platform keeps, with room for the number that tells like buttons of a message apart."""
LONGEST_READ = 160
"""Characters that are looked at; ids of earlier versions are a little longer than ours."""
SEPARATOR = ":"
NUMBER = "#"
"""Parts an id from the number by which a platform tells it from its like in one message."""
KIND = re.compile(r"[a-z][a-z-]{0,23}")
SESSION = re.compile(r"[A-Za-z0-9_-]{0,40}")
POSITION = re.compile(r"[0-9]{0,3}")
EXTRA = re.compile(r"(?:[A-Za-z0-9_.:-]{0,63}[A-Za-z0-9_.-])?")
OLD = re.compile(r"(?P<head>[^|#]*)(?:#[0-9]+)?(?:\|(?P<about>[^#]*)(?:#[0-9]+)?)?")
OLD_KINDS = {"not now": "decline", "my data": "my-data"}


class UnreadableId(StrEnum):
    """Why an id that came back is none of ours; the word is what the audit log says of it."""

    TOO_LONG = "an id that is too long"
    UNKNOWN_KIND = "an unknown action"
    NO_SESSION_ID = "no session id"
    NO_POSITION = "no position"
    NO_EXTRA = "an unreadable id"


@dataclass(frozen=True)
class ActionId:
    """What a press is about.

    kind: the row of the table of actions. session: the screening's id, empty where there is none.
    position: of a question, from 1, 0 for practice. extra: what stood there when a form was drawn, by which one that
    comes late is known (a message's id, a count of decisions), or which of several lists. Raises ValueError.
    """

    kind: str
    session: str = ""
    position: int | None = None
    extra: str = ""

    def __post_init__(self) -> None:
        position = "" if self.position is None else str(self.position)
        problem = _problem(self.kind, self.session, position, self.extra)
        if problem is not None or len(str(self)) > LONGEST_ID:
            raise ValueError(f"an action's id cannot be written: {problem or UnreadableId.TOO_LONG}")

    def __str__(self) -> str:
        """Return the id as it travels: "done:<session>:3"; empty parts at the end are left out."""
        position = "" if self.position is None else str(self.position)
        return SEPARATOR.join((self.kind, self.session, position, self.extra)).rstrip(SEPARATOR)


def read_id(text: str, kinds: Container[str]) -> ActionId | UnreadableId:
    """Return the id that a text from outside holds, or why it is none of ours; `kinds` are those that there are."""
    if len(text) > LONGEST_READ:
        return UnreadableId.TOO_LONG
    parts = _renewed(text).split(SEPARATOR, 3)
    kind, session, position, extra = parts + [""] * (4 - len(parts))
    if kind not in kinds:
        return UnreadableId.UNKNOWN_KIND
    problem = _problem(kind, session, position, extra.rstrip(SEPARATOR))
    if problem is not None:
        return problem
    if len(SEPARATOR.join((kind, session, position, extra))) > LONGEST_ID:
        return UnreadableId.TOO_LONG
    return ActionId(kind, session, int(position) if position else None, extra.rstrip(SEPARATOR))


def _problem(kind: str, session: str, position: str, extra: str) -> UnreadableId | None:
    checks = (
        (KIND, kind, UnreadableId.UNKNOWN_KIND),
        (SESSION, session, UnreadableId.NO_SESSION_ID),
        (POSITION, position, UnreadableId.NO_POSITION),
        (EXTRA, extra, UnreadableId.NO_EXTRA),
    )
    return next((problem for pattern, part, problem in checks if not pattern.fullmatch(part)), None)


def _renewed(text: str) -> str:
    """Return an id as this version writes it: without its number, and from the forms that earlier versions wrote.

    Those were "done|<session>:3" and "done#2|<session>:3" for buttons, "d|override:<session>:3" for windows,
    "decide:<session>:<ruling>:<known>" for a decision and "show|<list>" for a list.
    """
    old = OLD.fullmatch(text)
    if old is None:
        return text
    kind, _, rest = old["head"].partition(SEPARATOR)
    if old["about"] is not None:
        kind, rest = (kind, old["about"]) if kind not in {"c", "d"} else _cut(old["about"])
    if kind == "decide":
        session, tail = _cut(rest)
        kind, known = _cut(tail)
        rest = f"{session}{SEPARATOR * 2}{known}"
    elif kind == "show" and old["about"] is not None:
        rest = f"{SEPARATOR * 2}{rest}"
    return SEPARATOR.join((OLD_KINDS.get(kind, kind), rest))


def _cut(text: str) -> tuple[str, str]:
    head, _, rest = text.partition(SEPARATOR)
    return head, rest
