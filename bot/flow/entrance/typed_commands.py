"""Typed commands: which plain words are commands, and what is an answer.

A command is a whole message. "stop" in the middle of an answer is part of the answer.
"""

import re
import unicodedata

from bot.core.screening import events as e
from bot.core.screening.decisions import Adjustment

WORDS: dict[str, e.Event] = {
    "start": e.Accepted(),
    "begin": e.Accepted(),
    "not now": e.Declined(),
    "decline": e.Declined(),
    "done": e.Finished(),
    "skip": e.Skipped(),
    "pause": e.PauseAsked(),
    "later": e.PauseAsked(),
    "resume": e.Resumed(),
    "continue": e.Resumed(),
    "stop": e.StopAsked(),
    "quit": e.StopAsked(),
    "?": e.HelpAsked(),
    "help": e.HelpAsked(),
    "human": e.HumanAsked(),
    "my data": e.DataAsked(),
    "my-data": e.DataAsked(),
    "adjust": e.AdjustAsked(),
    "more time": e.Adjusted(frozenset({Adjustment.MORE_TIME})),
    "plain wording": e.Adjusted(frozenset({Adjustment.PLAIN_WORDING})),
    "screen reader": e.Adjusted(frozenset({Adjustment.SCREEN_READER})),
}
"""What a candidate can type instead of pressing a button."""

EDIT = re.compile(r"edit\b[:\s]*(.*)", re.IGNORECASE | re.DOTALL)
REREAD = re.compile(r"(?:please )?re-?read\s*(?:question\s*)?(\d{1,3})", re.IGNORECASE)
TRIMMED = " \t\r\n/.!\"'*`"
KEPT_CONTROLS = "\n\t"


def understand(text: str, message_id: str) -> e.Event:
    """Return what a message means: a command if the whole of it is one, else something said."""
    word = " ".join(text.casefold().strip(TRIMMED).split())
    if word in WORDS:
        return WORDS[word]
    again = REREAD.fullmatch(word)
    if again:
        return e.RereadAsked(int(again.group(1)))
    edit = EDIT.fullmatch(text.strip())
    if edit:
        return e.Corrected(clean(edit.group(1)))
    return e.Said(message_id, clean(text))


def clean(text: str) -> str:
    """Return the text without control characters that no answer needs; all else stays as written."""
    kept = (c for c in text.replace("\r\n", "\n").replace("\r", "\n") if not _is_control(c))
    return "".join(kept)


def _is_control(character: str) -> bool:
    return character not in KEPT_CONTROLS and unicodedata.category(character) in {"Cc", "Cs"}
