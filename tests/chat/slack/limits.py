"""The numbers that Slack's schema lacks: lengths and counts of what the bot sends."""

import json
from collections.abc import Iterator
from typing import Any

from tests.chat.slack.specs import faults_of_block, faults_of_view

Json = dict[str, Any]
TEXT_MOST, BLOCKS_WEIGHT = 4000, 13_000
UNSAFE = ("<!", "<@", "<#", "<http", "<mailto")


def faults_of_message(call: Json) -> Iterator[str]:
    text, blocks = call.get("text") or "", call.get("blocks") or []
    if not text:
        yield "no text beside the blocks: nothing for a lock screen or a screen reader"
    if len(text) > TEXT_MOST:
        yield f"text of {len(text)} characters"
    if any(mark in text for mark in UNSAFE):
        yield "text that mentions or links"
    if len(blocks) > 50:
        yield f"{len(blocks)} blocks in a message"
    if len(json.dumps(blocks)) > BLOCKS_WEIGHT:
        yield f"msg_blocks_too_long: {len(json.dumps(blocks))}"
    if call.get("unfurl_links") is not False or call.get("unfurl_media") is not False:
        yield "links may unfurl"
    yield from faults_of_blocks(blocks)


def faults_of_blocks(blocks: list[Json]) -> Iterator[str]:
    ids = [b["block_id"] for b in blocks if "block_id" in b]
    if len(ids) != len(set(ids)):
        yield "a block_id twice"
    for block in blocks:
        yield from faults_of_block(block)
        yield from _faults(block)
        yield from _formatted(block)


def faults_of_window(view: Json) -> Iterator[str]:
    blocks = view.get("blocks") or []
    yield from faults_of_view(view)
    if not 1 <= len(blocks) <= 100:
        yield f"{len(blocks)} blocks in a view"
    if len(json.dumps(view)) > 250_000:
        yield "view_too_large"
    if len(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
        yield "a view's metadata or callback_id is too long"
    for part in ("title", "submit", "close"):
        if len((view.get(part) or {}).get("text", "")) > 24:
            yield f"{part} of a view is too long"
    if any(b["type"] == "input" for b in blocks) and view["type"] == "modal" and not view.get("submit"):
        yield "a view with inputs has no submit"
    yield from faults_of_blocks(blocks)


def _faults(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield from _length("header", block["text"], 150)
        case "section":
            yield from _length("section", block.get("text", {"text": "x"}), 3000)
        case "context":
            if not 1 <= len(block["elements"]) <= 10:
                yield "a context's elements"
            for element in block["elements"]:
                yield from _length("context", element, 3000)
        case "actions":
            yield from _actions(block["elements"])
        case "image":
            if not 1 <= len(block["alt_text"]) <= 2000:
                yield "an image's alt text"
        case "input":
            yield from _length("label", block["label"], 2000)
            element = block["element"]
            if not 1 <= element.get("max_length", 1) <= 3000:
                yield "an input's max_length"
            if len(element.get("options", "x")) > 100:
                yield "too many options"
            for option in element.get("options", ()):
                yield from _length("option", option["text"], 75)
                if not 1 <= len(option["value"]) <= 150:
                    yield "an option's value"
        case "rich_text":
            for piece in _texts(block):
                if not 1 <= len(piece) <= 3000:
                    yield f"a rich text of {len(piece)} characters"


def _actions(elements: list[Json]) -> Iterator[str]:
    if not 1 <= len(elements) <= 25:
        yield f"{len(elements)} buttons in a row"
    ids = [e["action_id"] for e in elements]
    if len(ids) != len(set(ids)) or any(len(i) > 255 for i in ids):
        yield "an action_id twice or too long"
    for element in elements:
        yield from _length("button", element["text"], 75)
        if not 1 <= len(element.get("value", "x")) <= 2000:
            yield "a button's value"


def _length(what: str, text: Json, most: int) -> Iterator[str]:
    if not 1 <= len(text["text"]) <= most:
        yield f"{what} of {len(text['text'])} characters"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "text":
            yield value["text"]
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _formatted(value: Any) -> Iterator[str]:
    """Yield a fault for all that Slack would parse or turn into a mention or a link."""
    if isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "markdown", "user", "usergroup", "broadcast", "link", "channel", "emoji"}:
            yield f"an element of type {value['type']}"
        if any("\x00" in text for text in value.values() if isinstance(text, str)):
            yield "a null byte"
        for inner in value.values():
            yield from _formatted(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _formatted(inner)
