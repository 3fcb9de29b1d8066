"""The procrastinate queue: jobs that say "work on screening X" and nothing else.

A job is deferred in the transaction that orders effects. It carries no queueing lock: a job that waits
already may start before this transaction commits, see nothing, and be gone. One job too many does no harm.
Two jobs of one screening never run at once, as its id is their lock.
"""

from collections.abc import Iterable
from contextlib import suppress
from contextvars import ContextVar

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import DeleteJobCondition, Job, Status
from psycopg import AsyncConnection

from bot.core.screening.session import Session

TASK = "perform"
ARGUMENT = "session_id"
BEAT_S = 5.0
DEAD_AFTER_S = 30.0
"""A worker that has not said for so long that it lives is dead: its work goes to others. This is the lease."""
CONNECTIONS = 6

working_on: ContextVar[str | None] = ContextVar("working_on", default=None)
"""The screening that this task works on: what it orders itself, it will find."""


class Queue:
    """The jobs of one database; use it as an async context manager."""

    def __init__(self, url: str) -> None:
        """Take an address as psycopg reads it: postgresql://user@host/name."""
        self.app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=CONNECTIONS))

    async def __aenter__(self) -> "Queue":
        """Open connections."""
        await self.app.open_async()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close them."""
        await self.app.close_async()

    async def ring(self, connection: AsyncConnection, session: Session) -> None:
        """Defer a job for a screening in the transaction that is open on the connection."""
        if working_on.get() != session.id:
            await self.app.configure_task(
                TASK, queue=session.candidate.platform, lock=session.id, connection=connection
            ).defer_async(**{ARGUMENT: session.id})

    async def defer(self, session_id: str, platform: str) -> None:
        """Defer a job for a screening unless one waits already."""
        with suppress(AlreadyEnqueued):
            await self.app.configure_task(TASK, queue=platform, lock=session_id, queueing_lock=session_id).defer_async(
                **{ARGUMENT: session_id}
            )

    async def known(self, platform: str) -> set[str]:
        """Return the ids of screenings on a platform that have a job, waiting or running."""
        jobs: list[Job] = []
        for status in (Status.TODO, Status.DOING):
            jobs += await self.app.job_manager.list_jobs_async(queue=platform, status=status.value)
        return {job.lock for job in jobs if job.lock}

    async def waits(self, platform: str) -> bool:
        """Return whether a job for a platform waits to be taken."""
        return any(await self.app.job_manager.list_jobs_async(queue=platform, status=Status.TODO.value))

    async def bury(self, platforms: Iterable[str]) -> list[str]:
        """Take away the jobs of dead workers, and return the ids of their screenings."""
        buried: list[str] = []
        for platform in platforms:
            stalled = self.app.job_manager.get_stalled_jobs(queue=platform, seconds_since_heartbeat=DEAD_AFTER_S)
            for job in await stalled:
                await self.app.job_manager.finish_job(job=job, status=Status.FAILED, delete_job=True)
                buried += [job.lock] if job.lock else []
        return buried


DELETE = DeleteJobCondition.ALWAYS
"""Jobs are no record of anything; the effects are."""
