from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.estimation.posterior import Observation
from bot.core.adaptive.recommendation import Reason, Recommendation, Verdict, read, recommend
from bot.core.bank.item import Tier
from bot.core.bank.role import Costs
from tests.factories import DOMAINS, a_role

ROLE = a_role(limits={"min_items": 5, "max_items": 9})


def marks(*scores: float) -> list[Observation]:
    domains = sorted(DOMAINS)
    return [Observation(f"i{n}", domains[n % 3], Tier.INTERMEDIATE, s, "person") for n, s in enumerate(scores)]


def suggested(seen: list[Observation], unresolved: int = 0, *, unusual: tuple[Reason, ...] = ()) -> Recommendation:
    return recommend(ROLE, estimate(seen, ROLE), seen, unresolved=unresolved, unusual=unusual)


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


def just_below_the_bar(*, ambiguous: bool = False) -> list[Observation]:
    """Return answers that suggest "not now", and would not with any of them one step higher."""
    seen = marks(0.5, 0.5, 0.5, 0.5, 0.5, 0.25)
    seen[0] = replace(seen[0], ambiguous=ambiguous)
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        seen = [*seen[:-1], replace(seen[-1], score=middle)]
        low, high = (middle, high) if estimate(seen, ROLE).p_bar <= 0.2 else (low, middle)
    return [*seen[:-1], replace(seen[-1], score=low)]


def test_not_now_is_withheld_when_it_hangs_on_one_ambiguous_grade() -> None:
    clear, doubtful = just_below_the_bar(), just_below_the_bar(ambiguous=True)

    assert suggested(clear).verdict is Verdict.NOT_NOW
    withheld = suggested(doubtful)
    assert withheld.verdict is Verdict.PERSON
    assert withheld.reasons == (Reason.BELOW_BAR, Reason.HANGS_ON_ONE_GRADE)


def test_an_ambiguous_grade_that_changes_nothing_withholds_nothing() -> None:
    *clear, last = marks(0, 0, 0, 0, 0, 0.25)

    assert suggested([*clear, replace(last, ambiguous=True)]).verdict is Verdict.NOT_NOW


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_what_is_unusual_goes_to_a_person_either_way(score: float) -> None:
    seen = marks(*[score] * 6)

    plain, odd = suggested(seen), suggested(seen, unusual=(Reason.MISFIT,))
    assert plain.verdict is not Verdict.PERSON
    assert odd.verdict is Verdict.PERSON
    assert odd.reasons == (*plain.reasons, Reason.MISFIT)
    assert odd.probability == plain.probability


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


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=9),
    st.integers(0, 3),
    st.sampled_from([(), (Reason.FAST_AND_GOOD,)]),
)
def test_doubt_never_suggests_more_than_to_look(
    answers: list[tuple[float, bool]], unresolved: int, unusual: tuple[Reason, ...]
) -> None:
    seen = [replace(o, ambiguous=a) for o, (_, a) in zip(marks(*(s for s, _ in answers)), answers, strict=True)]
    plain, doubtful = suggested(seen), suggested(seen, unresolved, unusual=unusual)

    assert doubtful.verdict in (plain.verdict, Verdict.PERSON)
    if plain.verdict is not Verdict.NOT_NOW and not unusual:
        assert doubtful.verdict is plain.verdict


def by(grader: str, *scores: float) -> list[Observation]:
    return [replace(o, item_id=f"{grader}-{o.item_id}", grader=grader) for o in marks(*scores)]


LOW = (0, 0, 0, 0, 0)
PATHS = {
    "rules alone": (by("keyword", *LOW), Verdict.PERSON),
    "rules alone, unsure": ([replace(o, ambiguous=True) for o in by("keyword", *LOW)], Verdict.PERSON),
    "skipped alone": (by("rule", *LOW), Verdict.PERSON),
    "rules and skipped": ([*by("keyword", 0, 0, 0), *by("rule", 0, 0)], Verdict.PERSON),
    "one read and well, the rest by rules": ([*by("llm", 0.75), *by("keyword", *LOW, 0, 0)], Verdict.PERSON),
    "one looked at, the rest by rules": ([*by("person", 0.5), *by("keyword", *LOW, 0, 0)], Verdict.PERSON),
    "read by a model": (by("llm", *LOW), Verdict.NOT_NOW),
    "looked at by a person": (by("person", *LOW), Verdict.NOT_NOW),
    "read by a model, some skipped": ([*by("llm", 0, 0, 0), *by("rule", 0, 0)], Verdict.NOT_NOW),
    "read enough, one by rules": ([*by("llm", *LOW), *by("keyword", 0)], Verdict.NOT_NOW),
}  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_nobody_lands_on_not_now_by_rules_alone_on_any_path(path: str) -> None:
    seen, verdict = PATHS[path]
    advice = suggested(seen)

    assert advice.verdict is verdict
    assert (Reason.RULES_ALONE in advice.reasons) is (verdict is Verdict.PERSON)


@given(st.lists(st.tuples(st.sampled_from(["keyword", "rule"]), st.floats(0, 1), st.booleans()), max_size=9))
def test_where_nobody_has_read_the_reading_has_two_ways(given_marks: list[tuple[str, float, bool]]) -> None:
    domains = sorted(DOMAINS)
    seen = [
        Observation(f"i{n}", domains[n % 3], Tier.INTERMEDIATE, score, grader, unsure)
        for n, (grader, score, unsure) in enumerate(given_marks)
    ]

    assert suggested(seen).verdict in {Verdict.ADVANCE, Verdict.PERSON}
