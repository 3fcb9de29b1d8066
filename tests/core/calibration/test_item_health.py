from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.calibration.item_health import Health, health
from bot.core.grading.grade import Grade, Source
from bot.core.screening.session import Override, Session
from tests.core.screenings import ITEMS, NOW, PLAN, SCREENER, asking

FIRST = ITEMS[0].id


def session(*scores: float | None, minutes: float = 3) -> Session:
    """Return a session whose first items got these scores; None was skipped."""
    made = asking()
    (pattern,) = made.administrations
    asked = [
        replace(
            pattern,
            position=n,
            item=item,
            rubric=PLAN.bank.rubrics[item.id],
            asked_at=NOW,
            answered_at=NOW + timedelta(minutes=minutes),
            skipped=score is None,
            grades=(Grade(0.0 if score is None else score, (), (), Source.KEYWORD),),
        )
        for n, (item, score) in enumerate(zip(ITEMS, scores, strict=False), 1)
    ]
    return replace(made, administrations=tuple(asked))


def first(sessions: Sequence[Session], fewest: int) -> Health:
    return next(h for h in health([(s, 0.0) for s in sessions], fewest) if h.item == FIRST)


def test_an_item_that_few_met_has_counts_and_nothing_else() -> None:
    found = first([session(0.5, 0.5)] * 4, fewest=5)

    assert (found.met, found.answered, found.skipped) == (4, 4, 0)
    assert (found.score, found.seen, found.discrimination, found.minutes) == (None, None, None, None)


def test_difficulty_time_and_discrimination_are_those_of_the_answers() -> None:
    found = first([session(0.2, 0.1), session(0.4, 0.3), session(0.6, 0.8)] * 2, fewest=5)

    assert found.score == pytest.approx(0.4)
    assert found.declared == -1
    assert found.seen == pytest.approx(0.405, abs=0.001)
    assert found.minutes == 3
    assert found.discrimination == pytest.approx(0.97, abs=0.02)


def test_skips_re_marks_and_overrides_are_counted_and_a_skip_is_no_low_score() -> None:
    met = session(0.8, 0.5)
    asked = met.administrations[0]
    changed = replace(
        asked, grades=asked.grades * 2, overrides=(Override("speed", 0, 1, SCREENER, "It says so.", NOW),)
    )
    found = first([met, session(None, 0.5), met.with_administration(changed)], fewest=2)

    assert (found.met, found.answered, found.skipped) == (3, 2, 1)
    assert (found.marked_again, found.overridden) == (1, 1)


def test_where_nothing_varies_nothing_is_said_of_discrimination() -> None:
    assert first([session(1.0, 1.0)] * 6, fewest=5).discrimination is None
