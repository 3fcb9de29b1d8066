from hypothesis import given
from hypothesis import strategies as st

from bot.core.grading.grade import Evidence, Grade, Rating, Source
from bot.core.grading.highlight import Stretch, stretches


def graded(*spans: tuple[int, int]) -> Grade:
    ratings = tuple(Rating(f"c{n}", 1, 1, (Evidence("", *span),)) for n, span in enumerate(spans))
    return Grade(1.0, ratings, (), Source.KEYWORD)


def test_overlapping_quotes_are_cut_where_they_part() -> None:
    assert stretches("abcdef", graded((0, 4), (2, 6))) == (
        Stretch("ab", (1,)),
        Stretch("cd", (1, 2)),
        Stretch("ef", (2,)),
    )


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
def test_the_stretches_are_the_answer_again(answer: str, spans: list[tuple[int, int]]) -> None:
    inside = [tuple(sorted(min(place, len(answer)) for place in span)) for span in spans]

    assert "".join(s.text for s in stretches(answer, graded(*((a, b) for a, b in inside)))) == answer
