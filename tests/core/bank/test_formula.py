from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.bank.formula import FormulaError, names_in, value_of


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("gpus * 2", 512),
        ("(gpus + 1) / 2 ** 3", 32.125),
        ("min(gpus, 8) + max(1, 2)", 10),
        ("ceil(gpus / 100) - floor(2.9) + round(0.6)", 2),
        ("sqrt(gpus) + log2(gpus)", 24),
        ("-gpus", -256),
        (7, 7),
    ],
)
def test_arithmetic_is_calculated(formula: str | float, result: float) -> None:
    assert value_of(formula, {"gpus": 256}) == result


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("gpu * 2", "names gpu"),
        ("gpus / 0", "divides by zero"),
        ("10 ** 400", "cannot be calculated"),
        ("9 ** 9 ** 9 ** 9", "cannot be calculated"),
        ("sqrt(-1)", "cannot be calculated"),
        ("(-8) ** 0.5", "cannot be calculated"),
        ("gpus *", "is no calculation"),
        ("'a' * 2", "only numbers"),
        ("True + 1", "only numbers"),
        ("[1][0]", "only numbers"),
        ("gpus.real", "only numbers"),
        ("gpus if gpus else 1", "only numbers"),
        ("gpus % 2", "only + - * / **"),
        ("__import__('os')", "calls something unknown"),
        ("open(1)", "calls something unknown"),
        ("(lambda: 1)()", "calls something unknown"),
        ("gpus = 3", "is no calculation"),
        ("1; 2", "is no calculation"),
        ("max(key=gpus)", "only numbers"),
        ("sqrt()", "cannot be calculated"),
    ],
)
def test_what_is_no_harmless_arithmetic_is_refused_with_a_reason(formula: str, said: str) -> None:
    with pytest.raises(FormulaError, match=said.replace("*", r"\*").replace("+", r"\+")):
        value_of(formula, {"gpus": 256})


@given(st.text(max_size=60))
def test_no_text_does_more_than_give_a_number_or_be_refused(text: str) -> None:
    with suppress(FormulaError):
        assert isinstance(value_of(text, {"a": 1.0}), float)


def test_the_names_that_a_calculation_needs_are_known_before_it_is_made() -> None:
    assert names_in("max(gpus, nodes * 8)") == {"gpus", "nodes"}
    assert names_in(3) == frozenset()
