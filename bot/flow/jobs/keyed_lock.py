"""A lock for each key, held by one at a time in the order of asking, and forgotten when nobody waits for it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class KeyedLock:
    """Locks by key, within one process."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._users = Counter[str]()

    def __contains__(self, key: str) -> bool:
        """Return whether somebody holds a key or waits for it."""
        return key in self._locks

    @asynccontextmanager
    async def of(self, key: str) -> AsyncIterator[None]:
        """Wait for a key's turn, and hold it for the block."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._users[key] += 1
        try:
            async with lock:
                yield
        finally:
            self._users[key] -= 1
            if not self._users[key]:
                del self._users[key], self._locks[key]
