"""False claims in the words that the rubric has for them: seen when asserted, never when framed, denied or turned."""

import pytest

from bot.content.files.roots import content_roots
from bot.content.load import load
from bot.core.bank.item import Bank
from bot.core.grading.keywords import grade

FRAMES = (
    "It is a mistake to think that {}.",
    "People often believe that {}, but that is wrong.",
    "The myth that {} is just not true.",
    "I would not say that {}.",
)
SEEN = 0.7
"""So large a share of the bank's own false claims, put plainly, is seen; the rest are too short or too alike."""


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load(content_roots())


def claims(bank: Bank) -> list[tuple[str, str]]:
    """Return the items without numbers of their own, each with the false claims of its rubric."""
    return [
        (name, claim.says)
        for name, rubric in bank.rubrics.items()
        if not bank.items[name].parameters
        for criterion in rubric.criteria
        for claim in criterion.wrong
    ]


def accused(bank: Bank, name: str, answer: str) -> bool:
    return any(rating.wrong for rating in grade(answer, bank.items[name], bank.rubrics[name]).ratings)


def test_the_banks_own_false_claims_are_seen_when_asserted(bank: Bank) -> None:
    found = [accused(bank, name, f"{says}.") for name, says in claims(bank)]
    assert sum(found) >= SEEN * len(found)


@pytest.mark.parametrize("frame", FRAMES)
def test_none_of_them_is_held_against_who_names_it_as_a_mistake(bank: Bank, frame: str) -> None:
    framed = [(name, frame.format(says[0].lower() + says[1:])) for name, says in claims(bank)]
    assert [answer for name, answer in framed if accused(bank, name, answer)] == []
