"""What screeners do: commands, presses on cards and windows, filled-in forms and their App Home → Desk."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.slack.inbound.payloads import Press, submission_name
from bot.chat.slack.inbound.people import People
from bot.chat.slack.outbound.api import Api
from bot.chat.slack.outbound.chat import PLATFORM
from bot.chat.slack.outbound.modals import home, values
from bot.core.screening.session import Place
from bot.flow.action_id import ActionId, UnreadableId
from bot.flow.entrance.screeners import ScreenerEntrance
from bot.flow.forms import Reply
from bot.flow.messages import Message, short
from bot.flow.ports import ChatError
from bot.flow.wording import platform as said

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
INVITE = re.compile(r"\s*invite\b(.*)", re.IGNORECASE | re.DOTALL)
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

    def __init__(self, desk: ScreenerEntrance, people: People, api: Api) -> None:
        self._desk = desk
        self._people = people
        self._api = api

    async def command(self, command: Command) -> Message:
        """Return the answer to a command."""
        where = Place(PLATFORM, command.conversation)
        try:
            visitor = await self._people.visitor(command.person, command.name)
            invite = INVITE.fullmatch(command.text)
            if invite is None:
                return await self._desk.command(visitor, command.text, where, command.delivery)
            ids = dict.fromkeys(MENTION.findall(invite.group(1)))
            known = {id_: await self._people.candidate(id_) for id_ in ids}
        except ChatError as error:
            return short(_why(error))
        return await self._desk.invite_typed(visitor, invite.group(1), known, where, command.delivery)

    async def pressed(self, press: Press) -> Reply:
        """Return the answer to a press."""
        try:
            visitor = await self._people.visitor(press.person, press.name)
        except ChatError:
            return short(said.CANNOT_CHECK)
        return await self._desk.pressed(visitor, press.id, press.delivery)

    async def filled(self, id_: ActionId | UnreadableId, view: Mapping[str, Any], person: str, name: str) -> Reply:
        """Return the answer to a filled-in window."""
        try:
            visitor = await self._people.visitor(person, name)
        except ChatError:
            return short(said.CANNOT_CHECK)
        return await self._desk.filled(visitor, id_, values(view), submission_name(view, person))

    async def home(self, person: str, show: str = RUNNING) -> None:
        """Publish somebody's App Home; raises ChatError."""
        visitor = await self._people.visitor(person)
        message = await self._desk.home(visitor, show)
        await self._api.write("views.publish", user_id=person, view=home(message))


def _why(error: ChatError) -> str:
    """Return words for why somebody cannot be invited, or that nobody could find out."""
    told = {said.NOT_FOUND, said.NOT_A_PERSON, said.DEACTIVATED, said.OUTSIDER}
    return str(error) if str(error) in told else said.CANNOT_CHECK
