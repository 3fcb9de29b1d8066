"""What a candidate takes away: the thanks with their own copy, what is kept about them, a reader's answer."""

import json
from collections.abc import Iterable, Sequence

from bot.core.audit import Link
from bot.core.bank.item import QUOTE
from bot.core.hold import Hold
from bot.core.report.own_record import QUOTED, credited, own_record
from bot.core.screening.session import TAKEN_BACK, Administration, Session, State
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
from bot.flow.wording.catalogue import Say

OPENINGS = {
    State.CLOSED: "That was the last question. Thank you for your time and your thought.",
    State.WITHDRAWN: "We stop here. Thank you for the time you gave.",
    State.EXPIRED: "This screening has run out, since I have not heard from you for a while.",
}

KEPT = (
    "your name here and the id that the platform gives you",
    "when you were invited, started and ended, and what you chose",
    "every message that you wrote to me, as you wrote it",
    "the marks of your answers, with the words they rest on, for {readers}",
    "what they decided and why, and who looked at your answers",
)
ON_HOLD = (
    "It cannot be erased: it is on hold until it is released, for this reason: {reason}. A person answers: {contact}."
)
ON_HOLD_UNTIL = (
    "It cannot be erased: it is on hold until {day}, for this reason: {reason}. A person answers: {contact}."
)


def thanks(session: Session, offered: Offered) -> Message:
    """Return the last message: what happens next and, if anything was answered, the candidate's own copy."""
    say, contact = Say(session.language), session.contact
    if session.ended_because == TAKEN_BACK:
        text = (
            "This invitation was taken back. Nothing is kept against you; if you have a question, write to {contact}."
        )
        return short(say(text, contact=contact))
    if session.state is State.DECLINED:
        text = "All right, not now. Nothing is kept against you; if you change your mind, write to {contact}."
        return short(say(text, contact=contact))
    told = [a for a in session.administrations if not a.is_open]
    thank_you = say("Thank you")
    blocks: list[Block] = [Heading(thank_you), Paragraph(say(OPENINGS.get(session.state, "Thank you.")))]
    if told:
        after = say(
            "What you wrote goes to {readers}, and a person decides. To have an answer read again by a person, press "
            "its button or write “reread” and its number. To object or to ask: {contact}.",
            readers=session.role.wording.readers,
            contact=contact,
        )
        blocks += [Paragraph(after), Paragraph(say("This is your own copy."))]
        for asked in told:
            blocks += _copied(asked, say)
        blocks += _read_next(told, say)
        blocks += [*offered(Spot.COPY_ANSWERS, session), *offered(Spot.COPY, session)]
    return Message(notice=thank_you, blocks=tuple(blocks))


def own_data(session: Session, links: Sequence[Link], holds: Sequence[Hold]) -> Message:
    """Return what is kept about the candidate, in words and as a file; links: what the audit chain says of it.

    holds: those that stand on it; whoever would have it erased reads why it cannot be, and who answers.
    """
    say, wording = Say(session.language), session.role.wording
    text = say(
        "This is kept about you, for {time}. To correct or erase it, or to object: {contact}.",
        time=wording.retention,
        contact=session.contact,
    )
    if not session.state.over:
        text += " " + say("Marks and decisions are in the file once the screening has ended.")
    heading = say("What is kept about you")
    return Message(
        notice=heading,
        blocks=(
            Heading(heading),
            Paragraph(text),
            *(Paragraph(_not_erased(hold, session.contact, say)) for hold in holds),
            Bullets(tuple(say(line, readers=wording.readers) for line in KEPT)),
            Attachment("my-data.json", json.dumps(own_record(session, links, holds), ensure_ascii=False, indent=2)),
        ),
    )


def _not_erased(hold: Hold, contact: str, say: Say) -> str:
    """Return why what is on hold is not erased, and who answers."""
    if hold.until is None:
        return say(ON_HOLD, reason=hold.reason, contact=contact)
    return say(ON_HOLD_UNTIL, day=f"{hold.until:%Y-%m-%d}", reason=hold.reason, contact=contact)


def reread_answered(session: Session, position: int) -> Message:
    """Return what a named person said who read an answer again."""
    answer = next(r for r in session.rereads if r.position == position and r.author is not None)
    name = answer.author.name if answer.author else ""
    say = Say(session.language)
    text = say("{name} has read your answer to question {number} again, and writes:", name=name, number=position)
    return Message(notice=say("An answer to your request"), blocks=(Paragraph(text), Quote(answer.reply)))


def _copied(asked: Administration, say: Say) -> Iterable[Block]:
    heading = say("Question {number} · {topic}", number=asked.position, topic=asked.item.topic)
    yield Facts(((heading, asked.item.stem.replace(QUOTE, say(QUOTED))),))
    skipped = say("skipped; you had written") if asked.response else say("skipped")
    yield Quote(asked.response, skipped if asked.skipped else say("Your answer"))
    if asked.is_pilot:
        yield Paragraph(say("This question was only tried out: it did not count for or against you."), quiet=True)
    grade = asked.grade
    if grade is not None and grade.score is not None and not asked.skipped:
        share = f"{100 * grade.score:.0f} %"
        yield Paragraph(say("Marked: {share} of full marks.", share=share), quiet=True)
    for fact, quotes in credited(asked):
        yield Paragraph(say("Credited: {fact}", fact=fact), quiet=True)
        yield from (Quote(quote) for quote in quotes)


def _read_next(told: list[Administration], say: Say) -> Iterable[Block]:
    """Yield where to read on about what was asked."""
    topics: dict[str, list[str]] = {}
    for asked in told:
        topics.setdefault(asked.item.topic, []).extend(asked.item.sources)
    lines = tuple(f"{topic}: {'; '.join(dict.fromkeys(sources))}" for topic, sources in topics.items() if sources)
    if lines:
        yield Paragraph(say("To read on, whatever you answered:"))
        yield Bullets(lines)
