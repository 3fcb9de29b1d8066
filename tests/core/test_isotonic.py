import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.core.isotonic import rising, rising_ratios

VALUES = st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 10)), min_size=1, max_size=30)


@given(VALUES)
def test_a_rising_fit_rises_and_keeps_the_weighted_mean(pairs: list[tuple[float, float]]) -> None:
    values, weights = np.array(pairs).T
    fit = rising(values, weights)

    assert (np.diff(fit) >= -1e-12).all()
    assert np.isclose(fit @ weights, values @ weights)


def test_what_rises_already_is_left_alone() -> None:
    values = np.array([0.1, 0.1, 0.4, 0.9])

    assert (rising(values, np.ones(4)) == values).all()


def test_two_values_in_the_wrong_order_meet_at_their_weighted_mean() -> None:
    assert rising(np.array([3.0, 0.0]), np.array([1.0, 2.0])).tolist() == [1.0, 1.0]


@given(st.integers(0, 10_000))
def test_in_a_fitted_table_each_column_gains_on_the_one_before(seed: int) -> None:
    table = np.random.default_rng(seed).dirichlet(np.ones(5), size=20) * 0.98 + 0.004
    fitted = rising_ratios(table)

    assert np.allclose(fitted.sum(axis=1), 1)
    assert (np.diff(fitted[:, 1:] / fitted[:, :-1], axis=0) > -1e-9).all()
