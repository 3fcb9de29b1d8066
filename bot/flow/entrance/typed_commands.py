"""Typed commands: which plain words are commands, what is nearly one, and what is an answer.

A command is a whole message and nothing else. "stop" in the middle of an answer is part of the answer, and so is
"Edit the config …". Case, signs, quotes, emoji and full-width letters do not matter: people copy what they read.
"""

import re
import unicodedata

from rapidfuzz.distance import OSA

from bot.core.audit import Act
from bot.core.person import Person
from bot.core.screening import events as e
from bot.flow.action_id import ActionId
from bot.flow.actions.action import Action, Given
from bot.flow.actions.table import ACTIONS
from bot.flow.clean_text import clean

NOBODY = Person("", "", "")
EDIT = re.compile(r"[\W_]{0,3}edit\s{0,9}[:\uff1a](.*)", re.IGNORECASE | re.DOTALL)
REREAD = re.compile(r"(?:please )?re ?read (?:question )?([0-9]{1,3})")
LONGEST_COMMAND = 48
"""Characters of a message that can be a command; a longer one is an answer, unread."""
LONGEST_NEAR_MISS = 16
LETTERS_A_SLIP = 4
"""A command of this many letters may be one slip away, of twice as many two: a letter wrong, gone, more, or swapped."""
MEANT = {
    "finished": "done",
    "im done": "done",
    "i am done": "done",
    "im finished": "done",
    "thats it": "done",
    "thats all": "done",
    "done thanks": "done",
    "ok done": "done",
    "submit": "done",
    "send": "done",
    "next": "done",
    "next question": "done",
    "pass": "skip",
    "skip it": "skip",
    "skip this": "skip",
    "next please": "skip",
    "wait": "pause",
    "break": "pause",
    "go on": "resume",
    "im back": "resume",
    "exit": "stop",
    "cancel": "stop",
    "end": "stop",
    "go back": "undo",
    "person": "human",
    "commands": "help",
}
"""Whole messages that are no command of ours and hardly an answer: whether a command was meant is asked."""


def plain_words(text: str) -> str:
    """Return a short message as it is compared: letters and digits in lower case, single blanks, nothing else."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("\u2019", "")
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def _event(row: Action) -> e.Event:
    """Return what typing a row's word leads to."""
    outcome = row.handle(Given(ActionId(row.kind), NOBODY))
    assert isinstance(outcome, tuple), f"{row.kind} is typed, so it comes to an event"
    return outcome[0]


WORDS: dict[str, e.Event] = {
    plain_words(word) or word: _event(row) for row in ACTIONS.values() for word in row.words if "{" not in word
}
"""What a candidate can type instead of pressing a button; a word with a number in it has a pattern of its own."""
FIRST = {
    plain: row.words[0]
    for row in ACTIONS.values()
    if row.is_typed
    for word in row.words
    if (plain := plain_words(word))
}
"""The word by which a button is known, by each that can be typed in its place."""
NOTED: dict[type[e.Event], Act] = {type(_event(row)): row.noted for row in ACTIONS.values() if row.words and row.noted}
"""What the audit chain says of what was typed."""


def understand(text: str, message_id: str) -> e.Event:
    """Return what a message means: a command if the whole of it is one, else something said."""
    edit = EDIT.fullmatch(text.strip())
    if edit:
        return e.Corrected(clean(edit.group(1).strip()))
    if len(text) > LONGEST_COMMAND:
        return e.Said(message_id, clean(text))
    word = plain_words(text) or "".join(unicodedata.normalize("NFKC", text).split())
    if word in WORDS:
        return WORDS[word]
    again = REREAD.fullmatch(word)
    if again:
        return e.RereadAsked(int(again.group(1)))
    return e.Said(message_id, clean(text), meant=FIRST.get(_nearest(word), ""))


def _nearest(word: str) -> str:
    """Return the command that a message is nearly, empty if it is near none."""
    if word in MEANT:
        return MEANT[word]
    if len(word) > LONGEST_NEAR_MISS:
        return ""
    alike = (
        known for known in WORDS if known[0] == word[0] and OSA.distance(known, word) <= len(known) // LETTERS_A_SLIP
    )
    return min(alike, key=lambda known: OSA.distance(known, word), default="")
