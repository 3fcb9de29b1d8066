"""The faults of endpoints and replies, by names that operators and screeners read."""

from dataclasses import dataclass
from enum import StrEnum


class ReplyFault(StrEnum):
    """Why a reply is no verdict; the value is what operators and screeners read."""

    UNREACHABLE = "the model could not be reached"
    TOO_SLOW = "the model did not answer in time"
    KEY = "the endpoint refused the key"
    QUOTA = "the provider's quota is used up"
    NO_MODEL = "the endpoint knows no such model"
    NO_ROUTE = "there is no such route at the endpoint"
    BUSY = "the endpoint is too busy"
    BROKEN = "the endpoint failed"
    RESTING = "the endpoint is left alone for a while, as it failed several times"
    NO_COMPLETION = "the endpoint sent something else than a completion"
    TOO_LONG = "the prompt is too long for the model"
    REFUSED_REQUEST = "the endpoint refused the request"
    REFUSED = "the model refused to answer"
    FILTERED = "the provider's filter withheld the reply"
    CUT = "the reply was cut off"
    EMPTY = "the reply was empty"
    NOT_JSON = "the reply was no JSON"
    WRONG_SHAPE = "the reply had another shape than asked for"
    TWO_VERDICTS = "the reply held two verdicts that differ"


OF_THIS_ANSWER = frozenset({ReplyFault.TOO_LONG, ReplyFault.REFUSED_REQUEST, ReplyFault.FILTERED})
"""Refusals of one request, which say nothing about how the endpoint is."""

REMEDIES = {
    ReplyFault.UNREACHABLE: "Check OPENAI_BASE_URL (with its /v1) and the network",
    ReplyFault.TOO_SLOW: "Raise VIVA_MODEL_TIMEOUT and VIVA_MODEL_DEADLINE, or take a quicker model",
    ReplyFault.KEY: "Check OPENAI_API_KEY and what it may use",
    ReplyFault.QUOTA: "Pay or raise the provider's limit",
    ReplyFault.NO_MODEL: "Check VIVA_MODEL",
    ReplyFault.NO_ROUTE: "Check OPENAI_BASE_URL: it ends in /v1 for most endpoints",
    ReplyFault.BUSY: "Try again later, or lower VIVA_MODEL_AT_ONCE",
    ReplyFault.BROKEN: "Try again later, and look into the endpoint's own log",
    ReplyFault.NO_COMPLETION: "Check OPENAI_BASE_URL: a page or another service answers there",
    ReplyFault.TOO_LONG: "Take a model that reads at least 8,000 tokens at once",
    ReplyFault.REFUSED_REQUEST: "Look into the endpoint's own log for what it wants",
    ReplyFault.FILTERED: "Loosen the provider's content filter for this key",
    ReplyFault.CUT: "Raise VIVA_MODEL_REPLY_TOKENS, or lower VIVA_MODEL_EFFORT",
}
"""What an operator can do about a fault; about all others, take a larger model."""

CONTEXT = (
    "context_length",
    "context length",
    "context window",
    "maximum context",
    "prompt is too long",
    "context size",
)
FILTER = (
    "content_filter",
    "content filter",
    "content management policy",
    "responsibleai",
    "moderation",
    "safety system",
)
SPENT = ("insufficient_quota", "quota", "billing", "credit", "payment")
MODEL = ("model_not_found", "model not found", "no such model", "unknown model", "does not exist", "invalid model")


@dataclass(frozen=True)
class Unread:
    """A reply that is no verdict."""

    fault: ReplyFault


def named(status: int, text: str) -> ReplyFault:
    """Return what an error of an endpoint says is wrong.

    status: of HTTP. text: the error's code, parameter and whole body; what they name counts before the status.
    """
    text = text.casefold()

    def says(words: tuple[str, ...]) -> bool:
        return any(word in text for word in words)

    if status == 413 or (status in {400, 422} and says(CONTEXT)):
        return ReplyFault.TOO_LONG
    if status in {400, 403, 422} and says(FILTER):
        return ReplyFault.FILTERED
    if status == 402 or (status in {403, 429} and says(SPENT)):
        return ReplyFault.QUOTA
    if (status in {400, 404} and says(MODEL)) or (status == 404 and "model" in text):
        return ReplyFault.NO_MODEL
    if status in {409, 425, 429, 503, 529}:
        return ReplyFault.BUSY
    by_status = {401: ReplyFault.KEY, 403: ReplyFault.KEY, 404: ReplyFault.NO_ROUTE, 405: ReplyFault.NO_ROUTE}
    by_status |= {408: ReplyFault.TOO_SLOW, 504: ReplyFault.TOO_SLOW}
    return by_status.get(status, ReplyFault.BROKEN if status >= 500 else ReplyFault.REFUSED_REQUEST)
