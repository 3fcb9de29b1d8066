"""The Chat port on Slack: each message once, in order, at the pace that a conversation takes."""

import logging
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.chat.slack.outbound.api import Answer, Api
from bot.chat.slack.outbound.downloads import share_file, shown_in_blocks
from bot.chat.slack.outbound.errors import Unsure
from bot.chat.slack.outbound.sent_lookup import Out, file_name, find_parts, part_metadata
from bot.chat.slack.outbound.split import Chunk, parts
from bot.core.screening.session import Place
from bot.flow.jobs.backoff import AsyncRetrying, growing, trying
from bot.flow.messages import Attachment, Message, Picture
from bot.flow.ports import ChatError, Outcome

PLATFORM = "slack"
PERSONS = ("U", "W")
"""How the ids of people begin; all others name conversations."""
ROUNDS = 4
"""Tries at one call whose outcome is unknown, looking before each."""
FIRST_WAIT_S = 0.5
NO_PREVIEWS = {"unfurl_links": False, "unfurl_media": False}
BAD_BLOCKS = ("invalid_blocks", "invalid_attachments")

TICK = "white_check_mark"
STAMP = re.compile(r"[0-9]{9,11}\.[0-9]{6}")

log = logging.getLogger(__name__)


class SlackChat:
    """Posts and edits messages, and shows that an answer is being read; raises ChatError.

    A message's name is "<conversation>/<time stamp>,<time stamp>…", a stamp for each part of it.
    """

    def __init__(self, api: Api, now: Callable[[], datetime]) -> None:
        self._api = api
        self._now = now
        self._direct: dict[str, str] = {}
        self._heard: dict[str, str] = {}

    def heard(self, person: str, conversation: str, ts: str) -> None:
        """Note where somebody writes to us, and their last message there."""
        self._direct[person] = conversation
        self._heard[conversation] = ts

    async def conversation(self, place: str) -> str:
        """Return the conversation behind a place: itself, or the direct one with a person, opened if need be."""
        if not place.startswith(PERSONS):
            return place
        if place not in self._direct:
            opened = await self._api.read("conversations.open", users=place)
            self._direct[place] = str(opened["channel"]["id"])
        return self._direct[place]

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        """Post a message once for each key, and return its name."""
        channel = await self.conversation(to.id)
        began = unsure_since or self._now()
        out = await self._look(channel, key, began) if unsure_since else Out()
        pictured = parts(message, await self._pictures(message) if 0 not in out.parts else {})
        stamps: list[str] = []
        # In a direct conversation the parts follow each other; a channel gets one message and its thread.
        threaded = not channel.startswith("D")
        try:
            for number, part in enumerate(pictured):
                thread = stamps[0] if threaded and stamps else None
                known = out.parts.get(number)
                stamps.append(known or await self._part(channel, message, part, key, number, thread, began))
            for attachment in (b for b in message.blocks if isinstance(b, Attachment)):
                name = file_name(attachment.name, key)
                if name not in out.files:
                    await self._file(channel, attachment, name, stamps[0] if threaded else None, key, began)
        except ChatError as error:
            error.begun = bool(stamps)
            raise
        return f"{channel}/{','.join(stamps)}"

    async def edit(self, to: Place, ref: str, message: Message) -> None:  # noqa: ARG002 - the name says where
        """Replace a posted message; parts that it no longer has are taken away, new ones go into its thread."""
        channel, _, listed = ref.partition("/")
        stamps = listed.split(",")
        now_shown = parts(message, await self._pictures(message))
        there: list[bool] = []
        for number, part in enumerate(now_shown):
            if number < len(stamps):
                # The same edit twice leaves the same message, so it may be tried again.
                shown = _shown(part)
                there.append(await self._unless_gone("chat.update", channel=channel, ts=stamps[number], **shown))
            elif there[0]:
                key = f"{ref}#{number}"
                began = self._now()
                await self._part(channel, message, part, key, number, stamps[0], began)
        for stamp in stamps[len(now_shown) :]:
            await self._unless_gone("chat.delete", channel=channel, ts=stamp)

    async def reading(self, to: Place, words: str) -> None:
        """Show words below the person's last message, or take it away; never raises."""
        try:
            channel = self._direct.get(to.id, to.id)
            ts = self._heard.get(channel)
            if ts is None or not self._api.pace.room("assistant.threads.setStatus"):
                return
            status = {"channel_id": channel, "thread_ts": ts, "status": words}
            await self._api.write("assistant.threads.setStatus", tries=1, **status)
        except ChatError as error:
            log.info("no status could be shown: %s", error)

    async def retire(self, to: Place, ref: str, message: Message) -> None:
        """Replace a posted message that is done with; never raises, and never waits for Slack's limits."""
        try:
            if self._api.pace.room("chat.update"):
                await self.edit(to, ref, message)
        except ChatError as error:
            log.info("a message could not be retired: %s", error)

    async def saved(self, to: Place, message_id: str) -> None:
        """Put a tick beside a person's message; never raises. What came by a form has no message to put it to."""
        try:
            if STAMP.fullmatch(message_id) and self._api.pace.room("reactions.add"):
                channel = self._direct.get(to.id, to.id)
                await self._api.write("reactions.add", tries=1, channel=channel, timestamp=message_id, name=TICK)
        except ChatError as error:
            log.info("no tick could be shown: %s", error)

    async def say(self, place: str, message: Message) -> None:
        """Post a message that answers somebody at once and is not worth keeping; raises ChatError."""
        channel = await self.conversation(place)
        for part in parts(message):
            async with self._api.pace.message(channel):
                await self._api.write("chat.postMessage", channel=channel, **_shown(part), **NO_PREVIEWS)

    async def ephemeral(self, channel: str, person: str, message: Message) -> None:
        """Show a message to one person alone, in a conversation where they are; raises ChatError."""
        for part in parts(message):
            await self._api.write("chat.postEphemeral", channel=channel, user=person, **_shown(part))

    async def _part(
        self, channel: str, message: Message, part: Chunk, key: str, number: int, thread: str | None, began: datetime
    ) -> str:
        """Post one part and return its time stamp, looking for it first wherever a try's outcome is unknown."""
        async for attempt in self._while_unsure():
            with attempt:
                if attempt.retry_state.attempt_number > 1:
                    there = await self._look(channel, key, began)
                    if number in there.parts:
                        return there.parts[number]
                try:
                    return await self._sent(channel, part, key, number, thread)
                except ChatError as error:
                    if not any(bad in str(error) for bad in BAD_BLOCKS) or not _has_image(part):
                        raise
                    # The picture is not ready or not liked: its words stand in for it.
                    part = parts(message)[number]
                    return await self._sent(channel, part, key, number, thread)
        raise AssertionError("the loop returns or raises")

    def _while_unsure(self) -> AsyncRetrying:
        return trying(ROUNDS, lambda fault: isinstance(fault, Unsure), growing(FIRST_WAIT_S), self._api.pace.sleep)

    async def _sent(self, channel: str, part: Chunk, key: str, number: int, thread: str | None) -> str:
        async with self._api.pace.message(channel):
            answer: Answer = await self._api.write(
                "chat.postMessage",
                channel=channel,
                thread_ts=thread,
                metadata=part_metadata(key, number),
                **_shown(part),
                **NO_PREVIEWS,
            )
        return str(answer["ts"])

    async def _file(
        self, channel: str, attachment: Attachment, name: str, thread: str | None, key: str, began: datetime
    ) -> None:
        async for attempt in self._while_unsure():
            with attempt:
                again = attempt.retry_state.attempt_number > 1
                if not (again and name in (await self._look(channel, key, began)).files):
                    await share_file(self._api, channel, name, attachment.text.encode(), thread)

    async def _look(self, channel: str, key: str, began: datetime) -> Out:
        """Return what is out; where nobody can look, a person has to: a second card is worse than none."""
        try:
            return await find_parts(self._api, channel, key, began)
        except ChatError as error:
            if not error.permanent:
                raise
            raise ChatError(
                f"nobody can see whether {key} is out: {error}", permanent=True, outcome=error.outcome or Outcome.AWAY
            ) from error

    async def _pictures(self, message: Message) -> Mapping[int, str]:
        """Upload a message's pictures, and return their ids by place; one that cannot be is left to its words."""
        ids: dict[int, str] = {}
        for number, block in enumerate(message.blocks):
            if isinstance(block, Picture):
                try:
                    ids[number] = await shown_in_blocks(self._api, f"picture-{number}.png", block.png, block.alt)
                except ChatError as error:
                    log.warning("a picture could not be uploaded: %s", error)
        return ids

    async def _unless_gone(self, method: str, **arguments: Any) -> bool:
        """Change a message that was posted, unless somebody has deleted it; return whether it was there."""
        try:
            await self._api.read(method, **arguments)
        except ChatError as error:
            if "message_not_found" not in str(error):
                raise
            return False
        return True


def _shown(part: Chunk) -> dict[str, Any]:
    return {"text": part.text} | ({"blocks": list(part.blocks)} if part.blocks else {})


def _has_image(part: Chunk) -> bool:
    return any(block.get("type") == "image" for block in part.blocks)
