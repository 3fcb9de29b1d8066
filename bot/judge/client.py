"""The client of an OpenAI-compatible endpoint: one request, one reply or a named fault.

The client's own retries wait as Retry-After says; a circuit breaker spares everyone the waiting for an
endpoint that is down. Nothing is logged here but names of faults: replies hold a candidate's words.
"""

import asyncio
import hashlib
import json
import logging
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Self

import openai
from purgatory import AsyncCircuitBreakerFactory
from purgatory.domain.model import OpenedState

from bot.core.grading.grade import Call
from bot.judge.capabilities import Manner
from bot.judge.prompt import Prompt
from bot.judge.replies.completion import Completion, completion_from
from bot.judge.replies.faults import OF_THIS_ANSWER, ReplyFault, named

log = logging.getLogger(__name__)

OK = "ok"
NO_KEY = "unused"
"""What a keyless server gets for a key: the client insists on one."""
CHARACTERS_PER_TOKEN = 4
"""To count by where an endpoint does not say what a request took."""
MILLION = 1_000_000
ROOMY = 4
"""How much longer a reply may be that was cut off at first: reasoning may have eaten the room."""
BEGINNING = 40
"""So many characters of the prompt in an error show that it repeats the request, with the candidate's words."""
REFUSALS = 8
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
    """For one request; a body that drips may take longer."""
    retries: int = 2
    reply_tokens: int = 4000
    failures: int = 4
    """Failed requests in a row after which the endpoint counts as down."""
    rest: float = 30.0
    """How long it is then left alone."""
    deadline: float = 180.0
    """For one answer, with all retries and readings."""
    effort: str = ""
    """How hard a reasoning model is to think, in the endpoint's words; "" leaves it to the endpoint."""


@dataclass(frozen=True)
class Reply:
    """What came back: the text, what was wrong, or a text that ended wrongly; `call` is for the record in any case.

    manner: how it was asked for; None where nothing came.
    """

    text: str | None
    fault: ReplyFault | None
    call: Call
    manner: Manner | None = None


