"""Typed commands: which plain words are commands, and what is an answer.

A command is a whole message. "stop" in the middle of an answer is part of the answer.
"""

import re

from bot.core.audit import Act
from bot.core.person import Person
from bot.core.screening import events as e
from bot.flow.action_id import ActionId
from bot.flow.actions.action import Action, Given
from bot.flow.actions.table import ACTIONS
from bot.flow.clean_text import clean

NOBODY = Person("", "", "")
EDIT = re.compile(r"edit\b[:\s]*(.*)", re.IGNORECASE | re.DOTALL)
REREAD = re.compile(r"(?:please )?re-?read\s*(?:question\s*)?(\d{1,3})", re.IGNORECASE)
TRIMMED = " \t\r\n/.!\"'*`"


def _event(row: Action) -> e.Event:
    """Return what typing a row's word leads to."""
    outcome = row.handle(Given(ActionId(row.kind), NOBODY))
    assert isinstance(outcome, tuple), f"{row.kind} is typed, so it comes to an event"
    return outcome[0]


WORDS: dict[str, e.Event] = {word: _event(row) for row in ACTIONS.values() for word in row.words if "{" not in word}
"""What a candidate can type instead of pressing a button; a word with a number in it has a pattern of its own."""
NOTED: dict[type[e.Event], Act] = {type(_event(row)): row.noted for row in ACTIONS.values() if row.words and row.noted}
"""What the audit chain says of what was typed."""


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
