from hypothesis import given
from hypothesis import strategies as st

from bot.core.seeded import draw


def test_the_same_arguments_give_the_same_number_on_every_machine() -> None:
    assert draw("a-session", 1, "item") == 0.7690451309352545


@given(st.text(), st.integers(0, 50), st.text())
def test_every_number_lies_in_zero_to_one(seed: str, position: int, purpose: str) -> None:
    assert 0 <= draw(seed, position, purpose) < 1


def test_each_argument_matters_and_they_cannot_run_into_each_other() -> None:
    draws = {draw("s", 1, "item"), draw("s", 2, "item"), draw("s", 1, "order"), draw("s1", 1, "item")}
    draws |= {draw('s", 1', 1, "item"), draw("", 11, "item"), draw("", 1, "1item")}

    assert len(draws) == 7


def test_numbers_spread_evenly_over_seeds() -> None:
    tenths = [0] * 10
    for n in range(5000):
        tenths[int(10 * draw(f"seed {n}", 1, "item"))] += 1

    # Chi-square with 9 degrees of freedom: above 27.9 once in a thousand times.
    assert sum((count - 500) ** 2 / 500 for count in tenths) < 27.9
