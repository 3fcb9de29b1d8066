"""What a candidate takes back or deletes: nothing is lost, and only what was handed in last is marked."""

from dataclasses import replace
from datetime import timedelta

from bot.core.grading.keywords import grade
from bot.core.screening import events as e
from bot.core.screening.advance import advance
from bot.core.screening.effects import AskItem, GradeResponse, Tell, Topic
from bot.core.screening.session import Gone, Session, State
from tests.core.screenings import NOW, PLAN, asking

LATER = NOW + timedelta(minutes=5)


def after(session: Session, *events: e.Event) -> Session:
    """Return the session after events, a minute apart from each other."""
    for event in events:
        session = advance(session, event, PLAN, session.seen_at + timedelta(minutes=1)).session
    return session


def marked(session: Session) -> e.Graded:
    """Return the marks of the answer that was handed in last."""
    answer = next(a for a in session.administrations if not a.is_open and not a.is_marked)
    return e.Graded(answer.position, grade(answer.response, answer.item, answer.rubric), answer.answered_at)


def test_a_change_and_a_deletion_are_kept_in_the_record_and_undone() -> None:
    written = after(asking(), e.Said("m1", "It is slower."), e.Corrected("It is faster."))
    assert [(r.how, r.text) for r in written.replaced] == [(Gone.CHANGED, "It is slower.")]

    undone = after(written, e.UndoAsked())
    assert undone.administrations[-1].response == "It is slower."
    assert [(r.how, r.text) for r in undone.replaced] == [(Gone.CHANGED, "It is faster.")]

    deleted = after(written, e.Deleted("m1"))
    assert deleted.administrations[-1].response == ""
    assert after(deleted, e.UndoAsked()).administrations[-1].response == "It is faster."


def test_a_message_deleted_after_handing_in_is_noted_once_beside_the_answer() -> None:
    handed_in = after(asking(), e.Said("m1", "It is faster."), e.Finished())

    first = advance(handed_in, e.Deleted("m1"), PLAN, LATER)
    again = advance(first.session, e.Deleted("m1"), PLAN, LATER)

    assert first.effects == (Tell(Topic.DELETED_LATE),)
    assert first.session.administrations[-1].response == "It is faster."
    assert [(r.position, r.how, r.text) for r in first.session.replaced] == [(1, Gone.DELETED, "It is faster.")]
    assert again.session == first.session
    assert again.effects == ()


def test_words_are_skipped_only_by_who_says_so_twice() -> None:
    written = after(asking(), e.Said("m1", "It is faster."))
    asked = advance(written, e.Skipped(1), PLAN, LATER)
    assert (asked.session.state, asked.effects) == (State.ASKING, (Tell(Topic.SKIP_WRITTEN),))

    skipped = advance(asked.session, e.Skipped(1, sure=True), PLAN, LATER).session
    assert skipped.administrations[0].skipped
    assert skipped.administrations[0].response == "It is faster."


def test_one_step_back_opens_the_answer_before_until_the_next_is_begun() -> None:
    handed_in = after(asking(), e.Said("m1", "It is faster."), e.Finished())
    next_one = after(handed_in, marked(handed_in))
    assert next_one.observations

    back = advance(next_one, e.UndoAsked(), PLAN, LATER)
    assert back.effects == (Tell(Topic.TAKEN_BACK), AskItem(1, again=True))
    assert back.session.current == back.session.administrations[0]
    assert back.session.observations == ()

    better = after(back.session, e.Said("m2", "Measured."), e.Finished())
    assert better.state is State.GRADING
    waiting = after(better, marked(better))
    assert waiting.state is State.ASKING
    assert waiting.current == next_one.administrations[1]
    assert len(waiting.administrations[0].grades) == 2

    begun = after(waiting, e.Said("m3", "It is blue."))
    assert advance(begun, e.UndoAsked(), PLAN, LATER).effects == (Tell(Topic.NOTHING_TO_UNDO),)


