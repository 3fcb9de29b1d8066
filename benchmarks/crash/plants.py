"""Faults on purpose, one of each kind that the harness looks for: it must find them in a run, not only on paper."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot import app
from bot.core.screening.session import Place, Session
from bot.flow.messages import Message
from bot.flow.ports import Chat

PLANTS = {
    "early-ack": "lost",
    "two-marks": "marked_twice",
    "no-look": "double_cards",
    "after-thanks": "order_violations",
}
"""What can be planted, and the figure that shows it. early-ack: acknowledged before it is stored; two-marks: an answer
is marked again when its candidate hands in the next; no-look: a message whose fate is unknown is sent again without a
look; after-thanks: a question follows the thanks."""


class LateQuestion:
    """A chat that asks once more after the thanks."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._asked: dict[str, Message] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chat, name)

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        """Post, and after the thanks post the last question again, under a key of its own."""
        ref = await self._chat.post(to, message, key, unsure_since)
        if message.notice.startswith("Question "):
            self._asked[to.id] = message
        elif message.notice == "Thank you" and to.id in self._asked:
            await self._chat.post(to, self._asked[to.id], f"{key}/late")
        return ref


async def mark_again(parts: app.Service, session: Session) -> None:
    """Give the first marked answer of a screening its mark once more."""
    marked = next((a for a in session.administrations if len(a.grades) == 1), None)
    if marked is None:
        return
    twice = replace(marked, grades=(*marked.grades, *marked.grades))
    rest = tuple(twice if a is marked else a for a in session.administrations)
    async with parts.store.unit() as unit:
        await unit.load(session.id)
        await unit.save(replace(session, administrations=rest, version=session.version + 1))
