"""A stored session holds all that its choices and its summary came from: they can be made again to the last digit."""

from dataclasses import replace
from datetime import date

import pytest

from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.estimation.learned import Fits
from bot.core.adaptive.recommendation import Reason, Verdict
from bot.core.calibration.items import Sitting, fit
from bot.core.grading.grade import ORDERS
from bot.core.report.summary import summarise
from bot.core.screening import events as e
from bot.core.screening.session import Session
from bot.store.sessions.json_columns import why_from, why_text
from tests.core.screenings import ITEMS, ROLE, SCREENER, asking, finished, invited, marks, play
from tests.factories import an_observation

ANSWERS = ("It is faster.", "It is faster, and dearer.", "I do not know.", "It depends.")


def learnt() -> Fits:
    """Return fits by which every item is harder than its label says."""
    seen = tuple(an_observation(item, 0.0, "person") for item in ITEMS)
    return fit([Sitting(ROLE, seen)] * 20, ITEMS, date(2026, 11, 25))


def screened(fits: Fits | None) -> Session:
    session = play(replace(invited(), fits=fits), [e.Accepted(), e.Said("p", "A mail server."), e.Finished()]).session
    while not session.state.over:
        text = ANSWERS[len(session.administrations) % len(ANSWERS)]
        session = play(session, [e.Said("m", text), e.Finished()]).session
        session = play(session, [marks(session)]).session
    return session


@pytest.mark.parametrize("fits", [None, learnt()], ids=["labels", "fits"])
def test_live_and_replay_agree_to_the_last_bit(fits: Fits | None) -> None:
    session = screened(fits)

    assert len(session.administrations) >= 2
    for n, asked in enumerate(session.administrations):
        why = why_from(why_text(asked.why))  # as it comes back from the database
        before = [o for a in session.administrations[:n] if (o := a.observation)]
        again = estimate(before, session.role, session.tables)
        assert (why.theta, why.se) == (again.theta, again.se)
        assert why.among[int(why.draw * len(why.among))] == asked.item.id
        assert why.gain is not None
        assert 0 < why.gain < 1
    assert summarise(session).standing == estimate(session.observations, session.role, session.tables)


def test_what_was_learnt_later_does_not_touch_an_old_session() -> None:
    labels, fits = screened(None), screened(learnt())

    assert summarise(labels).standing == estimate(labels.observations, ROLE)
    assert summarise(replace(labels, fits=fits.fits)).standing != summarise(labels).standing


def test_an_override_replays_the_session() -> None:
    session = finished("I do not know.")
    before = summarise(session).standing
    for asked in session.administrations:
        for criterion in asked.criteria:
            event = e.Overridden(asked.position, criterion.id, criterion.top, SCREENER, "They said it on the phone.")
            session = play(session, [event]).session

    after = summarise(session)
    assert after.standing == estimate(session.observations, ROLE)
    assert after.standing.theta > before.theta + 0.5
    assert {(o.grader, o.looked) for o in session.observations} == {("keyword", True)}


def test_a_grade_with_a_reason_to_look_stays_as_unsure_as_it_was_and_waits_for_nobody_once_looked_at() -> None:
    session = play(asking(), [e.Said("m1", "It is faster."), e.Finished()]).session
    graded = marks(session)
    doubtful = replace(graded.grade, reasons=("two readings differ",))
    session = play(session, [replace(graded, grade=doubtful)]).session

    assert session.observations[0].ambiguous
    looked = play(session, [e.Overridden(1, session.administrations[0].criteria[0].id, 0, SCREENER, "No.")]).session
    assert looked.observations[0].ambiguous
    assert looked.administrations[0].grade is not None
    assert not looked.administrations[0].grade.needs_person


def test_orders_to_the_grader_do_not_even_win_a_doubt() -> None:
    session = play(asking(), [e.Said("m1", "It is faster."), e.Finished()]).session
    graded = marks(session)
    steered = replace(graded.grade, score=0.0, reasons=(ORDERS,))
    plain = replace(graded.grade, score=0.0, reasons=())
    seen = [play(session, [replace(graded, grade=g)]).session for g in (steered, plain)]

    assert seen[0].administrations[0].grade is not None
    assert seen[0].administrations[0].grade.needs_person
    assert estimate(seen[0].observations, ROLE) == estimate(seen[1].observations, ROLE)


def test_a_mark_with_a_criterion_that_could_not_be_told_is_ambiguous() -> None:
    session = finished()
    asked = session.administrations[0]
    rating = replace(asked.grades[-1].ratings[0], level=None)
    told = replace(asked.grades[-1], ratings=(rating, *asked.grades[-1].ratings[1:]), reasons=())

    seen = replace(asked, grades=(told,)).observation
    assert seen is not None
    assert seen.ambiguous


def test_not_now_is_withheld_from_a_session_whose_grades_wait_for_a_person() -> None:
    session = finished("I do not know.")
    doubtful = [
        replace(a, grades=(replace(a.grades[-1], reasons=("graders far apart",)),)) for a in session.administrations
    ]

    advice = summarise(replace(session, administrations=tuple(doubtful))).recommendation
    assert advice is not None
    assert advice.verdict is Verdict.PERSON
    assert Reason.UNRESOLVED in advice.reasons or Reason.NEAR_BAR in advice.reasons
