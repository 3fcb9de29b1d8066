"""What holds for every question of the shipped bank."""

from functools import cache

import pytest

from bot.content.load import load
from bot.core.bank.candidate_copy import as_asked, fill_item, usual
from bot.core.bank.item import Bank, Status, Tier
from bot.core.bank.rubric import Colour
from bot.core.grading.keywords import grade

FEWEST = 6
"""Items in each domain and tier of the role for AI infrastructure; the links of a chain are one."""


@cache
def bank() -> Bank:
    return load()


@pytest.mark.parametrize("name", [i.id for i in bank().items.values() if i.status is Status.LIVE])
def test_a_live_question_names_where_its_facts_can_be_checked(name: str) -> None:
    assert bank().items[name].sources


def test_every_cell_of_domain_and_tier_is_filled() -> None:
    items = [i for i in bank().items.values() if i.status is Status.LIVE]
    for domain in bank().roles["ai-infrastructure"].domains:
        for tier in Tier:
            cell = [i for i in items if i.domain == domain and i.tier is tier]
            assert len({i.chain.topic if i.chain else i.id for i in cell}) >= FEWEST, (domain, tier)
    for role in ("mlops", "platform"):
        assert sum(i.domain in bank().roles[role].domains for i in items) >= 12, role


def test_eight_chains_have_a_link_that_quotes_what_was_said() -> None:
    quoting = {i.chain.topic for i in bank().items.values() if i.chain and i.chain.quotes}

    assert len(quoting) >= 8


@pytest.mark.parametrize("name", bank().rubrics)
def test_no_right_answer_makes_a_false_claim(name: str) -> None:
    item, rubric = bank().items[name], bank().rubrics[name]
    asked, marks = fill_item(item, rubric, usual(item))
    right = [(marks.model_answer, asked, marks)]
    right += [as_asked(s, item, rubric) for s in bank().samples[name].samples if s.kind in {"strong", "terse"}]
    for one in right:
        found = grade(*one)

        assert [f.id for f in found.flags if f.colour is Colour.RED] == []
        assert [claim for rating in found.ratings for claim in rating.wrong] == []
        assert found.score is not None
        assert found.score >= 0.6
