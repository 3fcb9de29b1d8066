"""Candidates' messages, presses and forms, for all platforms: to an event of their screening.

Everything returns after the commit. What the candidate gets to read goes out as an effect of the session;
whoever has no session gets a few words from memory, at most once: nothing is lost with them.
"""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.core.audit import Act, Entry
from bot.core.invitation_code import parse_code
from bot.core.screening import events as e
from bot.core.screening.session import Person, Place, Session, State
from bot.flow.action_id import ActionId
from bot.flow.actions.action import Action, CodeBrought, Given, Side, Wrote
from bot.flow.actions.candidates import ARRIVE
from bot.flow.actions.form_values import parse
from bot.flow.actions.table import ACTIONS
from bot.flow.clean_text import clean
from bot.flow.entrance.attachments import Sent, heard
from bot.flow.entrance.typed_commands import NOTED, understand
from bot.flow.forms import FieldErrors, Form, Reply
from bot.flow.jobs.screenings import Screenings
from bot.flow.messages import Message
from bot.flow.ports import Chat, ChatError, Clock, Store
from bot.flow.wording.candidates import forms
from bot.flow.wording.catalogue import ENGLISH, Say


class CandidateEntrance:
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
        mine = await self._sessions(who)
        event = heard(text, message_id, attachments, self._say_in(mine).language)
        session = self._meant(mine, event)
        if session is None:
            await self._nobody(who, place, delivery_id)
            return
        await self._happened(session, event, who, delivery_id, NOTED.get(type(event)))
        self._later(self._chats[who.platform].saved(place or session.talked_to_at, message_id))

    async def edited(self, who: Person, message_id: str, text: str, delivery_id: str) -> None:
        """Store a changed message, in the screening that it belongs to; return after the commit."""
        mine = await self._sessions(who)
        session = next((s for s in mine if _holds(s, message_id)), self._meant(mine, e.HelpAsked()))
        if session is not None:
            event = e.Corrected(clean(text), message_id)
            await self._screenings.handle(session.id, event, delivery_id=delivery_id)

    async def pressed(
        self, who: Person, id_: ActionId, delivery_id: str, *, place: Place | None = None
    ) -> Reply | None:
        """Store what a press means, or return the form that it opens; somebody else's button does nothing."""
        row, session = ACTIONS[id_.kind], await self._about(who, id_)
        if not _may(row, id_, session):
            await self._nobody(who, place, delivery_id, self._refused(who, id_) if id_.session else None)
            return None
        given = Given(id_, who, session)
        form = row.form(given) if row.form else None
        return form if form is not None else await self._act(row, given, delivery_id)

    async def filled(
        self, who: Person, id_: ActionId, values: Mapping[str, str], delivery_id: str, message_id: str = ""
    ) -> Reply | None:
        """Store what a form says; return after the commit. Whoever it is not about changes nothing, and is noted.

        message_id: how what is written in a form is named, if it stands in place of a message.
        """
        row, session = ACTIONS[id_.kind], await self._about(who, id_)
        if not _may(row, id_, session):
            await self._first_time(delivery_id, self._refused(who, id_))
            return None
        given = Given(id_, who, session, values)
        form = row.form(given) if row.form else None
        # What comes after its question was closed is still kept, as a note.
        parsed = (
            parse(form, values, given.say) if isinstance(form, Form) else {name: clean(v) for name, v in values.items()}
        )
        if isinstance(parsed, FieldErrors):
            return parsed
        return await self._act(row, replace(given, values=parsed), delivery_id, message_id)

    async def _act(self, row: Action, given: Given, delivery_id: str, message_id: str = "") -> Reply | None:
        """Do what a row of the table says."""
        match row.handle(given):
            case CodeBrought(code):
                return await self.arrived(given.author, code, None, delivery_id)
            case Wrote(text, session, position):
                await self._written(given, text, message_id or delivery_id, delivery_id, session, position)
            case tuple() as events:
                for n, event in enumerate(events):
                    delivery = f"{delivery_id}/{n}" if n else delivery_id
                    await self._happened(given.session, event, given.author, delivery, None if n else row.noted)
            case Message() | FieldErrors() as told:
                return told
            case other:
                raise ValueError(f"{type(other).__name__} is nothing that candidates do")
        return row.done(given) if row.done else None

    async def _written(
        self, given: Given, text: str, message_id: str, delivery_id: str, session: str, position: int | None
    ) -> None:
        """Store what was written in a form: in the answer that it was for, or beside it if that is closed by now."""
        if not session or given.about is None:
            await self.said(given.author, text, message_id, delivery_id)
            return
        event = understand(text, message_id, given.about.language)
        if isinstance(event, e.Said):
            event = replace(event, position=position)
        await self._happened(given.about, event, given.author, delivery_id, NOTED.get(type(event)))

    async def deleted(self, who: Person, message_id: str, delivery_id: str) -> None:
        """Store that a message was deleted on the platform; return after the commit."""
        session = next((s for s in await self._sessions(who) if _holds(s, message_id)), None)
        if session is not None:
            await self._screenings.handle(session.id, e.Deleted(message_id), delivery_id=delivery_id)

    async def arrived(self, who: Person, code: str, place: Place | None, delivery_id: str) -> Message:
        """Let somebody in who brings an invitation's code, to be talked to at `place`; return words for them alone.

        Without a code it is somebody who is invited already and wants to go on here. The first to bring a code
        whose candidate is not known becomes the candidate; anybody else gets the same words as for a wrong code.
        """
        session = self._meant(await self._sessions(who), e.Accepted())
        if code.strip():
            session = await self._store.by_code(parse_code(code))
        if session is not None and (not session.candidate.id or session.candidate.same(who)):
            after = await self._screenings.handle(session.id, e.Arrived(who, place), delivery_id=delivery_id)
            if after.candidate.same(who):
                return forms.welcome(Say(after.language))
        await self._first_time(delivery_id, self._refused(who, ActionId(ARRIVE.kind)))
        return forms.no_such_code()

    async def say_to(self, who: Person) -> Say:
        """Return how somebody is spoken to: as in the screening that they attend, else in English."""
        return self._say_in(await self._sessions(who))

    def _say_in(self, mine: Sequence[Session]) -> Say:
        session = self._meant(mine, e.HelpAsked())
        return Say(session.language) if session else ENGLISH

    async def close(self) -> None:
        """Let the words to people without a session go out."""
        await asyncio.gather(*self._talking)

    async def _happened(
        self, session: Session, event: e.Event, who: Person, delivery_id: str, noted: Act | None
    ) -> None:
        """Store what a candidate did, and what the audit chain is to say of it."""
        entry = Entry(self._clock.now(), who.platform, who.id, noted, session.id) if noted else None
        await self._screenings.handle(session.id, event, delivery_id=delivery_id, entry=entry)

    async def _about(self, who: Person, id_: ActionId) -> Session | None:
        """Return the screening of theirs that an id is about; without one, what plain words would be about."""
        mine = await self._sessions(who)
        return next((s for s in mine if s.id == id_.session), None) if id_.session else self._meant(mine, e.HelpAsked())

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
            self._later(self._tell(who, place, delivery_id))

    def _later(self, words: Coroutine[Any, Any, None]) -> None:
        """Say something that nobody waits for."""
        task = asyncio.create_task(words)
        self._talking.add(task)
        task.add_done_callback(self._talking.discard)

    async def _first_time(self, delivery_id: str, entry: Entry | None) -> bool:
        """Note a delivery, and with it what somebody did; return False, with nothing noted, if it came before."""
        async with self._store.unit() as unit:
            fresh = await unit.first_time(delivery_id, self._clock.now())
            if fresh and entry is not None:
                await unit.note(entry)
        return fresh

    def _refused(self, who: Person, id_: ActionId) -> Entry:
        return Entry(self._clock.now(), who.platform, who.id, Act.REFUSED, id_.session, id_.kind)

    async def _tell(self, who: Person, place: Place | None, delivery_id: str) -> None:
        to = place or Place(who.platform, who.id)
        try:
            await self._chats[who.platform].post(to, forms.nobody(), f"front/{delivery_id}")
        except ChatError:
            return  # they will write again; there is nothing else to lose


def _holds(session: Session, message_id: str) -> bool:
    parts = [*session.practice, *session.asides, *(p for a in session.administrations for p in a.parts)]
    return any(part.id == message_id for part in parts)


def _may(row: Action, id_: ActionId, session: Session | None) -> bool:
    """Return whether this is a candidate's to do: about their own screening, or about none where none is needed."""
    return row.side is Side.CANDIDATE and (session is not None or not (row.needs_session or id_.session))
