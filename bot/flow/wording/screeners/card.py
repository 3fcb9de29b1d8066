"""What the hiring channel sees: safe for all in it, without the candidate's words, and as the role says, the name."""

import hashlib
from collections.abc import Iterable

from bot.core.audit import Head
from bot.core.bank.role import FlagsShown, Shown
from bot.core.invitation_code import format_code
from bot.core.report.summary import Summary
from bot.core.screening import effects as x
from bot.core.screening.asking.questions_to_us import last_question
from bot.core.screening.decisions import Decision, Ruling
from bot.core.screening.effects import Notice
from bot.core.screening.session import Session, State
from bot.flow.messages import CARD, Block, Bullets, Heading, Message, Offered, Paragraph, Picture, Quote, short
from bot.flow.wording.outcomes import because
from bot.flow.wording.screeners.summary import flags_in_words, standing, verdict

RULINGS = {Ruling.ADVANCE: "advance", Ruling.TALK: "talk first", Ruling.NOT_NOW: "not now"}


def called(session: Session) -> str:
    """Return what the hiring channel calls the candidate: the name, or "Candidate 7F3A", which stays the same."""
    if session.role.card.name is Shown.NAME:
        return session.candidate.name
    return f"Candidate {hashlib.sha256(session.id.encode()).hexdigest()[:4].upper()}"


def card(session: Session, summed: Summary, offered: Offered, picture: Picture | None = None) -> Message:
    """Return the card: what was decided, band, how sure, flags, and the buttons; quotes are in the details."""
    title = f"{called(session)} · {session.role.title}"
    blocks: list[Block] = [Heading(title), *(Paragraph(decided(d)) for d in session.decisions)]
    if not session.decisions:
        blocks.append(Paragraph("Nobody has decided yet.", quiet=True))
    blocks += [*verdict(summed, channel=True), *standing(summed)]
    if summed.flags and session.role.card.flags is FlagsShown.WORDS:
        blocks.append(Bullets(flags_in_words(summed)))
    needing = len(summed.needing_person)
    if needing:
        reasons = "; ".join(dict.fromkeys(reason for a in summed.needing_person for reason in a.needs_person))
        blocks.append(Paragraph(f"Needs a person: {needing} answer{'s' if needing > 1 else ''} ({reasons})"))
    if picture is not None:
        blocks.append(picture)
    if session.rereads:
        blocks.append(Bullets(tuple(_rereads(session))))
    blocks += [row for spot in CARD for row in offered(spot, session)]
    return Message(notice=f"Screening summary: {title}", blocks=tuple(blocks))


def decided(decision: Decision) -> str:
    """Return who decided what, and why."""
    reason = f": {' '.join(decision.reason.split())}" if decision.reason.strip() else ""
    return f"{decision.author.name} decided: {RULINGS[decision.ruling]}{reason} ({decision.at:%Y-%m-%d %H:%M} UTC)"


def chain_end(head: Head) -> Message:
    """Return where the audit chain ends, for a channel in which nobody who changes the database can change it."""
    return short(
        f"The audit chain ends at {head.number}:{head.seal}. Leave this message: “viva audit verify --heads” finds by "
        "it whether entries were removed or written anew."
    )


def to_team(session: Session, effect: x.Effect) -> Message:
    """Return what the hiring channel or the inviter is told. Raises ValueError for an effect that is for neither."""
    match effect:
        case x.CallPerson():
            text = f"{called(session)} ({session.role.title}) asks to speak to a person. The screening stays open."
        case x.TellTeam(Notice.REREAD, position):
            text = (
                f"{called(session)} ({session.role.title}) asks that a person reads the answer to question {position} "
                "again. “Answer” on the card sends them what came of it."
            )
        case x.TellTeam(Notice.UNDECIDED):
            text = f"{called(session)} ({session.role.title}) still waits for a decision. Somebody will be glad of one."
        case x.TellInviter(Notice.UNREACHABLE):
            text = (
                f"I could not reach {session.candidate.name} ({session.role.title}): {because(session.unreachable)}. "
                f"{_other_way(session)}"
            )
        case x.TellInviter(Notice.NOT_STARTED):
            how = "has declined the screening" if session.state is State.DECLINED else "let the invitation run out"
            text = (
                f"{session.candidate.name} {how} ({session.role.title}, invited {session.invited_at:%Y-%m-%d}). "
                "Nothing was asked, and there is nothing to decide."
            )
        case x.TellInviter(Notice.QUESTION):
            return _question(session)
        case x.TellInviter(Notice.STALE):
            text = (
                f"{session.candidate.name} has not started the screening yet ({session.role.title}, invited "
                f"{session.invited_at:%Y-%m-%d}). I have reminded them; perhaps a word from you helps."
            )
        case _:
            raise ValueError(f"{type(effect).__name__} is not for the team")
    return short(text)


def _question(session: Session) -> Message:
    """Return what a candidate asks that neither the bank nor the role has words for."""
    asked = last_question(session)
    about = f"about question {asked.position} " if asked and asked.position else ""
    head = (
        f"{session.candidate.name} ({session.role.title}) asks something {about}that I cannot answer. Please write to "
        "them; the screening goes on meanwhile, and the question is not marked."
    )
    return Message(head, (Paragraph(head), *([Quote(asked.text, "They wrote")] if asked else [])))


def _other_way(session: Session) -> str:
    if session.code is None:
        return "Please tell them in another way; all that they wrote is safe."
    return (
        f"There is another way in: give them this code, and have them write “/viva start {format_code(session.code)}”."
    )


def _rereads(session: Session) -> Iterable[str]:
    for asked in session.rereads:
        done = f"answered by {asked.author.name}" if asked.author else "waits for a person"
        yield f"Please re-read question {asked.position}: {done}"
