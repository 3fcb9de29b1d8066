"""Reads the body of an endpoint's reply, whatever it holds: the client itself checks nothing.

An HTML page with status 200, content as a list of parts, a verdict in a tool call, a stream that nobody asked for,
counts that are missing: all of them have been seen, and what can be read is read.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.judge.capabilities import Manner
from bot.judge.replies.faults import ReplyFault, named
from bot.judge.replies.other_providers import in_other_words

CUT_BY = {"length", "max_tokens", "max_output_tokens", "model_length"}
FILTERED_BY = {"content_filter", "safety", "prohibited_content", "blocklist"}
CACHED = (
    ("prompt_tokens_details", "cached_tokens"),
    ("input_tokens_details", "cached_tokens"),
    ("prompt_cache_hit_tokens",),
    ("cache_read_input_tokens",),
    ("cached_tokens",),
)
"""Where providers say how much of a prompt was in their cache."""
GUARD = ")]}',"
"""What some put before JSON against its being run as a program."""
ENVELOPES = ("response", "data", "result")
MOST_TOKENS = 10_000_000
"""No request takes more: a larger count is none."""


@dataclass(frozen=True)
class Completion:
    """What a model wrote, and why that is no whole reply if it is none; both, if there is a part.

    sent, cached, written: in tokens, None where the endpoint does not say.
    """

    text: str
    fault: ReplyFault | None = None
    sent: int | None = None
    cached: int | None = None
    written: int | None = None
    manner: Manner | None = None
    """How it was asked for."""


def completion_from(body: str) -> Completion:
    """Return what a body holds; never raises."""
    try:
        read = json.loads(body.removeprefix("\ufeff").removeprefix(GUARD))
    except (ValueError, RecursionError):
        read = _streamed(body)
    read = _unwrapped(read)
    if not isinstance(read, dict):
        return Completion("", ReplyFault.NO_COMPLETION)
    told = _chat(read) or _response(read) or in_other_words(read, _at, _content)
    error = read.get("error") or _at(read, "choices", 0, "error") or (read if read.get("object") == "error" else None)
    if told is None or (error and not told[0].strip()):
        return Completion("", named(_status(error), json.dumps(error)) if error else ReplyFault.NO_COMPLETION)
    text, ended, refused = told
    text = text.encode("utf-8", "replace").decode().replace("\0", "")  # neither is ever stored
    fault = _fault(text, ended.casefold(), refused=refused)
    usage = read.get("usage")
    sent = _count(usage, "prompt_tokens") or _count(usage, "input_tokens")
    cached = next((n for path in CACHED if (n := _count(usage, *path)) is not None), None)
    written = _count(usage, "completion_tokens") or _count(usage, "output_tokens")
    return Completion(text, fault, sent, cached, written)


def _unwrapped(read: Any) -> Any:
    """Return what a body holds without a list or an envelope around it."""
    if isinstance(read, list) and len(read) == 1:
        read = read[0]
    for name in ENVELOPES:
        if isinstance(inner := _at(read, name), dict) and "choices" not in read:
            return inner
    return read


def _fault(text: str, ended: str, *, refused: bool) -> ReplyFault | None:
    if ended in FILTERED_BY:
        return ReplyFault.FILTERED
    if ended in CUT_BY:
        return ReplyFault.CUT
    if text.strip():
        return None
    return ReplyFault.REFUSED if refused else ReplyFault.EMPTY


def _chat(body: dict[str, Any]) -> tuple[str, str, bool] | None:
    """Return what a chat completion says, why it ended, and whether the model would not; None if it is none."""
    choices = body.get("choices")
    told = [_choice(choice) for choice in choices] if isinstance(choices, list) else []
    said = [choice for choice in told if choice is not None]
    return next((choice for choice in said if choice[0].strip()), said[0] if said else None)


def _choice(choice: object) -> tuple[str, str, bool] | None:
    """Return the same of one choice."""
    if not isinstance(choice, dict):
        return None
    message = choice.get("message")
    if not isinstance(message, dict):
        text = choice.get("text")
        return (text, str(choice.get("finish_reason")), False) if isinstance(text, str) else None
    text = _content(message.get("content"))
    if not text.strip():
        call = _at(message, "tool_calls", 0, "function") or message.get("function_call") or {}
        text = _content(_at(call, "arguments")) or _content(message.get("parsed"))
    if not text.strip():
        thought = message.get("reasoning_content") or message.get("reasoning")
        text = thought if isinstance(thought, str) and "{" in thought else ""
    return text, str(choice.get("finish_reason")), bool(message.get("refusal"))


def _response(body: dict[str, Any]) -> tuple[str, str, bool] | None:
    """Return the same of a reply of the Responses API."""
    parts = body.get("output")
    if not isinstance(parts, list):
        return None
    messages = [part for part in parts if isinstance(part, dict)]
    pieces = [piece for part in messages for piece in part.get("content") or () if isinstance(piece, dict)]
    text = "".join(_content(part.get("content")) for part in messages if part.get("type") == "message")
    if not text.strip():
        text = next((_content(part["arguments"]) for part in messages if part.get("arguments")), "")
    refused = any(piece.get("type") == "refusal" for piece in pieces)
    return text, str(_at(body, "incomplete_details", "reason")), refused


def _content(content: object) -> str:
    """Return the text of a content: itself, its parts without the thinking, or an object as JSON."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        return json.dumps(content, ensure_ascii=False)
    if not isinstance(content, list):
        return ""
    return "".join(_part(part) for part in content)


