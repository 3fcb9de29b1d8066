"""The candidate's side of the house, one for all platforms: whose screening, what was meant, and store it.

Everything returns after the commit. What the candidate gets to read goes out as an effect of the session;
whoever has no session gets a few words from memory, at most once: nothing is lost with them.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core import events as e
from bot.core.session import Person, Place, Session
from bot.flow.inbox import understand
from bot.flow.loop import Screenings
from bot.flow.messages import Form, Message
from bot.flow.ports import Chat, ChatError, Clock, Store
from bot.flow.wording import front

LONGEST_FILE = 40_000
"""Characters of a text file that are read as part of an answer."""


@dataclass(frozen=True)
class Sent:
    """A file that came with a message; `size` in bytes, `text` what it says if it is a text file."""

    name: str
    kind: str
    size: int
    text: str | None = None


class Reception:
    """Where candidates come in; `chats` maps a platform's name to its chat."""

    def __init__(self, store: Store, screenings: Screenings, chats: Mapping[str, Chat], clock: Clock) -> None:
        self._store = store
        self._screenings = screenings
        self._chats = chats
        self._clock = clock
        self._talking: set[asyncio.Task[None]] = set()

    async def said(
        self,
        who: Person,
        text: str,
        message_id: str,
        delivery_id: str,
        *,
        attachments: Sequence[Sent] = (),
        place: Place | None = None,
    ) -> None:
        """Store a message of a candidate; return after the commit."""
        session = await self._session(who)
        if session is None:
            await self._nobody(who, place, delivery_id)
            return
        texts = [text, *(a.text for a in attachments if a.text is not None)]
        event = understand("\n".join(filter(None, texts)), message_id)
        await self._screenings.handle(session.id, event, delivery_id=delivery_id)

    async def edited(self, who: Person, message_id: str, text: str, delivery_id: str) -> None:
        """Store a changed message; return after the commit."""
        session = await self._session(who)
        if session is not None:
            await self._screenings.handle(session.id, e.Corrected(text, message_id), delivery_id=delivery_id)

    async def pressed(
        self, who: Person, action: str, about: str, delivery_id: str, *, place: Place | None = None
    ) -> Form | None:
        """Store what a button means, or return the form that it opens."""
        session = await self._session(who, about.partition(":")[0])
        if session is None:
            await self._nobody(who, place, delivery_id)
            return None
        await self._screenings.handle(session.id, understand(action, delivery_id), delivery_id=delivery_id)
        return None

    async def filled(self, who: Person, form_id: str, values: Mapping[str, str], delivery_id: str) -> None:
        """Store what a form says; return after the commit."""
        session = await self._session(who, form_id)
        if session is not None and values:
            await self._screenings.handle(session.id, e.HelpAsked(), delivery_id=delivery_id)

    async def arrived(self, who: Person, code: str, place: Place | None, delivery_id: str) -> Message:
        """Let somebody in who brings an invitation's code, to be talked to at `place`; return words for them alone."""
        session = await self._session(who)
        if session is None or not code:
            return front.no_such_code()
        await self._screenings.handle(session.id, e.Resumed(), delivery_id=f"{delivery_id}/{place.id if place else ''}")
        return front.welcome()

    async def close(self) -> None:
        """Let the words to people without a session go out."""
        await asyncio.gather(*self._talking)

    async def _session(self, who: Person, named: str = "") -> Session | None:
        mine = await self._store.screenings_of(who.platform, who.id)
        named_one = next((s for s in mine if s.id == named), None)
        return named_one or next((s for s in mine if not s.state.over), mine[0] if mine else None)

    async def _nobody(self, who: Person, place: Place | None, delivery_id: str) -> None:
        """Answer somebody who has no screening: the delivery is noted first, so that it is answered at most once."""
        async with self._store.unit() as unit:
            fresh = await unit.first_time(delivery_id, self._clock.now())
        if fresh:
            task = asyncio.create_task(self._tell(who, place, delivery_id))
            self._talking.add(task)
            task.add_done_callback(self._talking.discard)

    async def _tell(self, who: Person, place: Place | None, delivery_id: str) -> None:
        to = place or Place(who.platform, who.id)
        try:
            await self._chats[who.platform].post(to, front.nobody(), f"front/{delivery_id}")
        except ChatError:
            return  # they will write again; there is nothing else to lose
