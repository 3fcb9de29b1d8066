"""Reading a stranger's text takes time in proportion to its length, whatever it is made of."""

import pytest

from benchmarks.slow_texts import cost, repeated, shapes
from bot.content.files.roots import content_roots
from bot.content.load import load

LENGTH = 3_000
MOST = 12.0
"""Times the processor time of prose: twice and more of what the benchmark allows, since a test shares its machine."""


@pytest.mark.parametrize("name", ["nvlink-vs-pcie"])
def test_no_shape_of_text_takes_much_longer_than_prose(name: str) -> None:
    bank = load(content_roots())
    item, rubric = bank.items[name], bank.rubrics[name]
    prose = max(cost(repeated(f"{rubric.model_answer} ", LENGTH), item, rubric) for _ in range(3))

    slow = [unit for unit in shapes(rubric, 20) if cost(repeated(unit, LENGTH), item, rubric) > MOST * prose]

    # Once more, for a machine may stop for a moment.
    assert [unit for unit in slow if cost(repeated(unit, LENGTH), item, rubric) > MOST * prose] == []
