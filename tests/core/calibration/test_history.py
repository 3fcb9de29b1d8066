from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.adaptive.estimation.likelihoods import LABELS
from bot.core.calibration.history import Drift, counts, drifting_items, sitting_of
from bot.core.screening import events as e
from bot.core.screening.session import Session, State
from tests.core.screenings import SCREENER, finished, play


def session(text: str, minutes: float) -> Session:
    """Return a screening with the same answer to every question, each after so many minutes."""
    done = finished(text)
    for asked in done.administrations:
        then = asked.asked_at + timedelta(minutes=minutes)
        grades = tuple(replace(grade, handed_in_at=then) for grade in asked.grades)
        timed = replace(asked, answered_at=then, grades=grades)
        done = done.with_administration(timed)
    return done


def test_a_finished_screening_is_learnt_from_and_one_broken_off_is_not() -> None:
    done = session("It is faster.", 4)

    assert counts(done)
    assert not counts(replace(done, state=State.WITHDRAWN))
    assert not counts(replace(done, state=State.EXPIRED))


def test_a_sitting_holds_answers_and_minutes_and_skipped_ones_have_no_time() -> None:
    done = session("It is faster.", 4)
    first = done.administrations[0]

    sitting = sitting_of(done.with_administration(replace(first, skipped=True)))
    assert sitting.observations == done.observations
    assert first.item.id not in sitting.minutes
    assert set(sitting.minutes.values()) == {4.0}
    assert sitting.twice == ()


def test_an_override_is_an_answer_marked_twice() -> None:
    done = session("It is faster.", 4)
    before = done.administrations[0].grades[-1].score
    criterion = done.administrations[0].criteria[0]
    marked = play(done, [e.Overridden(1, criterion.id, criterion.top, SCREENER, "It is all there.")]).session

    (twice,) = sitting_of(marked).twice
    assert twice.mark == ("keyword", False)
    assert twice.score == before
    assert twice.by_person == marked.administrations[0].observation.score  # type: ignore[union-attr] # it is marked


def test_items_answered_better_and_faster_than_before_are_named() -> None:
    weak = [session("I do not know.", 4 + n % 3) for n in range(10)]
    quick = [session("It is faster, and dearer.", 1 + 0.1 * (n % 3)) for n in range(10)]
    drifts = drifting_items([*weak, *quick], LABELS)

    for drift in drifts:
        assert isinstance(drift, Drift)
        assert drift.rise > 0
        assert drift.time == pytest.approx(1.1 / 5, abs=0.05)
    assert drifting_items([*quick, *weak], LABELS) == ()
    assert drifting_items(weak, LABELS) == ()
