"""What a candidate takes away: the thanks with their own copy, what is kept about them, a reader's answer."""

import json
from collections.abc import Iterable, Sequence

from bot.core.audit import Link
from bot.core.bank.item import QUOTE
from bot.core.hold import Hold, in_words
from bot.core.report.own_record import QUOTED, credited, own_record
from bot.core.screening.session import Administration, Session, State
from bot.flow.messages import (
    Attachment,
    Block,
    Bullets,
    Facts,
    Heading,
    Message,
    Offered,
    Paragraph,
    Quote,
    Spot,
    short,
)

OPENINGS = {
    State.CLOSED: "That was the last question. Thank you for your time and your thought.",
    State.WITHDRAWN: "We stop here. Thank you for the time you gave.",
    State.EXPIRED: "This screening has run out, since I have not heard from you for a while.",
}


def thanks(session: Session, offered: Offered) -> Message:
    """Return the last message: what happens next and, if anything was answered, the candidate's own copy."""
    contact = session.role.wording.contact
    if session.state is State.DECLINED:
        text = f"All right, not now. Nothing is kept against you; if you change your mind, write to {contact}."
        return short(text)
    told = [a for a in session.administrations if not a.is_open]
    blocks: list[Block] = [Heading("Thank you"), Paragraph(OPENINGS.get(session.state, "Thank you."))]
    if told:
        after = f"What you wrote goes to {session.role.wording.readers}, and a person decides."
        again = "To have an answer read again by a person, press its button or write “reread” and its number."
        blocks.append(Paragraph(f"{after} {again} To object or to ask: {contact}."))
        blocks.append(Paragraph("This is your own copy."))
        for asked in told:
            blocks += _copied(asked)
        blocks += _read_next(told)
        blocks += [*offered(Spot.COPY_ANSWERS, session), *offered(Spot.COPY, session)]
    return Message(notice="Thank you", blocks=tuple(blocks))


def own_data(session: Session, links: Sequence[Link], holds: Sequence[Hold]) -> Message:
    """Return what is kept about the candidate, in words and as a file; links: what the audit chain says of it.

    holds: those that stand on it; whoever would have it erased reads why it cannot be, and who answers.
    """
    wording = session.role.wording
    kept = (
        "your name here and the id that the platform gives you",
        "when you were invited, started and ended, and what you chose",
        "every message that you wrote to me, as you wrote it",
        f"the marks of your answers, with the words they rest on, for {wording.readers}",
        "what they decided and why, and who looked at your answers",
    )
    later = "" if session.state.over else " Marks and decisions are in the file once the screening has ended."
    where = f"To correct or erase it, or to object: {wording.contact}."
    text = f"This is kept about you, for {wording.retention}. {where}{later}"
    return Message(
        notice="What is kept about you",
        blocks=(
            Heading("What is kept about you"),
            Paragraph(text),
            *(
                Paragraph(f"It cannot be erased: it is {in_words(h)}. A person answers: {wording.contact}.")
                for h in holds
            ),
            Bullets(kept),
            Attachment("my-data.json", json.dumps(own_record(session, links, holds), ensure_ascii=False, indent=2)),
        ),
    )


def reread_answered(session: Session, position: int) -> Message:
    """Return what a named person said who read an answer again."""
    answer = next(r for r in session.rereads if r.position == position and r.author is not None)
    name = answer.author.name if answer.author else ""
    return Message(
        notice="An answer to your request",
        blocks=(
            Paragraph(f"{name} has read your answer to question {position} again, and writes:"),
            Quote(answer.reply),
        ),
    )


def _copied(asked: Administration) -> Iterable[Block]:
    stem = asked.item.stem.replace(QUOTE, QUOTED)
    yield Facts(((f"Question {asked.position} · {asked.item.topic}", stem),))
    skipped = "skipped; you had written" if asked.response else "skipped"
    yield Quote(asked.response, skipped if asked.skipped else "Your answer")
    if asked.is_pilot:
        yield Paragraph("This question was only tried out: it did not count for or against you.", quiet=True)
    grade = asked.grade
    if grade is not None and grade.score is not None and not asked.skipped:
        yield Paragraph(f"Marked: {100 * grade.score:.0f} % of full marks.", quiet=True)
    for fact, quotes in credited(asked):
        yield Paragraph(f"Credited: {fact}", quiet=True)
        yield from (Quote(quote) for quote in quotes)


def _read_next(told: list[Administration]) -> Iterable[Block]:
    """Yield where to read on about what was asked."""
    topics: dict[str, list[str]] = {}
    for asked in told:
        topics.setdefault(asked.item.topic, []).extend(asked.item.sources)
    lines = tuple(f"{topic}: {'; '.join(dict.fromkeys(sources))}" for topic, sources in topics.items() if sources)
    if lines:
        yield Paragraph("To read on, whatever you answered:")
        yield Bullets(lines)
