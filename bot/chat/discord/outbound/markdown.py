"""Escapes text for Discord's markdown: what people wrote is shown letter for letter and does nothing."""

import re
from collections.abc import Iterator

from bot.flow.render import split_text

MARKUP = re.compile(r"[\\`*_~|<>\[\]#@]|(?<=\])\(|:(?=//)|(?<=^)[-+](?=\s)|(?<=^)-(?=#)", re.MULTILINE)
INDENTED = re.compile(r"^([^\S\n]+)([-+])", re.MULTILINE)
NUMBERED = re.compile(r"^([^\S\n]*\d+)\.", re.MULTILINE)
EVERYBODY = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
APART = "\u200b"
"""A space without width: it stands where a word would otherwise call everybody, or end a code block."""
FENCE = "```"


def escape_markdown(text: str) -> str:
    """Return text in which nothing mentions, links or formats any more."""
    plain = NOT_SHOWN.sub("", text)
    marked = MARKUP.sub(lambda found: f"\\{found.group(0)}", plain)
    marked = NUMBERED.sub(r"\1\\.", INDENTED.sub(r"\1\\\2", marked))
    return EVERYBODY.sub("@" + APART, marked)


def quote_markdown(text: str) -> str:
    """Return text as a quotation, every line of it."""
    return "\n".join(f"> {escape_markdown(line)}" for line in text.split("\n"))


def small(text: str) -> str:
    """Return text in small print, every line of it."""
    return "\n".join(f"-# {escape_markdown(line)}" if line.strip() else "" for line in text.split("\n"))


def code(text: str) -> str:
    """Return text as a code block that it cannot end."""
    shut = NOT_SHOWN.sub("", text).replace("`", f"`{APART}")
    return f"{FENCE}\n{EVERYBODY.sub('@' + APART, shut)}\n{FENCE}"


def pieces(text: str, most: int) -> Iterator[str]:
    """Yield the text in pieces that take at most `most` characters as a quotation, cut where it hurts least."""
    return split_text.pieces(text, most, lambda piece: len(quote_markdown(piece)))
