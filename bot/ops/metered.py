"""Wrappers of ports that count and time each call."""

from collections.abc import Sequence
from datetime import datetime
from time import monotonic

from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric
from bot.core.grading.grade import Grade, Spent
from bot.core.screening.session import Place
from bot.flow.messages import Message
from bot.flow.ports import Chat, ChatError, Judge
from bot.ops.meter import Meter

OK = "ok"


class MeteredJudge:
    """A judge whose marks are counted."""

    def __init__(self, judge: Judge, meter: Meter) -> None:
        self._judge = judge
        self._meter = meter

    async def grade(
        self, response: str, item: Item, rubric: Rubric, session: Spent, day: Spent, near: Sequence[float] = ()
    ) -> Grade:
        """Return the marks."""
        began = monotonic()
        grade = await self._judge.grade(response, item, rubric, session, day, near)
        self._meter.marked(grade, monotonic() - began)
        return grade


class MeteredChat:
    """A chat whose sends and refusals are counted; `platform` is its name."""

    def __init__(self, chat: Chat, platform: str, meter: Meter) -> None:
        self._chat = chat
        self._platform = platform
        self._meter = meter

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        """Post a message once for each key, and return the platform's name of it."""
        began = monotonic()
        try:
            ref = await self._chat.post(to, message, key, unsure_since)
        except ChatError as fault:
            self._refused(fault, began)
            raise
        self._meter.sent(self._platform, OK, monotonic() - began)
        return ref

    async def edit(self, to: Place, ref: str, message: Message) -> None:
        """Replace a posted message."""
        began = monotonic()
        try:
            await self._chat.edit(to, ref, message)
        except ChatError as fault:
            self._refused(fault, began)
            raise
        self._meter.sent(self._platform, OK, monotonic() - began)

    async def reading(self, to: Place, words: str) -> None:
        """Show that an answer is being read, or stop showing it."""
        await self._chat.reading(to, words)

    async def retire(self, to: Place, ref: str, message: Message) -> None:
        """Replace a posted message that is done with, if there is room for it."""
        await self._chat.retire(to, ref, message)

    async def saved(self, to: Place, message_id: str) -> None:
        """Show beside a person's own message that it is kept."""
        await self._chat.saved(to, message_id)

    def _refused(self, fault: ChatError, began: float) -> None:
        if fault.retry_after_s is not None:
            self._meter.limited(self._platform)
        outcome = fault.outcome.value if fault.outcome else "failed"
        self._meter.sent(self._platform, outcome, monotonic() - began)
