"""What candidates do in their direct conversation → CandidateEntrance. Each returns only after the commit."""

from collections.abc import Mapping
from typing import Any

from bot.chat.slack.inbound.payloads import Heard, Press, parse_deletion, parse_message, submission_name
from bot.chat.slack.inbound.people import People
from bot.chat.slack.inbound.uploads import read_uploads
from bot.chat.slack.outbound.api import Api
from bot.chat.slack.outbound.chat import PLATFORM, SlackChat
from bot.chat.slack.outbound.modals import values
from bot.core.screening.session import Place
from bot.flow.action_id import ActionId
from bot.flow.entrance.candidates import CandidateEntrance
from bot.flow.forms import Reply
from bot.flow.jobs.concurrency import Turns


class Candidates:
    """Hears candidates, one thing at a time for each."""

    def __init__(
        self, reception: CandidateEntrance, people: People, chat: SlackChat, api: Api, turns: Turns, bot_user: str
    ) -> None:
        self._reception = reception
        self._people = people
        self._chat = chat
        self._api = api
        self._turns = turns
        self._bot_user = bot_user

    async def message(self, event: Mapping[str, Any]) -> None:
        """Take a message or a changed one; what is not a person's word in a direct conversation is passed over."""
        gone = parse_deletion(event, self._bot_user)
        if gone is not None:
            async with self._turns.of(gone.person):
                await self._reception.deleted(self._people.known(gone.person), gone.ts, gone.delivery)
        said = parse_message(event, self._bot_user)
        if said is not None:
            await self.hear(said)

    async def hear(self, said: Heard) -> None:
        """Take what somebody wrote; the same delivery twice is taken once."""
        who = self._people.known(said.person)
        async with self._turns.of(said.person):
            if said.edit:
                await self._reception.edited(who, said.ts, said.text, said.delivery)
                return
            self._chat.heard(said.person, said.conversation, said.ts)
            files = await read_uploads(self._api, said.files) if said.files else ()
            await self._reception.said(
                who, said.text, said.ts, said.delivery, attachments=files, place=Place(PLATFORM, said.conversation)
            )

    async def pressed(self, press: Press, id_: ActionId) -> Reply | None:
        """Take a press; return the form that it opens, if any."""
        place = Place(PLATFORM, press.conversation) if press.conversation else None
        async with self._turns.of(press.person):
            who = self._people.known(press.person, press.name)
            return await self._reception.pressed(who, id_, press.delivery, place=place)

    async def commanded(self, person: str, name: str, id_: ActionId, delivery: str) -> None:
        """Take an action that was typed after /viva; what comes of it goes to the direct conversation."""
        async with self._turns.of(person):
            await self._reception.pressed(self._people.known(person, name), id_, delivery)

    async def filled(self, id_: ActionId, view: Mapping[str, Any], person: str, name: str) -> Reply | None:
        """Take a filled-in form; return what is wrong in it, or what they read, if anything."""
        async with self._turns.of(person):
            who = self._people.known(person, name)
            return await self._reception.filled(who, id_, values(view), submission_name(view, person))

    async def arrived(self, person: str, name: str, code: str, conversation: str, delivery: str) -> Any:
        """Take an invitation's code; return what the entrance says to it."""
        place = Place(PLATFORM, conversation) if conversation.startswith("D") else None
        async with self._turns.of(person):
            return await self._reception.arrived(self._people.known(person, name), code, place, delivery)