def _part(part: object) -> str:
    if isinstance(part, str):
        return part
    text = part.get("text") if isinstance(part, dict) and part.get("type", "text") in {"text", "output_text"} else ""
    return text if isinstance(text, str) else ""


def _streamed(body: str) -> dict[str, Any] | None:
    """Return the completion that the pieces of a stream make together; None if there are none."""
    text, ended, usage, found = "", None, None, False
    for piece in _pieces(body):
        if isinstance(piece.get("response"), dict) and piece.get("type") in {
            "response.completed",
            "response.incomplete",
        }:
            return piece
        more = _piece(piece)
        if more is not None:
            found, text = True, text + more
        ended = _at(piece, "choices", 0, "finish_reason") or piece.get("done_reason") or ended
        usage = piece.get("usage") or usage
        if piece.get("error") and not found:
            return piece
    if not found:
        return None
    return {"choices": [{"message": {"content": text}, "finish_reason": ended}], "usage": usage}


def _piece(piece: dict[str, Any]) -> str | None:
    """Return the text of one piece, "" if it has none; None if it is no piece of a completion."""
    if str(piece.get("type")).endswith("output_text.delta"):
        return _content(piece.get("delta"))
    choice = _at(piece, "choices", 0)
    if isinstance(choice, dict):
        places = (("delta", "content"), ("message", "content"), ("text",))
        spoken = next((text for place in places if (text := _content(_at(choice, *place)))), "")
        return spoken or _content(_at(choice, "delta", "tool_calls", 0, "function", "arguments"))
    return _content(_at(piece, "message", "content")) if isinstance(piece.get("message"), dict) else None


def _pieces(body: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a stream: events with data, or an object a line."""
    for line in body.splitlines():
        if line.startswith(("data:", "{")):
            try:
                piece = json.loads(line.removeprefix("data:"))
            except (ValueError, RecursionError):
                continue
            if isinstance(piece, dict):
                yield piece


def _status(error: object) -> int:
    """Return the status that an error object tells; 500 if none."""
    told = [_at(error, "code"), _at(error, "status")]
    return next((int(code) for code in told if str(code).isdecimal() and 400 <= int(code) < 600), 500)


def _count(usage: object, *path: str) -> int | None:
    found = _at(usage, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= MOST_TOKENS else None


def _at(value: object, *path: str | int) -> Any:
    """Return what stands at a path of keys and indices; None where there is nothing."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and len(value) > step:
            value = value[step]
        else:
            return None
    return value
