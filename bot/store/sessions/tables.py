"""The tables. What is worth asking the database about has a column; the rest is JSON text.

Plain types only, so that SQLite and PostgreSQL hold the same: enums are stored as their words, and
`sqlmodel` keeps every time in UTC. A change here needs a migration; a test compares the two.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, MetaData
from sqlmodel import Field, SQLModel


class Row(SQLModel):
    """The base of all tables. Every constraint has a name, so that a later migration can drop it."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


class ContentRow(Row, table=True):
    """An item, rubric or role as it was when a session met it, by its digest; `body` never changes."""

    __tablename__ = "contents"

    digest: str = Field(primary_key=True)
    kind: str
    body: str


class SessionRow(Row, table=True):
    """One screening; what the candidate was asked and wrote is in the tables below."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index(None, "candidate_platform", "candidate_id"),
        Index(None, "role_id", "invited_at"),
    )

    id: str = Field(primary_key=True)
    version: int
    state: str
    role_id: str
    role_digest: str = Field(foreign_key="contents.digest")
    bank_version: str
    fits_digest: str | None = Field(default=None, foreign_key="contents.digest")
    seed: str
    candidate_platform: str
    candidate_id: str
    candidate_name: str
    hiring_platform: str
    hiring_id: str
    inviter_platform: str
    inviter_id: str
    inviter_name: str
    invited_at: datetime
    seen_at: datetime
    consented_at: datetime | None = None
    practised_at: datetime | None = None
    human_asked_at: datetime | None = None
    ended_at: datetime | None = None
    ended_because: str | None = None
    reminders: int = 0
    stop_asked: bool = False
    code: str | None = Field(default=None, unique=True)
    place_platform: str | None = None
    place_id: str | None = None
    unreachable: str | None = None
    adjustments: str | None = None
    """Their names, with commas between."""
    language: str = Field(default="en", sa_column_kwargs={"server_default": "en"})
    """In which the candidate is spoken to."""


class DecisionRow(Row, table=True):
    """A person's decision on a screening; rows are added, never changed. stood, looked: JSON, see `Decision`."""

    __tablename__ = "decisions"

    session_id: str = Field(primary_key=True, foreign_key="sessions.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    ruling: str
    author_platform: str
    author_id: str
    author_name: str
    reason: str
    at: datetime
    stood: str | None = None
    looked: str | None = None


class NoticeRow(Row, table=True):
    """A notice that the candidate was shown, as it was; rows are added, never changed."""

    __tablename__ = "notices"

    session_id: str = Field(primary_key=True, foreign_key="sessions.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    text: str
    digest: str
    at: datetime


class HoldRow(Row, table=True):
    """A legal hold on a person's or a role's screenings, see `Hold`; released, never removed."""

    __tablename__ = "holds"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    platform: str
    person_id: str
    role_id: str
    reason: str
    placed_by: str
    placed_at: datetime
    until: date | None = None
    released_by: str = ""
    released_at: datetime | None = None


class RereadRow(Row, table=True):
    """A candidate's request to read an answer again; the author's columns are empty until somebody has."""

    __tablename__ = "rereads"

    session_id: str = Field(primary_key=True, foreign_key="sessions.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    position: int
    words: str
    asked_at: datetime
    author_platform: str | None = None
    author_id: str | None = None
    author_name: str | None = None
    reply: str = ""
    answered_at: datetime | None = None


class TranslationRow(Row, table=True):
    """What a machine made of quotes; rows are added, never changed. texts: JSON, pairs of a quote and its translation.

    tokens, cost (US dollars): what was paid for it.
    """

    __tablename__ = "translations"

    session_id: str = Field(primary_key=True, foreign_key="sessions.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    at: datetime = Field(index=True)
    model: str
    texts: str
    fault: str
    tokens: int
    cost: float


class AdministrationRow(Row, table=True):
    """One item put to the candidate; `why` is JSON, the answer is in `parts`."""

    __tablename__ = "administrations"
    __table_args__ = (Index(None, "item_id", "asked_at"),)

    session_id: str = Field(primary_key=True, foreign_key="sessions.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    item_id: str
    item_digest: str = Field(foreign_key="contents.digest")
    rubric_digest: str = Field(foreign_key="contents.digest")
    why: str
    asked_at: datetime
    answered_at: datetime | None = None
    skipped: bool = False


class PartRow(Row, table=True):
    """A candidate's message, as written. `number` counts from 0 in its place.

    place: a position, "practice", "aside", or how words left an answer and whose: "changed@3".
    """

    __tablename__ = "parts"

    session_id: str = Field(primary_key=True, foreign_key="sessions.id", ondelete="CASCADE")
    place: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    message_id: str
    text: str
    at: datetime


class GradeRow(Row, table=True):
    """A grader's marks for one answer, as JSON; rows are added, never changed.

    tokens, cost (US dollars): what was paid for them; None for rows from before that was counted.
    """

    __tablename__ = "grades"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "position"],
            ["administrations.session_id", "administrations.position"],
            ondelete="CASCADE",
        ),
    )

    session_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    source: str
    score: float | None
    body: str
    tokens: int | None = None
    cost: float | None = None
    marked_at: datetime | None = Field(default=None, index=True)


class OverrideRow(Row, table=True):
    """A person's mark in place of a grader's; rows are added, never changed."""

    __tablename__ = "overrides"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "position"],
            ["administrations.session_id", "administrations.position"],
            ondelete="CASCADE",
        ),
    )

    session_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    criterion: str
    old_level: int | None
    new_level: int
    author_platform: str
    author_id: str
    author_name: str
    reason: str
    at: datetime


