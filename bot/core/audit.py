"""The audit chain: entries of who saw, changed or decided what, each sealed with the one before.

Whoever changes, removes or moves an entry afterwards breaks a seal. Entries hold ids and the names of acts,
never an answer, a mark or a reason.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

START = "0" * 64
"""What the first entry is sealed with."""


class Act(StrEnum):
    """What somebody did, or tried to do."""

    INVITED = "invited"
    LISTED = "listed screenings"
    SAW_CARD = "had the card before them"
    SAW_DETAILS = "saw the details"
    SAW_TRANSCRIPT = "saw the transcript"
    SAW_PACK = "saw the next-round pack"
    OVERRODE = "set a mark"
    ASKED_REMARK = "asked for new marks"
    REREAD = "answered a request to read again"
    DECIDED = "decided"
    TOOK_DATA = "took their own data"
    EXPORTED = "exported a person's data"
    ERASED = "erased a person's data"
    PURGED = "removed what was kept long enough"
    RETRIED = "had failed work tried again"
    DROPPED = "dropped failed work"
    REFUSED = "was refused"


@dataclass(frozen=True)
class Entry:
    """One act. `subject` is a screening's id or a person's; `detail` names a criterion, a verdict or an action."""

    at: datetime
    platform: str
    actor: str
    act: Act
    subject: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Link:
    """An entry in its place, from 1, with its seal of 64 hex digits."""

    number: int
    entry: Entry
    seal: str


@dataclass(frozen=True)
class Head:
    """Where a chain ends: the last link's number and seal. Kept elsewhere, it shows that nothing was cut off."""

    number: int = 0
    seal: str = START


@dataclass(frozen=True)
class Break:
    """The first place at which a chain does not hold, and how."""

    number: int
    problem: str


def seal_entry(head: Head, entry: Entry) -> Link:
    """Return the entry as the next link of a chain that ends in `head` (SHA-256 over its seal and the entry)."""
    number = head.number + 1
    fields = [
        head.seal, number, entry.at.astimezone(UTC).isoformat(), entry.platform, entry.actor, entry.act.value,
        entry.subject, entry.detail,
    ]  # fmt: skip
    canonical = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return Link(number, entry, hashlib.sha256(canonical.encode()).hexdigest())


def first_break(links: Iterable[Link], head: Head) -> Break | None:
    """Return the first place at which the links do not form a chain that ends in `head`; None if they do."""
    at = Head()
    for link in links:
        if link.number != at.number + 1:
            missing = at.number + 1
            return Break(missing, f"entry {missing} is missing: the next one stored is {link.number}")
        if seal_entry(at, link.entry).seal != link.seal:
            return Break(link.number, f"entry {link.number} was changed, or is not the one that was written here")
        at = Head(link.number, link.seal)
    if at.number < head.number:
        return Break(at.number + 1, f"the chain ends at entry {at.number}, and should reach entry {head.number}")
    if at != head:
        return Break(at.number, f"the chain ends at entry {at.number}, and its head was written for another end")
    return None
