"""What a candidate reads, from the invitation to the thanks."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.audit import Link
from bot.core.bank.item import QUOTE
from bot.core.bank.role import Role
from bot.core.bank.terms import AFTER_END, NO_TERM, Terms
from bot.core.hold import Hold
from bot.core.report.own_record import QUOTED
from bot.core.screening import effects as x
from bot.core.screening.decisions import Adjustment
from bot.core.screening.effects import Topic
from bot.core.screening.reminders import with_more_time
from bot.core.screening.session import Administration, Session, State
from bot.flow.messages import Block, Bullets, Heading, Message, Offered, Paragraph, Quote, Spot
from bot.flow.wording.candidates.adjusted import suited
from bot.flow.wording.candidates.own_copy import own_data, reread_answered, thanks
from bot.flow.wording.candidates.short_replies import TOLD, clarified, given_back, near_miss, told
from bot.flow.wording.catalogue import Say

STILL_A_BOT = "As before: I am a bot, a program (AI) marks your answers, and a person decides."
HOW_TO = (
    "Write your answer in as many messages as you like, then write “done”.",
    "“edit: ” and your new words replace your last message, until you write “done”.",
    "“undo” takes back what you did last: a change, or “done” and “skip” while the next answer is empty.",
    "“skip” passes a question over; it then counts as not answered.",
    "“pause” stops the conversation, “resume” goes on with it, days later if you like. There is no clock.",
    "“stop” ends it for good; I ask once more before I do.",
    "“again” empties the open answer, so that you can say it in other words; what stood there stays in the record.",
    "“human” calls a person, “?” shows this again. Neither has any bearing on how you are assessed.",
    "“adjust” tells you what can be made to suit you, “my data” sends you what is kept about you.",
    "“english”, “deutsch”, “español”, “français” and “português” choose the language that I write to you in.",
)

CLOSED = "Handed in."
PASSED_OVER = "Skipped."
FIRST_WORDS = 100
"""Characters of a question that a push notice shows."""
READ_BY_A_MODEL = "Your answers are also sent to a model that reads them for their marks: {model}."
TRIED_OUT = (
    "One of the questions is new and being tried out: it does not count for or against you, and your copy at the end "
    "says which one it was."
)


def to_candidate(
    session: Session,
    effect: x.Effect,
    now: datetime,
    offered: Offered,
    terms: Terms,
    links: Sequence[Link] = (),
    holds: Sequence[Hold] = (),
) -> Message:
    """Return the message that an effect sends to the candidate.

    offered: has the buttons. terms: what is in force. links: what the audit chain says of the screening.
    holds: those that stand on it.
    Raises ValueError for an effect that is not addressed to the candidate.
    """
    session = replace(session, role=_in_force(session, terms))
    message = invitation(session, offered, terms) if isinstance(effect, x.SendInvitation) else None
    if isinstance(effect, x.SendOwnData):
        message = own_data(session, links, holds)
    message = message or _written(session, effect, now, offered)
    return suited(message, session.adjustments)


def _in_force(session: Session, terms: Terms) -> Role:
    """Return the role with the words that hold, how long answers are kept in the candidate's language."""
    say, role, days = Say(session.language), terms.in_force(session.role), terms.days_of(session.role)
    kept = say(NO_TERM) if days is None else say(AFTER_END, days=days)
    return role.model_copy(update={"wording": role.wording.model_copy(update={"retention": kept})})


def _written(session: Session, effect: x.Effect, now: datetime, offered: Offered) -> Message:
    match effect:
        case x.AskPractice():
            return practice(session, offered)
        case x.AskItem(position, again):
            return question(session, session.administrations[position - 1], offered, again=again)
        case x.Tell(Topic.HELP):
            return _help(session, offered)
        case x.Tell(Topic.NEAR_MISS, about, message):
            return near_miss(session, about, message, offered)
        case x.Tell(Topic.CLARIFIED, says):
            return clarified(session, says, offered)
        case x.Tell(Topic.LATE_FORM, _, message):
            return given_back(session, message)
        case x.Tell(topic):
            return told(session, topic, offered)
        case x.Remind():
            return _reminder(session, now, offered)
        case x.Thank():
            return thanks(session, offered)
        case x.AnswerReread(position):
            return reread_answered(session, position)
        case _:
            raise ValueError(f"{type(effect).__name__} is not for the candidate")


