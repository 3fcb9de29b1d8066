"""A friend's answer to the same question is visibly another's; everybody's own is nobody's."""

from functools import cache

import pytest

from bot.content.load import load
from bot.core.bank.candidate_copy import as_asked, fill_item, given_for
from bot.core.bank.item import Bank
from bot.core.bank.parameters import combinations
from bot.core.bank.samples import Sample
from bot.core.grading.keywords import grade

DRAWS = 3
LEAST_SEEN = 0.75
"""Over the whole bank; a draw whose figures are a friend's by chance cannot be told."""
LENT = "the figures are those of another candidate's numbers"


@cache
def bank() -> Bank:
    return load()


OWN = [item.id for item in bank().items.values() if item.parameters]


def samples(name: str) -> list[Sample]:
    return list(bank().samples[name].samples)


@cache
def seen(name: str) -> tuple[bool, ...]:
    """Return whether a friend's good answer asks for a person or loses marks, for each friend and other draw."""
    item, rubric = bank().items[name], bank().rubrics[name]
    found = []
    for sample in samples(name):
        if sample.kind not in {"strong", "terse"}:
            continue
        answer, theirs, marked_by = as_asked(sample, item, rubric)
        worth = grade(answer, theirs, marked_by).score or 0
        others = [g for g in combinations(item.parameters, 64) if any(theirs.given[n] != v for n, v in g.items())]
        for given in others[:: -(-len(others) // DRAWS)]:
            lent = grade(answer, *fill_item(item, rubric, given))
            found.append(LENT in lent.reasons or (lent.score or 0) < worth - 0.1)
    return tuple(found)


def test_there_are_twenty_questions_with_numbers_of_ones_own() -> None:
    assert len(OWN) >= 20


@pytest.mark.parametrize("name", OWN)
def test_a_friends_answer_is_seen_for_some_draws_of_every_question(name: str) -> None:
    assert any(seen(name))


def test_a_friends_answer_is_seen_for_most_draws() -> None:
    shares = [sum(seen(name)) / len(seen(name)) for name in OWN]

    assert sum(shares) / len(shares) >= LEAST_SEEN


@pytest.mark.parametrize("name", OWN)
def test_nobody_is_accused_of_borrowing_their_own_figures(name: str) -> None:
    item, rubric = bank().items[name], bank().rubrics[name]
    for sample in samples(name):
        if sample.id != "borrowed":
            assert LENT not in grade(*as_asked(sample, item, rubric)).reasons, sample.id
    for seed in range(DRAWS):
        theirs, marked_by = fill_item(item, rubric, given_for(item, f"own {seed}"))
        assert LENT not in grade(marked_by.model_answer, theirs, marked_by).reasons, seed
