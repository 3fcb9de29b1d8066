"""Requests beside answering: arrivals, decisions, re-reads, chasing the team. Pure.

Used by `advance` alone. None of it is a mark, and none of it moves one.
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.screening import events as e
from bot.core.screening.decisions import Decision, Language, NoticeShown, Reread
from bot.core.screening.effects import (
    AnswerReread,
    AskItem,
    AskPractice,
    Chase,
    Notice,
    Remark,
    SendInvitation,
    Tell,
    TellInviter,
    TellTeam,
    Thank,
    Topic,
    UpdateSummary,
)
from bot.core.screening.next_step import Step, step
from bot.core.screening.reminders import in_working_hours
from bot.core.screening.session import TAKEN_BACK, Session, State
from bot.core.screening.suggestion import as_it_stands

CHASE_AFTER = timedelta(hours=24)
"""How long a card may wait for a decision before the team is reminded."""


def bind_candidate(session: Session, event: e.Arrived, now: datetime) -> Step:
    """Return the session with the person bound to it, talked to where they came from; a stranger changes nothing."""
    if session.candidate.id and not session.candidate.same(event.who):
        return step(session)
    here = replace(
        session,
        candidate=session.candidate if session.candidate.id else event.who,
        place=event.place or session.place,
        unreachable=None,
        seen_at=session.seen_at if session.state.over else now,
    )
    match session.state:
        case State.INVITED:
            return step(here, SendInvitation())
        case State.PRACTISING:
            return step(here, AskPractice())
        case State.ASKING:
            return step(here, AskItem(len(session.administrations), again=True))
        case State.GRADING:
            return step(here, Tell(Topic.READING))
        case State.PAUSED:
            return step(here, Tell(Topic.PAUSED))
        case _:
            return step(here, Thank())


def note_undelivered(session: Session, event: e.Undelivered) -> Step:
    """Return the session with the reason why its candidate cannot be reached; the inviter hears of it once."""
    known = session.unreachable is not None
    session = replace(session, unreachable=event.outcome)
    return step(session, *([] if known else [TellInviter(Notice.UNREACHABLE)]))


def note_reached(session: Session) -> Step:
    """Return the session of a candidate who can be reached again: the inviter will hear of it if that ends."""
    return step(replace(session, unreachable=None))


def note_notice(session: Session, event: e.Noticed, now: datetime) -> Step:
    """Return the session of a candidate who can be reached, with the notice that is before them; the same one stays."""
    notice = NoticeShown(event.text, hashlib.sha256(event.text.encode()).hexdigest(), now)
    known = session.notices and session.notices[-1].digest == notice.digest
    notices = session.notices if known else (*session.notices, notice)
    return step(replace(session, unreachable=None, notices=notices))


def add_decision(session: Session, event: e.Decided, now: datetime) -> Step:
    """Return the session with one more decision, unless somebody decided since the author looked."""
    if not session.state.over or len(session.decisions) != event.known:
        return step(session)
    decision = Decision(event.ruling, event.author, event.reason, now, as_it_stands(session), event.looked)
    return step(replace(session, decisions=(*session.decisions, decision)), UpdateSummary())


def order_chase(session: Session, now: datetime) -> Step:
    """Return when the team is to be reminded of a card; nobody need decide on a screening without answers."""
    told = any(not a.is_open and not a.skipped for a in session.administrations)
    return step(session, *([Chase(in_working_hours(now + CHASE_AFTER, session.role.manners))] if told else []))


def remind_team(session: Session) -> Step:
    """Return the reminder of a card on which nobody has decided."""
    return step(session, *([] if session.decisions else [TellTeam(Notice.UNDECIDED)]))


def remark_asked(session: Session, event: e.RemarkAsked, now: datetime) -> Step:
    """Return that an answer is marked again now."""
    marked = next((a for a in session.administrations if a.position == event.position and a.grades), None)
    return step(session, *([Remark(event.position, 0, now)] if marked and not marked.skipped else []))


def language_chosen(session: Session, language: Language) -> Step:
    """Return the session of a candidate who is spoken to in a language from now on; an invitation is said anew."""
    spoken = replace(session, language=language)
    return step(spoken, SendInvitation() if session.state is State.INVITED else Tell(Topic.LANGUAGE_CHOSEN))


def reread_asked(session: Session, event: e.RereadAsked, now: datetime) -> Step:
    """Return the session with a request to read an answer again: one for each answer, after the end."""
    asked = next((a for a in session.administrations if a.position == event.position and not a.is_open), None)
    if not session.state.over or asked is None:
        return step(session, Tell(Topic.REREAD_LATER))
    if any(r.position == event.position for r in session.rereads):
        return step(session, Tell(Topic.REREAD_KNOWN))
    request = Reread(event.position, event.words, now)
    session = replace(session, rereads=(*session.rereads, request))
    return step(session, Tell(Topic.REREAD_ASKED), TellTeam(Notice.REREAD, event.position), UpdateSummary())


def reread_answered(session: Session, event: e.RereadAnswered, now: datetime) -> Step:
    """Return the session with a named person's answer to a request; the first answer stands."""
    open_ones = [r for r in session.rereads if r.position == event.position and r.author is None]
    if not open_ones:
        return step(session)
    answer = replace(open_ones[0], author=event.author, reply=event.reply, answered_at=now)
    rereads = tuple(answer if r is open_ones[0] else r for r in session.rereads)
    return step(replace(session, rereads=rereads), AnswerReread(event.position), UpdateSummary())


def invitation_taken_back(session: Session, now: datetime) -> Step:
    """Return the screening ended before it began; one that was taken up is the candidate's, and goes on."""
    if session.state is not State.INVITED:
        return step(session)
    return step(replace(session, state=State.EXPIRED, ended_at=now, ended_because=TAKEN_BACK), Thank())