def test_marks_of_what_was_taken_back_while_it_was_read_do_not_count() -> None:
    handed_in = after(asking(), e.Said("m1", "It is faster."), e.Finished())
    old = marked(handed_in)

    opened = after(handed_in, e.UndoAsked())
    assert after(opened, old) == opened
    again = advance(opened, e.Finished(), PLAN, LATER + timedelta(hours=1))
    assert GradeResponse(1) in again.effects
    assert after(again.session, old) == again.session
    assert after(again.session, marked(again.session)).administrations[0].is_marked


def test_new_marks_of_what_was_taken_back_while_it_was_read_again_do_not_count() -> None:
    handed_in = after(asking(), e.Said("m1", "It is faster."), e.Finished())
    next_one = after(handed_in, marked(handed_in))
    first = next_one.administrations[0]
    remarked = e.Remarked(1, 1, first.grades[0], 1, first.answered_at)

    changed = after(next_one, e.UndoAsked(), e.Said("m2", "It is slower."), e.Finished())
    assert after(changed, remarked) == changed
    assert len(after(next_one, remarked).administrations[0].grades) == 2


def test_words_from_a_form_that_come_while_their_answer_is_read_are_given_back() -> None:
    handed_in = after(asking(), e.Said("m1", "It is faster."), e.Finished())
    late = advance(handed_in, e.Said("m9", "And cheaper.", position=1), PLAN, LATER)
    assert late.effects == (Tell(Topic.LATE_FORM, message="m9"),)
    assert late.session.asides[-1].text == "And cheaper."


def test_a_skipped_question_can_be_answered_after_all_and_an_answer_skipped() -> None:
    skipped = after(asking(), e.Skipped())
    answered = after(skipped, e.UndoAsked(), e.Said("m1", "It is faster."), e.Finished())
    answered = after(answered, marked(answered))
    assert answered.administrations[0].grade != skipped.administrations[0].grade
    assert not answered.administrations[0].skipped

    again = after(answered, e.UndoAsked(), e.Skipped(sure=True))
    zero = again.administrations[0].grade
    assert zero is not None
    assert zero.score == 0.0
    assert "skipped" in zero.notes


def test_an_answer_that_a_person_has_marked_is_not_opened_again() -> None:
    handed_in = after(asking(), e.Said("m1", "It is faster."), e.Finished())
    next_one = after(handed_in, marked(handed_in))
    ruled = after(next_one, e.Overridden(1, "speed", 0, next_one.invited_by, "No."))
    assert advance(ruled, e.UndoAsked(), PLAN, LATER).effects == (Tell(Topic.NOTHING_TO_UNDO),)


def test_words_for_a_question_that_is_closed_are_kept_beside_and_given_back() -> None:
    handed_in = after(asking(), e.Said("m1", "It is faster."), e.Finished())
    second = after(handed_in, marked(handed_in))
    late = advance(second, e.Said("m9", "For the first.", position=1), PLAN, LATER)
    assert late.effects == (Tell(Topic.LATE_FORM, message="m9"),)
    assert late.session.asides[-1].text == "For the first."
    assert not late.session.administrations[-1].parts


def test_a_command_misspelt_is_asked_about_and_leaves_the_answer_when_it_was_meant() -> None:
    written = after(asking(), e.Said("m1", "It is faster."))
    near = advance(written, e.Said("m2", "dnoe", meant="done"), PLAN, LATER)
    assert near.effects == (Tell(Topic.NEAR_MISS, "done", "m2"),)
    assert near.session.administrations[-1].response == "It is faster.\ndnoe"

    meant = after(near.session, e.Finished(1, without="m2"))
    assert meant.administrations[-1].response == "It is faster."
    assert [(r.how, r.text) for r in meant.replaced] == [(Gone.MISTYPED, "dnoe")]


def test_changes_beyond_what_can_be_kept_are_refused() -> None:
    session = after(asking(), e.Said("m1", "x" * 30_000))
    for number in range(12):
        session = after(session, e.Corrected(f"{number}" + "x" * 30_000))
    full = advance(session, e.Corrected("y" * 30_000), PLAN, LATER)
    more = advance(full.session, e.Corrected("z" * 30_000), PLAN, LATER)
    assert Tell(Topic.EDIT_TOO_LONG) in (*full.effects, *more.effects)
    assert sum(len(r.text) for r in more.session.replaced) <= 400_000
    assert replace(more.session, replaced=()) != session
