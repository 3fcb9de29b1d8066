"""Typed commands: which plain words are commands, what is nearly one, and what is an answer.

A command is a whole message and nothing else. "stop" in the middle of an answer is part of the answer, and so is
"Edit the config …". Case, signs, quotes, emoji and full-width letters do not matter: people copy what they read.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from bot.core.audit import Act
from bot.core.person import Person
from bot.core.screening import events as e
from bot.core.screening.decisions import Language
from bot.flow.action_id import ActionId
from bot.flow.actions.action import Action, Given
from bot.flow.actions.candidates import EDIT, REREAD
from bot.flow.actions.table import ACTIONS
from bot.flow.clean_text import clean
from bot.flow.wording.catalogue import ENGLISH, Say

NOBODY = Person("", "", "")
NUMBER = "{position}"
"""Stands in a word that is typed with a number."""
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
    """Return a short message as it is compared: letters without accents and digits, single blanks, nothing else."""
    folded = unicodedata.normalize("NFKD", text).casefold().replace("'", "").replace("\u2019", "")
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def _event(row: Action) -> e.Event:
    """Return what typing a row's word leads to."""
    outcome = row.handle(Given(ActionId(row.kind), NOBODY))
    assert isinstance(outcome, tuple), f"{row.kind} is typed, so it comes to an event"
    return outcome[0]


def words_in(language: Language) -> Iterator[tuple[str, Action]]:
    """Yield what can be typed in a language instead of pressing a button, English beside it, as it is compared."""
    rows = [(word, row) for row in ACTIONS.values() for word in row.words if NUMBER not in word]
    for say in dict.fromkeys((Say(language), ENGLISH)):
        yield from ((plain_words(say(word)) or word, row) for word, row in rows)


WORDS: dict[str, e.Event] = {word: _event(row) for word, row in words_in(Language.ENGLISH)}
"""What can be typed in English; a word with a number in it has a pattern of its own."""
NOTED: dict[type[e.Event], Act] = {type(_event(row)): row.noted for row in ACTIONS.values() if row.words and row.noted}
"""What the audit chain says of what was typed."""


@dataclass(frozen=True)
class Commands:
    """What can be typed in one language, and in English: whole words, a change, and a number to read again."""

    words: Mapping[str, Action]
    edit: re.Pattern[str]
    reread: re.Pattern[str]


@cache
def commands(language: Language) -> Commands:
    """Return the commands of a language."""
    say, again = Say(language), REREAD.words[0]
    edits = "|".join(re.escape(word) for word in sorted({EDIT.words[0], say(EDIT.words[0])}))
    rereads = plain_words(say(again).replace(NUMBER, ""))
    return Commands(
        dict(words_in(language)),
        re.compile(rf"[\W_]{{0,3}}(?:{edits})\s{{0,9}}[:\uff1a](.*)", re.IGNORECASE | re.DOTALL),
        re.compile(rf"(?:please )?(?:re ?read|{rereads}) (?:question )?([0-9]{{1,3}})"),
    )


def understand(text: str, message_id: str, language: Language = Language.ENGLISH) -> e.Event:
    """Return what a message means: a command if the whole of it is one, else something said.

    language: in which its writer is spoken to, and may type commands.
    """
    known = commands(language)
    edit = known.edit.fullmatch(text.strip())
    if edit:
        return e.Corrected(clean(edit.group(1).strip()))
    if len(text) > LONGEST_COMMAND:
        return e.Said(message_id, clean(text))
    word = plain_words(text) or "".join(unicodedata.normalize("NFKC", text).split())
    if word in known.words:
        return _event(known.words[word])
    again = known.reread.fullmatch(word)
    if again:
        return e.RereadAsked(int(again.group(1)))
    return e.Said(message_id, clean(text), meant=_nearest(word, known.words))


def _nearest(word: str, words: Mapping[str, Action]) -> str:
    """Return the first word of the command that a message is nearly, empty if it is near none."""
    near = MEANT.get(word, "")
    if not near and len(word) <= LONGEST_NEAR_MISS:
        alike = (w for w in words if w[0] == word[0] and OSA.distance(w, word) <= len(w) // LETTERS_A_SLIP)
        near = min(alike, key=lambda w: OSA.distance(w, word), default="")
    return words[near].words[0] if near and words[near].is_typed else ""
