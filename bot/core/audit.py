"""The audit chain: entries of who saw, changed or decided what, each sealed with the one before.

Whoever changes, removes or moves an entry afterwards breaks a seal. Entries hold ids and the names of acts,
never an answer, a mark or a reason, but the digest of those of a screening that has ended.
"""

import hashlib
import hmac
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
    SEALED = "began to seal with a key"
    HELD = "put on hold"
    RELEASED = "released a hold"
    REFUSED = "was refused"
    MARKED = "marked after the end"


@dataclass(frozen=True)
class Entry:
    """One act. `subject` is a screening's id or a person's; `detail` names a criterion, a verdict or an action."""

    at: datetime
    platform: str
    actor: str
    act: Act
    subject: str = ""
    detail: str = ""
    covers: str = ""
    """The digest of what was decided and marked in the screening by then; empty before its end, and for all else."""


@dataclass(frozen=True)
class Link:
    """An entry in its place, from 1, with its seal of 64 hex digits."""

    number: int
    entry: Entry
    seal: str
    keyed: bool = False
    """Whether it was sealed with a key, so that only its owner can have."""


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


def seal_entry(head: Head, entry: Entry, key: bytes = b"") -> Link:
    """Return the entry as the next link of a chain that ends in `head`.

    The seal is HMAC-SHA-256 over the head's seal and the entry; without a key, plain SHA-256, which whoever can
    write entries can make anew.
    """
    number = head.number + 1
    fields = [
        head.seal, number, entry.at.astimezone(UTC).isoformat(), entry.platform, entry.actor, entry.act.value,
        entry.subject, entry.detail, *([entry.covers] if entry.covers else []),
    ]  # fmt: skip
    canonical = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    seal = hmac.new(key, canonical, hashlib.sha256).hexdigest() if key else hashlib.sha256(canonical).hexdigest()
    return Link(number, entry, seal, bool(key))


def first_break(links: Iterable[Link], head: Head, key: bytes = b"") -> Break | None:
    """Return the first place at which the links do not form a chain that ends in `head`; None if they do.

    With a key, entries from before there was one are plain, none after a keyed one is, and the last one is keyed.
    """
    at, keyed = Head(), False
    for link in links:
        if link.keyed and not key:
            return Break(link.number, f"entry {link.number} is sealed with a key. Set VIVA_AUDIT_KEY to check it")
        if keyed and not link.keyed:
            return Break(link.number, f"entry {link.number} is not sealed with the key, and the one before it is")
        keyed = link.keyed
        if link.number != at.number + 1:
            missing = at.number + 1
            return Break(missing, f"entry {missing} is missing: the next one stored is {link.number}")
        if seal_entry(at, link.entry, key if link.keyed else b"").seal != link.seal:
            return Break(link.number, f"entry {link.number} was changed, or is not the one that was written here")
        at = Head(link.number, link.seal)
    if at.number < head.number:
        return Break(at.number + 1, f"the chain ends at entry {at.number}, and should reach entry {head.number}")
    if at != head:
        return Break(at.number, f"the chain ends at entry {at.number}, and its head was written for another end")
    if key and at.number and not keyed:
        return Break(at.number, f"entry {at.number}, the last, is not sealed with the key. Run: viva audit seal")
    return None
