import pytest

from bot.core.adaptive.selection.tier_steps import Asked, follows, led, odd, shape_of
from bot.core.bank.item import Item, Tier
from tests.factories import an_item, an_observation

EASY, MIDDLE, HARD = (an_item(tier.value, tier=tier) for tier in Tier)
ALL = [EASY, MIDDLE, HARD]


def after(item: Item, score: float | None) -> list[Asked]:
    return [Asked(item, None if score is None else an_observation(item, score))]


def ids(items: list[Item]) -> list[str]:
    return [item.id for item in items]


def test_an_answer_without_a_grade_has_no_score() -> None:
    assert Asked(EASY, None).score is None
    assert after(EASY, 0.4)[0].score == 0.4
    assert shape_of(HARD) == ("gpu", Tier.ADVANCED)


def test_the_path_begins_at_intermediate_where_there_is_one() -> None:
    assert follows([], ALL) == [MIDDLE]
    assert follows([], [EASY, HARD]) == [EASY, HARD]
    assert follows([], []) == []


@pytest.mark.parametrize(
    ("score", "next_tiers"),
    [
        (1.0, ["intermediate", "advanced"]),
        (0.8, ["intermediate", "advanced"]),
        (0.5, ["fundamentals", "intermediate", "advanced"]),
        (None, ["fundamentals", "intermediate", "advanced"]),
        (0.2, ["fundamentals", "intermediate"]),
        (0.0, ["fundamentals", "intermediate"]),
    ],
)
def test_a_strong_answer_leads_to_nothing_easier_and_a_weak_one_to_nothing_harder(
    score: float | None, next_tiers: list[str]
) -> None:
    assert ids(follows(after(MIDDLE, score), ALL)) == next_tiers


def test_the_path_moves_by_one_tier_at_a_time() -> None:
    assert follows(after(EASY, 1), ALL) == [EASY, MIDDLE]
    assert follows(after(HARD, 0), ALL) == [MIDDLE, HARD]


def test_a_mild_wish_gives_way_before_a_jump_does() -> None:
    # After a strong answer nothing easier is wished for, but to go over a tier would be worse.
    assert follows(after(HARD, 0.8), [EASY, MIDDLE]) == [MIDDLE]


def test_a_full_answer_rather_jumps_up_than_goes_down() -> None:
    middle, hard = an_item("m", tier=Tier.FUNDAMENTALS), an_item("h", tier=Tier.ADVANCED)

    assert follows(after(MIDDLE, 1), [middle, hard]) == [hard]


def test_where_nothing_follows_whatever_is_left_may_come() -> None:
    assert follows(after(HARD, 1), [EASY]) == [EASY]


def test_among_equals_a_full_answer_leads_up_and_an_empty_one_down() -> None:
    assert led(after(MIDDLE, 1), ALL) == [HARD]
    assert led(after(MIDDLE, 0), ALL) == [EASY]
    assert led(after(HARD, 1), ALL) == ALL
    assert led(after(MIDDLE, 0.5), ALL) == led([], ALL) == led(after(MIDDLE, None), ALL) == ALL


@pytest.mark.parametrize(
    ("item", "score", "tier", "is_odd"),
    [
        (MIDDLE, 0.9, Tier.FUNDAMENTALS, True),
        (MIDDLE, 0.1, Tier.ADVANCED, True),
        (MIDDLE, 0.5, Tier.FUNDAMENTALS, False),
        (MIDDLE, None, Tier.ADVANCED, False),
        (EASY, 0.5, Tier.ADVANCED, True),
        (MIDDLE, 1.0, Tier.ADVANCED, False),
    ],
)
def test_a_step_against_the_answer_or_over_a_tier_is_odd(
    item: Item, score: float | None, tier: Tier, is_odd: bool
) -> None:
    assert odd(after(item, score)[0], tier) is is_odd
