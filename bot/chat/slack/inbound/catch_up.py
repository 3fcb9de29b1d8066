"""What was written while the bot was away: read from the conversations' history, so that no outage loses a word.

Slack brings a delivery three more times within some six minutes. What is older is only in the history; what
is in both is known by its delivery and taken once.
"""

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence

from bot.chat.slack.inbound.payloads import Heard, edited_message, parse_message
from bot.chat.slack.outbound.api import Api
from bot.chat.slack.outbound.chat import SlackChat
from bot.core.screening.session import Part, Session
from bot.flow.ports import ChatError

OVERLAP_S = 3600.0

log = logging.getLogger(__name__)


class CatchUp:
    """Reads what came into the direct conversations of screenings that are not over.

    ongoing: returns those screenings; hear: takes one message, and returns after its commit.
    """

    def __init__(
        self,
        api: Api,
        chat: SlackChat,
        ongoing: Callable[[], Awaitable[Sequence[Session]]],
        hear: Callable[[Heard], Awaitable[None]],
        bot_user: str,
    ) -> None:
        self._api = api
        self._chat = chat
        self._ongoing = ongoing
        self._hear = hear
        self._bot_user = bot_user

    async def run(self) -> None:
        """Read each conversation from the last message that is stored; one that cannot be read is left out."""
        for session in await self._ongoing():
            try:
                await self._read(session)
            except ChatError as error:
                log.warning("screening %s: its conversation could not be read: %s", session.id, error)

    async def _read(self, session: Session) -> None:
        channel = await self._chat.conversation(place_of(session))
        messages = [
            m
            async for m in self._api.pages("conversations.history", "messages", channel=channel, oldest=oldest(session))
        ]
        stored = {part.id for part in _written(session)}
        for raw in sorted(messages, key=lambda m: float(m.get("ts") or 0)):
            said = parse_message({**raw, "channel": channel, "channel_type": "im"}, self._bot_user)
            if said is None:
                continue
            stamp = (raw.get("edited") or {}).get("ts")
            if said.ts in stored and stamp:
                said = edited_message(said, str(stamp))
            await self._hear(said)


def place_of(session: Session) -> str:
    """Return where the candidate is talked to: the conversation, or the person to open one with."""
    place = getattr(session, "place", None)
    return place.id if place is not None else session.candidate.id


def oldest(session: Session) -> str:
    """Return the time stamp from which to read: an hour before the candidate's last stored message.

    A message that Slack gave up to bring may be older than one that it brought since. Never before the invitation.
    """
    stamps = [float(part.id) for part in _written(session) if _is_stamp(part.id)]
    invited = session.invited_at.timestamp()
    return f"{max([invited, *(stamp - OVERLAP_S for stamp in stamps)]):.6f}"


def _written(session: Session) -> Iterator[Part]:
    """Yield all that the candidate has written and that is stored."""
    yield from session.practice
    for asked in session.administrations:
        yield from asked.parts
    yield from session.asides


def _is_stamp(text: str) -> bool:
    seconds, dot, count = text.partition(".")
    return bool(dot) and seconds.isdigit() and count.isdigit()
