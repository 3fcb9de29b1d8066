from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ability import estimate
from bot.core.bank import Tier
from bot.core.posterior import Observation
from bot.core.recommendation import Reason, Recommendation, Verdict, read, recommend
from bot.core.role import Costs
from tests.factories import DOMAINS, a_role

ROLE = a_role(limits={"min_items": 5, "max_items": 9})


def marks(*scores: float) -> list[Observation]:
    domains = sorted(DOMAINS)
    return [Observation(f"i{n}", domains[n % 3], Tier.INTERMEDIATE, s, "person") for n, s in enumerate(scores)]


def suggested(
    seen: list[Observation], ambiguous: list[Observation] | None = None, unresolved: int = 0
) -> Recommendation:
    return recommend(ROLE, estimate(seen, ROLE), seen, ambiguous=ambiguous or [], unresolved=unresolved)


def test_strong_answers_suggest_to_advance() -> None:
    seen = marks(1, 1, 1, 1, 1, 1)

    advice = suggested(seen)
    assert advice.verdict is Verdict.ADVANCE
    assert advice.reasons == (Reason.ABOVE_BAR,)
    assert advice.probability == estimate(seen, ROLE).p_bar


def test_weak_answers_suggest_not_now() -> None:
    advice = suggested(marks(0, 0, 0, 0, 0))

    assert advice.verdict is Verdict.NOT_NOW
    assert advice.reasons == (Reason.BELOW_BAR,)


def test_answers_near_the_bar_go_to_a_person() -> None:
    advice = suggested(marks(0.5, 0.75, 0.5, 0.75, 0.5, 0.75))

    assert advice.verdict is Verdict.PERSON
    assert advice.reasons == (Reason.NEAR_BAR,)


def test_no_answers_go_to_a_person() -> None:
    assert suggested([]).verdict is Verdict.PERSON


def test_not_now_is_withheld_while_an_answer_is_unresolved() -> None:
    advice = suggested(marks(0, 0, 0, 0, 0), unresolved=1)

    assert advice.verdict is Verdict.PERSON
    assert advice.reasons == (Reason.BELOW_BAR, Reason.UNRESOLVED)


def test_to_advance_is_not_withheld_for_an_unresolved_answer() -> None:
    assert suggested(marks(1, 1, 1, 1, 1, 1), unresolved=2).verdict is Verdict.ADVANCE


def test_not_now_is_withheld_after_too_few_answers() -> None:
    advice = suggested(marks(0, 0, 0, 0))

    assert advice.verdict is Verdict.PERSON
    assert Reason.TOO_FEW_ANSWERS in advice.reasons


def just_below_the_bar() -> list[Observation]:
    """Return answers that suggest "not now", and would not with any of them one step higher."""
    seen = marks(0.5, 0.5, 0.5, 0.5, 0.5, 0.25)
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        seen = [*seen[:-1], replace(seen[-1], score=middle)]
        low, high = (middle, high) if estimate(seen, ROLE).p_bar <= 0.2 else (low, middle)
    return [*seen[:-1], replace(seen[-1], score=low)]


def test_not_now_is_withheld_when_it_hangs_on_one_ambiguous_grade() -> None:
    seen = just_below_the_bar()

    assert suggested(seen).verdict is Verdict.NOT_NOW
    withheld = suggested(seen, ambiguous=[seen[0]])
    assert withheld.verdict is Verdict.PERSON
    assert withheld.reasons == (Reason.BELOW_BAR, Reason.HANGS_ON_ONE_GRADE)


def test_an_ambiguous_grade_that_changes_nothing_withholds_nothing() -> None:
    seen = marks(0, 0, 0, 0, 0, 0.25)

    assert suggested(seen, ambiguous=[seen[-1]]).verdict is Verdict.NOT_NOW


@pytest.mark.parametrize(
    ("p_bar", "reading"),
    [
        (0.0, Reason.BELOW_BAR),
        (0.19, Reason.BELOW_BAR),
        (0.21, Reason.NEAR_BAR),
        (0.79, Reason.NEAR_BAR),
        (0.81, Reason.ABOVE_BAR),
    ],
)
def test_thresholds_follow_from_the_costs(p_bar: float, reading: Reason) -> None:
    assert read(p_bar, Costs()) is reading


def test_a_person_who_costs_little_is_asked_more_often() -> None:
    assert read(0.9, Costs(review=0.05)) is Reason.NEAR_BAR
    assert read(0.9, Costs(review=0.5)) is Reason.ABOVE_BAR


def test_a_person_who_costs_more_than_a_coin_is_never_needed() -> None:
    assert read(0.5, Costs(review=3.0)) is Reason.ABOVE_BAR
    assert read(0.49, Costs(review=3.0)) is Reason.BELOW_BAR


@given(st.lists(st.floats(0, 1), max_size=9), st.data())
def test_doubt_never_hurts(scores: list[float], data: st.DataObject) -> None:
    seen = marks(*scores)
    ambiguous = data.draw(st.lists(st.sampled_from(seen), max_size=3)) if seen else []
    plain, doubtful = suggested(seen), suggested(seen, ambiguous, data.draw(st.integers(0, 3)))

    assert doubtful.verdict in (plain.verdict, Verdict.PERSON)
    if plain.verdict is not Verdict.NOT_NOW:
        assert doubtful.verdict is plain.verdict
