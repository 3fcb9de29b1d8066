"""More replies than any list of an endpoint's maker names: other providers' own shapes, and JSON as models write it."""

import html
import json
from typing import Any

from bot.judge.replies.faults import ReplyFault
from tests.judge.endpoint import Served, refused, said
from tests.judge.replies.known import body_of

Verdict = dict[str, Any]


def _events(*events: dict[str, Any]) -> Served:
    """Return server-sent events with the comments and line ends that proxies put between them."""
    lines = [": keep-alive\r\n\r\n", *(f"event: x\r\ndata:{json.dumps(event)}\r\n\r\n" for event in events)]
    return Served("".join(lines), headers={"content-type": "text/event-stream"})


def _pieces(verdict: str) -> list[str]:
    return [verdict[n : n + 50] for n in range(0, len(verdict), 50)]


def _python(read: Verdict) -> str:
    return repr(read | {"notes": None, "done": True})


def _with_comments(verdict: str) -> str:
    return verdict.replace('"found": [', '// what it states\n"found": [', 1).replace(
        '"flags"', '/* raised */ "flags"', 1
    )


def as_models_write(verdict: str) -> dict[str, str]:
    """Return texts that hold the verdict, by what is odd about them."""
    read: Verdict = json.loads(verdict)
    by_id = {f["id"]: {k: f[k] for k in ("quote", "extent")} for f in read["found"]}
    draft = json.dumps(read | {"found": read["found"][:1]}, ensure_ascii=False)
    return {
        "trailing commas": verdict.replace("}]", "},]").replace("]}", "],}"),
        "comments": _with_comments(verdict),
        "a Python dictionary": _python(read),
        "no-break spaces": verdict.replace('": ', '":\u00a0'),
        "line ends inside of strings": verdict.replace('"reason": "It', '"reason": "It\n').replace(
            '"extent"', '"note": "a\n\tb", "extent"'
        ),
        "apostrophes escaped": verdict.replace('"extent"', '"note": "doesn\\\'t \\_ \\$5", "extent"'),
        "JSON in a string": json.dumps(verdict),
        "in a list": f"[{verdict}]",
        "under a key": json.dumps({"verdict": read}),
        "under two keys": json.dumps({"result": {"output": read}, "confidence": float("nan")}),
        "a tool call in words": json.dumps({"name": "verdict", "arguments": read}),
        "a tool call with a string": json.dumps({"type": "function", "function": {"arguments": verdict}}),
        "escaped for a page": html.escape(verdict),
        "capital keys": json.dumps({key.capitalize(): value for key, value in read.items()}),
        "by id": json.dumps(read | {"found": by_id}),
        "by id alone": json.dumps(read | {"found": {f["id"]: f["quote"] for f in read["found"]}}),
        "ids as numbers": json.dumps(read | {"found": [f | {"id": int(f["id"][1:])} for f in read["found"]]}),
        "ids in words": json.dumps(read | {"found": [f | {"id": f"Fact {f['id'][1:]}"} for f in read["found"]]}),
        "ids in brackets": json.dumps(read | {"found": [f | {"id": f"[`{f['id']}`]"} for f in read["found"]]}),
        "extent as a truth": json.dumps(read | {"found": [f | {"extent": True} for f in read["found"]]}),
        "extent in words": json.dumps(read | {"found": [f | {"extent": "Fully stated."} for f in read["found"]]}),
        "quotes as lists": json.dumps(read | {"found": [f | {"quote": [f["quote"]]} for f in read["found"]]}),
        "quotes as objects": json.dumps(
            read | {"found": [f | {"quote": {"text": f["quote"], "start": 3}} for f in read["found"]]}
        ),
        "none for empty": json.dumps(read | {"mistakes": "none", "flags": {}, "other": None, "steers": False}),
        "empty entries": json.dumps(read | {"mistakes": [None], "flags": [{}], "other": [""], "steers": [""]}),
        "twice the same": f"{verdict}\n\n{verdict}",
        "keys twice": verdict.replace('{"found"', '{"found": [], "found"', 1),
        "a draft in a thought": f"<thought>First {draft}</thought>\n{verdict}",
        "a thought with other signs": f"◁think▷{draft}◁/think▷{verdict}",
        "channels": f"<|channel|>analysis<|message|>{draft}<|end|><|channel|>final<|message|>{verdict}",
        "the schema before": json.dumps({"type": "object", "properties": {"found": {"type": "array"}}}) + verdict,
        "braces before": "The set {f1, f2} and {} hold. " + verdict,
        "half an object before": '{"found": [{"id": "f1", "quote": "NV\n\n' + verdict,
    }


