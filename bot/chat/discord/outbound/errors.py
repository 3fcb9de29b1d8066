"""Maps Discord's errors to outcomes: retry, give up with a reason, or look whether the message is out."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import aiohttp
import discord

from bot.flow.jobs.backoff import trying
from bot.flow.ports import ChatError, Outcome

T = TypeVar("T")

MEANINGS: Mapping[int, Outcome] = {
    50007: Outcome.CLOSED_DMS,
    50278: Outcome.UNREACHABLE,
    10013: Outcome.UNKNOWN_PERSON,
    10007: Outcome.UNKNOWN_PERSON,
    50033: Outcome.UNKNOWN_PERSON,
    10003: Outcome.NO_CHANNEL,
    10004: Outcome.NO_CHANNEL,
    50001: Outcome.NO_CHANNEL,
    50013: Outcome.NO_RIGHTS,
    40001: Outcome.REVOKED,
    40005: Outcome.TOO_LONG,
    10062: Outcome.LATE,
    40060: Outcome.ANSWERED,
}
TOO_FAST = 40003
TOO_FAST_WAIT_S = 300.0
"""Discord does not say how long it takes until direct messages may be opened again."""
SHUT = frozenset({50007, 50278})
"""The person takes no direct messages from us."""
TRIES = 6
LONGEST_WAIT_S = 30.0
"""A longer wait than this is the dispatcher's, not ours."""
NETWORK = (aiohttp.ClientError, TimeoutError, OSError)


class Shut(ChatError):
    """The person takes no direct messages: a private thread in the lobby may do."""


def fault(what: str, error: Exception) -> ChatError:
    """Return what an error of the SDK's, or of the network, means; `what` names the call, without anybody's words."""
    if isinstance(error, discord.RateLimited):
        return ChatError(f"Discord is busy: {what}", retry_after_s=error.retry_after, outcome=Outcome.RATE)
    if not isinstance(error, discord.HTTPException):
        return ChatError(f"Discord did not answer {what}: {type(error).__name__}", outcome=Outcome.AWAY)
    told = f"Discord refused {what}: {error.status}, {error.code}"
    if error.status == 429:
        return ChatError(told, retry_after_s=_seconds(error), outcome=Outcome.RATE)
    if error.code == TOO_FAST:
        return ChatError(told, retry_after_s=TOO_FAST_WAIT_S, outcome=Outcome.RATE)
    if error.status >= 500:
        return ChatError(told, outcome=Outcome.AWAY)
    outcome = Outcome.REVOKED if error.status == 401 else MEANINGS.get(error.code)
    kind = Shut if error.code in SHUT else ChatError
    return kind(told, permanent=True, outcome=outcome)


async def call_patiently(what: str, work: Callable[[], Awaitable[T]], sleep: Callable[[float], Awaitable[None]]) -> T:
    """Return what a call gives, waiting as often as Discord says that it is busy; raises ChatError.

    The SDK waits by itself, unless the answer came past one of Discord's front servers.
    """
    async for attempt in trying(TRIES, _is_busy, lambda known, _: _asked_s(known), sleep):
        with attempt:
            try:
                return await work()
            except (discord.DiscordException, *NETWORK) as error:
                raise fault(what, error) from error
    raise AssertionError("the loop returns or raises")


def _is_busy(known: BaseException) -> bool:
    """Return whether Discord asked to come again after a wait that is worth waiting for here."""
    return isinstance(known, ChatError) and known.outcome is Outcome.RATE and _asked_s(known) <= LONGEST_WAIT_S


def _asked_s(known: BaseException) -> float:
    wait = known.retry_after_s if isinstance(known, ChatError) else None
    return float("inf") if wait is None else wait


def _seconds(error: discord.HTTPException) -> float:
    headers = getattr(error.response, "headers", {})
    for name in ("Retry-After", "X-RateLimit-Reset-After"):
        try:
            return max(0.1, float(headers[name]))
        except (KeyError, TypeError, ValueError):
            continue
    return 1.0
