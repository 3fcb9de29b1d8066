"""What is asked, called a mistake or left to be looked up is neither credited nor held against anybody."""

import pytest

from bot.core.grading.keywords import grade
from tests.core.grading.keywords.rubrics import ITEM, LINKS

RIGHT, FALSE = "NVLink is faster than PCIe", "PCIe is faster than NVLink"
FRAMES = [
    "Is it true that {}?",
    "{}?",
    "Could it be that {}",
    "Isn't it so that {}?",
    "It is a mistake to think that {}.",
    "It's a common misconception that {}.",
    "Many people believe that {}, but no.",
    "The idea that {} is wrong.",
    "{}. That is wrong.",
    "{}, which is a myth.",
    '"{}" is wrong.',
    "I would not say that {}.",
    "Some folks will tell you that {}.",
    "A common mistake: {}.",
    "A myth: {}.",
    "Wrong: {}.",
    "I would look whether {}.",
    "First I'd check whether {}.",
]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_framed_fact_earns_nothing_and_a_framed_falsehood_costs_nothing(frame: str) -> None:
    right, false = grade(frame.format(RIGHT), ITEM, LINKS), grade(frame.format(FALSE), ITEM, LINKS)

    assert [r.level for r in right.ratings] == [0, 0]
    assert [r.wrong for r in false.ratings] == [(), ()]
    assert false.flags == ()


@pytest.mark.parametrize(
    "answer",
    [
        "Which is faster? NVLink is faster than PCIe.",
        "People believe that PCIe is faster, but NVLink is faster than PCIe.",
        "Contrary to what one reads, NVLink is faster than PCIe.",
        "It is a mistake to think that they are equal; NVLink is faster than PCIe.",
        "They say it is PCIe. That is wrong: NVLink is faster than PCIe.",
        "The bus is shared? This is a mistake: NVLink is faster than PCIe.",
        "That's a myth: NVLink is faster than PCIe.",
        "I think that NVLink is faster than PCIe.",
        "I would say that NVLink is faster than PCIe.",
        "Should a card fail, NVLink is still faster than PCIe.",
    ],
)
def test_what_follows_a_frame_counts(answer: str) -> None:
    assert [r.level for r in grade(answer, ITEM, LINKS).ratings] == [1, 0]


def test_an_answer_of_questions_asks_for_a_person() -> None:
    marked = grade("Is NVLink faster than PCIe? Are the GPUs reached directly? Does it give 900 GB/s?", ITEM, LINKS)

    assert marked.score == 0
    assert marked.needs_person
    assert "questions" in marked.blind[0]
