"""Rate limits of Slack: one message a second in a conversation, and each method's calls a minute."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.flow.jobs.keyed_lock import KeyedLock

SPACING_S = 1.05
"""Seconds between two messages in one conversation: Slack's one a second, and a little for the way there."""
MINUTE_S = 60.0
TIERS = {2: 20, 3: 50, 4: 100}
METHODS = {
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "conversations.history": 3,
    "conversations.info": 3,
    "conversations.members": 4,
    "conversations.open": 3,
    "conversations.replies": 3,
    "files.completeUploadExternal": 4,
    "files.getUploadURLExternal": 4,
    "reactions.add": 3,
    "usergroups.users.list": 2,
    "users.info": 4,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}
"""The tier of each method that has one."""


class Pace:
    """Lets calls pass as fast as Slack takes them; `now` is a clock that only goes forward, in seconds."""

    def __init__(
        self, now: Callable[[], float] | None = None, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> None:
        self._now = now or asyncio.get_running_loop().time
        self.sleep = sleep
        self._queues = KeyedLock()
        self._free: dict[str, float] = {}
        self._held: dict[str, float] = {}
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    @asynccontextmanager
    async def message(self, conversation: str) -> AsyncIterator[None]:
        """Wait for the conversation's turn, and hold it while a message is sent: messages stay in order."""
        async with self._queues.of(conversation):
            await self._until(self._free.get(conversation, 0.0))
            try:
                yield
            finally:
                self._free[conversation] = self._now() + SPACING_S
        self._forget()

    async def call(self, method: str) -> None:
        """Wait until a call of the method fits into the minute, and is not held."""
        while (hold := self._held.get(method, 0.0)) > self._now():
            await self._until(hold)
        tier = METHODS.get(method)
        if tier is None:
            return
        calls = self._calls[method]
        while True:
            now = self._now()
            while calls and calls[0] <= now - MINUTE_S:
                calls.popleft()
            if len(calls) < TIERS[tier]:
                calls.append(now)
                return
            await self._until(calls[0] + MINUTE_S)

    def room(self, method: str) -> bool:
        """Return whether a call would pass at once: for what is nice to have and not worth a wait."""
        now = self._now()
        calls = self._calls[method]
        recent = sum(1 for at in calls if at > now - MINUTE_S)
        return self._held.get(method, 0.0) <= now and recent < TIERS[METHODS.get(method, 4)]

    def hold(self, method: str, seconds: float) -> None:
        """Let no call of the method pass for some seconds, as Slack asked."""
        self._held[method] = max(self._held.get(method, 0.0), self._now() + seconds)

    async def _until(self, moment: float) -> None:
        while (left := moment - self._now()) > 0:
            await self.sleep(left)

    def _forget(self) -> None:
        """Drop conversations whose last message is old; there may be thousands."""
        now = self._now()
        if len(self._free) > 1000:
            self._free = {place: free for place, free in self._free.items() if free > now}