class EffectRow(Row, table=True):
    """An effect to be performed: due ─▶ sending ─▶ done, failed or dropped. Ids rise and are never used again.

    due_at: when its time comes; not_before: when to try again after a failed attempt.
    attempts: how often it was claimed; with the id it names one claim. faults: how often it failed.
    deaths: how often a process died over it, one after the other.
    unsure_since: when the first try began of which nobody knows whether its message is out.
    ref: the platform's name of the message that it sent.
    """

    __tablename__ = "effects"
    __table_args__ = (
        Index(None, "session_id", "state", "id"),
        Index(None, "state", "due_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    session_id: str = Field(foreign_key="sessions.id", ondelete="CASCADE")
    kind: str
    body: str
    due_at: datetime
    not_before: datetime | None = None
    state: str
    attempts: int = 0
    faults: int = 0
    deaths: int = 0
    claimed_at: datetime | None = None
    unsure_since: datetime | None = None
    settled_at: datetime | None = None
    ref: str | None = None
    fault: str | None = None


class FitsRow(Row, table=True):
    """Which fits new sessions begin with: the row of the highest number counts; a digest of None: none at all."""

    __tablename__ = "fits"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    digest: str | None = Field(default=None, foreign_key="contents.digest")
    at: datetime


class ReplyRow(Row, table=True):
    """A model's reply that was a verdict, by the digest of the request that it answers.

    answer: the digest of the answer that was asked about, so that the reply, which quotes it, goes when it goes;
    None for replies from before that was kept.
    """

    __tablename__ = "replies"

    request: str = Field(primary_key=True)
    reply: str
    answer: str | None = Field(default=None, index=True)


class KeyRow(Row, table=True):
    """A key of this database's own, 64 hex digits, made with the tables."""

    __tablename__ = "keys"

    name: str = Field(primary_key=True)
    value: str


class DeliveryRow(Row, table=True):
    """A platform's delivery that has been dealt with; `delivery_id` is a keyed digest, for the name names a person."""

    __tablename__ = "deliveries"

    delivery_id: str = Field(primary_key=True)
    at: datetime = Field(index=True)


class AuditRow(Row, table=True):
    """One link of the audit chain; rows are added, never changed, and outlive the screenings that they speak of."""

    __tablename__ = "audit"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    platform: str
    actor: str
    act: str
    subject: str = Field(index=True)
    detail: str
    seal: str
    covers: str = ""
    keyed: bool = False


class ActorRow(Row, table=True):
    """Who stands behind an alias in the audit chain; taken out with the person.

    own: of acts about their own data, then with the screening that they are about. salt: 32 hex digits; with platform
    and id it makes the alias, so that nobody else can be put in their place.
    """

    __tablename__ = "actors"
    __table_args__ = (Index(None, "platform", "person_id"),)

    alias: str = Field(primary_key=True)
    platform: str
    person_id: str
    own: bool
    subject: str
    salt: str


class AuditHeadRow(Row, table=True):
    """Where the audit chain ends: one row."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int
    seal: str