def _invited_by(session: Session) -> str:
    say, company = Say(session.language), session.role.wording.company
    if company:
        return say("{name} invites you, for {company}.", name=session.invited_by.name, company=company)
    return say("{name} invites you.", name=session.invited_by.name)


def invitation(session: Session, offered: Offered, terms: Terms) -> Message:
    """Return the notice that comes before anything else: what, how long, who reads, who decides, how to object."""
    say, role, wording = Say(session.language), session.role, session.role.wording
    manners = with_more_time(role.manners, more_time=Adjustment.MORE_TIME in session.adjustments)
    days = round(manners.expire_after_hours / 24)
    return Message(
        notice=say("An invitation to a screening by chat: {role}", role=role.title),
        blocks=(
            Heading(say("{role}: a first conversation by chat", role=role.title)),
            Paragraph(_invited_by(session)),
            Paragraph(wording.purpose),
            Bullets(
                (
                    say(
                        "About {questions} questions, some {minutes} minutes of writing. No clock runs: pause when you "
                        "like, and come back within {days} days.",
                        questions=about(role),
                        minutes=_minutes(role),
                        days=days,
                    ),
                    say("Languages for your answers: {languages}.", languages=say.names(role.languages)),
                    say(
                        "You are talking to a bot. A program (AI) marks each answer against a written rubric and picks "
                        "the next question from your answers so far."
                    ),
                    say(
                        "Who reads your answers: {readers}. A person decides what happens next; no decision is made "
                        "by a machine.",
                        readers=wording.readers,
                    ),
                    *((say(READ_BY_A_MODEL, model=terms.model),) if terms.model else ()),
                    *((say(TRIED_OUT),) if role.pilot else ()),
                    say(
                        "What counts is the engineering: mechanisms, numbers, the order in which you would look, "
                        "trade-offs, what can fail. Spelling, style and length do not count. Where you do not know, "
                        "say so and go on: nobody knows all of it."
                    ),
                    say(
                        "Your answers are kept for {time}. For a copy, for erasure, or to object: {contact}, or write "
                        "“my data”.",
                        time=wording.retention,
                        contact=session.contact,
                    ),
                    say(
                        "For more time, plain wording or a screen reader: write “adjust”. For a person in place of a "
                        "bot: write “human”, or ask {contact}.",
                        contact=session.contact,
                    ),
                )
            ),
            Paragraph(
                say("“Start” means that you have read this and agree. “Not now” closes it, with no hard feelings."),
                quiet=True,
            ),
            *offered(Spot.INVITATION, session),
            Paragraph(say("I can write to you in another language: press it, or write its name."), quiet=True),
            *offered(Spot.LANGUAGES, session),
        ),
    )


def practice(session: Session, offered: Offered) -> Message:
    """Return the practice question, marked as one that does not count."""
    say, role = Say(session.language), session.role
    return Message(
        notice=say("A practice question"),
        blocks=(
            Heading(say("Practice · this one does not count")),
            Paragraph(role.wording.practice),
            Paragraph(f"{say(HOW_TO[0])} {say('Write “?” for everything else you can do.')}", quiet=True),
            *offered(Spot.PRACTICE, session, 0),
        ),
    )


