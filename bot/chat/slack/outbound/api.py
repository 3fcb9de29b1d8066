"""Slack Web API calls: rate-limited, retried, and honest about calls whose outcome nobody knows."""

import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.outbound.errors import BUSY, Unsure, fault
from bot.chat.slack.outbound.rate_limits import Pace
from bot.flow.jobs.backoff import growing, trying
from bot.flow.ports import ChatError, Outcome

SLACK = "https://slack.com/api/"
TIMEOUT_S = 15
TRIES = 6
"""Calls of one method before its error is handed on."""
LONGEST_WAIT_S = 60.0
"""A longer wait than this is the dispatcher's, not ours."""
FIRST_WAIT_S = 0.5
PAGE = 200

Answer = Mapping[str, Any]

QUIET = logging.getLogger("bot.chat.slack.sdk")
"""The SDK's logger: below WARNING it would write whole requests, with people's words."""
QUIET.setLevel(logging.WARNING)


def client(token: str, url: str | None, session: aiohttp.ClientSession | None = None) -> AsyncWebClient:
    """Return the SDK's client for a token; `url` stands in for Slack's own address.

    Without the SDK's own retries: a lost connection may mean that the message is out.
    """
    base = (url or SLACK).rstrip("/") + "/"
    return AsyncWebClient(
        token=token, base_url=base, timeout=TIMEOUT_S, session=session, retry_handlers=[], logger=QUIET
    )


class Api:
    """One workspace's Web API as the bot; raises ChatError."""

    def __init__(self, web: AsyncWebClient, pace: Pace) -> None:
        self.web = web
        self.pace = pace

    async def read(self, method: str, tries: int = TRIES, **arguments: Any) -> Answer:
        """Call a method that changes nothing, or nothing twice; transient errors are tried again."""
        unsure = trying(tries, lambda fault: isinstance(fault, Unsure), growing(FIRST_WAIT_S), self.pace.sleep)
        answer: Answer = await unsure(self.write, method, tries=tries, **arguments)
        return answer

    async def write(self, method: str, tries: int = TRIES, **arguments: Any) -> Answer:
        """Call a method once, waiting as often as Slack says that it is busy.

        Raises Unsure if the call may have had its effect, else ChatError.
        """
        busy = trying(tries, _is_busy, lambda fault, _: _asked_s(fault), self.pace.sleep)
        answer: Answer = await busy(self._paced, method, arguments)
        return answer

    async def pages(self, method: str, key: str, most: int = 50, **arguments: Any) -> AsyncIterator[Any]:
        """Yield the entries under `key` of a listing, page after page, up to `most` pages."""
        cursor = ""
        for _ in range(most):
            more: dict[str, Any] = {"cursor": cursor} if cursor else {}
            answer = await self.read(method, limit=PAGE, **arguments, **more)
            for entry in answer.get(key) or ():
                yield entry
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    async def _paced(self, method: str, arguments: Mapping[str, Any]) -> Answer:
        """Call a method once it fits into Slack's limits; what Slack asks for holds everybody's calls of it."""
        await self.pace.call(method)
        try:
            return await self._once(method, arguments)
        except ChatError as error:
            if _is_busy(error):
                self.pace.hold(method, _asked_s(error))
            raise

    async def _once(self, method: str, arguments: Mapping[str, Any]) -> Answer:
        call = getattr(self.web, method.replace(".", "_"))
        try:
            answer = await call(**arguments)
        except SlackApiError as error:
            raise _told(method, error) from error
        except (aiohttp.ClientError, TimeoutError, OSError, AttributeError) as error:
            # AttributeError: the SDK stumbles over an answer of status 200 that is not an object.
            raise Unsure(f"Slack did not answer {method}: {type(error).__name__}", outcome=Outcome.AWAY) from error
        data: Answer = answer.data
        return data


def _told(method: str, error: SlackApiError) -> ChatError:
    """Return what an unsuccessful answer means, by its status first and then by its error."""
    response = error.response
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
    headers = {str(name).lower(): value for name, value in dict(getattr(response, "headers", None) or {}).items()}
    data = getattr(response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or code in BUSY:
        return ChatError(f"Slack is busy: {method}", retry_after_s=_seconds(headers), outcome=Outcome.RATE)
    if status >= 500 or not code:
        return Unsure(f"Slack failed at {method}: status {status}", outcome=Outcome.AWAY)
    return fault(method, code, str(data.get("needed", "")) if isinstance(data, dict) else "")


def _is_busy(fault: BaseException) -> bool:
    """Return whether Slack asked to come again after a wait that is worth waiting for here."""
    return isinstance(fault, ChatError) and fault.retry_after_s is not None and fault.retry_after_s <= LONGEST_WAIT_S


def _asked_s(fault: BaseException) -> float:
    return (fault.retry_after_s or 0.0) if isinstance(fault, ChatError) else 0.0


def _seconds(headers: Mapping[str, Any]) -> float:
    value = headers.get("retry-after", 1)
    if isinstance(value, list | tuple):
        value = value[0] if value else 1
    try:
        return max(0.1, float(value))
    except ValueError:
        return 1.0