class Endpoint:
    """One model at one endpoint; learns how it wants to be asked."""

    def __init__(self, client: openai.AsyncOpenAI, model: str, prices: Prices, limits: RequestLimits) -> None:
        self.model = model
        self.manner = Manner(effort=limits.effort)
        self.deadline = limits.deadline
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

    async def ask(self, prompt: Prompt, run: int, *, within: float | None = None, roomy: bool = False) -> Reply:
        """Send the prompt and return what came back; never raises for what an endpoint does.

        run: 1 or 2, the reading; each has its own seed, so that a second one is not the first one's echo.
        within: seconds until it is given up, retries and all. roomy: leave ROOMY times the room for the reply.
        """
        request = self.request(prompt, run)
        tokens = self._limits.reply_tokens * (ROOMY if roomy else 1)
        began = monotonic()
        try:
            async with await self._breakers.get_breaker("endpoint"), asyncio.timeout(within or self._limits.deadline):
                completion = await self._sent(prompt, run, tokens)
                if completion.fault is ReplyFault.NO_COMPLETION:
                    raise _FaultError(completion.fault)
        except OpenedState:
            return self._failed(request, ReplyFault.RESTING, began)
        except _FaultError as told:
            log.warning("the endpoint failed: %s", told.fault.name)
            return self._failed(request, told.fault, began)
        except (TimeoutError, openai.APITimeoutError):
            log.warning("the endpoint was too slow")
            return self._failed(request, ReplyFault.TOO_SLOW, began)
        except Exception as fault:
            # A hostile endpoint can make the client raise anything.
            log.warning("the endpoint failed: %s", type(fault).__name__)
            return self._failed(request, ReplyFault.UNREACHABLE, began)
        return self._read(completion, prompt, request, began)

    def request(self, prompt: Prompt, run: int) -> str:
        """Return 16 hex digits of what decides a reply: equal ones may be answered from memory."""
        sent = json.dumps([self.model, prompt.messages, prompt.schema, run, self._limits.effort], ensure_ascii=False)
        return hashlib.sha256(sent.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def client(self) -> openai.AsyncOpenAI:
        """Return the client, for what is sent in bulk."""
        return self._client

    def body_of(self, prompt: Prompt) -> dict[str, Any]:
        """Return the body of a first reading's request, for a bulk."""
        sent = self.manner.parameters(prompt.schema, tokens=self._limits.reply_tokens, run=1, key=prompt.key)
        beside = sent.pop("extra_body")
        beside.pop("stream", None)
        return {"model": self.model, "messages": prompt.messages, **sent, **beside}

    def reply_in(self, body: str, prompt: Prompt, request: str) -> Reply:
        """Return the reply that a body holds which came in bulk."""
        return self._read(completion_from(body), prompt, request, monotonic())

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _sent(self, prompt: Prompt, run: int, tokens: int) -> Completion:
        """Return the completion, asking otherwise each time that the endpoint refuses the way of asking.

        What was refused by name is left out of later requests too, once a request without it went through.
        """
        manner, learnt = self.manner, self.manner
        for _ in range(REFUSALS):
            try:
                body = await self._posted(prompt, manner, run, tokens)
            except openai.APIStatusError as refusal:
                complaint = _complaint(refusal, prompt)
                fault = named(refusal.status_code, complaint)
                teaches = _may_teach(refusal.status_code, fault)
                plainer = manner.heeding(complaint, prompt.user) if teaches else None
                if plainer is not None:
                    manner = learnt = plainer
                elif fault is ReplyFault.REFUSED_REQUEST and manner != manner.bare:
                    manner = manner.bare  # it names nothing: this one answer is asked about as plainly as can be
                elif fault in OF_THIS_ANSWER:
                    return Completion("", fault)
                else:
                    raise _FaultError(fault) from refusal
                continue
            if learnt != self.manner:
                log.warning("the endpoint takes no request with %s; now with %s", self.manner, learnt)
                self.manner = learnt
            return replace(completion_from(body), manner=manner)
        return Completion("", ReplyFault.REFUSED_REQUEST)

    async def _posted(self, prompt: Prompt, manner: Manner, run: int, tokens: int) -> str:
        """Send one request and return the body of the reply."""
        if manner.responses:
            sent = manner.of_responses(prompt.schema, tokens=tokens, run=run, key=prompt.key)
            answered = await self._client.responses.with_raw_response.create(
                model=self.model, instructions=prompt.system, input=prompt.user, **sent
            )
            return str(answered.text)
        raw = await self._client.chat.completions.with_raw_response.create(
            model=self.model,
            messages=prompt.messages,  # type: ignore[arg-type]  # plain dictionaries, as sent
            **manner.parameters(prompt.schema, tokens=tokens, run=run, key=prompt.key),
        )
        return str(raw.text)

    def _read(self, completion: Completion, prompt: Prompt, request: str, began: float) -> Reply:
        """Return the reply's text and the fault that the completion shows, with what it took."""
        fault = completion.fault
        sent, written = completion.sent, completion.written
        if sent is None:
            sent = len(prompt.system + prompt.user) // CHARACTERS_PER_TOKEN
        if written is None:
            written = len(completion.text) // CHARACTERS_PER_TOKEN
        cached = min(sent, completion.cached or 0)
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
        return Reply(completion.text if completion.text.strip() else None, fault, call, completion.manner)

    def _failed(self, request: str, fault: ReplyFault, began: float) -> Reply:
        return Reply(None, fault, Call(self.model, request, fault.value, latency=_since(began)))


class _FaultError(Exception):
    """What is wrong with the endpoint, for the circuit breaker to count."""

    def __init__(self, fault: ReplyFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def _complaint(refusal: openai.APIStatusError, prompt: Prompt) -> str:
    """Return what an error says; nothing but its code and parameter where it repeats the request."""
    body = refusal.response.text
    repeats = prompt.system[:BEGINNING] in body
    return f"{refusal.code} {refusal.param} {'' if repeats else body}"


def _may_teach(status: int, fault: ReplyFault) -> bool:
    """Return whether a refusal can be about a parameter, and not about an answer, a key or a model."""
    unknown_there = status == 404 and fault in {ReplyFault.NO_MODEL, ReplyFault.NO_ROUTE}
    return unknown_there or (status in {400, 422} and fault is ReplyFault.REFUSED_REQUEST)


def _since(began: float) -> int:
    return round((monotonic() - began) * 1000)
