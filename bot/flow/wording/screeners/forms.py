"""The screeners' forms, and what they read once one is filled in."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.person import Person
from bot.core.screening.decisions import Decision, Ruling
from bot.core.screening.session import Administration, Session
from bot.flow.action_id import ActionId
from bot.flow.forms import LONGEST_CHOICE, MOST_CHOICES, Choice, Field, Form
from bot.flow.messages import Button, Buttons, Message, Paragraph, short
from bot.flow.wording.screeners.card import RULINGS, called, decided

TITLES = {Ruling.ADVANCE: "Advance", Ruling.TALK: "Talk first", Ruling.NOT_NOW: "Not now"}
BUTTONS_IN_A_ROW = 5
A_PERSON_DECIDES = "Your name and your reason stand on the card. The marks are a help to you, not a decision."
CRITERION, LEVEL, REASON, QUESTION, REPLY = "criterion", "level", "reason", "question", "reply"
"""The ids of the fields."""
WHICH_LEVEL = "Which level?"
HIGHEST = "This criterion goes up to level {top}."


def decide(id_: ActionId, session: Session) -> Form:
    """Return the form for a decision."""
    title = TITLES[Ruling(id_.kind)]
    reason = Field(REASON, "Why?", "One sentence that a colleague would understand.", lines=3, most=500)
    drawn = ActionId(id_.kind, session.id, extra=str(len(session.decisions)))
    return Form(drawn, title, (reason,), "Decide", (Paragraph(f"{title}: {called(session)}. {A_PERSON_DECIDES}"),))


def override(id_: ActionId, asked: Administration) -> Form:
    """Return the form for one answer's marks."""
    grade = asked.grade
    levels = {r.criterion: r.level for r in grade.ratings} if grade else {}
    criteria = tuple(
        Choice(c.id, _cut(f"{c.asks} (now {'no mark' if levels.get(c.id) is None else levels[c.id]} of {c.top})"))
        for c in asked.criteria[:MOST_CHOICES]
    )
    top = max(c.top for c in asked.criteria)
    return Form(
        id_,
        f"Question {asked.position}",
        (
            Field(CRITERION, "Which criterion?", choices=criteria),
            Field(LEVEL, WHICH_LEVEL, choices=tuple(Choice(str(n), str(n)) for n in range(top + 1))),
            Field(REASON, "Why?", "It stands in the details beside your name.", lines=3, most=500),
        ),
        "Set the mark",
    )


def which(id_: ActionId, answers: Sequence[Administration]) -> Message:
    """Return the question which answer a press is about."""
    rows = [answers[n : n + BUTTONS_IN_A_ROW] for n in range(0, len(answers), BUTTONS_IN_A_ROW)]
    buttons = tuple(
        Buttons(tuple(Button(replace(id_, position=a.position), f"Question {a.position}") for a in row)) for row in rows
    )
    return Message(notice="Which answer?", blocks=(Paragraph("Which answer is it about?"), *buttons))


def remark(id_: ActionId, answers: Sequence[Administration]) -> Form:
    """Return the question which answer is to be marked again."""
    questions = tuple(
        Choice(str(a.position), _cut(f"Question {a.position}: {a.item.topic}")) for a in answers[:MOST_CHOICES]
    )
    return Form(id_, "Mark again", (Field(QUESTION, "Which answer?", choices=questions),), "Mark again")


def answer(id_: ActionId, position: int) -> Form:
    """Return the form for an answer to a candidate."""
    reply = Field(REPLY, "What do you tell them?", "They read this with your name.", lines=5, most=1500)
    return Form(replace(id_, position=position), f"Question {position}", (reply,), "Send")


def answered_by(author: Person) -> Message:
    """Return that somebody was first to answer a candidate."""
    return short(f"{author.name} has answered this request already.")


def answer_sent(session: Session) -> Message:
    """Return that an answer goes to the candidate."""
    return short(f"Your answer is on its way to {called(session)}.")


def translating() -> Message:
    """Return that a machine was asked for translations."""
    return short("I have asked the model to translate the quotes. Open the details again in a moment.")


def mark_set(position: int) -> Message:
    """Return that a mark is set."""
    return short(f"The mark for question {position} is set; the card and the band follow. The old one is kept.")


def marking_again(position: str) -> Message:
    """Return that an answer is being marked again."""
    return short(f"Question {position} is being marked again. Marks that people set stay as they are.")


def decision_noted(ruling: Ruling) -> Message:
    """Return that a decision stands."""
    return short(f"Noted: {RULINGS[ruling]}. The card shows it with your name and reason.")


def somebody_first(last: Decision) -> Message:
    """Return that somebody decided since the form was drawn."""
    return short(f"Somebody was first. {decided(last)}. If you see it otherwise, press your button again.")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CHOICE else f"{text[: LONGEST_CHOICE - 1]}…"
