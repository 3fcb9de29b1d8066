"""Replies of endpoints as they are met in the field, each around one verdict; with what has to come of it."""

import json
from typing import Any

from bot.judge.replies.faults import ReplyFault
from tests.judge.endpoint import Asked, Served, refused, said


def body_of(message: dict[str, Any], **fields: Any) -> Served:
    """Return a completion with this message; `fields` stand beside the choices, `finish` is why it ended."""
    finish = fields.pop("finish", "stop")
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}
    return Served(json.dumps({"choices": [choice], **fields}))


def _stream(verdict: str) -> str:
    deltas: list[dict[str, Any]] = [{"content": verdict[n : n + 40]} for n in range(0, len(verdict), 40)]
    events: list[dict[str, Any]] = [{"choices": [{"index": 0, "delta": d, "finish_reason": None}]} for d in deltas]
    events.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    return "".join(f"data: {json.dumps(event)}\n\n" for event in events) + "data: [DONE]\n\n"


def streamed(verdict: str) -> Served:
    """Return a reply in pieces."""
    return Served(_stream(verdict), headers={"content-type": "text/event-stream"})


def of_responses(verdict: str) -> Served:
    """Return a reply of the Responses API."""
    thought = {"type": "reasoning", "summary": []}
    spoken = {"type": "message", "content": [{"type": "output_text", "text": verdict}]}
    usage = {"input_tokens": 900, "output_tokens": 90, "input_tokens_details": {"cached_tokens": 500}}
    return Served(json.dumps({"status": "completed", "output": [thought, spoken], "usage": usage}))


def readable(verdict: str) -> dict[str, Served]:
    """Return the replies that hold the verdict, by kind."""
    usage = {"prompt_tokens": 10, "total_tokens": 15}
    call = {"id": "c", "type": "function", "function": {"name": "verdict", "arguments": verdict}}
    parts = [{"type": "thinking", "thinking": []}, {"type": "text", "text": verdict}]
    return {
        "plain": said(verdict),
        "fence": said(f"```json\n{verdict}\n```"),
        "prose around": said(f"Here it is:\n{verdict}\nThat is all."),
        "thought before": said(f"<think>hm, {{}} or so</think>\n{verdict}"),
        "end of a thought": said(f"so it is\n</think>{verdict}"),
        "reasoning beside": body_of({"content": verdict, "reasoning_content": "I think {}"}),
        "reasoning in its place": body_of({"content": None, "reasoning_content": f"I think {verdict}"}),
        "parts": body_of({"content": parts}),
        "parts as strings": body_of({"content": [verdict[:30], verdict[30:]]}),
        "an object": body_of({"content": json.loads(verdict)}),
        "tool call": body_of({"content": None, "tool_calls": [call]}, finish="tool_calls"),
        "function call": body_of({"content": "", "function_call": {"arguments": verdict}}),
        "text completion": Served(json.dumps({"choices": [{"text": verdict, "finish_reason": "stop"}]})),
        "cut behind the end": said(verdict, finish="length"),
        "no usage": said(verdict, usage=False),
        "usage null": body_of({"content": verdict}, usage=None),
        "usage in part": body_of({"content": verdict}, usage=usage),
        "usage of another sort": body_of(
            {"content": verdict}, usage={"prompt_tokens": "many", "completion_tokens": -1}
        ),
        "another provider's cache": body_of({"content": verdict}, usage=usage | {"prompt_cache_hit_tokens": 8}),
        "byte-order mark": Served("\ufeff" + said(verdict).body),
        "stream": streamed(verdict),
        "without its type": Served(said(verdict).body, headers={"content-type": "text/plain"}),
    }


FAULTS: dict[str, tuple[Served, ReplyFault]] = {
    "content null": (said(None), ReplyFault.EMPTY),
    "empty": (said(""), ReplyFault.EMPTY),
    "refusal": (said(None, refusal="I cannot."), ReplyFault.REFUSED),
    "refusal in words": (said("I am sorry, I cannot help with that."), ReplyFault.NOT_JSON),
    "cut": (said('{"found": [{"id"', finish="length"), ReplyFault.CUT),
    "cut in the thought": (said(None, finish="length"), ReplyFault.CUT),
    "filtered": (said("", finish="content_filter"), ReplyFault.FILTERED),
    "context": (refused("This model's maximum context length is 8192 tokens, lower max_tokens"), ReplyFault.TOO_LONG),
    "filter of the provider": (
        refused("The response was filtered: content management policy; temperature, seed"),
        ReplyFault.FILTERED,
    ),
    "key": (refused("Incorrect API key provided", status=401), ReplyFault.KEY),
    "no right": (refused("Forbidden", status=403), ReplyFault.KEY),
    "model": (refused("The model `x` does not exist or you do not have access", status=404), ReplyFault.NO_MODEL),
    "route": (refused("Not Found", status=404), ReplyFault.NO_ROUTE),
    "time-out there": (refused("Request Timeout", status=408), ReplyFault.TOO_SLOW),
    "conflict": (refused("Conflict", status=409), ReplyFault.BUSY),
    "too many": (refused("Rate limit reached", status=429, **{"retry-after": "0"}), ReplyFault.BUSY),
    "too many, for a day": (
        refused("Rate limit reached", status=429, **{"retry-after": "Wed, 21 Oct 2099 07:28:00 GMT"}),
        ReplyFault.BUSY,
    ),
    "quota": (refused("You exceeded your current quota, check your plan", status=429), ReplyFault.QUOTA),
    "broken": (refused("Internal Server Error", status=500), ReplyFault.BROKEN),
    "bad gateway": (Served("<html>502</html>", 502, {"content-type": "text/html"}), ReplyFault.BROKEN),
    "away": (refused("Service Unavailable", status=503), ReplyFault.BUSY),
    "overloaded": (refused("Overloaded", status=529), ReplyFault.BUSY),
    "error with status 200": (Served('{"error": {"message": "Rate limit", "code": 429}}'), ReplyFault.BUSY),
    "page with status 200": (
        Served("<html>Welcome</html>", headers={"content-type": "text/html"}),
        ReplyFault.NO_COMPLETION,
    ),
}
"""Replies without a verdict, by kind."""


def choosy(gone: str, message: str, verdict: str, *, status: int = 400, param: str | None = None) -> Any:
    """Return a script that refuses requests with a parameter and answers all others."""

    def script(body: Asked, _: int) -> Served:
        return refused(message, status=status, param=param) if gone in body else said(verdict)

    return script
