from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import numpy as np
import pytest
from matplotlib import image

from bot.core.report.summary import summarise
from bot.flow.render.chart_data import ChartData, ChartPoint, sketch_of
from bot.picture.ability import AbilityPainter
from tests.core.screenings import finished

LONGEST_BYTES = 100_000


def a_sketch(questions: int) -> ChartData:
    path = (
        tuple(ChartPoint("advanced", n / 10, n / 10 - 1, n / 10 + 1) for n in range(questions + 1)) if questions else ()
    )
    domains = (
        tuple(ChartPoint(name, 0.5, -0.5, 1.5) for name in ("gpu-clusters", "observability-cost")) if questions else ()
    )
    return ChartData(path, domains, ChartPoint("overall", 0.5, -0.4, 1.4), bar=0.5)


def pixels(png: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    read: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = image.imread(BytesIO(png), format="png")
    return read


@pytest.mark.parametrize("questions", [0, 1, 7, 12])
def test_a_picture_is_small_and_has_a_ground_of_its_own_at_every_edge(questions: int) -> None:
    png = AbilityPainter().paint(a_sketch(questions))
    read = pixels(png)

    assert len(png) < LONGEST_BYTES
    assert read.shape[1] / read.shape[0] > 2
    assert read[..., 3].min() == 1.0, "a see-through ground is unreadable in one of light and dark"
    assert read[:2, :, :3].min() > 0.9


@pytest.mark.slow
def test_another_path_is_another_picture_and_the_same_one_the_same() -> None:
    painter = AbilityPainter()

    assert painter.paint(a_sketch(3)) == painter.paint(a_sketch(3))
    assert painter.paint(a_sketch(3)) != painter.paint(a_sketch(4))


@pytest.mark.slow
def test_pictures_can_be_painted_side_by_side() -> None:
    painter = AbilityPainter()
    with ThreadPoolExecutor(4) as pool:
        painted = list(pool.map(painter.paint, [a_sketch(5)] * 4))

    assert len(set(painted)) == 1


def test_the_words_say_what_the_picture_shows() -> None:
    words = a_sketch(7).words

    assert "over 7 questions" in words
    assert "+0.5 (90 % between -0.4 and +1.4)" in words
    assert "gpu-clusters" in words


def test_the_path_of_a_screening_begins_before_its_first_question_and_ends_where_it_stands() -> None:
    session = finished()
    summed = summarise(session)
    sketch = sketch_of(session, summed)

    assert [spot.label for spot in sketch.path] == ["start", *(a.tier.value for a in summed.answers)]
    assert sketch.path[-1].middle == pytest.approx(summed.standing.theta)
    assert sketch.path[0].middle == pytest.approx(session.administrations[0].why.theta)
