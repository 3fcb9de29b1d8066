"""The screener's side of the house, one for all platforms: may they, do it, note it, and say what came of it."""

import re
from collections.abc import Callable, Mapping, Sequence

from bot.core.bank import Bank
from bot.core.role import Role
from bot.core.session import Person, Place, Session
from bot.core.summary import summarise
from bot.flow import wording
from bot.flow.loop import Screenings
from bot.flow.messages import Message, Reply
from bot.flow.ports import SessionNotFound, Store
from bot.flow.rights import Act, Rights, Subject, Visitor, subject_of
from bot.flow.wording import desk as words

MENTION = re.compile(r"<@!?(?P<id>\w+)(?:\|(?P<name>[^>]*))?>")
"""A person as chat platforms write one in a text."""
READS = {"details": Act.DETAILS, "transcript": Act.TRANSCRIPT}


class Desk:
    """Where screeners come; `hiring` maps a platform to its hiring channel, `new_id` makes unguessable names."""

    def __init__(
        self,
        store: Store,
        screenings: Screenings,
        bank: Callable[[], Bank],
        rights: Rights,
        hiring: Mapping[str, Place],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._screenings = screenings
        self._bank = bank
        self._rights = rights
        self._hiring = hiring
        self._new_id = new_id

    async def command(self, who: Visitor, text: str, where: Place, delivery_id: str) -> Reply:
        """Carry out what was typed after /viva: "invite @kim infra", "status", "help"."""
        verb, _, rest = text.strip().partition(" ")
        match verb.casefold():
            case "invite":
                mention = MENTION.search(rest)
                if mention is None:
                    return words.help_screener()
                name = mention["name"] or mention["id"]
                role = MENTION.sub("", rest).strip()
                return await self.invite(
                    who, Person(who.person.platform, mention["id"], name), role, where, delivery_id
                )
            case "status" | "list":
                return await self.home(who, rest.strip() or "running")
            case _:
                return words.help_screener()

    async def invite(self, who: Visitor, candidate: Person, role: str, where: Place, delivery_id: str) -> Reply:
        """Invite somebody to a screening for a role, the only one if it is not named."""
        chosen = self._role(role)
        if chosen is None:
            return words.which_role(tuple(self._bank().roles.values()))
        hiring = self._hiring.get(who.person.platform, where)
        if not self._rights.allow(who, Act.INVITE, Subject(chosen.id, hiring)):
            return words.refused()
        for old in await self._store.unfinished(candidate.platform, candidate.id):
            if old.role.id == chosen.id:
                return words.already_invited(old)
        session = await self._screenings.invite(
            self._new_id(),
            chosen,
            candidate=candidate,
            hiring=hiring,
            invited_by=who.person,
            seed=self._new_id(),
            delivery_id=delivery_id,
        )
        if session is None:
            return words.dealt_with()
        return words.invited(session)

    async def pressed(self, who: Visitor, action: str, about: str, where: Place, delivery_id: str) -> Reply:  # noqa: ARG002
        """Carry out a press on a card: answer it, or open the form that it needs."""
        act = READS.get(action)
        session = await self._found(about.partition(":")[0])
        if act is None or session is None or not self._rights.allow(who, act, subject_of(session)):
            return words.refused()
        return wording.details(summarise(session)) if act is Act.DETAILS else wording.transcript(session)

    async def filled(
        self, who: Visitor, form_id: str, values: Mapping[str, str], where: Place, delivery_id: str
    ) -> Reply:
        """Carry out what a form says."""
        kind, _, about = form_id.partition(":")
        if kind != "invite" or "role" not in values:
            return words.refused()
        return await self.invite(who, Person(who.person.platform, about, about), values["role"], where, delivery_id)

    async def home(self, who: Visitor, show: str = "running") -> Message:
        """Return the screenings that the visitor may see: "running", "finished" or "all"."""
        seen: Sequence[Session] = [
            s for s in await self._store.recent() if self._rights.allow(who, Act.LIST, subject_of(s))
        ]
        return words.home(seen, show)

    def _role(self, name: str) -> Role | None:
        roles = self._bank().roles
        return roles.get(name) if name else next(iter(roles.values())) if len(roles) == 1 else None

    async def _found(self, session_id: str) -> Session | None:
        try:
            return await self._store.load(session_id)
        except SessionNotFound:
            return None