def readable(verdict: str) -> dict[str, Served]:
    """Return replies that hold the verdict, by kind; none of them stands in `known`."""
    chat = json.loads(said(verdict).body)
    call = {"index": 0, "function": {"name": "verdict", "arguments": ""}}
    calls = [{"tool_calls": [call | {"function": {"arguments": piece}}]} for piece in _pieces(verdict)]
    choices = [{"choices": [{"index": 0, "delta": delta}]} for delta in calls]
    deltas = [{"type": "response.output_text.delta", "delta": piece} for piece in _pieces(verdict)]
    lines = [{"message": {"role": "assistant", "content": piece}, "done": False} for piece in _pieces(verdict)]
    text = [{"text": verdict}]
    plain = {name: said(words) for name, words in as_models_write(verdict).items()}
    return plain | {
        "verdict parsed beside": body_of({"content": None, "parsed": json.loads(verdict)}),
        "second choice": Served(json.dumps(chat | {"choices": [{"message": {"content": ""}}, *chat["choices"]]})),
        "no reason to end": body_of({"content": verdict}, finish=None),
        "reason in capitals": body_of({"content": verdict}, finish="STOP"),
        "usage beyond belief": body_of({"content": verdict}, usage={"prompt_tokens": 10**30, "completion_tokens": 2.0}),
        "usage a list": body_of({"content": verdict}, usage=[1, 2]),
        "half a character": body_of({"content": f"\ud800\u0000{verdict}"}),
        "blank lines before": Served("\n \n\n" + said(verdict).body),
        "guarded": Served(")]}',\n" + said(verdict).body),
        "in an envelope": Served(json.dumps({"data": chat, "success": True})),
        "a list around": Served(json.dumps([chat])),
        "tool call in pieces": _events(*choices, {"choices": [], "usage": {"prompt_tokens": 5}}),
        "text in pieces": _events(*({"choices": [{"index": 0, "text": piece}]} for piece in _pieces(verdict))),
        "Responses in pieces": _events({"type": "response.created", "response": {"output": []}}, *deltas),
        "a line a piece": Served("\n".join(json.dumps(line) for line in lines) + '\n{"done": true}\n'),
        "a message": Served(json.dumps({"message": {"role": "assistant", "content": verdict}, "done": True})),
        "content blocks": Served(json.dumps({"type": "message", "content": text, "stop_reason": "end_turn"})),
        "candidates": Served(json.dumps({"candidates": [{"content": {"parts": text}, "finishReason": "STOP"}]})),
        "output message": Served(json.dumps({"output": {"message": {"content": text}}, "stopReason": "end_turn"})),
        "generated text": Served(json.dumps([{"generated_text": verdict}])),
        "result response": Served(json.dumps({"result": {"response": verdict}, "success": True})),
        "the verdict itself": Served(verdict),
    }


UNREADABLE: dict[str, tuple[Served, ReplyFault]] = {
    "null": (Served("null"), ReplyFault.NO_COMPLETION),
    "nothing": (Served(""), ReplyFault.NO_COMPLETION),
    "a word": (Served("OK", headers={"content-type": "text/plain"}), ReplyFault.NO_COMPLETION),
    "deep": (Served("[" * 100_000), ReplyFault.NO_COMPLETION),
    "accepted": (Served("", 202), ReplyFault.NO_COMPLETION),
    "error in the choice": (
        Served('{"choices": [{"error": {"code": 502, "message": "Provider failed"}, "finish_reason": "error"}]}'),
        ReplyFault.BROKEN,
    ),
    "error as words": (Served('{"error": "overloaded, try again"}'), ReplyFault.BROKEN),
    "error as an object of its own": (
        Served('{"object": "error", "message": "maximum context length is 4096", "code": 400}'),
        ReplyFault.TOO_LONG,
    ),
    "error as a type": (
        Served('{"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}'),
        ReplyFault.BROKEN,
    ),
    "error among the pieces": (
        Served(
            'data: {"error": {"message": "slow down", "code": 429}}\n\n', headers={"content-type": "text/event-stream"}
        ),
        ReplyFault.BUSY,
    ),
    "sensitive": (body_of({"content": ""}, finish="SAFETY"), ReplyFault.FILTERED),
    "cut in capitals": (body_of({"content": '{"found": ['}, finish="MAX_TOKENS"), ReplyFault.CUT),
    "thinks on": (said("<think>So the answer says {"), ReplyFault.NOT_JSON),
    "a score": (said('{"score": 0.0, "verdict": "fail"}'), ReplyFault.WRONG_SHAPE),
    "facts without ids": (said('{"found": [{"quote": "NVLink is faster"}]}'), ReplyFault.WRONG_SHAPE),
    "facts that were not offered": (said('{"found": [{"id": "f99", "quote": "NVLink"}]}'), ReplyFault.WRONG_SHAPE),
    "found as a word": (said('{"found": "none of them, sadly"}'), ReplyFault.WRONG_SHAPE),
    "Markdown": (said("| fact | quote |\n|---|---|\n| f1 | NVLink is faster |"), ReplyFault.NOT_JSON),
    "braces": (said("{" * 5000), ReplyFault.NOT_JSON),
    "legal": (refused("Unavailable For Legal Reasons", status=451), ReplyFault.REFUSED_REQUEST),
    "teapot": (Served("short and stout", 418), ReplyFault.REFUSED_REQUEST),
    "proxy": (Served("<html>origin timed out</html>", 522, {"content-type": "text/html"}), ReplyFault.BROKEN),
    "key in words": (Served("Unauthorized", 401), ReplyFault.KEY),
    "wait for a word": (refused("later", status=503, **{"retry-after": "soon"}), ReplyFault.BUSY),
    "wait below zero": (refused("later", status=429, **{"retry-after": "-5"}), ReplyFault.BUSY),
    "paid": (refused("Payment Required", status=402), ReplyFault.QUOTA),
    "moved to itself": (Served("", 308, {"location": "/v1/chat/completions"}), ReplyFault.UNREACHABLE),
    "not packed": (Served("plain", headers={"content-encoding": "gzip"}), ReplyFault.UNREACHABLE),
}
"""Replies without a verdict that stand in no list of `known`, by kind."""
