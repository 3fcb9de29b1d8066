"""Forms by which screeners act on a screening, and what they read afterwards."""

from collections.abc import Mapping

from bot.core.screening import events as e
from bot.core.screening.decisions import Ruling
from bot.core.screening.session import Administration, Person, Session
from bot.flow.messages import (
    LONGEST_CHOICE,
    MOST_CHOICES,
    Button,
    Buttons,
    Choice,
    Field,
    Form,
    Message,
    Paragraph,
    Reply,
)
from bot.flow.wording.screeners.card import RULINGS, called, decided
from bot.flow.wording.screeners.replies import dealt_with, short

TITLES = {Ruling.ADVANCE: "Advance", Ruling.TALK: "Talk first", Ruling.NOT_NOW: "Not now"}
BUTTONS_IN_A_ROW = 5
A_PERSON_DECIDES = "Your name and your reason stand on the card. The marks are a help to you, not a decision."


def form(session: Session, action: str, position: int) -> Reply | None:
    """Return the form that a button opens, or the question which answer it is about; None if there is nothing to do."""
    marked = [a for a in session.administrations if a.grades and not a.skipped]
    match action:
        case "override":
            chosen = next((a for a in marked if a.position == position), None)
            return _override(session, chosen) if chosen else _which(session, marked)
        case "remark":
            return _remark(session, marked) if marked else None
        case "answer":
            waiting = [r for r in session.rereads if r.author is None and position in {0, r.position}]
            return _answer(session, waiting[0].position) if waiting else None
        case _:
            return _decide(session, Ruling(action)) if session.state.over else None


def override(
    session: Session, position: int, values: Mapping[str, str], author: Person, reason: str
) -> e.Overridden | None:
    """Return the mark that a form sets; None if there is no such criterion or level."""
    asked = next((a for a in session.administrations if a.position == position and a.grades), None)
    criterion = next((c for c in asked.criteria if c.id == values.get("criterion")), None) if asked else None
    level = values.get("level", "")
    if criterion is None or not level.isdecimal() or int(level) > criterion.top:
        return None
    return e.Overridden(position, criterion.id, int(level), author, reason)


def obstacle(session: Session, event: e.Event) -> Message | None:
    """Return why an act comes too late or twice: somebody was first; None if nothing stands in its way."""
    match event:
        case e.Decided(_, _, _, known) if len(session.decisions) > known:
            last = session.decisions[-1]
            if last.author.same(event.author) and last.ruling is event.ruling:
                return dealt_with()
            return short(f"Somebody was first. {decided(last)}. If you see it otherwise, press your button again.")
        case e.RereadAnswered(position):
            first = next((r.author for r in session.rereads if r.position == position and r.author), None)
            return short(f"{first.name} has answered this request already.") if first else None
        case _:
            return None


def done(before: Session, after: Session, event: e.Event) -> Message:
    """Return what came of an act."""
    match event:
        case e.Decided():
            raced = obstacle(after, event) if len(after.decisions) == event.known + 1 else None
            mine = bool(after.decisions) and after.decisions[-1].author.same(event.author)
            if raced is not None and not mine:
                return raced
            return short(f"Noted: {RULINGS[event.ruling]}. The card shows it with your name and reason.")
        case e.Overridden(position):
            return short(f"The mark for question {position} is set; the card and the band follow. The old one is kept.")
        case e.RemarkAsked(position):
            return short(f"Question {position} is being marked again. Marks that people set stay as they are.")
        case _:
            name = called(before)
            return short(f"Your answer is on its way to {name}.")


def _decide(session: Session, ruling: Ruling) -> Form:
    reason = Field("reason", "Why?", "One sentence that a colleague would understand.", lines=3, most=500)
    return Form(
        f"decide:{session.id}:{ruling.value}:{len(session.decisions)}",
        TITLES[ruling],
        (reason,),
        "Decide",
        (Paragraph(f"{TITLES[ruling]}: {called(session)}. {A_PERSON_DECIDES}"),),
    )


def _override(session: Session, asked: Administration) -> Form:
    grade = asked.grade
    levels = {r.criterion: r.level for r in grade.ratings} if grade else {}
    criteria = tuple(
        Choice(c.id, _cut(f"{c.asks} (now {'no mark' if levels.get(c.id) is None else levels[c.id]} of {c.top})"))
        for c in asked.criteria[:MOST_CHOICES]
    )
    top = max(c.top for c in asked.criteria)
    return Form(
        f"override:{session.id}:{asked.position}",
        f"Question {asked.position}",
        (
            Field("criterion", "Which criterion?", choices=criteria),
            Field("level", "Which level?", choices=tuple(Choice(str(n), str(n)) for n in range(top + 1))),
            Field("reason", "Why?", "It stands in the details beside your name.", lines=3, most=500),
        ),
        "Set the mark",
    )


def _which(session: Session, marked: list[Administration]) -> Message | None:
    if not marked:
        return None
    rows = [marked[n : n + BUTTONS_IN_A_ROW] for n in range(0, len(marked), BUTTONS_IN_A_ROW)]
    buttons = tuple(
        Buttons(tuple(Button("override", f"Question {a.position}", about=f"{session.id}:{a.position}") for a in row))
        for row in rows
    )
    return Message(notice="Which answer?", blocks=(Paragraph("Which answer is it about?"), *buttons))


def _remark(session: Session, marked: list[Administration]) -> Form:
    questions = tuple(
        Choice(str(a.position), _cut(f"Question {a.position}: {a.item.topic}")) for a in marked[:MOST_CHOICES]
    )
    return Form(
        f"remark:{session.id}", "Mark again", (Field("question", "Which answer?", choices=questions),), "Mark again"
    )


def _answer(session: Session, position: int) -> Form:
    reply = Field("reply", "What do you tell them?", "They read this with your name.", lines=5, most=1500)
    return Form(f"answer:{session.id}:{position}", f"Question {position}", (reply,), "Send")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CHOICE else f"{text[: LONGEST_CHOICE - 1]}…"
