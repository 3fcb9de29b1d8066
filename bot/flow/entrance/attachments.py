"""What a candidate's message holds beside its words: files, of which those that are text are part of what is said."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.screening import events as e
from bot.core.screening.decisions import Language
from bot.flow.clean_text import clean
from bot.flow.entrance.typed_commands import understand

LONGEST_FILE = 40_000
"""Characters of a text file that are read as part of an answer."""


@dataclass(frozen=True)
class Sent:
    """A file that came with a message; `size` in bytes, `text` what it says if it is a text file."""

    name: str
    kind: str
    size: int
    text: str | None = None


def heard(text: str, message_id: str, attachments: Sequence[Sent], language: Language) -> e.Event:
    """Return what a message with its files means; text files are part of it, up to a limit."""
    read = [a.text for a in attachments if a.text is not None and len(a.text) <= LONGEST_FILE]
    unread = len(attachments) - len(read)
    whole = "\n".join(filter(None, [text, *read]))
    if not attachments:
        return understand(whole, message_id, language)
    return e.Said(message_id, clean(whole), unread)
