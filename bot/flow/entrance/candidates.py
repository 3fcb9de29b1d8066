"""Candidates' messages, presses and forms, for all platforms: to an event of their screening.

Everything returns after the commit. What the candidate gets to read goes out as an effect of the session;
whoever has no session gets a few words from memory, at most once: nothing is lost with them.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.audit import Act, Entry
from bot.core.invitation_code import typed
from bot.core.screening import events as e
from bot.core.screening.decisions import Adjustment
from bot.core.screening.session import Person, Place, Session, State
from bot.flow.entrance.typed_commands import WORDS, clean, understand
from bot.flow.jobs.screenings import Screenings
from bot.flow.messages import Form, Message
from bot.flow.ports import Chat, ChatError, Clock, Store
from bot.flow.wording.candidates import forms

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
        event = _heard(text, message_id, attachments)
        session = self._meant(await self._sessions(who), event)
        if session is None:
            await self._nobody(who, place, delivery_id)
            return
        await self._happened(session, event, who, delivery_id)

    async def edited(self, who: Person, message_id: str, text: str, delivery_id: str) -> None:
        """Store a changed message, in the screening that it belongs to; return after the commit."""
        mine = await self._sessions(who)
        session = next((s for s in mine if _holds(s, message_id)), self._meant(mine, e.HelpAsked()))
        if session is not None:
            event = e.Corrected(clean(text), message_id)
            await self._screenings.handle(session.id, event, delivery_id=delivery_id)

    async def pressed(
        self, who: Person, action: str, about: str, delivery_id: str, *, place: Place | None = None
    ) -> Form | None:
        """Store what a button means, or return the form that it opens; somebody else's button does nothing."""
        session_id, _, number = about.partition(":")
        mine = await self._sessions(who)
        session = next((s for s in mine if s.id == session_id), None) if about else self._meant(mine, e.HelpAsked())
        if session is None:
            await self._nobody(who, place, delivery_id, self._refused(who, session_id, action) if about else None)
            return None
        position = int(number) if number.isdecimal() else None
        form = _form(session, action, position)
        if form is not None:
            return form
        event = _press(action, position)
        if event is not None:
            await self._happened(session, event, who, delivery_id)
        return None

    async def filled(self, who: Person, form_id: str, values: Mapping[str, str], delivery_id: str) -> None:
        """Store what a form says; return after the commit. Whoever it is not about changes nothing, and is noted."""
        kind, _, about = form_id.partition(":")
        session_id, _, rest = about.partition(":")
        session = next((s for s in await self._sessions(who) if s.id == session_id), None)
        if session is None:
            await self._first_time(delivery_id, self._refused(who, session_id, kind))
            return
        event = _said_in(kind, rest, values)
        if event is not None:
            await self._screenings.handle(session.id, event, delivery_id=delivery_id)
            if values.get("person") == "yes":
                await self._screenings.handle(session.id, e.HumanAsked(), delivery_id=f"{delivery_id}/person")

    async def arrived(self, who: Person, code: str, place: Place | None, delivery_id: str) -> Message:
        """Let somebody in who brings an invitation's code, to be talked to at `place`; return words for them alone.

        Without a code it is somebody who is invited already and wants to go on here. The first to bring a code
        whose candidate is not known becomes the candidate; anybody else gets the same words as for a wrong code.
        """
        session = self._meant(await self._sessions(who), e.Accepted())
        if code.strip():
            session = await self._store.by_code(typed(code))
        if session is not None and (not session.candidate.id or session.candidate.same(who)):
            after = await self._screenings.handle(session.id, e.Arrived(who, place), delivery_id=delivery_id)
            if after.candidate.same(who):
                return forms.welcome()
        await self._first_time(delivery_id, self._refused(who, "", "arrive"))
        return forms.no_such_code()

    async def close(self) -> None:
        """Let the words to people without a session go out."""
        await asyncio.gather(*self._talking)

    async def _happened(self, session: Session, event: e.Event, who: Person, delivery_id: str) -> None:
        """Store what a candidate did; that they took their data is noted in the audit chain."""
        entry = None
        if isinstance(event, e.DataAsked):
            entry = Entry(self._clock.now(), who.platform, who.id, Act.TOOK_DATA, session.id)
        await self._screenings.handle(session.id, event, delivery_id=delivery_id, entry=entry)

    async def _sessions(self, who: Person) -> Sequence[Session]:
        return await self._store.screenings_of(who.platform, who.id)

    def _meant(self, mine: Sequence[Session], event: e.Event) -> Session | None:
        """Return the screening that plain words are about: the one attended last; a yes or no, the newest invitation.

        Buttons name their screening, so that pressing one on another card goes on there.
        """
        invited = [s for s in mine if s.state is State.INVITED]
        attended = [s for s in mine if not s.state.over and s.state is not State.INVITED]
        if isinstance(event, e.Accepted | e.Declined) and invited:
            return invited[0]
        if attended:
            return max(attended, key=lambda s: s.seen_at)
        return next(iter(invited or mine), None)

    async def _nobody(self, who: Person, place: Place | None, delivery_id: str, entry: Entry | None = None) -> None:
        """Answer somebody who has no screening: the delivery is noted first, so that it is answered at most once."""
        if await self._first_time(delivery_id, entry):
            task = asyncio.create_task(self._tell(who, place, delivery_id))
            self._talking.add(task)
            task.add_done_callback(self._talking.discard)

    async def _first_time(self, delivery_id: str, entry: Entry | None) -> bool:
        """Note a delivery, and with it what somebody did; return False, with nothing noted, if it came before."""
        async with self._store.unit() as unit:
            fresh = await unit.first_time(delivery_id, self._clock.now())
            if fresh and entry is not None:
                await unit.note(entry)
        return fresh

    def _refused(self, who: Person, session_id: str, what: str) -> Entry:
        return Entry(self._clock.now(), who.platform, who.id, Act.REFUSED, session_id[:64], what[:64])

    async def _tell(self, who: Person, place: Place | None, delivery_id: str) -> None:
        to = place or Place(who.platform, who.id)
        try:
            await self._chats[who.platform].post(to, forms.nobody(), f"front/{delivery_id}")
        except ChatError:
            return  # they will write again; there is nothing else to lose


