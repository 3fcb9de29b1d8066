"""Catches up after an outage: reads the history, since the gateway delivers nothing a second time."""

import logging
from collections.abc import Awaitable, Callable, Sequence

import discord

from bot.chat.discord.outbound.chat import DiscordChat
from bot.chat.discord.outbound.rest import Rest
from bot.core.screening.session import Session
from bot.flow.jobs.backoff import growing, trying
from bot.flow.jobs.concurrency import Turns
from bot.flow.ports import ChatError

TRIES = 6
FIRST_WAIT_S = 0.5

log = logging.getLogger(__name__)


class CatchUp:
    """Reads what came into the conversations of screenings that are not over, once for each session of the gateway.

    Nobody is heard before their own conversation is read, so that words keep their order.
    ongoing: returns those screenings; hear: takes one message of somebody's conversation, and returns after its
    commit; amend: takes one that was changed after it was stored; thread_of: returns the id of somebody's thread, if
    they have one.
    """

    def __init__(
        self,
        rest: Rest,
        chat: DiscordChat,
        ongoing: Callable[[], Awaitable[Sequence[Session]]],
        hear: Callable[[discord.Message, str], Awaitable[None]],
        amend: Callable[[discord.Message], Awaitable[None]],
        thread_of: Callable[[str], int | None],
    ) -> None:
        self._rest = rest
        self._chat = chat
        self._ongoing = ongoing
        self._hear = hear
        self._amend = amend
        self._thread_of = thread_of
        self._done: set[str] = set()
        self._turns = Turns()

    def begin(self) -> None:
        """Note that something may have been missed: everybody's conversation is to be read again."""
        self._done = set()

    async def all(self) -> None:
        """Read each conversation from the last message that is stored."""
        sessions = await self._ongoing()
        for person in dict.fromkeys(s.candidate.id for s in sessions if s.candidate.id):
            await self.of(person, sessions)

    async def of(self, person: str, sessions: Sequence[Session] | None = None) -> None:
        """Read somebody's conversation if that is still to be done; one that cannot be read yet is read next time.

        sessions: those that are not over, if they are at hand; what is read twice is taken once.
        """
        if person in self._done:
            return
        async with self._turns.of(person):
            done = self._done
            if person in done:
                return
            for session in await self._ongoing() if sessions is None else sessions:
                if session.candidate.id == person and not await self._read(person, session):
                    return
            done.add(person)

    async def _read(self, person: str, session: Session) -> bool:
        """Return whether a conversation was read, or never can be; Discord is given time to come round."""
        try:
            await trying(TRIES, _may_be_read_later, growing(FIRST_WAIT_S), self._rest.sleep)(self._try, person, session)
        except ChatError as error:
            log.warning("screening %s: its conversation could not be read: %s", session.id, error)
            return error.permanent
        return True

    async def _try(self, person: str, session: Session) -> None:
        direct, thread, after = await self._chat.direct(person), self._thread_of(person), last(session)
        kept = changeable(session)
        since = discord.Object(min(after, *(name - 1 for name in kept)) if kept else after)
        # The whole first, for hearing one message may take its time.
        found = [m async for m in self._rest.messages(direct, since)]
        changed = [m for m in found if m.id in kept and m.edited_at is not None]
        missed = [m for m in found if m.id > after]
        if thread is not None:
            missed += [m async for m in self._rest.messages(thread, discord.Object(after))]
        for message in changed:
            await self._amend(message)
        for message in sorted(missed, key=lambda m: m.id):
            await self._hear(message, person)


def _may_be_read_later(fault: BaseException) -> bool:
    return isinstance(fault, ChatError) and not fault.permanent


def last(session: Session) -> int:
    """Return the id of the last message of the candidate that is stored, or one as old as the invitation."""
    asked = (part for a in session.administrations for part in a.parts)
    ids = [int(part.id) for part in (*session.practice, *asked, *session.asides) if part.id.isdecimal()]
    return max(ids, default=discord.utils.time_snowflake(session.invited_at))


def changeable(session: Session) -> frozenset[int]:
    """Return the ids of the messages of the latest answer, which the candidate may have changed meanwhile."""
    latest = session.administrations[-1].parts if session.administrations else session.practice
    return frozenset(int(part.id) for part in latest if part.id.isdecimal())
