from collections.abc import Sequence

import numpy as np
import pytest

from benchmarks.remarks import leaker, remarked
from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.estimation.likelihoods import LABELS
from bot.core.adaptive.estimation.posterior import Observation
from bot.core.adaptive.person_fit import FEWEST, USUAL, Oddness, Timed, oddness
from bot.core.adaptive.recommendation import Reason
from tests.factories import a_role, an_observation, items_of

ROLE = a_role()
ITEMS = items_of(each=1)
IDS = [item.id for item in ITEMS]


def answers(scores: Sequence[float], paces: Sequence[float | None], grader: str = "person") -> list[Timed]:
    seen = [an_observation(item, score, grader) for item, score in zip(ITEMS, scores, strict=False)]
    return [Timed(one, pace) for one, pace in zip(seen, paces, strict=True)]


def looked_at(timed: list[Timed], seed: str = "s") -> Oddness:
    return oddness(timed, ROLE, LABELS, seed, 0.4)


# By tier in each domain: fundamentals, intermediate, advanced.
USUAL_SCORES = [1.0, 0.5, 0.25] * 3
USUAL_PACES: list[float | None] = [1.1, 0.9, 1.0, 1.2, 0.8, 1.0, 0.9, 1.1, 1.0]


def test_a_usual_screening_gives_no_reason() -> None:
    found = looked_at(answers(USUAL_SCORES, USUAL_PACES))

    assert found.reasons == ()
    assert found.p_known > 0.1
    assert found.p_misfit > 0.1


def test_hard_questions_answered_fully_in_a_fraction_of_the_time_give_a_reason() -> None:
    scores = [0.5, 0.25, 1.0] * 3
    paces = [1.1, 1.0, 0.3] * 3

    assert Reason.FAST_AND_GOOD in looked_at(answers(scores, list(paces))).reasons


def test_answers_that_took_no_time_at_all_are_looked_at_without_a_fault() -> None:
    found = looked_at(answers(USUAL_SCORES, [1e-6] * len(USUAL_SCORES)))

    assert 0 < found.p_known <= 1
    assert np.isfinite(found.known)


def test_someone_who_is_fast_throughout_is_just_fast() -> None:
    assert looked_at(answers(USUAL_SCORES, [p and p * 0.6 for p in USUAL_PACES])).reasons == ()


def test_someone_who_is_good_throughout_is_just_good() -> None:
    assert looked_at(answers([1.0] * 9, USUAL_PACES)).reasons == ()


def test_fast_and_empty_answers_are_no_reason() -> None:
    scores = [1.0, 0.5, 0.0] * 3

    assert Reason.FAST_AND_GOOD not in looked_at(answers(scores, [1.1, 1.0, 0.3] * 3)).reasons


def test_a_break_says_nothing() -> None:
    with_break = [*USUAL_PACES[:4], 400.0, *USUAL_PACES[5:]]
    unknown = [*USUAL_PACES[:4], None, *USUAL_PACES[5:]]

    assert looked_at(answers(USUAL_SCORES, with_break)) == looked_at(answers(USUAL_SCORES, unknown))


def test_marks_that_contradict_each_other_are_a_misfit() -> None:
    assert looked_at(answers([0.0, 0.5, 1.0] * 3, [None] * 9)).reasons == (Reason.MISFIT,)


def test_few_answers_say_nothing() -> None:
    assert looked_at(answers([1.0] * (FEWEST - 1), [0.1] * (FEWEST - 1))) == USUAL


def test_the_same_seed_gives_the_same_figures_in_any_order() -> None:
    timed = answers(USUAL_SCORES, USUAL_PACES)

    assert looked_at(timed) == looked_at(timed[::-1])
    assert looked_at(timed) != looked_at(timed, "another")


def test_no_mark_is_moved() -> None:
    odd = answers([0.5, 0.25, 1.0] * 3, [1.1, 1.0, 0.3] * 3)
    seen: list[Observation] = [t.observation for t in odd]

    before = estimate(seen, ROLE)
    looked_at(odd)
    assert estimate(seen, ROLE) == before


@pytest.mark.parametrize("grader", ["keyword", "llm"])
def test_graders_that_err_more_are_forgiven_more(grader: str) -> None:
    scores, paces = [0.25, 0.5, 0.75] * 3, [None] * 9

    assert looked_at(answers(scores, list(paces), grader)).p_misfit > looked_at(answers(scores, list(paces))).p_misfit


@pytest.mark.parametrize("pace", [0.125, 0.25, 0.5, 2.0])
def test_someone_who_keeps_a_pace_of_their_own_is_not_remarked_on_at_any(pace: float) -> None:
    found = looked_at(answers([0.5, 0.25, 1.0] * 3, [pace * p for p in (1.1, 1.0, 0.9) * 3]))

    assert Reason.FAST_AND_GOOD not in found.reasons


def test_saying_at_once_that_one_does_not_know_makes_nobody_s_other_answers_odd() -> None:
    quick = looked_at(answers([0.0] * 6 + [1.0] * 3, [0.02] * 6 + [0.25, 0.9, 1.0]))
    slow = looked_at(answers([0.0] * 6 + [1.0] * 3, [1.0] * 6 + [0.25] * 3))

    assert Reason.FAST_AND_GOOD not in (*quick.reasons, *slow.reasons)


def test_the_answers_that_were_faster_and_better_are_named() -> None:
    found = looked_at(answers([0.5, 0.25, 1.0] * 3, [1.1, 1.0, 0.3] * 3))

    assert set(found.items) == {item.id for item in ITEMS[2::3]}


def test_nobody_of_an_even_pace_is_remarked_on_and_most_leakers_are() -> None:
    assert not any(remarked(n) or remarked(n, dont_know=6) for n in range(20))
    assert sum(Reason.FAST_AND_GOOD in leaker(n).reasons for n in range(20)) >= 12
