"""What screeners do: commands, presses on cards and windows, filled-in forms and their App Home → Desk."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.slack.inbound.payloads import Press, submitted
from bot.chat.slack.inbound.people import People
from bot.chat.slack.outbound.api import Api
from bot.chat.slack.outbound.chat import PLATFORM
from bot.chat.slack.outbound.modals import DESK, home, modal, opened_from, page, values
from bot.core.screening.session import Place
from bot.flow.entrance.screeners import Desk
from bot.flow.messages import Form, Reply
from bot.flow.ports import ChatError
from bot.flow.wording import platform as said

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
INVITE = re.compile(r"\s*invite\b(.*)", re.IGNORECASE | re.DOTALL)
ACTIONS = frozenset("details transcript pack override remark answer advance talk not-now show".split())
"""The buttons that are a screener's, wherever they stand; in a direct conversation all others are a candidate's."""
SHOW = "show"
"""The button of the App Home that chooses what it lists."""
RUNNING = "running"


@dataclass(frozen=True)
class Command:
    """What somebody typed after `/viva`, and where."""

    person: str
    name: str
    text: str
    conversation: str
    trigger: str

    @property
    def delivery(self) -> str:
        """Return the name by which a repeat of the command is known."""
        return f"slack:command:{self.person}:{self.trigger}"


class Screeners:
    """Hears screeners; rights are looked at by the desk, on what Slack says of them at that moment."""

    def __init__(self, desk: Desk, people: People, api: Api) -> None:
        self._desk = desk
        self._people = people
        self._api = api

    async def command(self, command: Command) -> Reply:
        """Return the answer to a command."""
        where = Place(PLATFORM, command.conversation)
        try:
            visitor = await self._people.visitor(command.person, command.name)
            invite = INVITE.fullmatch(command.text)
            if invite is None:
                return await self._desk.command(visitor, command.text, where, command.delivery)
            named = MENTION.search(invite.group(1))
            if named is None:
                return await self._desk.command(visitor, command.text, where, command.delivery)
            candidate = await self._people.candidate(named.group(1))
        except ChatError as error:
            return said.words(_why(error))
        role = MENTION.sub("", invite.group(1)).strip()
        return await self._desk.invite(visitor, candidate, role, where, command.delivery)

    async def pressed(self, press: Press) -> Reply:
        """Return the answer to a press."""
        try:
            visitor = await self._people.visitor(press.person, press.name)
        except ChatError:
            return said.words(said.CANNOT_CHECK)
        where = Place(PLATFORM, press.conversation or opened_from(press.view))
        return await self._desk.pressed(visitor, press.action, press.about, where, press.delivery)

    async def filled(self, view: Mapping[str, Any], person: str, name: str) -> Mapping[str, Any]:
        """Return what Slack does with a filled-in window: it shows the answer in the same window."""
        where = opened_from(view)
        reply = await self._filled(view, person, name, where)
        if isinstance(reply, Form):
            return {"response_action": "update", "view": modal(reply, where, DESK)}
        shown = page(reply.notice, reply.blocks, where, DESK)
        return {"response_action": "update", "view": shown} if shown else {"response_action": "clear"}

    async def home(self, person: str, show: str = RUNNING) -> None:
        """Publish somebody's App Home; raises ChatError."""
        visitor = await self._people.visitor(person)
        message = await self._desk.home(visitor, show)
        await self._api.write("views.publish", user_id=person, view=home(message))

    async def _filled(self, view: Mapping[str, Any], person: str, name: str, where: str) -> Reply:
        try:
            visitor = await self._people.visitor(person, name)
        except ChatError:
            return said.words(said.CANNOT_CHECK)
        form, place = str(view.get("callback_id", "")), Place(PLATFORM, where)
        return await self._desk.filled(visitor, form, values(view), place, submitted(view, person))


def _why(error: ChatError) -> str:
    """Return words for why somebody cannot be invited, or that nobody could find out."""
    told = {said.NOT_FOUND, said.NOT_A_PERSON, said.DEACTIVATED, said.OUTSIDER}
    return str(error) if str(error) in told else said.CANNOT_CHECK