def question(session: Session, asked: Administration, offered: Offered, *, again: bool) -> Message:
    """Return an item as a card, with where the candidate stands; `again` shows what was already written."""
    say, progress = Say(session.language), _progress(session, asked)
    first = [Paragraph(say(TOLD[Topic.PRACTICE_DONE]))] if asked.position == 1 and not again else []
    blocks: list[Block] = [*first, Heading(progress), *_stem(session, asked)]
    if again and asked.parts:
        blocks.append(Quote(asked.response, say("Your answer so far")))
    blocks.append(
        Paragraph(say("Take the messages you need, then write “done”. “skip”, “pause” and “?” work too."), quiet=True)
    )
    if again:
        blocks.append(Paragraph(say(STILL_A_BOT), quiet=True))
    words = asked.item.stem.replace(QUOTE, say(QUOTED))
    notice = f"{progress}: {textwrap.shorten(words, FIRST_WORDS, placeholder=' …')}"
    return Message(notice, (*blocks, *offered(Spot.QUESTION, session, asked.position)))


def _progress(session: Session, asked: Administration) -> str:
    """Return where the candidate stands: nothing that tells how one did."""
    most = max(about(session.role), asked.position)
    return Say(session.language)("Question {number} of about {most}", number=asked.position, most=most)


def closed_question(session: Session, position: int) -> Message:
    """Return a question's card once it is handed in or skipped: nothing is left to press. 0 is the practice."""
    say = Say(session.language)
    if not position:
        practised = (Paragraph(session.role.wording.practice), Paragraph(say(CLOSED), quiet=True))
        return Message(say("The practice question"), practised)
    asked = session.administrations[position - 1]
    said = say(PASSED_OVER if asked.skipped else CLOSED)
    heading = Heading(_progress(session, asked))
    return Message(heading.text, (heading, *_stem(session, asked), Paragraph(said, quiet=True)))


def _stem(session: Session, asked: Administration) -> list[Block]:
    """Return the stem; words of the candidate's own stand in it as a quotation, apart from the text."""
    before, quoted, after = asked.item.stem.partition(QUOTE)
    if not quoted or asked.why.said is None:
        return [Paragraph(asked.item.stem)]
    pieces = (Paragraph(before.strip()), Quote(session.words(asked.why.said)), Paragraph(after.strip()))
    return [piece for piece in pieces if piece.text]


def about(role: Role) -> int:
    """Return the number of questions to announce: half-way between the fewest and the most, and one tried out."""
    return round((role.limits.min_items + role.limits.max_items) / 2 + 0.25) + role.pilot


def _minutes(role: Role) -> int:
    """Return the minutes to announce: the role's, and as many more as one question takes that is tried out."""
    return round(role.limits.minutes * about(role) / (about(role) - role.pilot))


def _help(session: Session, offered: Offered) -> Message:
    say = Say(session.language)
    lines = (*map(say, HOW_TO), say("For anything else: {contact}.", contact=session.contact))
    position = session.current.position if session.current else None
    buttons = (*offered(Spot.HELP, session, position), *offered(Spot.LANGUAGES, session))
    heading = say("How this works")
    return Message(notice=heading, blocks=(Heading(heading), Bullets(lines), *buttons))


def _reminder(session: Session, now: datetime, offered: Offered) -> Message:
    manners = with_more_time(session.role.manners, more_time=Adjustment.MORE_TIME in session.adjustments)
    days = max(1, round((manners.expire_after_hours - (now - session.seen_at).total_seconds() / 3600) / 24))
    say = Say(session.language)
    left = say.many(
        "It stays open for about {days} more day.", "It stays open for about {days} more days.", days, days=days
    )
    spot = Spot.REMINDER
    text = say("Your last question is still open; all you wrote is safe. (I am a bot, as before.)")
    if session.state is State.INVITED:
        spot = Spot.REMINDER_INVITED
        text = say("There is still an invitation to a screening waiting for you here.")
    elif session.state is State.PAUSED:
        spot = Spot.REMINDER_PAUSED
        text = say("Your screening is paused; all you wrote is safe. (I am a bot, as before.)")
    position = session.current.position if session.state is State.ASKING and session.current else None
    said = f"{text} {left} {say('No hurry.')}"
    return Message(say("A reminder"), (Paragraph(said), *offered(spot, session, position)))
