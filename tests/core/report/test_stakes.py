"""At which scores an answer changes what its screening suggests."""

from dataclasses import replace
from itertools import pairwise

import pytest

from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.recommendation import read
from bot.core.grading.grade import Grade, Source
from bot.core.report.stakes import boundaries
from bot.core.screening.session import Session
from tests.factories import a_role, an_item
from tests.sessions import NOW, a_grade, a_session, an_administration


def _marked(score: float) -> Grade:
    return a_grade(score=score, source=Source.LLM, reasons=())


def _screening(*scores: float) -> Session:
    asked = [
        an_administration(n, item=an_item(f"item-{n}"), answered_at=NOW, grades=(_marked(score),))
        for n, score in enumerate(scores, 1)
    ]
    return a_session(role=a_role(), administrations=tuple(asked))


def _side(session: Session, position: int, score: float) -> str:
    asked = session.administrations[position - 1]
    changed = session.with_administration(replace(asked, grades=(_marked(score),)))
    return read(estimate(changed.observations, session.role, session.tables).p_bar, session.role.costs).value


@pytest.mark.parametrize("scores", [(0.5,), (0.4, 0.6, 0.5), (0.9, 0.8, 0.7, 0.9), (0.1, 0.2, 0.3, 0.5)])
def test_the_reading_turns_at_each_boundary_and_nowhere_else(scores: tuple[float, ...]) -> None:
    session = _screening(*scores)
    position = len(scores)
    found = boundaries(session, position)

    turns = [0.0, *found, 1.0]
    for low, high in pairwise(turns):
        inside = {_side(session, position, s) for s in (low + 0.03, (low + high) / 2, high - 0.03) if low < s < high}
        assert len(inside) <= 1
    for boundary in found:
        assert _side(session, position, boundary - 0.03) != _side(session, position, boundary + 0.03)


def test_some_screenings_hang_on_an_answer_and_some_do_not() -> None:
    assert boundaries(_screening(*[0.9] * 8), 8) != boundaries(_screening(*[0.5] * 8), 8)
    assert boundaries(_screening(*[1.0] * 12), 12) == ()
