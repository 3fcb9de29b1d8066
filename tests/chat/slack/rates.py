"""How often the bot may call: one message a second and channel, and so many calls a minute of a method."""

import time
from collections import defaultdict, deque

from tests.chat.slack.specs import spec

POSTS = {"chat.postMessage"}
TIER = {"Tier 1": 1, "Tier 2": 20, "Tier 3": 50, "Tier 4": 100}


class Rates:
    """Counts calls, and says how long to wait for one too many; `scale` makes a second shorter, for tests."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale
        self._posts: dict[str, float] = {}
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def wait(self, method: str, channel: str) -> float | None:
        """Return the seconds to wait if the call comes too soon; None if it is taken."""
        now = time.monotonic()
        if method in POSTS:
            last = self._posts.get(channel)
            if last is not None and now - last < 0.98 * self.scale:
                return 1.0
            self._posts[channel] = now
            return None
        limit = self._limit(method)
        calls = self._calls[method]
        while calls and calls[0] < now - 60 * self.scale:
            calls.popleft()
        if limit is not None and len(calls) >= limit + 5:
            return 5.0
        calls.append(now)
        return None

    def _limit(self, method: str) -> int | None:
        methods = spec("slack_web_methods.json")
        tier = str((methods or {}).get(method, {}).get("rate_limit", ""))[:6]
        return TIER.get(tier)
