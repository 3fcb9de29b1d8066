"""The client of an OpenAI-compatible endpoint: one request, one reply or a named fault.

The client's own retries wait as Retry-After says; a circuit breaker spares everyone the waiting for an
endpoint that is down. Nothing is logged here but names of faults: replies hold a candidate's words.
"""

import asyncio
import hashlib
import json
import logging
from dataclasses import dataclass
from time import monotonic
from typing import Any, Self

import openai
from purgatory import AsyncCircuitBreakerFactory
from purgatory.domain.model import OpenedState

from bot.core.grading.grade import Call
from bot.judge.capabilities import Manner
from bot.judge.completion import Completion
from bot.judge.faults import ReplyFault
from bot.judge.prompt import Prompt

log = logging.getLogger(__name__)

OK = "ok"
NO_KEY = "unused"
"""What a keyless server gets for a key: the client insists on one."""
CHARACTERS_PER_TOKEN = 4
"""To count by where an endpoint does not say what a request took."""
MILLION = 1_000_000
REFUSALS = 5
"""Most refused requests in a row from which a manner is learnt."""


@dataclass(frozen=True)
class Prices:
    """US dollars for a million tokens; 0 for a model of one's own."""

    prompt: float = 0.0
    cached: float = 0.0
    completion: float = 0.0

    def cost(self, prompt: int, cached: int, completion: int) -> float:
        """Return what so many tokens cost; `cached` is the part of `prompt` that was in the provider's cache."""
        return ((prompt - cached) * self.prompt + cached * self.cached + completion * self.completion) / MILLION


@dataclass(frozen=True)
class RequestLimits:
    """How long and how often an endpoint is tried. Times in seconds."""

    timeout: float = 60.0
    retries: int = 2
    reply_tokens: int = 4000
    failures: int = 4
    """Failed requests in a row after which the endpoint counts as down."""
    rest: float = 30.0
    """How long it is then left alone."""


@dataclass(frozen=True)
class Reply:
    """What came back: the text, or what was wrong; `call` is for the record either way."""

    text: str | None
    fault: ReplyFault | None
    call: Call


class Endpoint:
    """One model at one endpoint; learns how it wants to be asked."""

    def __init__(self, client: openai.AsyncOpenAI, model: str, prices: Prices, limits: RequestLimits) -> None:
        self.model = model
        self.manner = Manner()
        self._limits = limits
        self._client = client.with_options(timeout=limits.timeout, max_retries=limits.retries)
        self._prices = prices
        self._breakers = AsyncCircuitBreakerFactory(
            default_threshold=limits.failures, default_ttl=limits.rest, exclude=[asyncio.CancelledError]
        )

    @classmethod
    def at(cls, address: str | None, key: str | None, model: str, prices: Prices, limits: RequestLimits) -> Self:
        """Return the model at this address, OpenAI's if it is None; a server of one's own may need no key."""
        client = openai.AsyncOpenAI(base_url=address, api_key=key or NO_KEY)
        return cls(client, model, prices, limits)

    async def ask(self, prompt: Prompt, run: int) -> Reply:
        """Send the prompt and return what came back; never raises for what an endpoint does.

        run: 1 or 2, the reading; each has its own seed, so that a second one is not the first one's echo.
        """
        request = self.request(prompt, run)
        began = monotonic()
        try:
            async with await self._breakers.get_breaker("endpoint"):
                completion = await self._sent(prompt, run)
        except OpenedState:
            return self._failed(request, ReplyFault.UNREACHABLE, began)
        except (openai.BadRequestError, openai.UnprocessableEntityError, openai.NotFoundError) as fault:
            log.warning("the endpoint refused a request: %s", type(fault).__name__)
            return self._failed(request, ReplyFault.REFUSED_REQUEST, began)
        except Exception as fault:
            # A hostile endpoint can make the client raise anything, and a garbled body is no completion.
            log.warning("the endpoint failed: %s", type(fault).__name__)
            return self._failed(request, ReplyFault.UNREACHABLE, began)
        return self._read(completion, prompt, request, began)

    def request(self, prompt: Prompt, run: int) -> str:
        """Return 16 hex digits of what decides a reply: equal ones may be answered from memory."""
        sent = json.dumps([self.model, prompt.messages, prompt.schema, run], ensure_ascii=False)
        return hashlib.sha256(sent.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _sent(self, prompt: Prompt, run: int) -> Completion:
        """Return the completion, asking more plainly each time that the endpoint refuses the way of asking."""
        for _ in range(REFUSALS):
            manner = self.manner
            sent: dict[str, Any] = manner.parameters(prompt.schema, tokens=self._limits.reply_tokens, seed=run)
            try:
                raw = await self._client.chat.completions.with_raw_response.create(
                    model=self.model,
                    messages=prompt.messages,  # type: ignore[arg-type]  # plain dictionaries, as sent
                    **sent,
                )
            except (openai.BadRequestError, openai.UnprocessableEntityError) as refusal:
                plainer = manner.without(f"{refusal.param} {refusal.message}")
                if plainer is None:
                    raise
                if self.manner == manner:
                    log.warning("the endpoint takes no request with %s; now with %s", manner, plainer)
                    self.manner = plainer
                continue
            return Completion.model_validate_json(raw.text)
        raise ConnectionRefusedError("every way of asking was refused")

    def _read(self, completion: Completion, prompt: Prompt, request: str, began: float) -> Reply:
        """Return the reply's text, or the fault that the completion shows, with what it took."""
        fault, usage = completion.fault, completion.usage
        sent = usage.prompt_tokens if usage else len(prompt.system + prompt.user) // CHARACTERS_PER_TOKEN
        written = usage.completion_tokens if usage else len(completion.text) // CHARACTERS_PER_TOKEN
        cached = usage.cached if usage else 0
        call = Call(
            model=self.model,
            request=request,
            outcome=fault.value if fault else OK,
            prompt_tokens=sent,
            cached_tokens=cached,
            completion_tokens=written,
            cost=self._prices.cost(sent, cached, written),
            latency=_since(began),
            reply=completion.text,
        )
        return Reply(None if fault else completion.text, fault, call)

    def _failed(self, request: str, fault: ReplyFault, began: float) -> Reply:
        return Reply(None, fault, Call(self.model, request, fault.value, latency=_since(began)))


def _since(began: float) -> int:
    return round((monotonic() - began) * 1000)
