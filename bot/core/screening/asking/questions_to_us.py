"""Questions that candidates ask the bot: how one is told from an answer, and what bank or role say to it. Pure.

Only a message that is nothing but a question or two, sent before anything else, is taken for one. It stays in the
record and is not marked; whoever meant it as the answer says so, and it counts.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from bot.core.bank.role import Clarification
from bot.core.screening import events as e
from bot.core.screening.answer_text import add_message, keep_replaced
from bot.core.screening.effects import Notice, Tell, TellInviter, Topic
from bot.core.screening.next_step import Step, step
from bot.core.screening.session import Administration, Gone, Part, Replaced, Session

FEWEST_WORDS, MOST_WORDS = 3, 40
"""A shorter message ("hello?") asks nothing, and a longer one says something, whatever sign it ends with."""
SENTENCE = re.compile(r"[^.!?\u061f\uff1f\n]+(?P<end>[.!?\u061f\uff1f]*)")
GREETING = re.compile(
    r"(?:hi|hey|hello|sorry|thanks|thank you|ok|okay|good question|quick question|one question)\b[^.!?]*"
)
QUESTION_MARKS = frozenset("?\u061f\uff1f")
HARDLY_ASKED = re.compile(r"\b(?:i would|i'd|we should|one would|then|because)\b")
"""Words of somebody who says what they would do, if only as a question."""


def is_question(text: str) -> bool:
    """Return whether a message is nothing but a question or two: each sentence ends as one, but for a greeting."""
    words = text.split()
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or HARDLY_ASKED.search(text.casefold()):
        return False
    asked = False
    for sentence in SENTENCE.finditer(text.strip()):
        if QUESTION_MARKS & set(sentence["end"]):
            asked = True
        elif not GREETING.fullmatch(sentence.group().strip(" ,.!").casefold()):
            return False
    return asked


def answer_to(text: str, *known: Iterable[Clarification]) -> str:
    """Return what is said to a question by the first that knows most of its words; empty where nobody does."""
    plain = f" {_plain(text)} "
    best, said = 0, ""
    for clarification in (c for some in known for c in some):
        found = sum(f" {_plain(phrase)} " in plain for phrase in clarification.about)
        if found > best:
            best, said = found, clarification.says
    return said


def asked_us(session: Session, open_item: Administration, event: e.Said, now: datetime) -> Step:
    """Return the step for a question about the open item: answered or passed on, kept in the record, not marked."""
    part = Part(event.message_id, event.text, now)
    kept = keep_replaced(session, open_item.position, (part,), (), now, Gone.ASKED)
    if kept is None:
        return add_message(session, open_item, event, now)
    return _answered(kept, answer_to(event.text, open_item.item.clarify, session.role.faq))


def asked_before(session: Session, event: e.Said, now: datetime) -> Step | None:
    """Return the step for a question about the screening before it has begun; None where there is no room for it."""
    kept = keep_replaced(session, 0, (Part(event.message_id, event.text, now),), (), now, Gone.ASKED)
    return None if kept is None else _answered(kept, answer_to(event.text, session.role.faq))


def last_question(session: Session) -> Replaced | None:
    """Return the question that a candidate asked last."""
    return next((words for words in reversed(session.replaced) if words.how is Gone.ASKED), None)


def _answered(session: Session, says: str) -> Step:
    told = Tell(Topic.CLARIFIED, says)
    return step(session, told) if says else step(session, told, TellInviter(Notice.QUESTION))


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
