"""Permissions: who may do what to a screening, in one place. Pure; the platform states the facts.

The rules come from the settings, never from YAML: whoever edits questions must not be able to trust themselves.
A rule names holders: `channel` (members of the screening's hiring channel), `inviter`, `group:ID`, `person:ID`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.errors import ScreeningError
from bot.core.screening.session import Person, Place, Session


class Permission(StrEnum):
    """What a screener can do; the word is what the settings and the audit log call it."""

    INVITE = "invite"
    LIST = "list"
    DETAILS = "details"
    TRANSCRIPT = "transcript"
    PACK = "pack"
    OVERRIDE = "override"
    REMARK = "remark"
    ANSWER = "answer"
    DECIDE = "decide"


@dataclass(frozen=True)
class Visitor:
    """Whoever acts, with what the platform itself says of them at that moment."""

    person: Person
    groups: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Subject:
    """What is acted upon: the role, its hiring channel, and whose screening it is, where there is one already."""

    role: str
    hiring: Place
    inviter: Person | None = None
    candidate: Person | None = None


BY_DEFAULT = frozenset({"channel", "inviter"})
KINDS = ("group:", "person:")
REMEDY = "Write it like: decide=group:S0123|inviter; ai-infrastructure.details=channel|person:U42"


@dataclass(frozen=True)
class Rights:
    """The holders of each act, for all roles and, before that, for single ones: ("infra", act) or ("", act)."""

    rules: Mapping[tuple[str, Permission], frozenset[str]] = field(default_factory=dict)

    def holders(self, act: Permission, role: str) -> frozenset[str]:
        """Return who holds an act for a role."""
        return self.rules.get((role, act), self.rules.get(("", act), BY_DEFAULT))

    def allow(self, visitor: Visitor, act: Permission, subject: Subject) -> bool:
        """Return whether the visitor may do this; nobody may act on a screening of their own."""
        whose = subject.candidate
        if whose is not None and _same(whose, visitor.person):
            return False
        return any(_holds(visitor, holder, subject) for holder in self.holders(act, subject.role))


def subject_of(session: Session) -> Subject:
    """Return a screening as something to be acted upon."""
    return Subject(session.role.id, session.hiring, session.invited_by, session.candidate)


def rights_from(text: str) -> Rights:
    """Return the rights that a setting states, the default where it says nothing; raise ScreeningError."""
    rules: dict[tuple[str, Permission], frozenset[str]] = {}
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        where, equals, holders = rule.partition("=")
        role, _, word = where.strip().rpartition(".")
        named = frozenset(filter(None, (h.strip() for h in holders.split("|"))))
        if not equals or word not in set(Permission) or not named or not all(_known(h) for h in named):
            raise ScreeningError(f"VIVA_RIGHTS: one of its rules cannot be read. {REMEDY}.")
        rules[role, Permission(word)] = named
    return Rights(rules)


def _known(holder: str) -> bool:
    return holder in BY_DEFAULT or any(holder.startswith(kind) and holder != kind for kind in KINDS)


def _holds(visitor: Visitor, holder: str, subject: Subject) -> bool:
    match holder:
        case "channel":
            return visitor.person.platform == subject.hiring.platform and subject.hiring.id in visitor.channels
        case "inviter":
            return subject.inviter is not None and _same(visitor.person, subject.inviter)
        case _:
            kind, _, name = holder.partition(":")
            return name in visitor.groups if kind == "group" else name == visitor.person.id


def _same(one: Person, other: Person) -> bool:
    return bool(one.id) and (one.platform, one.id) == (other.platform, other.id)
