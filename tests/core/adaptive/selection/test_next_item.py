from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.adaptive.estimation.irt import Family, Parameters
from bot.core.adaptive.estimation.likelihoods import Tables
from bot.core.adaptive.selection.next_item import Asked, Kind, choose, possible
from bot.core.bank.item import Item, Tier
from bot.core.bank.role import Role
from bot.core.seeded import draw
from tests.factories import DOMAINS, a_role, an_item, an_observation, items_of

ROLE = a_role(limits={"min_items": 5, "max_items": 12, "minutes": 60.0})
ITEMS = items_of(each=3)
BY_ID = {item.id: item for item in ITEMS}
SCORES = st.lists(st.sampled_from([0, 0.25, 0.5, 0.75, 1, None]), min_size=1, max_size=12)


def answered(item: Item, score: float | None) -> Asked:
    return Asked(item, None if score is None else an_observation(item, score))


def asked(*answers: tuple[str, float | None]) -> list[Asked]:
    """Return items of the bank with their scores: ("gpu-advanced-1", 0.5)."""
    return [answered(BY_ID[id], score) for id, score in answers]


def played(
    scores: list[float | None], items: tuple[Item, ...] = ITEMS, seed: str = "s", role: Role = ROLE
) -> list[Asked]:
    """Return what is asked of someone who scores so, until items or scores run out."""
    so_far: list[Asked] = []
    for score in scores:
        choice = choose(role, items, so_far, draw(seed, len(so_far) + 1, "item"))
        if choice is None:
            break
        so_far.append(answered(choice.item, score))
    return so_far


@given(st.floats(0, 1, exclude_max=True))
def test_the_first_question_is_intermediate(drawn: float) -> None:
    choice = choose(ROLE, ITEMS, [], drawn)

    assert choice is not None
    assert choice.item.tier is Tier.INTERMEDIATE
    assert choice.because.kind is Kind.FIRST
    assert choice.because.previous_id is None


def test_without_an_intermediate_item_the_first_is_whatever_there_is() -> None:
    items = (an_item("hard", tier=Tier.ADVANCED),)

    choice = choose(ROLE, items, [], 0.5)
    assert choice is not None
    assert choice.item.id == "hard"


def test_nothing_is_chosen_when_nothing_is_left() -> None:
    assert choose(ROLE, [], [], 0.5) is None
    assert choose(ROLE, ITEMS[:1], [answered(ITEMS[0], 1)], 0.5) is None


@given(SCORES, st.text(max_size=5))
def test_the_same_draws_choose_the_same_items_in_any_order_of_the_bank(scores: list[float | None], seed: str) -> None:
    assert played(scores, seed=seed) == played(scores, ITEMS[::-1], seed=seed)


@given(SCORES, st.text(max_size=5))
def test_no_item_comes_twice_and_no_domain_gets_two_ahead(scores: list[float | None], seed: str) -> None:
    path = played(scores, seed=seed)

    assert len({a.item.id for a in path}) == len(path)
    for n in range(1, len(path) + 1):
        counts = Counter(a.item.domain for a in path[:n])
        assert max(counts.values()) - min(counts[d] for d in DOMAINS) <= 1


@given(SCORES, st.text(max_size=5))
def test_where_items_abound_the_tier_moves_by_one_and_never_against_the_answer(
    scores: list[float | None], seed: str
) -> None:
    for before, after in pairwise(played(scores, seed=seed, items=items_of(each=5))):
        step = after.item.tier.rank - before.item.tier.rank
        assert abs(step) <= 1
        assert not (before.score is not None and before.score >= 0.75 and step < 0)
        assert not (before.score is not None and before.score <= 0.25 and step > 0)


