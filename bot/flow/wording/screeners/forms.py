"""The screeners' forms, and what they read once one is filled in."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.bank.rubric import Criterion
from bot.core.person import Person
from bot.core.screening.decisions import Decision, Ruling
from bot.core.screening.session import Administration, Session
from bot.flow.action_id import ActionId
from bot.flow.forms import LONGEST_CHOICE, LONGEST_LABEL, MOST_CHOICES, MOST_FIELDS, Choice, Field, Form
from bot.flow.messages import Block, Button, Buttons, Message, Paragraph, Quote, short
from bot.flow.wording.screeners.card import RULINGS, called, decided

TITLES = {Ruling.ADVANCE: "Advance", Ruling.TALK: "Talk first", Ruling.NOT_NOW: "Not now"}
BUTTONS_IN_A_ROW = 5
A_PERSON_DECIDES = "Your name and your reason stand on the card. The marks are a help to you, not a decision."
LEVEL, REASON, QUESTION, REPLY = "level", "reason", "question", "reply"
"""The ids of the fields; a criterion's own level has the criterion's id behind it."""
TOGETHER = MOST_FIELDS - 1
"""Criteria in one form, beside the reason."""
NOTHING_CHANGED = "All levels are as they were. Choose another one for at least one criterion."


def decide(id_: ActionId, session: Session) -> Form:
    """Return the form for a decision."""
    title = TITLES[Ruling(id_.kind)]
    reason = Field(REASON, "Why?", "One sentence that a colleague would understand.", lines=3, most=500)
    drawn = ActionId(id_.kind, session.id, extra=str(len(session.decisions)))
    return Form(drawn, title, (reason,), "Decide", (Paragraph(f"{title}: {called(session)}. {A_PERSON_DECIDES}"),))


def override(id_: ActionId, asked: Administration) -> Form:
    """Return the form for the marks of one answer: for each criterion its own levels, with today's chosen."""
    now = levels_now(asked)
    fields = [
        Field(
            level_field(criterion),
            _cut(criterion.asks, LONGEST_LABEL),
            _hint(criterion, asked),
            choices=tuple(
                Choice(str(n), _cut(f"{n} of {criterion.top}: {words}")) for n, words in enumerate(criterion.levels)
            ),
            optional=now[criterion.id] is None,
            value="" if now[criterion.id] is None else str(now[criterion.id]),
        )
        for criterion in marked_together(asked, id_)
    ]
    reason = Field(REASON, "Why?", "It stands in the details beside your name.", lines=3, most=500)
    question = (Paragraph(asked.item.question), Quote(asked.response, "Answer"))
    return Form(id_, f"Question {asked.position}", (*fields, reason), "Set the marks", question)


def marked_together(asked: Administration, id_: ActionId) -> Sequence[Criterion]:
    """Return the criteria of an answer that a form is about: a few at a time, as a form has room for."""
    start = int(id_.extra) if id_.extra.isdecimal() else 0
    return asked.criteria[start : start + TOGETHER] or asked.criteria[:TOGETHER]


def levels_now(asked: Administration) -> dict[str, int | None]:
    """Return the level that each criterion of an answer has; None where nobody could tell."""
    ratings = {r.criterion: r.level for r in asked.grade.ratings} if asked.grade else {}
    return {criterion.id: ratings.get(criterion.id) for criterion in asked.criteria}


def level_field(criterion: Criterion) -> str:
    """Return the id of the field for a criterion's level."""
    return f"{LEVEL}-{criterion.id}"


def _hint(criterion: Criterion, asked: Administration) -> str:
    """Return what a criterion asks in full, and the quote that its mark rests on."""
    ratings = {r.criterion: r for r in asked.grade.ratings} if asked.grade else {}
    evidence = ratings[criterion.id].evidence if criterion.id in ratings else ()
    quote = f' They wrote: "{" ".join(evidence[0].quote.split())}"' if evidence else " No quote stands behind it."
    return f"{criterion.asks}.{quote}"


def which(id_: ActionId, answers: Sequence[Administration]) -> Message:
    """Return the question which answer a press is about, and which of its criteria where these are many."""
    buttons = [
        Button(replace(id_, position=a.position, extra=str(start) if start else ""), _part(a, start))
        for a in answers
        for start in range(0, len(a.criteria), TOGETHER)
    ]
    rows = [buttons[n : n + BUTTONS_IN_A_ROW] for n in range(0, len(buttons), BUTTONS_IN_A_ROW)]
    blocks: tuple[Block, ...] = (Paragraph("Which answer is it about?"), *(Buttons(tuple(row)) for row in rows))
    return Message(notice="Which answer?", blocks=blocks)


def _part(asked: Administration, start: int) -> str:
    if len(asked.criteria) <= TOGETHER:
        return f"Question {asked.position}"
    last = min(start + TOGETHER, len(asked.criteria))
    return (
        f"Question {asked.position}, criteria {start + 1} to {last}"
        if last > start + 1
        else (f"Question {asked.position}, criterion {last}")
    )


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
    """Return that marks are set."""
    return short(f"The marks for question {position} are set; the card and the band follow. The old ones are kept.")


def marking_again(position: str) -> Message:
    """Return that an answer is being marked again."""
    return short(f"Question {position} is being marked again. Marks that people set stay as they are.")


def decision_noted(ruling: Ruling) -> Message:
    """Return that a decision stands."""
    return short(f"Noted: {RULINGS[ruling]}. The card shows it with your name and reason.")


def somebody_first(last: Decision) -> Message:
    """Return that somebody decided since the form was drawn."""
    return short(f"Somebody was first. {decided(last)}. If you see it otherwise, press your button again.")


def _cut(text: str, most: int = LONGEST_CHOICE) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
