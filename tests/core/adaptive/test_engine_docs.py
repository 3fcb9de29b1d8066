from pathlib import Path

import numpy as np
import pytest

from bot.core.adaptive.engine import Engine
from bot.core.adaptive.estimation.irt import Family, Parameters
from bot.core.adaptive.estimation.likelihoods import Tables
from tests.factories import a_role, items_of

PAGE = Path(__file__).parents[3] / "docs/engine.md"


def test_the_example_of_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    example = PAGE.read_text().split("```python\n")[1].split("```")[0]
    exec(compile(example, str(PAGE), "exec"), {})

    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 3
    assert printed[0] in {"decided", "max_items", "curtailed", "minutes", "precise"}


@pytest.mark.parametrize("family", Family)
def test_known_parameters_and_a_grader_of_one_s_own_can_be_given(family: Family) -> None:
    items = items_of(each=2)
    exact = [[0.96 if row == column else 0.01 for column in range(5)] for row in range(5)]
    tables = Tables.known(
        {item.id: Parameters(1.2, (-1.0, -0.3, 0.3, 1.0), family) for item in items},
        {("mine", False): np.array(exact), ("mine", True): np.array(exact)},
    )
    engine = Engine(a_role(), items, "s", tables=tables)
    while engine.next_item() is not None:
        engine.record(1.0, "mine", ambiguous=True)

    assert engine.estimate().theta > 1


def test_a_remark_is_the_same_as_if_it_had_been_recorded() -> None:
    def played(first: float) -> Engine:
        engine = Engine(a_role(), items_of(each=2), "s")
        engine.next_item()
        engine.record(first, "person")
        return engine

    marked = played(0.0)
    marked.remark(marked.asked[0].item.id, 1.0)
    assert marked.estimate() == played(1.0).estimate()
    with pytest.raises(ValueError, match="was not asked"):
        marked.remark("another", 1.0)
