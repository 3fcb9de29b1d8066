"""Marks as they come in: beside the old ones, once each, and never over what somebody else has marked meanwhile."""

from dataclasses import replace

import pytest

from bot.core.grading.grade import Grade, Source
from bot.core.screening import effects as x
from bot.core.screening import events as e
from bot.core.screening.session import Session
from tests.core.screenings import SCREENER, finished, grading, marks, play

BETTER = Grade(0.75, (), (), Source.LLM)
STAND_IN = replace(BETTER, stand_in=True)


def scores(session: Session) -> list[float | None]:
    return [grade.score for grade in session.administrations[0].grades]


def test_new_marks_stand_beside_the_old_ones_and_the_card_is_brought_up_to_date() -> None:
    step = play(finished(), [e.Remarked(1, 1, BETTER, 1)])

    assert scores(step.session) == [1.0, 0.75]
    assert step.effects == (x.UpdateSummary(),)


def test_marks_made_before_somebody_else_marked_again_are_dropped() -> None:
    once = play(finished(), [e.Remarked(1, 1, BETTER, 1)]).session
    late = play(once, [e.Remarked(1, 1, replace(BETTER, score=0.0), 1)])

    assert scores(late.session) == [1.0, 0.75]
    assert late.effects == ()


def test_first_marks_that_come_twice_count_once() -> None:
    session = grading()
    again = play(play(session, [marks(session)]).session, [replace(marks(session), grade=BETTER)])

    assert scores(again.session) == [1.0]
    assert again.effects == ()


def test_while_the_rules_stand_in_the_answer_is_marked_again_later_and_not_for_ever() -> None:
    def asked(attempt: int) -> tuple[x.Effect, ...]:
        return play(finished(), [e.Remarked(1, 1, STAND_IN, attempt)]).effects

    assert [isinstance(effect, x.Remark) for effect in asked(1)] == [True]
    assert asked(99) == ()


def test_a_persons_mark_stands_beside_the_old_one_with_a_name_and_a_reason() -> None:
    once = play(finished(), [e.Overridden(1, "speed", 0, SCREENER, "No figure.")]).session
    twice = play(once, [e.Overridden(1, "speed", 1, SCREENER, "There is one.")]).session

    assert [(o.new, o.author, o.reason) for o in twice.administrations[0].overrides] == [
        (0, SCREENER, "No figure."),
        (1, SCREENER, "There is one."),
    ]
    assert scores(twice) == [1.0]


@pytest.mark.parametrize(("position", "criterion", "level"), [(9, "speed", 1), (1, "colour", 1), (1, "speed", 2)])
def test_what_cannot_be_marked_is_refused(position: int, criterion: str, level: int) -> None:
    with pytest.raises(ValueError, match="no mark"):
        play(finished(), [e.Overridden(position, criterion, level, SCREENER, "")])
