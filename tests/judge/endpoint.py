"""An OpenAI-compatible endpoint on loopback that does what a script says, over real HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.core.bank.rubric import Rubric
from bot.judge.client import Endpoint, Prices, RequestLimits
from bot.judge.replies.verdict_schema import facts
from tests.waiting import HANG_S

Asked = dict[str, Any]
"""The body of a request, as the endpoint got it."""
PRICES = Prices(prompt=2.0, cached=0.5, completion=8.0)
QUICK = RequestLimits(timeout=HANG_S, retries=0, failures=1000)


@dataclass(frozen=True)
class Served:
    """One answer of the endpoint; `delay` in seconds comes before it."""

    body: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    delay: float = 0.0


def said(content: str | None, *, finish: str = "stop", refusal: str | None = None, usage: bool = True) -> Served:
    """Return a chat completion that says `content`."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    body: dict[str, Any] = {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
    }
    if usage:
        body["usage"] = {
            "prompt_tokens": 1000,
            "completion_tokens": 100,
            "total_tokens": 1100,
            "prompt_tokens_details": {"cached_tokens": 600},
        }
    return Served(json.dumps(body))


def refused(message: str, *, status: int = 400, param: str | None = None, **headers: str) -> Served:
    """Return an error as endpoints send it."""
    body = json.dumps({"error": {"message": message, "type": "error", "param": param, "code": None}})
    return Served(body, status, {"content-type": "application/json", **headers})


def verdict(
    found: Mapping[str, str] | None = None,
    *,
    partly: Collection[str] = (),
    mistakes: Mapping[str, str] | None = None,
    flags: Mapping[str, str] | None = None,
    other: Mapping[str, str] | None = None,
    steers: str | None = None,
) -> str:
    """Return a verdict: quotes by the ids of facts, false claims and flags; `other` is what was said by its quote."""
    stated = [
        {"id": fact, "quote": quote, "extent": "partly" if fact in partly else "stated"}
        for fact, quote in (found or {}).items()
    ]
    false = [{"id": claim, "quote": quote, "reason": "It is not so."} for claim, quote in (mistakes or {}).items()]
    raised = [{"id": flag, "quote": quote} for flag, quote in (flags or {}).items()]
    others = [{"quote": quote, "says": says} for quote, says in (other or {}).items()]
    steering = [{"quote": steers}] if steers is not None else []
    whole = {"found": stated, "mistakes": false, "flags": raised, "other": others, "steers": steering}
    return json.dumps(whole, ensure_ascii=False)


def full_marks(rubric: Rubric, quote: str) -> str:
    """Return the verdict of a model that finds all there is to find, in one quote."""
    return verdict(dict.fromkeys(facts(rubric), quote))


class Scripted:
    """Answers request number n, from 0, with script(body, n); keeps what it was asked."""

    def __init__(self, script: Callable[[Asked, int], Served]) -> None:
        self.requests: list[Asked] = []
        self.url = ""
        self._script = script
        self._made: list[Endpoint] = []

    async def completions(self, request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        number = len(self.requests)
        self.requests.append(body)
        served = self._script(body, number)
        if served.delay:
            await asyncio.sleep(served.delay)
        return web.Response(body=served.body.encode("utf-8", "replace"), status=served.status, headers=served.headers)

    def endpoint(self, limits: RequestLimits = QUICK, model: str = "scripted") -> Endpoint:
        self._made.append(Endpoint.at(self.url, "test-key", model, PRICES, limits))
        return self._made[-1]

    async def close(self) -> None:
        for endpoint in self._made:
            await endpoint.close()


@contextmanager
def serving_beside(script: Callable[[Asked, int], Served]) -> Iterator[Scripted]:
    """Serve the script from a thread of its own, for code that runs its own loop, or is another process."""
    ready: Future[tuple[Scripted, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        async with serving(script) as scripted:
            done = asyncio.Event()
            ready.set_result((scripted, asyncio.get_running_loop(), done))
            await done.wait()

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    scripted, loop, done = ready.result(timeout=HANG_S)
    try:
        yield scripted
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()


@asynccontextmanager
async def serving(script: Callable[[Asked, int], Served]) -> AsyncIterator[Scripted]:
    """Serve the script on a free port of this machine."""
    scripted = Scripted(script)
    app = web.Application(client_max_size=10_000_000)
    for route in ("/v1/chat/completions", "/v1/responses"):
        app.router.add_post(route, scripted.completions)
    async with TestServer(app) as server:
        scripted.url = str(server.make_url("/v1"))
        try:
            yield scripted
        finally:
            await scripted.close()