@given(SCORES, st.text(max_size=5))
def test_in_a_bank_of_one_item_a_tier_a_full_answer_leads_down_only_where_nothing_else_is_left(
    scores: list[float | None], seed: str
) -> None:
    items = items_of(each=1)
    path = played(scores, items, seed)
    for n in range(1, len(path)):
        last, chosen = path[n - 1], path[n].item
        counts = Counter(a.item.domain for a in path[:n])
        left = possible(ROLE, items, path[:n])
        least = min(counts[item.domain] for item in left)
        tiers = {item.tier.rank for item in left if counts[item.domain] == least}
        if last.score == 1 and chosen.tier.rank < last.item.tier.rank:
            assert max(tiers) < last.item.tier.rank
        if last.score == 0 and chosen.tier.rank > last.item.tier.rank:
            assert min(tiers) > last.item.tier.rank


def test_a_full_answer_leads_up_and_the_reason_says_so() -> None:
    choice = choose(ROLE, ITEMS, asked(("gpu-intermediate-1", 1)), 0.5)

    assert choice is not None
    assert choice.item.tier is Tier.ADVANCED
    assert choice.item.domain != "gpu"
    assert choice.because.kind is Kind.STEP_UP
    assert choice.because.previous_id == "gpu-intermediate-1"
    assert choice.because.previous_tier is Tier.INTERMEDIATE
    assert choice.because.previous_score == 1


def test_an_empty_answer_leads_down_and_the_reason_says_so() -> None:
    choice = choose(ROLE, ITEMS, asked(("gpu-intermediate-1", 0)), 0.5)

    assert choice is not None
    assert choice.item.tier is Tier.FUNDAMENTALS
    assert choice.because.kind is Kind.STEP_DOWN


def test_a_fresh_domain_at_the_same_tier_is_its_own_reason() -> None:
    only = [item for item in ITEMS if item.tier is Tier.INTERMEDIATE]
    first, second = (
        choose(ROLE, only, asked(*[(f"{d}-intermediate-1", 0.5) for d in done]), 0.5)
        for done in (["gpu"], ["gpu", "serving", "training"])
    )

    assert first is not None
    assert first.because.kind is Kind.COVERS_DOMAIN
    assert second is not None
    assert second.because.kind is Kind.SAME_TIER


def test_an_item_that_does_not_follow_from_the_answer_is_called_a_left_over() -> None:
    items = [an_item("easy", tier=Tier.FUNDAMENTALS)]

    choice = choose(ROLE, items, asked(("gpu-advanced-1", 1)), 0.5)
    assert choice is not None
    assert choice.because.kind is Kind.LEFT_OVER


def test_the_rest_of_a_turn_is_foreseen_so_that_no_jump_is_forced() -> None:
    # After gpu, "training" has only fundamentals left: "serving" goes down first, though it has more to tell.
    items = [
        an_item("training-easy", domain="training", tier=Tier.FUNDAMENTALS),
        an_item("serving-hard", domain="serving", tier=Tier.ADVANCED),
        an_item("serving-middle", domain="serving", tier=Tier.INTERMEDIATE),
    ]

    choice = choose(ROLE, items, asked(("gpu-advanced-1", 0.5)), 0.5)
    assert choice is not None
    assert choice.item.id == "serving-middle"


def test_an_ungraded_answer_counts_as_asked_and_binds_no_direction() -> None:
    before = asked(("gpu-intermediate-1", None))

    choice = choose(ROLE, ITEMS, before, 0.5)
    assert choice is not None
    assert choice.item.domain != "gpu"
    assert choice.because.previous_score is None


def test_an_enemy_of_an_asked_item_is_out_whoever_names_whom() -> None:
    one = an_item("one", enemies=("two",))
    two, three = an_item("two"), an_item("three", enemies=("one",))

    assert possible(ROLE, [two, three], [answered(one, 1)]) == []


def test_enemies_of_an_enemy_are_still_possible() -> None:
    one, two, three = an_item("one", enemies=("two",)), an_item("two"), an_item("three", enemies=("two",))

    assert possible(ROLE, [one, two, three], [answered(one, 1)]) == [three]


def test_only_what_fits_the_remaining_minutes_is_possible() -> None:
    role = a_role(limits={"minutes": 10.0})
    first, fits, long = an_item("first", minutes=6.0), an_item("fits", minutes=4.0), an_item("long", minutes=5.0)

    assert possible(role, [fits, long], [answered(first, 1)]) == [fits]