def _heard(text: str, message_id: str, attachments: Sequence[Sent]) -> e.Event:
    """Return what a message with its files means; text files are part of it, up to a limit."""
    read = [a.text for a in attachments if a.text is not None and len(a.text) <= LONGEST_FILE]
    unread = len(attachments) - len(read)
    whole = "\n".join(filter(None, [text, *read]))
    if not attachments:
        return understand(whole, message_id)
    return e.Said(message_id, clean(whole), unread)


def _holds(session: Session, message_id: str) -> bool:
    parts = [*session.practice, *session.asides, *(p for a in session.administrations for p in a.parts)]
    return any(part.id == message_id for part in parts)


def _press(action: str, position: int | None) -> e.Event | None:
    """Return what a press means; None for a button that this bot never made."""
    match action:
        case "done":
            return e.Finished(position)
        case "skip":
            return e.Skipped(position)
        case "edit":
            return e.Corrected("", position=position)
        case _:
            return WORDS.get(action)


def _form(session: Session, action: str, position: int | None) -> Form | None:
    match action:
        case "edit" if (asked := session.current) and asked.is_open and asked.position == position and asked.parts:
            return forms.edit_form(session, asked)
        case "adjust":
            return forms.adjust_form(session)
        case "reread" if position is not None and 0 < position <= len(session.administrations):
            return forms.reread_form(session, position)
        case _:
            return None


def _said_in(kind: str, rest: str, values: Mapping[str, str]) -> e.Event | None:
    """Return what a form says; None for one that this bot never made."""
    match kind:
        case "edit":
            number, _, message_id = rest.partition(":")
            text = clean(values.get("answer", ""))
            return e.Corrected(text, message_id, int(number)) if number.isdecimal() and text.strip() else None
        case "adjust":
            chosen = frozenset(a for a in Adjustment if values.get(a.name.casefold()) == "yes")
            return e.Adjusted(chosen, instead=True)
        case "reread" if rest.isdecimal():
            return e.RereadAsked(int(rest), clean(values.get("words", "")))
        case _:
            return None
