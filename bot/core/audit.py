"""The audit chain: entries of who saw, changed or decided what, each sealed with the one before.

Whoever changes, removes or moves an entry afterwards breaks a seal. Entries hold ids and the names of acts,
never an answer, a mark or a reason, but the digest of those of a screening that has ended.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

ALIAS = "~"
"""What an alias begins with; no platform's id does."""
STRUCK = "~struck"
"""Stands where an erasure took a name out of an entry from before there were aliases."""
START = "0" * 64
"""What the first entry is sealed with."""


class Act(StrEnum):
    """What somebody did, or tried to do."""

    INVITED = "invited"
    TOOK_BACK = "took an invitation back"
    SENT_AGAIN = "sent an invitation again"
    LISTED = "listed screenings"
    SAW_CARD = "had the card before them"
    SAW_DETAILS = "saw the details"
    SAW_TRANSCRIPT = "saw the transcript"
    SAW_PACK = "saw the next-round pack"
    OVERRODE = "set a mark"
    ASKED_REMARK = "asked for new marks"
    ASKED_TRANSLATION = "asked for a translation"
    REREAD = "answered a request to read again"
    DECIDED = "decided"
    TOOK_DATA = "took their own data"
    EXPORTED = "exported a person's data"
    ERASED = "erased a person's data"
    PURGED = "removed what was kept long enough"
    RETRIED = "had failed work tried again"
    DROPPED = "dropped failed work"
    SEALED = "began to seal with a key"
    OLDER = "was here before the seals"
    POSTED_END = "posted where the chain ends"
    HELD = "put on hold"
    RELEASED = "released a hold"
    REFUSED = "was refused"
    MARKED = "marked after the end"
    ENDED = "ended a screening"


OF_ONES_OWN = frozenset({Act.TOOK_DATA, Act.REFUSED})
"""The acts by which somebody may have turned to their own screening."""


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
    alias: str = ""
    """What was sealed in the place of the actor; empty where that is the actor itself."""


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


def alias_of(salt: str, platform: str, person_id: str) -> str:
    """Return what a person is called in the chain: it tells nothing of them to whoever has not got the salt."""
    return ALIAS + hashlib.sha256("\0".join((salt, platform, person_id)).encode()).hexdigest()[:32]


def digest_of(link: Link) -> str:
    """Return 32 hex digits of an entry whose actor was struck out: what is left of it, with its seal."""
    e = link.entry
    left = [link.number, link.seal, e.at.astimezone(UTC).isoformat(), e.platform, e.act.value, e.subject, e.detail]
    return hashlib.sha256(json.dumps([*left, e.covers], ensure_ascii=False).encode()).hexdigest()[:32]


def spared(links: Iterable[Link]) -> frozenset[str]:
    """Return what erasures took out, as their entries tell: aliases, and struck entries as NUMBER:DIGEST."""
    erasures = (link.entry.detail for link in links if link.entry.act in {Act.ERASED, Act.PURGED})
    return frozenset(word for detail in erasures for word in detail.split())


def older(links: Iterable[Link]) -> list[str]:
    """Return the screenings that were here before there were seals, and that no entry covers since."""
    links = list(links)
    covered = {link.entry.subject for link in links if link.entry.covers}
    found = (link.entry.subject for link in links if link.entry.act is Act.OLDER)
    return [session_id for session_id in dict.fromkeys(found) if session_id not in covered]


def first_break(links: Sequence[Link], head: Head, key: bytes = b"") -> Break | None:
    """Return the first place at which the links do not form a chain that ends in `head`; None if they do.

    With a key, entries from before there was one are plain, none after a keyed one is, and the last one is keyed.
    """
    at, keyed, struck = Head(), False, spared(links)
    for link in links:
        if link.keyed and not key:
            return Break(link.number, f"entry {link.number} is sealed with a key. Set VIVA_AUDIT_KEY to check it")
        if keyed and not link.keyed:
            return Break(link.number, f"entry {link.number} is not sealed with the key, and the one before it is")
        keyed = link.keyed
        if link.number != at.number + 1:
            missing = at.number + 1
            return Break(missing, f"entry {missing} is missing: the next one stored is {link.number}")
        if link.entry.actor == STRUCK:
            if f"{link.number}:{digest_of(link)}" not in struck:
                return Break(link.number, f"who acted was taken out of entry {link.number}, and no erasure tells of it")
        elif seal_entry(at, _as_sealed(link), key if link.keyed else b"").seal != link.seal:
            return Break(link.number, f"entry {link.number} was changed, or is not the one that was written here")
        at = Head(link.number, link.seal)
    if at.number < head.number:
        return Break(at.number + 1, f"the chain ends at entry {at.number}, and should reach entry {head.number}")
    if at != head:
        return Break(at.number, f"the chain ends at entry {at.number}, and its head was written for another end")
    if key and at.number and not keyed:
        return Break(at.number, f"entry {at.number}, the last, is not sealed with the key. Run: viva audit seal")
    return None


def _as_sealed(link: Link) -> Entry:
    return replace(link.entry, actor=link.alias) if link.alias else link.entry
