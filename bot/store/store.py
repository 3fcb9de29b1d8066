"""The store: the port's methods, each in a transaction of its own."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Self

from bot.core.adaptive.estimation.learned import Fits
from bot.core.audit import Head, Link
from bot.core.grading.grade import Spent
from bot.core.hold import Hold
from bot.core.person import Person
from bot.core.screening.session import Session
from bot.flow.ports import Counts, Job, Unit
from bot.store import audit, calibrations, failed_jobs, holds, jobs, model_replies, personal_data, seen_deliveries
from bot.store.calibrations import Learnt
from bot.store.counts import counts
from bot.store.database.engine import Database
from bot.store.database.opening import make_ready
from bot.store.database.scrub import scrub_database
from bot.store.database.shielded import shield
from bot.store.failed_jobs import Parked
from bot.store.seen_deliveries import Seen
from bot.store.sessions import sessions
from bot.store.sessions.documents import Contents
from bot.store.unit_of_work import Bell, SqlUnit


class SqlStore:
    """Sessions and effects in an SQLite file or a PostgreSQL database."""

    def __init__(self, database: Database, bell: Bell | None = None, key: bytes = b"") -> None:
        self._database = database
        self._contents = Contents()
        self._seen = Seen()
        self._bell = bell
        self._key = key

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, bell: Bell | None = None, key: bytes = b"") -> AsyncIterator[Self]:
        """Open a database, migrating an SQLite file where needed, and close it at the end of the block.

        bell: rung in each transaction that orders effects, for those who carry them out elsewhere.
        Raises ScreeningError. Whoever claims effects in an SQLite file has to be its `sole_owner`.
        """
        database = Database(await asyncio.to_thread(make_ready, url))
        try:
            yield cls(database, bell, key)
        finally:
            await shield(database.close())

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """Open a transaction; it commits at the end of the block and rolls back on an error."""
        async with self._database.writing() as transaction:
            unit = SqlUnit(transaction, self._contents, self._seen, self._bell, self._key)
            yield unit
        unit.committed()

    async def load(self, session_id: str) -> Session:
        """Return the session; raise SessionNotFound."""
        known = await self._database.look(lambda db: sessions.remembered(db, self._contents, session_id))
        if known is not None:
            return known
        return await self._database.read(lambda db: sessions.load(db, self._contents, session_id))

    async def unfinished(self, platform: str, person_id: str) -> Sequence[Session]:
        """Return the sessions of a person that are not over, the newest first."""
        whose = (platform, person_id)
        return await self._database.read(lambda db: sessions.of_person(db, self._contents, *whose, open_only=True))

    async def screenings_of(self, platform: str, person_id: str) -> Sequence[Session]:
        """Return all sessions of a person, the newest first."""
        whose = (platform, person_id)
        return await self._database.read(lambda db: sessions.of_person(db, self._contents, *whose, open_only=False))

    async def recent(self, most: int = 200) -> Sequence[Session]:
        """Return the sessions invited last, the newest first."""
        return await self._database.read(lambda db: sessions.recent(db, self._contents, most))

    async def by_code(self, code: str) -> Session | None:
        """Return the session that an invitation's code opens."""
        return await self._database.read(lambda db: sessions.by_code(db, self._contents, code))

    async def ongoing(self, platform: str) -> Sequence[Session]:
        """Return a platform's sessions that are not over, the newest first."""
        return await self._database.read(lambda db: sessions.ongoing(db, self._contents, platform))

    async def over(self) -> Sequence[str]:
        """Return the ids of the sessions that are over, the oldest first."""
        return await self._database.look(sessions.over)

    async def learnt(self) -> Sequence[Learnt]:
        """Return all fits that were ever in force, the oldest first."""
        return await self._database.read(lambda db: calibrations.history(db, self._contents))

    async def learn(self, fits: Fits | None, now: datetime) -> int:
        """Keep fits and put them in force for new sessions, or none; return the number of this version."""
        return await self._database.write(lambda db: calibrations.put_in_force(db, self._contents, fits, now))

    async def spent(self, since: datetime) -> Spent:
        """Return what the marks given since then have cost."""
        return await self._database.look(lambda db: model_replies.sum_spent(db, since))

    async def recall(self, request: str) -> str | None:
        """Return the kept reply to an equal request to a model."""
        return await self._database.look(lambda db: model_replies.recall(db, request))

    async def keep(self, request: str, reply: str, answer: str) -> None:
        """Keep a model's reply to a request about an answer; the first one stays."""
        await self._database.write(lambda db: model_replies.keep(db, request, reply, answer))

    async def ready(self, now: datetime, platforms: Sequence[str]) -> Sequence[str]:
        """Return the ids of sessions on these platforms whose next effect is due, the longest waiting first."""
        return await self._database.look(lambda db: jobs.ready(db, now, platforms))

    async def next_due(self, platforms: Sequence[str]) -> datetime | None:
        """Return when the next effect of a session on these platforms falls due; None if there is none."""
        return await self._database.look(lambda db: jobs.next_due(db, platforms))

    async def ref(self, session_id: str, key: str) -> str | None:
        """Return the platform's name of the message that an effect sent."""
        return await self._database.look(lambda db: jobs.ref(db, session_id, key))

    async def question_cards(self, session_id: str, position: int) -> Sequence[str]:
        """Return the platform's names of the messages that put a question, the oldest first; 0 is the practice."""
        return await self._database.look(lambda db: jobs.question_cards(db, session_id, position))

    async def audited(self, subject: str | None = None, last: int | None = None) -> Sequence[Link]:
        """Return the audit chain in its order: all of it, what is about one screening or person, or the last few."""
        return await self._database.read(lambda db: audit.chain(db, subject=subject, last=last))

    async def differing(self) -> Sequence[str]:
        """Return what of the tables is not as the audit chain has it, in words."""
        return await self._database.read(lambda db: list(audit.differing(db, audit.chain(db))))

    async def dated_before(self) -> Sequence[str]:
        """Return the screenings of which the audit chain does not tell, dated before its first entry."""
        return await self._database.read(lambda db: audit.dated_before(db, audit.chain(db)))

    async def audit_head(self) -> Head:
        """Return where the audit chain ends."""
        return await self._database.look(audit.head)

    async def scrub(self) -> bool:
        """Overwrite what was taken out, in the database's files too; return False if somebody kept it from that."""
        return await asyncio.to_thread(scrub_database, self._database.url)

    async def exported(self, session_id: str) -> personal_data.Record:
        """Return everything that is kept about a screening, by table; raise SessionNotFound."""
        return await self._database.read(lambda db: personal_data.export_rows(db, session_id))

    async def ended_before(self, moment: datetime, role_ids: Sequence[str]) -> Sequence[str]:
        """Return the screenings for these roles that nobody has touched since, and that still hold a person's data."""
        return await self._database.read(lambda db: personal_data.ended_before(db, moment, role_ids))

    async def legal_holds(self) -> Sequence[Hold]:
        """Return all legal holds that there ever were, the first first."""
        return await self._database.read(holds.everyone)

    async def holds_on(self, session_id: str, now: datetime) -> Sequence[Hold]:
        """Return the legal holds that stand on a screening."""
        return await self._database.look(lambda db: holds.on(db, session_id, now))

    async def counts(self) -> Counts:
        """Return what the database holds now."""
        return await self._database.read(counts)

    async def claim(self, session_id: str, now: datetime) -> Job | None:
        """Claim the session's next due effect, committed before this returns."""
        return await self._database.write(lambda db: jobs.claim(db, session_id, now))

    async def holds(self, job: Job) -> bool:
        """Return whether a claim still stands: nobody took the effect over, and it is not settled."""
        return await self._database.look(lambda db: jobs.holds(db, job))

    async def postpone(self, job: Job, until: datetime, fault: str, *, unsure: bool) -> bool:
        """Give a claimed effect back; `unsure`: its message may be out. Returns False as `give_up` does."""
        return await self._database.write(lambda db: jobs.postpone(db, job, until, fault, unsure=unsure))

    async def give_up(self, job: Job, now: datetime, fault: str) -> bool:
        """Mark an effect as failed for good; return False if the claim no longer stands."""
        return await self._database.write(lambda db: jobs.give_up(db, job, now, fault))

    async def recover(self, session_id: str | None = None, *, died: bool = True) -> int:
        """Give back what a dead process had claimed, or, not `died`, this one; return how many effects that were."""
        return await self._database.write(lambda db: jobs.recover(db, session_id, died=died))

    async def blame(self, job: Job) -> None:
        """Count one death more of a claimed effect, before it is carried out with no other beside it."""
        await self._database.write(lambda db: jobs.blame(db, job))

    async def under_way(self, platforms: Sequence[str]) -> Sequence[str]:
        """Return the ids of sessions on these platforms that have a claimed effect."""
        return await self._database.look(lambda db: jobs.under_way(db, platforms))

    async def parked(self, effect_id: int | None = None) -> Sequence[Parked]:
        """Return what failed, is under way, or waits for another try, the oldest first; or the one named."""
        return await self._database.read(lambda db: failed_jobs.list_parked(db, effect_id))

    async def retry(self, effect_id: int, now: datetime, by: Person) -> bool:
        """Have an effect tried anew, and note by whom; return False if it is neither failed nor waiting for another."""
        return await self._database.write(lambda db: failed_jobs.retry(db, effect_id, now, by, self._key))

    async def drop(self, effect_id: int, now: datetime, by: Person) -> bool:
        """Leave an effect undone for good, so that those behind it go on; noted, and False returned, as by `retry`."""
        return await self._database.write(lambda db: failed_jobs.drop(db, effect_id, now, by, self._key))

    async def forget_deliveries(self, before: datetime) -> int:
        """Forget the deliveries noted before a time, and return how many."""
        return await self._database.write(lambda db: seen_deliveries.forget(db, before))
