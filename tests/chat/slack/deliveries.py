"""How the fake workspace brings things to the app: by socket or signed HTTP, again until acknowledged."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from tests.chat.slack.sockets import TRIES, Sockets
from tests.chat.slack.state import APP, BOT_USER, TEAM, Json, State, now

SECRET = "not-a-real-secret"  # pragma: allowlist secret


@dataclass(frozen=True)
class Delivery:
    """One delivery, as it went."""

    kind: str
    attempts: int
    acknowledged: bool
    payload: Json | None
    seconds: float


class Deliveries:
    """Brings events, presses, commands and filled-in forms to the app, and keeps how each went.

    app_url: where the app is called by HTTP; None for Socket Mode. replays: how often an event comes once too often.
    """

    def __init__(self, state: State, sockets: Sockets) -> None:
        self.state = state
        self.sockets = sockets
        self.app_url: str | None = None
        self.replays = 0
        self.went: list[Delivery] = []
        self.session: aiohttp.ClientSession | None = None

    async def event(self, event: Json) -> Delivery:
        """Deliver an event in its wrapper, as often as the troubles replay it."""
        wrapper = {"token": "t", "team_id": TEAM, "api_app_id": APP, "event": event, "type": "event_callback",
                   "event_id": self.state.new("Ev"), "event_time": now(), "is_ext_shared_channel": False,
                   "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}]}  # fmt: skip
        for _ in range(self.replays):
            await self.deliver("events_api", wrapper)
        return await self.deliver("events_api", wrapper)

    async def deliver(self, kind: str, payload: Json) -> Delivery:
        """Deliver until acknowledged, at most three more times."""
        reason, attempt, done, answer, seconds = "", 0, False, None, 0.0
        tries = TRIES if kind == "events_api" else 1
        for attempt in range(tries):
            if self.app_url is None:
                done, answer, seconds = await self.sockets.deliver(kind, payload, attempt, reason)
            else:
                done, answer, seconds = await self._posted(kind, payload, attempt, reason)
            if done:
                break
            reason = "timeout"
            await asyncio.sleep(0.3 * attempt)
        self.went.append(Delivery(kind, attempt + 1, done, answer, seconds))
        return self.went[-1]

    async def _posted(self, kind: str, payload: Json, attempt: int, reason: str) -> tuple[bool, Json | None, float]:
        assert self.app_url is not None
        assert self.session is not None
        form = "application/x-www-form-urlencoded"
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        elif kind == "slash_commands":
            body, content = urlencode(payload), form
        else:
            body, content = urlencode({"payload": json.dumps(payload)}), form
        headers = {"Content-Type": content, **signed(body, SECRET)}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        began = time.monotonic()
        try:
            async with (
                asyncio.timeout(self.sockets.acks_s[attempt]),
                self.session.post(self.app_url, data=body, headers=headers) as answer,
            ):
                text = await answer.text()
                took = time.monotonic() - began
                is_json = answer.content_type == "application/json"
                return answer.status == 200, json.loads(text) if is_json and text else None, took
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False, None, time.monotonic() - began


def signed(body: str, secret: str, at: int | None = None) -> dict[str, str]:
    """Return the headers of a signed request."""
    stamp = str(now() if at is None else at)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
