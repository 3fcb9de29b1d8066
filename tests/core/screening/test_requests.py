"""What people do to a screening beside answering it: whoever comes back is met where they left off."""

from dataclasses import replace

import pytest

from bot.core.screening import effects as x
from bot.core.screening import events as e
from bot.core.screening.decisions import Ruling
from bot.core.screening.effects import Notice, Topic
from bot.core.screening.next_step import Step
from bot.core.screening.session import Person, Session, State
from tests.core.screenings import KIM, SCREENER, asking, finished, grading, invited, play, practising

PAUSED = play(asking(), [e.PauseAsked()]).session


@pytest.mark.parametrize(
    ("session", "met"),
    [
        (invited(), x.SendInvitation()),
        (practising(), x.AskPractice()),
        (asking(), x.AskItem(1, again=True)),
        (grading(), x.Tell(Topic.READING)),
        (PAUSED, x.Tell(Topic.PAUSED)),
        (finished(), x.Thank()),
    ],
    ids=lambda value: value.state.value if isinstance(value, Session) else "",
)
def test_whoever_arrives_is_met_where_they_left_off(session: Session, met: x.Effect) -> None:
    step = play(replace(session, unreachable="closed_dms"), [e.Arrived(KIM, None)])

    assert step.effects == (met,)
    assert step.session.state is session.state
    assert step.session.unreachable is None


def test_a_stranger_who_arrives_changes_nothing() -> None:
    step = play(asking(), [e.Arrived(Person("console", "mallory", "Mallory"), None)])

    assert step.effects == ()
    assert step.session.candidate == KIM


def test_the_inviter_hears_once_that_a_candidate_cannot_be_reached() -> None:
    first = play(invited(), [e.Undelivered("closed_dms")])
    second = play(first.session, [e.Undelivered("unreachable")])

    assert first.effects == (x.TellInviter(Notice.UNREACHABLE),)
    assert second.effects == ()
    assert second.session.unreachable == "unreachable"


def test_an_answer_is_read_again_once_and_only_after_the_end() -> None:
    def told(step: Step) -> x.Effect:
        return step.effects[0]

    early = play(asking(), [e.RereadAsked(1, "I meant the link.")])
    asked = play(finished(), [e.RereadAsked(1, "I meant the link.")])
    again = play(asked.session, [e.RereadAsked(1, "Really.")])
    nowhere = play(finished(), [e.RereadAsked(99, "I meant the link.")])

    assert told(early) == told(nowhere) == x.Tell(Topic.REREAD_LATER)
    assert told(asked) == x.Tell(Topic.REREAD_ASKED)
    assert told(again) == x.Tell(Topic.REREAD_KNOWN)
    assert [r.words for r in again.session.rereads] == ["I meant the link."]


def test_the_first_answer_to_a_request_to_read_again_stands() -> None:
    asked = play(finished(), [e.RereadAsked(1, "I meant the link.")]).session
    twice = play(asked, [e.RereadAnswered(1, SCREENER, "I see."), e.RereadAnswered(1, KIM, "No.")])

    assert twice.effects == ()
    assert [(r.author, r.reply) for r in twice.session.rereads] == [(SCREENER, "I see.")]
    assert play(finished(), [e.RereadAnswered(1, SCREENER, "I see.")]).effects == ()


def test_a_decision_is_taken_after_the_end_and_only_by_whoever_knows_the_last_one() -> None:
    talk = e.Decided(Ruling.TALK, SCREENER, "Clear.", 0)

    assert play(asking(), [talk]).session.decisions == ()
    assert len(play(finished(), [talk, talk]).session.decisions) == 1


def test_a_card_on_which_somebody_decided_is_recalled_to_nobody() -> None:
    decided = play(finished(), [e.Decided(Ruling.TALK, SCREENER, "Clear.", 0)]).session

    assert play(decided, [e.Chased()]).effects == ()
    assert play(finished(), [e.Chased()]).effects == (x.TellTeam(Notice.UNDECIDED),)


@pytest.mark.parametrize("position", [None, 2])
def test_what_a_pause_leaves_open_can_be_added_to_and_mended(position: int | None) -> None:
    paused = play(asking(), [e.Said("m1", "It is slower."), e.PauseAsked()]).session

    mended = play(paused, [e.Corrected("It is faster.", position=position), e.Said("m2", "And dearer.")]).session

    wanted = "It is faster.\nAnd dearer." if position is None else "It is slower.\nAnd dearer."
    assert mended.administrations[0].response == wanted
    assert mended.state is State.PAUSED


def test_what_is_said_in_a_pause_with_nothing_open_is_kept_aside() -> None:
    for before in (practising(), grading()):
        step = play(before, [e.PauseAsked(), e.Said("m9", "Back at nine.")])
        assert [part.text for part in step.session.asides] == ["Back at nine."]
        assert step.effects == (x.Tell(Topic.PAUSED_KEPT),)


def test_an_old_card_and_an_empty_edit_are_met_with_words() -> None:
    open_one = play(asking(), [e.Said("m1", "It is faster.")]).session

    assert play(open_one, [e.Finished(7)]).effects == (x.Tell(Topic.OLD_CARD),)
    assert play(grading(), [e.Skipped(7)]).effects == (x.Tell(Topic.OLD_CARD),)
    assert play(open_one, [e.Corrected(" ")]).effects == (x.Tell(Topic.HOW_TO_EDIT),)
    assert play(open_one, [e.Resumed()]).effects == (x.AskItem(1, again=True),)
    assert play(open_one, [e.AdjustAsked()]).effects == (x.Tell(Topic.ADJUST),)


def test_a_mark_that_nothing_can_have_is_refused() -> None:
    for override in (e.Overridden(1, "speed", 7, SCREENER, "x"), e.Overridden(9, "speed", 0, SCREENER, "x")):
        with pytest.raises(ValueError, match="no mark for"):
            play(finished(), [override])
