"""What the rest of the time is worth, against every way to fill it."""

from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.adaptive.selection.time_plan import Budget

TENTHS = st.integers(1, 100).map(lambda n: n / 10)
OFFERS = st.lists(st.tuples(TENTHS, st.floats(0, 1)), min_size=1, max_size=4)


@given(OFFERS, st.integers(0, 200).map(lambda n: n / 10), st.integers(1, 5), TENTHS)
def test_it_is_the_best_of_all_ways_to_go_on(
    offers: list[tuple[float, float]], minutes: float, questions: int, first: float
) -> None:
    ways = (way for n in range(questions) for way in combinations_with_replacement(offers, n))
    fitting = [
        sum(gain for _, gain in way)
        for way in ways
        if round(sum(took for took, _ in way), 6) <= round(max(0, minutes - first), 6)
    ]

    assert Budget(offers, minutes, questions).after(first) == pytest.approx(max(fitting))


def test_the_last_question_leaves_nothing_to_come() -> None:
    assert Budget([(3.0, 0.2)], 30.0, 1).after(3.0) == 0


def test_a_length_between_two_slots_is_rounded_up() -> None:
    budget = Budget([(2.55, 1.0)], 8.0, 9)

    assert (budget.after(2.8), budget.after(2.81)) == (2.0, 1.0)  # 5.2 minutes fit two of 2.6, and 5.1 do not


def test_an_item_of_no_time_at_all_still_counts_as_a_question() -> None:
    assert Budget([(0.0, 1.0)], 1.0, 3).after(0.0) == 2
