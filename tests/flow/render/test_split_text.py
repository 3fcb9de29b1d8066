"""Long texts in pieces: nothing lost, nothing too long, and cut where a reader would."""

from hypothesis import given
from hypothesis import strategies as st

from bot.flow.render.split_text import pieces


@given(st.text(alphabet='ab .\n"', max_size=200), st.integers(2, 40))
def test_pieces_fit_and_give_the_text_back(text: str, most: int) -> None:
    def size(piece: str) -> int:
        return len(piece) + piece.count('"')  # as where a quote has to be escaped

    cut = [*pieces(text, most, size)]

    assert "".join(cut) == text
    assert all(0 < size(piece) <= most for piece in cut)


def test_a_piece_ends_at_a_paragraph_rather_than_at_a_word() -> None:
    assert [*pieces("one two\n\nthree four five", 14)] == ["one two\n\n", "three four ", "five"]


def test_what_does_not_fit_at_all_still_goes_one_by_one() -> None:
    assert [*pieces("ab", 1, lambda piece: 9 * len(piece))] == ["a", "b"]
