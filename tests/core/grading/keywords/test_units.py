"""A figure whose unit is wrong: right but for the unit, or beyond all that the question is about."""

import pytest

from bot.core.grading.keywords.units import figures, misfits
from bot.core.grading.language.tokens import read

RIGHT = figures(
    [read("A card has 80 GB, HBM gives 3.35 TB/s, NVLink 900 GB/s. A step takes 2 s, a restart 4 minutes.")]
)


@pytest.mark.parametrize(
    "answer",
    [
        "NVLink has 900 TB/s",
        "NVLink has 900 Gbit/s",
        "it takes some 15 ms to start again",
        "the memory reads 2 MB/s",
    ],
)
def test_a_unit_that_makes_a_figure_wrong_by_far_is_seen(answer: str) -> None:
    assert misfits(read(answer), RIGHT)


@pytest.mark.parametrize(
    "answer",
    [
        "NVLink has 0.9 TB/s",
        "NVLink has 900 GByte/s",
        "two cards hold 160 GB",
        "a node of eight holds 640 GB",
        "it takes 300 s to start again",
        "each step takes 3 s and 1,024 cards take part",
        "the clock runs at 1.4 GHz",
    ],
)
def test_a_right_unit_or_another_figure_of_the_same_order_is_left_alone(answer: str) -> None:
    assert not misfits(read(answer), RIGHT)
