"""Many requests to a model in bulk, by the Batch API: answered within a day, at half the price where a provider has it.

What comes back is put where kept replies are looked for, so that marking goes the same way as ever: checked as always,
and what did not come, or is no verdict, is asked for one by one. Nothing stays at the provider: files are deleted.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

import openai

from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric
from bot.core.grading.grade import Grade, Spent
from bot.judge.client import Endpoint
from bot.judge.llm_grader import LlmJudge, ReplyMemory
from bot.judge.prompt import Prompt
from bot.judge.replies.verdict import read_verdict

log = logging.getLogger(__name__)

ROUTE: Literal["/v1/chat/completions"] = "/v1/chat/completions"
WINDOW_S = 24 * 3600
"""What the Batch API promises; then what has come so far is taken."""
POLL_S = 15.0
MOST_AT_ONCE = 5_000
"""Requests in one batch; providers take ten times as many."""
MOST_LOST = 10
"""Questions in a row how a batch is doing that may fail."""
ENDED = {"completed", "expired", "cancelled"}
GOING_ON = {"validating", "in_progress", "finalizing", "cancelling"}


class NoBulkError(Exception):
    """The endpoint takes no requests in bulk, or broke off; its words say why."""


class BulkMemory:
    """A memory of replies that came in bulk, in front of the one that there is."""

    def __init__(self, behind: ReplyMemory) -> None:
        self.behind = behind
        self.came: dict[str, str] = {}

    async def recall(self, request: str) -> str | None:
        """Return the reply that came or was kept."""
        return self.came.get(request) or await self.behind.recall(request)

    async def keep(self, request: str, reply: str, answer: str) -> None:
        """Keep a reply behind."""
        await self.behind.keep(request, reply, answer)


@dataclass(frozen=True)
class Unmarked:
    """An answer to be marked, and what it was asked."""

    response: str
    item: Item
    rubric: Rubric


@dataclass(frozen=True)
class Came:
    """What came of a bulk: how many answers were sent, for how many a verdict came, and what was paid (full price)."""

    sent: int = 0
    verdicts: int = 0
    paid: Spent = field(default_factory=Spent)


async def fetch(judge: LlmJudge, ahead: BulkMemory, wanted: Sequence[Unmarked], poll_s: float = POLL_S) -> Came:
    """Send in bulk what no reply is kept for, and put the verdicts that come where the judge looks first.

    Raises NoBulkError; what had come by then stays.
    """
    asked: dict[str, tuple[Unmarked, Prompt]] = {}
    for each in wanted:
        prompt = await judge.prompt_of(each.response, each.item, each.rubric)
        if prompt is None:
            continue
        request = judge.endpoint.request(prompt, 1)
        if await ahead.recall(request) is None:
            asked[request] = (each, prompt)
    came = Came(sent=len(asked))
    requests = list(asked)
    for begun in range(0, len(requests), MOST_AT_ONCE):
        prompts = {request: asked[request][1] for request in requests[begun : begun + MOST_AT_ONCE]}
        bodies = await _sent(judge.endpoint, prompts, poll_s)
        for request, body in bodies.items():
            each, prompt = asked[request]
            reply = judge.endpoint.reply_in(body, prompt, request)
            paid = Spent(came.paid.tokens + reply.call.tokens, came.paid.cost + reply.call.cost)
            good = reply.text is not None and isinstance(read_verdict(reply.text, each.response, each.rubric), Grade)
            if good and reply.text is not None:
                ahead.came[request] = reply.text
                await ahead.keep(request, reply.text, each.response)
            came = Came(came.sent, came.verdicts + good, paid)
    return came


async def _sent(endpoint: Endpoint, prompts: Mapping[str, Prompt], poll_s: float) -> Mapping[str, str]:
    """Send one batch and return the bodies that came, by request; raise NoBulkError."""
    lines = [
        {"custom_id": request, "method": "POST", "url": ROUTE, "body": endpoint.body_of(prompt)}
        for request, prompt in prompts.items()
    ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    client = endpoint.client
    try:
        async with _file(client, text.encode("utf-8", "replace")) as file_id:
            batch = await client.batches.create(
                input_file_id=file_id,
                endpoint=ROUTE,
                completion_window="24h",  # the one that there is
            )
            try:
                ended = await _ended(client, batch.id, poll_s)
            except BaseException:
                with contextlib.suppress(Exception):
                    await asyncio.shield(client.batches.cancel(batch.id))
                raise
            return {name: body for name, body in await _results(client, ended) if name in prompts}
    except NoBulkError:
        raise
    except openai.APIStatusError as refusal:
        raise NoBulkError(f"the endpoint takes no requests in bulk (status {refusal.status_code})") from refusal
    except Exception as fault:
        # A hostile endpoint can make the client raise anything.
        raise NoBulkError(f"the endpoint's answer to a bulk could not be used ({type(fault).__name__})") from fault


@asynccontextmanager
async def _file(client: openai.AsyncOpenAI, body: bytes) -> AsyncIterator[str]:
    """Put the requests into a file at the provider, and take it away again: it holds candidates' words."""
    file = await client.files.create(file=("requests.jsonl", body), purpose="batch")
    try:
        yield file.id
    finally:
        await _deleted(client, file.id)


async def _ended(client: openai.AsyncOpenAI, batch_id: str, poll_s: float) -> Any:
    """Wait until a batch has ended, and return it."""
    until, lost = monotonic() + WINDOW_S, 0
    while monotonic() < until:
        try:
            batch = await client.batches.retrieve(batch_id)
        except openai.APIError as fault:
            lost += 1
            if lost >= MOST_LOST:
                raise NoBulkError("the endpoint no longer says how the bulk is doing") from fault
        else:
            lost = 0
            if batch.status in ENDED:
                return batch
            if batch.status not in GOING_ON:
                raise NoBulkError(f"the endpoint did not carry the bulk out ({batch.status})")
        await asyncio.sleep(poll_s)
    raise NoBulkError("the bulk was not carried out within a day")


async def _results(client: openai.AsyncOpenAI, batch: Any) -> list[tuple[str, str]]:
    """Return the bodies of the replies by the names of their requests; both files are taken away."""
    found: list[tuple[str, str]] = []
    if batch.output_file_id:
        content = await client.files.content(batch.output_file_id)
        found = list(_read(content.text))
    for file_id in (batch.output_file_id, batch.error_file_id):
        if file_id:
            await _deleted(client, file_id)
    return found


def _read(text: str) -> Iterator[tuple[str, str]]:
    """Yield request and body of each line that holds a reply; what cannot be read is left out."""
    for line in text.splitlines():
        try:
            told = json.loads(line)
            name, response = told["custom_id"], told["response"]
            if response["status_code"] == 200:
                yield str(name), json.dumps(response["body"])
        except (ValueError, KeyError, TypeError, RecursionError):
            log.info("a line of a bulk's results could not be read")


async def _deleted(client: openai.AsyncOpenAI, file_id: str) -> None:
    try:
        await asyncio.shield(client.files.delete(file_id))
    except Exception as fault:
        log.warning("a file at the endpoint could not be deleted: %s", type(fault).__name__)
