"""Screeners' commands, presses and forms, for all platforms: permission, act, audit entry, reply.

Rights are asked here and nowhere else. Every act is noted in the audit chain, in the transaction of the act itself
or before anything is shown; a refused try is noted too, and is answered in the words for what does not exist.
"""

import re
from collections.abc import Callable, Mapping

from bot.core import audit
from bot.core.audit import Entry
from bot.core.bank.item import Bank
from bot.core.bank.role import Role
from bot.core.invitation_code import code_of
from bot.core.report.summary import summarise
from bot.core.screening import events as e
from bot.core.screening.decisions import Ruling
from bot.core.screening.session import Person, Place, Session
from bot.flow.entrance.permissions import Act, Rights, Subject, Visitor, subject_of
from bot.flow.entrance.typed_commands import clean
from bot.flow.jobs.screenings import Screenings
from bot.flow.messages import Message, Reply
from bot.flow.ports import Clock, SessionNotFound, Store
from bot.flow.wording.screeners import details, forms, next_round
from bot.flow.wording.screeners import replies as words

MENTION = re.compile(r"<@!?(?P<id>\w+)(?:\|(?P<name>[^>]*))?>")
"""A person as chat platforms write one in a text."""
PRESSES = {
    "details": Act.DETAILS,
    "transcript": Act.TRANSCRIPT,
    "pack": Act.PACK,
    "override": Act.OVERRIDE,
    "remark": Act.REMARK,
    "answer": Act.ANSWER,
    **{ruling.value: Act.DECIDE for ruling in Ruling},
}
"""What each button on a card needs the right to."""
FORMS = {"override": Act.OVERRIDE, "remark": Act.REMARK, "answer": Act.ANSWER, "decide": Act.DECIDE}
NOTED = {
    Act.DETAILS: audit.Act.SAW_DETAILS,
    Act.TRANSCRIPT: audit.Act.SAW_TRANSCRIPT,
    Act.PACK: audit.Act.SAW_PACK,
    Act.OVERRIDE: audit.Act.OVERRODE,
    Act.REMARK: audit.Act.ASKED_REMARK,
    Act.ANSWER: audit.Act.REREAD,
    Act.DECIDE: audit.Act.DECIDED,
}


