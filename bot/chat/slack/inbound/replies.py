"""Replies to interactions on Slack: a modal window, an ephemeral line, or a direct message."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp

from bot.chat.slack.inbound.payloads import Press
from bot.chat.slack.outbound.api import Api
from bot.chat.slack.outbound.chat import PLATFORM, SlackChat
from bot.chat.slack.outbound.modals import MODAL, modal, opened_from, page
from bot.chat.slack.outbound.split import Chunk, parts
from bot.core.screening.session import Person, Place
from bot.flow.forms import FieldErrors, Form, Reply
from bot.flow.messages import Attachment, Message, Paragraph, Picture, short
from bot.flow.ports import ChatError
from bot.flow.wording.candidates import on_platforms as said
from bot.flow.wording.catalogue import ENGLISH, Say
from bot.flow.wording.form_errors import unusable

SHORT = 400
"""Characters of a reply that is shown as one line in place of a window."""
RESPONSES = 3
"""Tries at the address that came with a press; Slack takes five."""
DEEPEST = "push_limit_reached"

log = logging.getLogger(__name__)


class Replies:
    """Carries replies to people; raises ChatError where no way is left."""

    def __init__(self, api: Api, chat: SlackChat, say_to: Callable[[Person], Awaitable[Say]]) -> None:
        self._api = api
        self._chat = chat
        self._say_to = say_to

    async def give(self, reply: Reply, press: Press) -> None:
        """Answer a press: forms and long answers as a window, short ones as a line, files in direct messages."""
        if isinstance(reply, Form):
            await self._window(modal(reply, _where(press)), press)
            return
        if isinstance(reply, FieldErrors):
            reply = unusable(reply)
        shown, too_long = reply, None
        if _has_files(reply):
            shown, too_long = short((await self.say(press.person))(said.IN_DIRECT_MESSAGE)), reply
        if is_short(shown) and not press.view:
            await self.whisper(shown, press.conversation, press.person, press.response_url)
        else:
            view = page(reply.notice, shown.blocks, _where(press))
            if view is None:
                too_long = reply
                shown = short((await self.say(press.person))(said.CONTINUED))
                view = page(reply.notice, shown.blocks, _where(press))
            await self._window(view or {}, press, otherwise=shown)
        if too_long is not None:  # after the window: Slack waits three seconds for that, and messages are paced
            await self._hand_over(too_long, press.person, press.delivery)

    async def say(self, person: str) -> Say:
        """Return how somebody is spoken to; in English where that cannot be told."""
        try:
            return await self._say_to(Person(PLATFORM, person, ""))
        except Exception as error:
            log.warning("nobody could tell somebody's language: %s", type(error).__name__)
            return ENGLISH

    async def whisper(self, message: Message, conversation: str, person: str, response_url: str = "") -> None:
        """Show a message to one person alone: where they are, or through the address that the press came with."""
        try:
            if conversation.startswith("D") or not conversation:
                await self._chat.say(conversation or person, message)
            else:
                await self._chat.ephemeral(conversation, person, message)
        except ChatError:
            if not response_url or not await _responded(response_url, parts(message)[0]):
                raise

    async def rest(self, message: Message, person: str, delivery: str) -> bool:
        """Send a message in direct messages if a command's answer cannot hold it; return whether it was sent."""
        if not _has_files(message) and len(parts(message)) == 1:
            return False
        await self._hand_over(message, person, delivery)
        return True

    async def _window(self, view: dict[str, Any], press: Press, otherwise: Message | None = None) -> None:
        """Open a window over what is there; where that fails, say it in another way."""
        inside = press.view.get("type") == MODAL
        try:
            if inside and otherwise is not None and otherwise.in_place:
                await self._replaced(view, press)
            else:
                await self._opened(view, press, inside)
        except ChatError as error:
            # Also where nobody knows: a line too much is better than a press without an answer.
            log.info("a window did not open: %s", error)
            where = press.conversation or press.person
            failed = otherwise or short((await self.say(press.person))(said.WINDOW_FAILED))
            await self.whisper(failed, where, press.person, press.response_url)

    async def _opened(self, view: dict[str, Any], press: Press, inside: bool) -> None:
        method = "views.push" if inside else "views.open"
        try:
            await self._api.write(method, tries=2, trigger_id=press.trigger, view=view)
        except ChatError as error:
            if DEEPEST not in str(error):
                raise
            await self._replaced(view, press)

    async def _replaced(self, view: dict[str, Any], press: Press) -> None:
        await self._api.write("views.update", tries=2, view_id=press.view.get("id"), view=view)

    async def _hand_over(self, message: Message, person: str, delivery: str) -> None:
        await self._chat.post(Place(PLATFORM, person), message, delivery)


def is_short(message: Message) -> bool:
    """Return whether a message is a line or two of the bot's own words."""
    texts = [b.text for b in message.blocks if isinstance(b, Paragraph)]
    return len(texts) == len(message.blocks) and sum(map(len, texts)) <= SHORT


def command_answer(message: Message) -> Mapping[str, Any]:
    """Return a message as the answer to a command, which only the one who typed it sees."""
    part = parts(message)[0]
    return {"response_type": "ephemeral", "text": part.text, "blocks": list(part.blocks)}


def _has_files(message: Message) -> bool:
    return any(isinstance(b, Attachment | Picture) for b in message.blocks)


def _where(press: Press) -> str:
    return press.conversation or opened_from(press.view)


async def _responded(url: str, part: Chunk) -> bool:
    body = {"response_type": "ephemeral", "replace_original": False, "text": part.text, "blocks": list(part.blocks)}
    for _ in range(RESPONSES):
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session,
                session.post(url, json=body) as answer,
            ):
                if answer.status == 200:
                    return True
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.info("an answer did not get through: %s", type(error).__name__)
    return False
