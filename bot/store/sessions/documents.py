"""Items, rubrics and roles as sessions met them, stored once each under their digest."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, select

from bot.core.adaptive.estimation.learned import Fits
from bot.core.bank.document import Document
from bot.core.bank.item import Item
from bot.core.bank.role import Role
from bot.core.bank.rubric import Rubric
from bot.core.screening.session import Session
from bot.store.sessions.queries import insert_new, table_of
from bot.store.sessions.tables import ContentRow

KINDS: Mapping[str, type[Document]] = {"item": Item, "rubric": Rubric, "role": Role, "fits": Fits}


CONTENTS = table_of(ContentRow)
SOME = select(CONTENTS).where(CONTENTS.c.digest.in_(bindparam("digests", expanding=True)))

SESSIONS_KEPT = 1024


class Contents:
    """Reads and writes documents; what was read once is kept, as a digest never means anything else.

    Sessions are kept, too, under their version, which counts every change: reading one that has not changed since
    takes one row in place of six queries. Only what is committed may be remembered.
    """

    def __init__(self) -> None:
        self._known: dict[str, Document] = {}
        self._bodies: dict[str, str] = {}
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def session(self, session_id: str, version: int) -> Session | None:
        """Return the session as it was at this version, if it is remembered."""
        known = self._sessions.get(session_id)
        if known is not None and known.version != version:
            self.forget(session_id)  # another process has changed it: it may have taken out what stands here
            return None
        return known

    def forget(self, session_id: str) -> None:
        """Let go of a session."""
        self._sessions.pop(session_id, None)

    def remember(self, session: Session) -> None:
        """Keep a session as it is in the database; those not needed for longest make room."""
        self._sessions[session.id] = session
        self._sessions.move_to_end(session.id)
        while len(self._sessions) > SESSIONS_KEPT:
            self._sessions.popitem(last=False)

    def put(self, db: Connection, documents: Iterable[Document]) -> None:
        """Store the documents that are not stored yet."""
        rows = [
            {"digest": document.digest, "kind": _kind(document), "body": self._body(document)}
            for document in {d.digest: d for d in documents}.values()
        ]
        if rows:
            db.execute(insert_new(db, ContentRow), rows)

    def _body(self, document: Document) -> str:
        if document.digest not in self._bodies:
            self._bodies[document.digest] = document.model_dump_json()
        return self._bodies[document.digest]

    def get(self, db: Connection, digests: Iterable[str]) -> "Documents":
        """Return the documents with these digests, all of which are stored."""
        wanted = set(digests)
        missing = wanted - self._known.keys()
        if missing:
            rows = db.execute(SOME, {"digests": sorted(missing)})
            self._known |= {row.digest: KINDS[row.kind].model_validate_json(row.body) for row in rows}
        return Documents({digest: self._known[digest] for digest in wanted})


class Documents:
    """Documents by digest, each as what it is."""

    def __init__(self, by_digest: Mapping[str, Document]) -> None:
        self._by_digest = by_digest

    def item(self, digest: str) -> Item:
        """Return the item with this digest."""
        document = self._by_digest[digest]
        assert isinstance(document, Item)
        return document

    def rubric(self, digest: str) -> Rubric:
        """Return the rubric with this digest."""
        document = self._by_digest[digest]
        assert isinstance(document, Rubric)
        return document

    def role(self, digest: str) -> Role:
        """Return the role with this digest."""
        document = self._by_digest[digest]
        assert isinstance(document, Role)
        return document

    def fits(self, digest: str) -> Fits:
        """Return the fits with this digest."""
        document = self._by_digest[digest]
        assert isinstance(document, Fits)
        return document


def _kind(document: Document) -> str:
    return next(kind for kind, model in KINDS.items() if isinstance(document, model))
