"""Between Slack's way of writing text and plain text.

What people write arrives with three characters escaped and with links wrapped. What the bot sends in a
field that Slack parses is escaped in turn, so that no text can mention, link or call a channel.
"""

import json
import re

LINK = re.compile(r"<((?:https?|ftp|mailto|tel):[^<>|\s]*)(?:\|([^<>]*))?>")
SCHEME = re.compile(r"^(?:https?://|ftp://|mailto:|tel:)")
NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def read(text: str) -> str:
    """Return what a person wrote, from the text of an event: links unwrapped, the three characters restored.

    Whatever else looks like markup ("<!channel>", "*bold*") stays as it is, letter for letter.
    """
    unwrapped = LINK.sub(lambda found: _link(found.group(1), found.group(2)), text)
    return unwrapped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape_mrkdwn(text: str) -> str:
    """Return text for a field that Slack parses, in which nothing can mention or link any more."""
    return clean_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clean_text(text: str) -> str:
    """Return text without the control characters that Slack refuses or that would hide others."""
    return NOT_SHOWN.sub("", text)


def weight(value: object) -> int:
    """Return the characters that a value takes as JSON, as the SDK writes it."""
    return len(json.dumps(value))


def _link(url: str, label: str | None) -> str:
    bare = SCHEME.sub("", url)
    if not label or label in {url, bare}:
        return label if label == bare and not url.startswith("http") else url
    return f"{label} ({url})"
