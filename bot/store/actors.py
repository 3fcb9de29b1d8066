"""Who is behind the names in the audit chain: rows that an erasure takes out, so that the chain still holds."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Row, delete, select, update

from bot.core.audit import ALIAS, OF_ONES_OWN, STRUCK, Act, Entry, Link, alias_of, digest_of, spared
from bot.core.screening.session import ERASED
from bot.store.sessions.queries import insert, table_of
from bot.store.sessions.tables import ActorRow, AuditRow, SessionRow

ACTORS, AUDIT, SESSIONS = table_of(ActorRow), table_of(AuditRow), table_of(SessionRow)
OWN = [act.value for act in OF_ONES_OWN]


def named(db: Connection, entry: Entry) -> Entry:
    """Return the entry as it is sealed: under an alias of whoever acted, whom a row of its own tells.

    What people do about their own data has an alias for each screening, apart from what they do for the team.
    """
    if not entry.actor or entry.platform == "viva":
        return entry
    about = entry.subject if entry.act in OF_ONES_OWN else ""
    known = {"platform": entry.platform, "person_id": entry.actor, "own": entry.act in OF_ONES_OWN, "subject": about}
    alias = db.scalar(select(ACTORS.c.alias).where(*(ACTORS.c[name] == value for name, value in known.items())))
    if alias is None:
        salt = secrets.token_hex(16)
        alias = alias_of(salt, entry.platform, entry.actor)
        insert(db, ActorRow, [known | {"alias": alias, "salt": salt}])
    return replace(entry, actor=alias)


def told(db: Connection, aliases: Sequence[str]) -> dict[str, str]:
    """Return who stands behind the aliases, by alias, where that is still kept and is whom the alias was made of."""
    wanted = {alias for alias in aliases if alias.startswith(ALIAS)}
    found = db.execute(select(ACTORS).where(ACTORS.c.alias.in_(sorted(wanted)))).all() if wanted else ()
    return {row.alias: row.person_id for row in found if _is_true(row)}


def unname(db: Connection, session_id: str) -> str:
    """Take a screening's candidate out of what the chain tells of their own acts; return what the entry of it says.

    Their acts about other screenings go with the last of them. Entries from before there were aliases lose the name,
    and the digest of what is left of each stands in what is returned.
    """
    who = db.execute(select(SESSIONS).where(SESSIONS.c.id == session_id)).one_or_none()
    if who is None or not who.candidate_id or who.candidate_id.startswith(f"{ERASED}-"):
        return ""
    theirs = (SESSIONS.c.candidate_platform == who.candidate_platform, SESSIONS.c.candidate_id == who.candidate_id)
    last = db.scalar(select(SESSIONS.c.id).where(*theirs, SESSIONS.c.id != session_id).limit(1)) is None
    mine = [ACTORS.c.platform == who.candidate_platform, ACTORS.c.person_id == who.candidate_id, ACTORS.c.own]
    old = [AUDIT.c.platform == who.candidate_platform, AUDIT.c.actor == who.candidate_id, AUDIT.c.act.in_(OWN)]
    if not last:
        mine.append(ACTORS.c.subject == session_id)
        old.append(AUDIT.c.subject == session_id)
    gone = sorted(db.scalars(select(ACTORS.c.alias).where(*mine)))
    db.execute(delete(ACTORS).where(*mine))
    rows = db.execute(select(AUDIT).where(*old).order_by(AUDIT.c.number)).all()
    db.execute(update(AUDIT).where(*old).values(actor=STRUCK))
    struck = [f"{row.number}:{digest_of(_link(row))}" for row in rows]
    return " ".join([*(["forgot", *gone] if gone else []), *(["struck", *struck] if struck else [])])


def untold(db: Connection, links: Sequence[Link]) -> Iterator[str]:
    """Yield what does not fit between aliases and those behind them: somebody else, or nobody without an erasure."""
    rows = {row.alias: row for row in db.execute(select(ACTORS)).all()}
    for alias, row in rows.items():
        if not _is_true(row):
            yield f"who acted as {alias}: somebody else was put in their place"
    gone = spared(links)
    for link in links:
        if link.alias.startswith(ALIAS) and link.alias != STRUCK and link.alias not in rows and link.alias not in gone:
            yield f"entry {link.number}: who acted was taken out, and no erasure tells of it"


def _is_true(row: Row[tuple[str, ...]]) -> bool:
    return bool(alias_of(row.salt, row.platform, row.person_id) == row.alias)


def _link(row: Row[tuple[str, ...]]) -> Link:
    entry = Entry(row.at, row.platform, STRUCK, Act(row.act), row.subject, row.detail, row.covers)
    return Link(row.number, entry, row.seal, row.keyed)
