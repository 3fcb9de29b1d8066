"""The life of a session: every state, what fits it, and what happens to an event that does not."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.grading.grade import Source
from bot.core.report.summary import summarise
from bot.core.screening import effects as x
from bot.core.screening import events as e
from bot.core.screening.advance import advance
from bot.core.screening.answer_text import LONGEST_ANSWER
from bot.core.screening.effects import Topic
from bot.core.screening.session import Session, State
from tests.core.screenings import (
    NOW,
    PLAN,
    ROLE,
    SCREENER,
    asking,
    finished,
    grading,
    invited,
    marks,
    play,
    practising,
    ungraded,
)


def told(effects: tuple[x.Effect, ...]) -> list[Topic]:
    return [effect.topic for effect in effects if isinstance(effect, x.Tell)]


def test_nothing_is_asked_before_consent() -> None:
    step = play(invited(), [e.Said("m", "hello?"), e.Finished(), e.Skipped()])

    assert step.session.state is State.INVITED
    assert step.session.consented_at is None
    assert told(step.effects) == [Topic.NOT_STARTED]


def test_consent_leads_to_practice_and_practice_to_the_first_item() -> None:
    step = play(practising(), [e.Said("p", "A mail server."), e.Finished()])

    assert step.session.state is State.ASKING
    assert step.session.consented_at == NOW
    assert [p.text for p in step.session.practice] == ["A mail server."]
    assert step.effects[-1] == x.AskItem(1)
    assert step.session.administrations[0].item.tier.value == "intermediate"


def test_an_answer_is_all_its_messages_until_done() -> None:
    step = play(asking(), [e.Said("m1", "It is faster."), e.Said("m2", "And dearer."), e.Finished()])

    assert step.session.administrations[0].response == "It is faster.\nAnd dearer."
    assert step.session.state is State.GRADING
    assert x.GradeResponse(1) in step.effects


def test_a_message_can_be_edited_until_done_and_not_after() -> None:
    edited = play(asking(), [e.Said("m1", "slower"), e.Said("m2", "b"), e.Corrected("faster", "m1")])
    assert edited.session.administrations[0].response == "faster\nb"

    late = play(edited.session, [e.Finished(), e.Corrected("other", "m1")])
    assert late.session.administrations[0].response == "faster\nb"
    assert told(late.effects) == [Topic.TOO_LATE_TO_EDIT]


def test_without_an_id_an_edit_replaces_the_last_message() -> None:
    step = play(asking(), [e.Said("m1", "a"), e.Said("m2", "b"), e.Corrected("c")])

    assert step.session.administrations[0].response == "a\nc"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_answer_is_not_handed_in(text: str) -> None:
    step = play(asking(), [e.Said("m1", text), e.Finished()])

    assert step.session.state is State.ASKING
    assert told(step.effects) == [Topic.EMPTY_ANSWER]


def test_a_very_long_answer_is_kept_and_the_excess_put_beside_it() -> None:
    long = play(asking(), [e.Said("m1", "x" * 20_000)])
    assert len(long.session.administrations[0].response) == 20_000

    longer = play(long.session, [e.Said("m2", "y" * LONGEST_ANSWER)])
    assert len(longer.session.administrations[0].response) == 20_000
    assert longer.session.asides[0].text == "y" * LONGEST_ANSWER
    assert told(longer.effects) == [Topic.TOO_LONG]


def test_a_skipped_item_counts_as_not_answered_and_the_next_one_comes() -> None:
    step = play(asking(), [e.Skipped()])

    first = step.session.administrations[0]
    assert first.skipped
    assert first.grade is not None
    assert (first.grade.score, first.grade.source) == (0.0, Source.RULE)
    assert step.effects == (x.AskItem(2),)


def test_a_marked_answer_leads_to_the_next_item_with_its_reason() -> None:
    waiting = grading()
    step = play(waiting, [marks(waiting)])

    assert step.session.state is State.ASKING
    second = step.session.administrations[1]
    assert second.why.because.previous_id == step.session.administrations[0].item.id
    assert second.why.theta > 0


def test_an_ungraded_answer_moves_no_estimate_and_the_candidate_goes_on() -> None:
    waiting = grading()
    step = play(waiting, [ungraded(waiting)])

    assert step.session.state is State.ASKING
    assert step.session.observations == ()
    assert step.session.administrations[1].why.theta == pytest.approx(ROLE.prior.mean, abs=1e-9)


def test_marks_that_come_twice_change_nothing() -> None:
    waiting = grading()
    once = play(waiting, [marks(waiting)])
    twice = play(once.session, [marks(waiting)])

    assert twice.effects == ()
    assert twice.session.administrations == once.session.administrations


def test_the_end_thanks_the_candidate_and_posts_one_summary() -> None:
    session = finished()

    assert session.state is State.CLOSED
    assert session.ended_because == "max_items"
    assert len(session.administrations) == ROLE.limits.max_items


def test_what_is_said_while_marking_or_after_the_end_is_kept_beside_the_answer() -> None:
    during = play(grading(), [e.Said("late", "I forgot: it is dearer.")])
    assert [p.text for p in during.session.asides] == ["I forgot: it is dearer."]
    assert told(during.effects) == [Topic.ALREADY_HANDED_IN]

    after = play(finished(), [e.Said("late", "One more thing")])
    assert [p.text for p in after.session.asides] == ["One more thing"]
    assert told(after.effects) == [Topic.OVER]


def test_a_pause_keeps_the_open_answer_and_resume_shows_it_again() -> None:
    paused = play(asking(), [e.Said("m1", "It is"), e.PauseAsked(), e.Said("m2", "faster.")])
    assert paused.session.state is State.PAUSED

    back = play(paused.session, [e.Resumed()])
    assert back.session.state is State.ASKING
    assert back.session.administrations[0].response == "It is\nfaster."
    assert back.effects == (x.AskItem(1, again=True),)


def test_marks_that_come_during_a_pause_wait_for_resume() -> None:
    paused = play(grading(), [e.PauseAsked()])
    marked = play(paused.session, [marks(paused.session)])
    assert (marked.session.state, marked.effects) == (State.PAUSED, ())

    assert play(marked.session, [e.Resumed()]).effects == (x.AskItem(2),)


def test_stop_ends_only_when_asked_twice_in_a_row() -> None:
    once = play(asking(), [e.StopAsked()])
    assert once.session.state is State.ASKING
    assert told(once.effects) == [Topic.CONFIRM_STOP]

    changed_mind = play(once.session, [e.Said("m", "No, go on."), e.StopAsked()])
    assert changed_mind.session.state is State.ASKING

    twice = play(once.session, [e.StopAsked()])
    assert twice.session.state is State.WITHDRAWN
    assert twice.effects == (x.Thank(), x.PostSummary())


def test_declining_ends_it_without_a_question() -> None:
    step = play(invited(), [e.Declined()])

    assert step.session.state is State.DECLINED
    assert summarise(step.session).recommendation is None


def test_a_person_is_called_once_and_nothing_else_changes() -> None:
    once = play(asking(), [e.HumanAsked()])
    again = play(once.session, [e.HumanAsked()])

    assert once.effects == (x.CallPerson(), x.Tell(Topic.HUMAN_CALLED))
    assert told(again.effects) == [Topic.HUMAN_KNOWS]
    assert again.session.state is State.ASKING


def test_silence_is_met_with_reminders_and_then_with_an_end() -> None:
    session = asking()
    hours = ROLE.manners.remind_after_hours[0]
    early = advance(session, e.Woke(), PLAN, NOW + timedelta(hours=1))
    assert not any(isinstance(effect, x.Remind) for effect in early.effects)

    reminded = advance(session, e.Woke(), PLAN, NOW + timedelta(hours=hours + 1))
    assert x.Remind(1) in reminded.effects

    ended = advance(session, e.Woke(), PLAN, NOW + timedelta(hours=ROLE.manners.expire_after_hours + 1))
    assert ended.session.state is State.EXPIRED
    assert ended.effects == (x.Thank(), x.PostSummary())


def test_a_sign_of_life_starts_the_reminders_anew() -> None:
    reminded = advance(asking(), e.Woke(), PLAN, NOW + timedelta(hours=25)).session
    back = advance(reminded, e.Said("m", "still here"), PLAN, NOW + timedelta(hours=26)).session

    assert (reminded.reminders, back.reminders) == (1, 0)


def test_an_override_keeps_the_old_mark_and_edits_the_summary() -> None:
    session = finished("It is blue.")
    before = summarise(session)
    step = play(session, [e.Overridden(1, "speed", 1, SCREENER, "said it in other words")])
    after = summarise(step.session)

    assert step.effects == (x.UpdateSummary(),)
    assert step.session.state is State.CLOSED
    assert step.session.administrations[0].grades == session.administrations[0].grades
    assert after.standing.theta > before.standing.theta
    changed = after.answers[0].marks[0].overridden
    assert changed is not None
    assert (changed.old, changed.new, changed.author.name) == (0, 1, "Sam")


EVENTS = st.sampled_from(
    [e.Accepted(), e.Declined(), e.Said("m", "It is faster."), e.Said("n", ""), e.Corrected("b"), e.Corrected("b", "m"),
     e.Corrected(""), e.Finished(), e.Finished(2), e.Skipped(), e.Skipped(0),
     e.PauseAsked(), e.Resumed(), e.StopAsked(), e.HelpAsked(),
     e.HumanAsked(), e.Woke()]
)  # fmt: skip


def _words(session: Session) -> int:
    parts = [*session.practice, *session.asides, *(p for a in session.administrations for p in a.parts)]
    return len(parts)


@given(st.lists(EVENTS, max_size=40))
@settings(max_examples=200)
def test_any_order_of_events_is_met_with_words_and_nothing_said_is_lost(events: list[e.Event]) -> None:
    session = invited()
    for minute, event in enumerate(events):
        before = session
        step = advance(session, event, PLAN, NOW + timedelta(minutes=minute))
        session = step.session
        more = _words(session) - _words(before)
        assert more == isinstance(event, e.Said) or (isinstance(event, e.Corrected) and more == 1)
        if before.state.over:
            assert session.state is before.state
        if session.state is State.GRADING and minute % 2:
            session = advance(session, marks(session), PLAN, NOW + timedelta(minutes=minute)).session
        summarise(session)
        open_items = [a for a in session.administrations if a.is_open]
        assert len(open_items) <= 1
        assert len({a.item.id for a in session.administrations}) == len(session.administrations)


@given(st.lists(EVENTS, max_size=25))
@settings(max_examples=100)
def test_the_same_events_lead_to_the_same_session(events: list[e.Event]) -> None:
    assert play(invited(), events) == play(invited(), events)
