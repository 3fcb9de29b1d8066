from dataclasses import replace

import pytest

from bot.core.adaptive.recommendation import Reason, Verdict
from bot.core.bank.item import Tier
from bot.core.bank.role import Boundary
from bot.core.grading.grade import Source
from bot.core.report.summary import Band, summarise
from bot.core.screening import events as e
from bot.core.screening.session import Session
from tests.core.screenings import NOW, SCREENER, asking, finished, grading, invited, marks, play
from tests.sessions import a_full_session, a_grade, a_session, an_administration, an_override


def test_an_invitation_has_a_summary_without_a_band_or_a_suggestion() -> None:
    summary = summarise(invited())

    assert (summary.band, summary.recommendation, summary.answers, summary.probes) == (None, None, (), ())
    assert summary.standing.theta == pytest.approx(0, abs=1e-4)
    assert summary.domains == {"gpu": 0, "serving": 0}


def test_an_open_question_is_listed_not_marked_and_asks_for_nobody() -> None:
    summary = summarise(asking())

    assert [(a.position, a.handed_in, a.grade) for a in summary.answers] == [(1, False, None)]
    assert summary.needing_person == ()
    assert summary.band is None


def test_an_answer_that_waits_for_its_mark_says_so() -> None:
    (answer,) = summarise(grading()).needing_person

    assert answer.needs_person == ("not marked yet",)


def test_a_finished_screening_is_told_from_its_answers_alone() -> None:
    session = finished()
    summary = summarise(session)

    assert (summary.candidate, summary.role, summary.ended_because) == ("Kim", "Infrastructure engineer", "max_items")
    assert (summary.began_at, summary.ended_at) == (NOW, session.ended_at)
    assert [a.position for a in summary.answers] == [1, 2, 3]
    assert sum(summary.domains.values()) == 3
    assert summary.rules_only == 3
    assert summary.recommendation is not None
    assert summary.recommendation.probability == summary.standing.p_bar
    assert summarise(session) == summary


def test_the_band_is_the_one_the_estimate_lies_in_with_its_chance() -> None:
    strong, weak = summarise(finished()), summarise(finished("No idea."))

    assert strong.band is not None
    assert strong.band == Band(Tier.ADVANCED, strong.standing.bands[Tier.ADVANCED])
    assert weak.band is not None
    assert weak.band.tier is Tier.FUNDAMENTALS


@pytest.mark.parametrize(
    ("chance", "words"), [(0.95, "very sure"), (0.8, "very sure"), (0.79, "fairly sure"), (0.59, "not sure")]
)
def test_certainty_is_said_in_words(chance: float, words: str) -> None:
    assert Band(Tier.ADVANCED, chance).sure == words


def test_a_mark_carries_its_descriptor_and_the_last_override() -> None:
    first, second, _ = summarise(a_full_session()).answers

    assert [(m.asks, m.rating.criterion, m.rating.level) for m in first.marks] == [
        ("says that it is faster", "speed", 0)
    ]
    assert first.marks[0].overridden is not None
    assert first.marks[0].overridden.reason == "Looked again."
    assert first.grade is not None
    assert first.grade.source is Source.PERSON
    assert second.skipped


def test_earlier_grades_of_an_answer_are_kept_apart() -> None:
    summary = summarise(a_full_session())

    assert [a.position for a in summary.marked_again] == [1]
    assert [g.score for g in summary.answers[0].earlier] == [None]


def test_flags_name_the_answer_that_raised_them() -> None:
    summary = summarise(a_session(administrations=(an_administration(2, grades=(a_grade(),), answered_at=NOW),)))

    assert [(f.position, f.item, f.flag.id) for f in summary.flags] == [(2, "item-2", "warm")]


def weak(*, doubtful: bool, source: Source = Source.KEYWORD) -> Session:
    grade = a_grade(score=0.0, source=source, reasons=("two graders disagree",) if doubtful else ())
    asked = tuple(an_administration(n, grades=(grade,), answered_at=NOW) for n in range(1, 8))
    return a_session(administrations=asked)


def test_not_now_is_withheld_while_a_mark_waits_for_a_person_and_given_once_they_have_looked() -> None:
    clear, doubtful = (summarise(weak(doubtful=d, source=Source.LLM)) for d in (False, True))
    by_rules = summarise(weak(doubtful=False)).recommendation
    looked = weak(doubtful=True)
    for asked in looked.administrations:
        looked = looked.with_administration(replace(asked, overrides=(an_override(new=0),)))

    assert by_rules is not None
    assert by_rules.verdict is Verdict.PERSON
    assert clear.recommendation is not None
    assert clear.recommendation.verdict is Verdict.NOT_NOW
    assert doubtful.recommendation is not None
    assert doubtful.recommendation.verdict is Verdict.PERSON
    assert doubtful.recommendation.reasons == (Reason.BELOW_BAR, Reason.UNRESOLVED)
    after = summarise(looked).recommendation
    assert after is not None
    assert after.verdict is Verdict.NOT_NOW


def test_an_override_moves_the_estimate_and_names_its_source() -> None:
    session = finished()
    change = e.Overridden(1, "speed", 0, SCREENER, "It is only asserted.")
    before, after = summarise(session), summarise(play(session, [change]).session)

    assert after.standing.theta < before.standing.theta
    assert after.answers[0].grade is not None
    assert after.answers[0].grade.source is Source.PERSON
    assert after.rules_only == before.rules_only - 1


def test_likeness_hears_what_was_handed_in_and_not_what_was_skipped() -> None:
    boundary = Boundary(label="a neighbour", words=("cordon", "kubelet", "taint"))
    session = grading("I would cordon it, because the kubelet hangs and a taint is slow.")
    session = replace(session, role=session.role.model_copy(update={"boundaries": {"other": boundary}}))
    skipped = session.with_administration(replace(session.administrations[0], skipped=True))

    assert [found.role for found in summarise(session).likenesses] == ["other"]
    assert summarise(skipped).likenesses == ()


def test_the_summary_knows_that_a_person_was_asked_for() -> None:
    assert not summarise(asking()).human_asked
    assert summarise(play(asking(), [e.HumanAsked()]).session).human_asked


def test_a_summary_does_not_need_the_bank_the_session_came_from() -> None:
    session = play(grading(), [marks(grading())]).session

    assert summarise(replace(session, bank_version="gone")).standing == summarise(session).standing
