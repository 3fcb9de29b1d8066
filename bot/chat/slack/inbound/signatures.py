"""Whether a request is Slack's: its signature over the bytes as they came, before anything else looks at them."""

import asyncio
import hmac
import re
from datetime import datetime, timedelta

from aiohttp import web

HEADER = "X-Slack-Signature"
LARGEST = 1024 * 1024
"""Bytes of a delivery; a press carries the whole message that it stands in, which is far less."""
BODY_S = 5.0
"""Seconds for a body, once the head of the request is there."""
FRESH = timedelta(minutes=5)
"""How far a request's time may be from ours: an older one may be a copy."""
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
STAMP = re.compile(r"[0-9]{1,12}")


class Answered:
    """The signatures of requests that were answered well, as long as they are fresh: one that comes again is a copy.

    Slack signs each try with its time. One that failed is not remembered, for Slack may repeat it within the second.
    """

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def note(self, signature: str, now: datetime) -> None:
        """Remember a signature, and forget those that are too old to be taken anyway."""
        for old, until in list(self._until.items()):  # in the order in which they were noted
            if until > now:
                break
            del self._until[old]
        self._until[signature] = now + 2 * FRESH

    def __contains__(self, signature: str) -> bool:
        """Return whether a request with this signature was answered well."""
        return signature in self._until


async def signed_body(request: web.Request, secret: str, now: datetime) -> bytes | None:
    """Return the body of a request that Slack has signed; None for any other, most of them unread.

    secret: the app's signing secret; now: aware.
    """
    signature = request.headers.get(HEADER, "")
    stamp = request.headers.get("X-Slack-Request-Timestamp", "")
    if not SIGNATURE.fullmatch(signature) or not STAMP.fullmatch(stamp):
        return None
    if abs(now.timestamp() - int(stamp)) > FRESH.total_seconds() or (request.content_length or 0) > LARGEST:
        return None
    try:
        async with asyncio.timeout(BODY_S):
            body = await request.read()
    except (TimeoutError, ValueError, OSError, web.HTTPRequestEntityTooLarge):
        return None
    expected = hmac.new(secret.encode(), b"v0:%s:%s" % (stamp.encode(), body), "sha256").hexdigest()
    return body if hmac.compare_digest(signature, f"v0={expected}") else None