class Desk:
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

    async def command(self, who: Visitor, text: str, where: Place, delivery_id: str) -> Reply:
        """Carry out what was typed after /viva: "invite @kim infra", "invite Kim Doe infra", "status", "help"."""
        verb, _, rest = text.strip().partition(" ")
        match verb.casefold():
            case "invite" if rest.strip():
                candidate, role = self._invited(who, rest.strip())
                return await self.invite(who, candidate, role, where, delivery_id)
            case "status" | "list":
                return await self.home(who, rest.strip() or "running")
            case _:
                return words.help_screener()

    async def invite(self, who: Visitor, candidate: Person, role: str, where: Place, delivery_id: str) -> Reply:
        """Invite somebody to a screening for a role, the usual or only one if it is not named.

        A candidate without an id is not known on the platform yet: the reply has a code for them.
        """
        hiring = self._hiring.get(who.person.platform, where)
        chosen = self._role(role)
        if not self._rights.allow(who, Act.INVITE, Subject(chosen.id if chosen else "", hiring)):
            return await self._refused(who, Act.INVITE.value, candidate.id)
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

    def roles(self, who: Visitor, where: Place) -> tuple[Role, ...]:
        """Return the roles that a visitor may invite to from a place; to offer them is no act, so none is noted."""
        hiring = self._hiring.get(who.person.platform, where)
        roles = self._bank().roles.values()
        return tuple(role for role in roles if self._rights.allow(who, Act.INVITE, Subject(role.id, hiring)))

    async def pressed(self, who: Visitor, action: str, about: str, where: Place, delivery_id: str) -> Reply:  # noqa: ARG002 - a press opens or shows, twice does no harm
        """Carry out a press on a card: show what was asked for, or open the form that it needs."""
        if action == "show":
            return await self.home(who, about)
        session_id, _, number = about.partition(":")
        act = PRESSES.get(action)
        session = await self._allowed(who, act, session_id)
        if session is None or act is None:
            return await self._refused(who, action, session_id)
        if act in {Act.DETAILS, Act.TRANSCRIPT, Act.PACK}:
            await self._note(self._entry(who, NOTED[act], session.id))
            return _read(act, session)
        position = int(number) if number.isdecimal() else 0
        return forms.form(session, action, position) or words.nothing_to_do()

    async def filled(
        self, who: Visitor, form_id: str, values: Mapping[str, str], where: Place, delivery_id: str
    ) -> Reply:
        """Carry out what a form says, once for each delivery; rights are asked again, for they may have changed."""
        kind, _, about = form_id.partition(":")
        if kind == "invite":
            candidate = Person(who.person.platform, about, values.get("name", "") or about)
            return await self.invite(who, candidate, values.get("role", ""), where, delivery_id)
        session_id, _, rest = about.partition(":")
        act = FORMS.get(kind)
        session = await self._allowed(who, act, session_id)
        if session is None or act is None:
            return await self._refused(who, kind, session_id)
        event = _meant(kind, rest, values, session, who.person)
        if event is None:
            return words.not_understood()
        before = forms.obstacle(session, event)
        if before is not None:
            return before
        entry = self._entry(who, NOTED[act], session.id, rest if kind != "decide" else rest.partition(":")[0])
        after = await self._screenings.handle(session.id, event, delivery_id=delivery_id, entry=entry)
        return forms.done(session, after, event)

    async def home(self, who: Visitor, show: str = "running") -> Message:
        """Return the screenings that the visitor may see; `show` is one of `wording.desk.SHOWS`."""
        seen = [s for s in await self._store.recent() if self._rights.allow(who, Act.LIST, subject_of(s))]
        await self._note(self._entry(who, audit.Act.LISTED, "", show if show in words.SHOWS else ""))
        return words.home(seen, show if show in words.SHOWS else "running")

    def _invited(self, who: Visitor, text: str) -> tuple[Person, str]:
        """Return whom and for which role somebody typed: a mention or a name, and a role behind it."""
        mention = MENTION.search(text)
        if mention is not None:
            person = Person(who.person.platform, mention["id"], mention["name"] or mention["id"])
            return person, MENTION.sub("", text).strip()
        name, _, last = text.rpartition(" ")
        role = last if name and last in self._bank().roles else ""
        return Person(who.person.platform, "", clean(name if role else text)), role

    def _role(self, name: str) -> Role | None:
        roles = self._bank().roles
        only = next(iter(roles)) if len(roles) == 1 else ""
        return roles.get(name or self._usual_role) or (None if name else roles.get(only))

    async def _allowed(self, who: Visitor, act: Act | None, session_id: str) -> Session | None:
        """Return the screening if there is one and the visitor may do this to it."""
        if act is None:
            return None
        try:
            session = await self._store.load(session_id)
        except SessionNotFound:
            return None
        return session if self._rights.allow(who, act, subject_of(session)) else None

    async def _refused(self, who: Visitor, what: str, subject: str) -> Message:
        await self._note(self._entry(who, audit.Act.REFUSED, subject[:64], what[:64]))
        return words.refused()

    def _entry(self, who: Visitor, act: audit.Act, subject: str, detail: str = "") -> Entry:
        return Entry(self._clock.now(), who.person.platform, who.person.id, act, subject, detail)

    async def _note(self, entry: Entry) -> None:
        async with self._store.unit() as unit:
            await unit.note(entry)


def _read(act: Act, session: Session) -> Message:
    match act:
        case Act.DETAILS:
            return details.whole(summarise(session))
        case Act.TRANSCRIPT:
            return details.transcript_file(session)
        case _:
            return next_round.next_round(session, summarise(session))


def _meant(kind: str, rest: str, values: Mapping[str, str], session: Session, author: Person) -> e.Event | None:
    """Return what a form says; None if a value cannot be used."""
    text = clean(values.get("reason", "")).strip()
    match kind:
        case "decide":
            ruling, _, known = rest.partition(":")
            if ruling not in set(Ruling) or not known.isdecimal() or not text:
                return None
            return e.Decided(Ruling(ruling), author, text, int(known))
        case "override" if rest.isdecimal() and text:
            return forms.override(session, int(rest), values, author, text)
        case "remark" | "answer":
            number = rest or values.get("question", "")
            if not number.isdecimal() or not any(a.position == int(number) for a in session.administrations):
                return None
            if kind == "remark":
                return e.RemarkAsked(int(number), author)
            reply = clean(values.get("reply", "")).strip()
            return e.RereadAnswered(int(number), author, reply) if reply else None
        case "override":
            return None
        case _:
            return None
