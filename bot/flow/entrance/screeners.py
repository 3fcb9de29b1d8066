"""Screeners' commands, presses and forms, for all platforms: permission, act, audit entry, reply.

Rights are asked here and nowhere else. Every act is noted in the audit chain, in the transaction of the act itself
or before anything is shown; a refused try is noted too, and is answered in the words for what does not exist.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.core import audit
from bot.core.audit import Entry
from bot.core.bank.item import Bank
from bot.core.bank.role import Role
from bot.core.invitation_code import code_of
from bot.core.screening import events as e
from bot.core.screening.decisions import Looked
from bot.core.screening.session import Person, Place, State
from bot.flow.action_id import ActionId, UnreadableId
from bot.flow.actions.action import Action, Given, ListAsked, TooLate
from bot.flow.actions.form_values import parse
from bot.flow.actions.screeners import SHOW
from bot.flow.actions.table import ACTIONS
from bot.flow.entrance.typed_invitation import read_invitation
from bot.flow.forms import FieldErrors, Form, Reply
from bot.flow.jobs.screenings import Screenings
from bot.flow.messages import Message
from bot.flow.permissions import Permission, Rights, Subject, Visitor, subject_of
from bot.flow.ports import Clock, SessionNotFound, Store
from bot.flow.wording.screeners import replies as words


class ScreenerEntrance:
    """Where screeners come.

    hiring: maps a platform to its hiring channel. new_id: makes unguessable names. usual_role: that of an invitation
    which names none; without it, and with several roles, the desk asks.
    """

    def __init__(
        self,
        store: Store,
        screenings: Screenings,
        bank: Callable[[], Bank],
        rights: Rights,
        hiring: Mapping[str, Place],
        new_id: Callable[[], str],
        clock: Clock,
        usual_role: str = "",
    ) -> None:
        self._store = store
        self._screenings = screenings
        self._bank = bank
        self._rights = rights
        self._hiring = hiring
        self._new_id = new_id
        self._clock = clock
        self._usual_role = usual_role

    async def command(self, who: Visitor, text: str, where: Place, delivery_id: str) -> Message:
        """Carry out what was typed after /viva: "invite @kim infra", "invite Kim Doe infra", "status", "help"."""
        verb, _, rest = text.strip().partition(" ")
        match verb.casefold():
            case "invite" if rest.strip():
                return await self.invite_typed(who, rest, {}, where, delivery_id)
            case "cancel" | "resend" if rest.strip():
                return await self.about_invitation(who, verb.casefold(), rest, delivery_id)
            case "status" | "list":
                return await self.home(who, rest.strip() or "running")
            case _:
                return words.help_screener()

    async def invite_typed(
        self, who: Visitor, text: str, known: Mapping[str, Person], where: Place, delivery_id: str
    ) -> Message:
        """Invite everybody whom a text names, each as by `invite`; `known`: people by the ids that it mentions."""
        typed = read_invitation(text, self._bank().roles)
        if isinstance(typed, Message):
            return typed
        platform = who.person.platform
        people = [known.get(id_) or Person(platform, id_, name) for id_, name in typed.mentioned]
        people = people or [Person(platform, "", typed.name)]
        answers = [
            await self.invite(who, person, typed.role, where, f"{delivery_id}/{n}" if n else delivery_id)
            for n, person in enumerate(people)
        ]
        return words.together(answers)

    async def invite(self, who: Visitor, candidate: Person, role: str, where: Place, delivery_id: str) -> Message:
        """Invite somebody to a screening for a role, the usual or only one if it is not named.

        A candidate without an id is not known on the platform yet: the reply has a code for them.
        """
        hiring = self._hiring.get(who.person.platform, where)
        chosen = self._role(role)
        if not self._rights.allow(who, Permission.INVITE, Subject(chosen.id if chosen else "", hiring)):
            return await self._refused(who, Permission.INVITE.value, candidate.id)
        if chosen is None:
            return words.which_role(tuple(self._bank().roles.values()))
        if candidate.id:
            for old in await self._store.unfinished(candidate.platform, candidate.id):
                if old.role.id == chosen.id:
                    return words.already_invited(old)
        session_id = self._new_id()
        session = await self._screenings.invite(
            session_id,
            chosen,
            candidate=candidate,
            hiring=hiring,
            invited_by=who.person,
            seed=self._new_id(),
            code=code_of(self._new_id()),
            delivery_id=delivery_id,
            entry=self._entry(who, audit.Act.INVITED, session_id, chosen.id),
        )
        return words.dealt_with() if session is None else words.invited(session)

    async def about_invitation(self, who: Visitor, verb: str, text: str, delivery_id: str) -> Message:
        """Take the invitations back, or send them again, of those whom a text names; only what nobody has taken up."""
        typed = read_invitation(text, self._bank().roles)
        if isinstance(typed, Message):
            return typed
        found = [s for id_, _ in typed.mentioned for s in await self._store.unfinished(who.person.platform, id_)]
        if not typed.mentioned:
            name = typed.name.casefold()
            found = [s for s in await self._store.recent() if s.candidate.name.casefold() == name]
        meant = [s for s in found if s.state is State.INVITED and typed.role in {"", s.role.id}]
        open_ = [s for s in meant if self._rights.allow(who, Permission.INVITE, subject_of(s))]
        if len(open_) < len(meant):  # those that are not theirs do not exist for them
            await self._refused(who, verb, meant[0].id)
        back = verb == "cancel"
        for number, session in enumerate(open_):
            event = e.TakenBack(who.person) if back else e.SentAgain(who.person)
            entry = self._entry(who, audit.Act.TOOK_BACK if back else audit.Act.SENT_AGAIN, session.id)
            name = f"{delivery_id}/{number}" if number else delivery_id
            await self._screenings.handle(session.id, event, delivery_id=name, entry=entry)
        return words.taken_back(open_) if back else words.sent_again(open_)

    def roles(self, who: Visitor, where: Place) -> tuple[Role, ...]:
        """Return the roles that a visitor may invite to from a place; to offer them is no act, so none is noted."""
        hiring = self._hiring.get(who.person.platform, where)
        roles = self._bank().roles.values()
        return tuple(role for role in roles if self._rights.allow(who, Permission.INVITE, Subject(role.id, hiring)))

    async def pressed(self, who: Visitor, id_: ActionId | UnreadableId, delivery_id: str) -> Reply:
        """Carry out a press: show what was asked for, or open the form that it needs."""
        given = await self._allowed(who, id_)
        if given is None:
            return await self._refused_id(who, id_)
        row = ACTIONS[given.id.kind]
        if row.form is not None:
            if row.permission is Permission.DECIDE:  # the button stands on the card
                await self._note(self._entry(who, audit.Act.SAW_CARD, given.session.id))
            return row.form(given) or words.nothing_to_do()
        return await self._act(who, row, given, delivery_id)

    async def filled(
        self, who: Visitor, id_: ActionId | UnreadableId, values: Mapping[str, str], delivery_id: str
    ) -> Reply:
        """Carry out what a form says, once for each delivery; rights are asked again, for they may have changed."""
        given = await self._allowed(who, id_)
        row = ACTIONS[given.id.kind] if given else None
        if given is None or row is None or row.form is None:
            return await self._refused_id(who, id_)
        form = row.form(given)
        if not isinstance(form, Form):
            return form or words.nothing_to_do()
        parsed = parse(form, values)
        if isinstance(parsed, FieldErrors):
            return parsed
        return await self._act(who, row, replace(given, values=parsed), delivery_id)

    async def _act(self, who: Visitor, row: Action, given: Given, delivery_id: str) -> Reply:
        """Do what a row of the table says, and note it: with what happens, or before anything is shown."""
        match row.handle(given):
            case ListAsked(show):
                return await self.home(who, show)
            case Message() as shown:
                await self._note(self._entry_of(who, row, given))
                return shown
            case tuple() as events:
                after = given.about
                for number, event in enumerate(events):
                    if isinstance(event, e.Decided):
                        event = replace(event, looked=await self._looked(who, given.session.id))
                    name = f"{delivery_id}/{number}" if number else delivery_id
                    entry = self._entry_of(who, row, given)
                    after = await self._screenings.handle(given.session.id, event, delivery_id=name, entry=entry)
                return row.done(replace(given, about=after)) if row.done else words.dealt_with()
            case TooLate(told) | (FieldErrors() as told):
                return told
            case other:
                raise ValueError(f"{type(other).__name__} is nothing that screeners do")

    async def _looked(self, who: Visitor, session_id: str) -> Looked:
        """Return when somebody first had a card before them, and what is behind it, as the audit chain has it."""
        first: dict[audit.Act, datetime] = {}
        for link in await self._store.audited(session_id):
            if (link.entry.platform, link.entry.actor) == (who.person.platform, who.person.id):
                first.setdefault(link.entry.act, link.entry.at)
        details, transcript = (first.get(act) for act in (audit.Act.SAW_DETAILS, audit.Act.SAW_TRANSCRIPT))
        seen = [at for at in (first.get(audit.Act.SAW_CARD), details, transcript) if at is not None]
        return Looked(min(seen, default=None), details, transcript)

    async def home(self, who: Visitor, show: str = "running") -> Message:
        """Return the screenings that the visitor may see; `show` is one of `wording.desk.SHOWS`."""
        seen = [s for s in await self._store.recent() if self._rights.allow(who, Permission.LIST, subject_of(s))]
        await self._note(self._entry(who, audit.Act.LISTED, "", show if show in words.SHOWS else ""))
        chosen = show if show in words.SHOWS else words.SHOWS[0]
        return words.home(seen, chosen, lambda name, label: SHOW.button(extra=name, label=label), self._clock.now())

    def _role(self, name: str) -> Role | None:
        roles = self._bank().roles
        name = next((id_ for id_ in roles if id_.casefold() == name.casefold()), name)
        only = next(iter(roles)) if len(roles) == 1 else ""
        return roles.get(name or self._usual_role) or (None if name else roles.get(only))

    async def _allowed(self, who: Visitor, id_: ActionId | UnreadableId) -> Given | None:
        """Return what an action is given, if the screening is there and the visitor may do this to it."""
        permission = ACTIONS[id_.kind].permission if isinstance(id_, ActionId) else None
        if permission is None or isinstance(id_, UnreadableId):
            return None
        if not ACTIONS[id_.kind].needs_session:
            return Given(id_, who.person)
        try:
            session = await self._store.load(id_.session)
        except SessionNotFound:
            return None
        return Given(id_, who.person, session) if self._rights.allow(who, permission, subject_of(session)) else None

    async def _refused_id(self, who: Visitor, id_: ActionId | UnreadableId) -> Message:
        """Refuse a press or a form; an id that cannot be read is noted by what is wrong with it."""
        if isinstance(id_, UnreadableId):
            return await self._refused(who, id_.value, "")
        return await self._refused(who, id_.kind, id_.session)

    async def _refused(self, who: Visitor, what: str, subject: str) -> Message:
        await self._note(self._entry(who, audit.Act.REFUSED, subject[:64], what[:64]))
        return words.refused()

    def _entry_of(self, who: Visitor, row: Action, given: Given) -> Entry:
        assert row.noted is not None, "every screener's row is noted"
        return self._entry(who, row.noted, given.session.id, row.entry_detail(given.id))

    def _entry(self, who: Visitor, act: audit.Act, subject: str, detail: str = "") -> Entry:
        return Entry(self._clock.now(), who.person.platform, who.person.id, act, subject, detail)

    async def _note(self, entry: Entry) -> None:
        async with self._store.unit() as unit:
            await unit.note(entry)
