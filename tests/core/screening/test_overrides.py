"""Marks that people set, one after the other: no lower one may raise the reading, and no higher one lower it."""

from dataclasses import replace
from random import Random  # noqa: TID251 - the marks are drawn from a seed

from benchmarks.overrides import violations
from bot.core.grading.grade import Found, Source
from bot.core.screening import events as e
from bot.core.screening.session import Administration
from tests.core.screenings import SCREENER, finished, play


def set_to(level: int, wrong: bool = False) -> tuple[Administration, Administration]:
    """Return an answer before and after a person set its one mark, with a false claim in it or without."""
    session = finished()
    first = session.administrations[0]
    if wrong:
        rating = replace(first.grades[-1].ratings[0], mistakes=(Found(1, "it is slower"),))
        session = session.with_administration(
            replace(first, grades=(replace(first.grades[-1], ratings=(rating,), score=0.75),))
        )
    after = play(session, [e.Overridden(1, "speed", level, SCREENER, "I read it so.")]).session
    return session.administrations[0], after.administrations[0]


def test_a_mark_that_a_person_sets_never_moves_the_reading_the_other_way() -> None:
    assert list(violations(Random(1), 600)) == []


def test_a_false_claim_stays_beside_a_mark_that_was_confirmed() -> None:
    before, after = set_to(1, wrong=True)

    assert after.grade is not None
    assert after.grade.score == 0.75
    assert after.grade.ratings == before.grades[-1].ratings


def test_what_a_grader_is_worth_stays_when_a_person_sets_a_mark() -> None:
    before, after = set_to(0)

    assert before.observation is not None
    assert replace(before.observation, score=0.0, looked=True) == after.observation


def test_an_answer_is_called_a_person_s_only_once_every_mark_is() -> None:
    _, after = set_to(0)

    assert after.grade is not None
    assert after.grade.source is Source.PERSON