@pytest.mark.parametrize(("minutes", "long"), [(30.0, 6.0), (90.0, 10.0)], ids=["time is short", "time is plenty"])
def test_between_equal_items_the_shorter_is_preferred(minutes: float, long: float) -> None:
    role, items = a_role(limits={"minutes": minutes}), [an_item("long", minutes=long), an_item("short", minutes=3.0)]

    assert {choose(role, items, [], n / 10).item.id for n in range(10)} == {"short"}  # type: ignore[union-attr] # there is one


def test_a_longer_item_that_tells_more_is_asked_where_there_is_time_for_it() -> None:
    able = [answered(an_item("before", tier=Tier.ADVANCED), 0.6)]
    items = [an_item("easy", tier=Tier.INTERMEDIATE, minutes=2.0), an_item("hard", tier=Tier.ADVANCED, minutes=6.0)]

    def chosen(minutes: float) -> set[str]:
        role = a_role(limits={"minutes": minutes, "max_items": 8})
        return {choose(role, items, able, n / 10).item.id for n in range(10)}  # type: ignore[union-attr] # there is one

    assert (chosen(20.0), chosen(90.0)) == ({"easy"}, {"easy", "hard"})


def test_chance_picks_among_equals_and_prefers_the_less_shown() -> None:
    equals = [an_item(f"item-{n}") for n in range(4)]
    shown = {"item-0": 9, "item-1": 9, "item-2": 1}

    def met(shown: dict[str, int]) -> set[str]:
        choices = [choose(ROLE, equals, [], n / 20, shown) for n in range(20)]
        return {choice.item.id for choice in choices if choice}

    assert met({}) == {item.id for item in equals}
    assert met(shown) == {"item-3"}


def test_the_runners_up_are_the_next_best_and_at_most_three() -> None:
    choice = choose(ROLE, ITEMS, asked(("gpu-intermediate-1", 0.5)), 0.5)

    assert choice is not None
    assert len(choice.runners_up) == 3
    assert choice.item.id not in choice.runners_up
    assert 0 < choice.gain < 1


def test_domains_with_larger_shares_go_first() -> None:
    role = a_role(domains={"gpu": 0.7, "training": 0.15, "serving": 0.15})

    assert {choose(role, ITEMS, [], n / 10).item.domain for n in range(10)} == {"gpu"}  # type: ignore[union-attr] # there is one


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_after_many_answers_alike_the_bank_still_yields_an_item(score: float) -> None:
    assert len(played([score] * 12, items_of(each=2))) == 12


@given(st.sampled_from([0.0, 1.0]), st.floats(-3, 3), st.sampled_from(["keyword", "person"]))
def test_an_item_is_found_however_clear_the_decision_is(score: float, bar: float, grader: str) -> None:
    role = a_role(bar=bar, limits={"minutes": 90.0})
    so_far: list[Asked] = []
    for _ in range(15):
        choice = choose(role, ITEMS, so_far, 0.5)
        assert choice is not None
        assert 0 <= choice.gain < 1
        so_far.append(Asked(choice.item, an_observation(choice.item, score, grader)))


def test_an_item_shown_more_than_twice_as_often_as_its_domains_mean_waits_for_others() -> None:
    role = a_role(domains={"gpu": 1.0})
    items = items_of(["gpu"], each=3)
    best = "gpu-intermediate-1"
    known = {i.id: Parameters(4.0 if i.id == best else 1.0, (-1.5, -0.5, 0.5, 1.5), Family.GRADED) for i in items}
    others = {item.id: 3 for item in items}

    def first(times: int) -> str:
        choice = choose(role, items, [], 0.5, others | {best: times}, Tables.known(known))
        assert choice is not None
        return choice.item.id

    assert first(6) == best, "1.8 times the mean of its domain"
    assert first(9) != best, "2.5 times the mean"
