"""The whole life of a session on one page: (session, event) → (session, effects). Pure.

    INVITED ──Accepted──▶ PRACTISING ──Finished──▶ ASKING ──Finished──▶ GRADING ──Graded──▶ ASKING …
       │                                             │  ▲                  └─ enough known ─▶ CLOSED
       └─Declined─▶ DECLINED      PauseAsked ─▶ PAUSED ─┘ Resumed
    Any state before the end: StopAsked twice ─▶ WITHDRAWN, long silence ─▶ EXPIRED.

What each state makes of what a candidate does stands in `states`, what comes after a mark in `progress`,
marks themselves in `marking`, what people do beside answering in `afterwards`.
"""

from dataclasses import replace
from datetime import datetime

from bot.core.screening import events as e
from bot.core.screening import marks, requests, states
from bot.core.screening.answer_text import add_aside, late, within_limits
from bot.core.screening.decisions import Adjustment
from bot.core.screening.effects import (
    CallPerson,
    Notice,
    Remind,
    SendInvitation,
    SendOwnData,
    Tell,
    TellInviter,
    Topic,
    Translate,
    Wake,
)
from bot.core.screening.next_step import Plan, Step, end, step
from bot.core.screening.reminders import is_expired, next_wake, with_more_time
from bot.core.screening.session import Session, State
from bot.core.screening.taken_back import delete_message


def advance(session: Session, event: e.Event, plan: Plan, now: datetime) -> Step:
    """Return the session after the event, and what the world has to do about it."""
    event = within_limits(event)
    if isinstance(event, e.Said) and event.unread:
        return _with_files(session, event, plan, now)
    if isinstance(event, e.Said) and event.meant and not session.state.over:
        return _nearly_a_command(session, event, plan, now)
    match event:
        case e.Graded():
            return marks.add_grade(session, event, plan, now)
        case e.Remarked():
            return marks.add_remark(session, event, now)
        case e.Overridden():
            return marks.add_override(session, event, now)
        case e.Woke():
            return _woke(session, now)
        case e.HelpAsked():
            return step(session, Tell(Topic.HELP))
        case e.HumanAsked():
            return _human_asked(session, now)
        case (
            e.Arrived()
            | e.Undelivered()
            | e.Reached()
            | e.Noticed()
            | e.Decided()
            | e.SummaryPosted()
            | e.Chased()
            | e.RemarkAsked()
            | e.TranslationAsked()
            | e.Translated()
            | e.TakenBack()
            | e.SentAgain()
        ):
            return _around(session, event, now)
        case e.RereadAsked():
            return requests.reread_asked(session, event, now)
        case e.RereadAnswered():
            return requests.reread_answered(session, event, now)
        case e.DataAsked():
            return step(session, SendOwnData())
        case e.AdjustAsked():
            return step(session, Tell(Topic.ADJUST))
        case e.Adjusted(chosen, instead):
            adjusted = chosen if instead else session.adjustments | chosen
            return step(replace(session, adjustments=adjusted), Tell(Topic.ADJUSTED))
        case e.LanguageChosen(language):
            return requests.language_chosen(session, language)
        case e.Deleted():
            return delete_message(session, event, now)
        case e.Corrected() if session.state.over:
            return late(session, event, now)
        case e.Said() if session.state.over:
            return add_aside(session, event, now, Topic.LATE_FORM if event.position else Topic.OVER)
        case _ if session.state.over:
            return step(session, Tell(Topic.OVER))
    heard = replace(session, seen_at=now, reminders=0, stop_asked=False)
    if isinstance(event, e.StopAsked):
        return _stop_asked(session, replace(heard, stop_asked=session.stop_asked), now)
    match session.state:
        case State.INVITED:
            return states.while_invited(heard, event, now)
        case State.PRACTISING:
            return states.while_practising(heard, event, plan, now)
        case State.ASKING:
            return states.while_asking(heard, event, plan, now)
        case State.GRADING:
            return states.while_grading(heard, event, now)
        case _:
            return states.while_paused(heard, event, plan, now)


def _with_files(session: Session, event: e.Said, plan: Plan, now: datetime) -> Step:
    """Return the step of the words alone; the files that came with them are refused, kindly."""
    if not event.text.strip():
        return step(session, Tell(Topic.FILE_REFUSED))
    said = advance(session, replace(event, unread=0), plan, now)
    return step(said.session, *said.effects, Tell(Topic.FILE_REFUSED))


def _nearly_a_command(session: Session, event: e.Said, plan: Plan, now: datetime) -> Step:
    """Return the step of the words, as words; whether a command was meant is asked."""
    said = advance(session, replace(event, meant=""), plan, now)
    asked = Tell(Topic.NEAR_MISS, event.meant, event.message_id)
    return step(said.session, *(effect for effect in said.effects if not isinstance(effect, Tell)), asked)


def _around(session: Session, event: e.Event, now: datetime) -> Step:
    match event:
        case e.Arrived():
            return requests.bind_candidate(session, event, now)
        case e.Undelivered():
            return requests.note_undelivered(session, event)
        case e.Reached():
            return requests.note_reached(session)
        case e.Noticed():
            return requests.note_notice(session, event, now)
        case e.Decided():
            return requests.add_decision(session, event, now)
        case e.RemarkAsked():
            return requests.remark_asked(session, event, now)
        case e.TranslationAsked():
            return step(session, Translate())
        case e.Translated(translation):
            return step(replace(session, translations=(*session.translations, translation)))
        case e.TakenBack():
            return requests.invitation_taken_back(session, now)
        case e.SentAgain():
            return step(session, *([SendInvitation()] if session.state is State.INVITED else []))
        case e.SummaryPosted():
            return requests.order_chase(session, now)
        case _:
            return requests.remind_team(session)


def _woke(session: Session, now: datetime) -> Step:
    if session.state.over:
        return step(session)
    manners = with_more_time(session.role.manners, more_time=Adjustment.MORE_TIME in session.adjustments)
    if is_expired(session.seen_at, now, manners):
        return end(session, State.EXPIRED, now)
    if now < next_wake(session.seen_at, session.reminders, manners):
        return step(session, Wake(next_wake(session.seen_at, session.reminders, manners)))
    reminded = replace(session, reminders=session.reminders + 1)
    stale = session.state is State.INVITED and session.reminders == 0
    told = (TellInviter(Notice.STALE),) if stale else ()
    return step(
        reminded, Remind(reminded.reminders), *told, Wake(next_wake(session.seen_at, reminded.reminders, manners))
    )


def _human_asked(session: Session, now: datetime) -> Step:
    if session.human_asked_at is not None:
        return step(session, Tell(Topic.HUMAN_KNOWS))
    return step(replace(session, human_asked_at=now), CallPerson(), Tell(Topic.HUMAN_CALLED))


def _stop_asked(before: Session, session: Session, now: datetime) -> Step:
    if before.state is State.INVITED:
        return end(session, State.DECLINED, now)
    if before.stop_asked:
        return end(session, State.WITHDRAWN, now)
    return step(replace(session, stop_asked=True), Tell(Topic.CONFIRM_STOP))
