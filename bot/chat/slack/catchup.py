"""What was written while the bot was away: read from the conversations' history, so that no outage loses a word.

Slack brings a delivery three more times within some six minutes. What is older is only in the history; what
is in both is known by its delivery and taken once.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.chat.slack.api import Api
from bot.chat.slack.chat import SlackChat
from bot.chat.slack.envelope import Heard, heard
from bot.core.session import Session
from bot.flow.ports import ChatError

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
            m async for m in self._api.pages("conversations.history", "messages", channel=channel, oldest=last(session))
        ]
        missed = [heard({**m, "channel": channel, "channel_type": "im"}, self._bot_user) for m in messages]
        for message in sorted((m for m in missed if m is not None), key=lambda m: float(m.ts)):
            await self._hear(message)


def place_of(session: Session) -> str:
    """Return where the candidate is talked to: the conversation, or the person to open one with."""
    place = getattr(session, "place", None)
    return place.id if place is not None else session.candidate.id


def last(session: Session) -> str:
    """Return the time stamp of the last message of the candidate that is stored, or of the invitation."""
    asked = (part for a in session.administrations for part in a.parts)
    stamps = [part.id for part in (*session.practice, *asked, *session.asides) if _is_stamp(part.id)]
    return max(stamps, key=float, default=f"{session.invited_at.timestamp():.6f}")


def _is_stamp(text: str) -> bool:
    seconds, dot, count = text.partition(".")
    return bool(dot) and seconds.isdigit() and count.isdigit()
