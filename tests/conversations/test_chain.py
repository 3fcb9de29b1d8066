"""A chain as a candidate meets it: their own words come back as a quotation, and what they wrote stays text."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.bank.item import Item
from bot.core.screening.next_step import Plan
from bot.core.screening.session import Place
from bot.flow.messages import Message, Paragraph, Quote
from tests.conversations.stage import CANDIDATE, CHANNEL, Screening, on_stage
from tests.core.screenings import ITEMS, KIM, PLAN, ROLE, SCREENER


def linked(item: Item, **chain: object) -> Item:
    stem = "About that you wrote: ${said} What does it cost, and when does it fail?" if "quotes" in chain else item.stem
    return Item.model_validate(
        item.model_dump() | {"domain": "gpu", "stem": stem, "chain": {"topic": "speed", **chain}}
    )


BY_ID = {item.id: item for item in ITEMS}
FIRST = linked(BY_ID["gpu-intermediate"], link=1)
SECOND = linked(
    BY_ID["gpu-advanced"], link=2, follows=FIRST.id, quotes="speed", otherwise="You did not say how fast it is."
)
DEEP = Plan(replace(PLAN.bank, items={FIRST.id: FIRST, SECOND.id: SECOND}))
HOSTILE = "It is *faster* <!channel> than the old one"


@pytest.fixture
async def deep(tmp_path: Path) -> AsyncIterator[Screening]:
    async with on_stage(tmp_path / "viva.db", DEEP) as stage:
        role = ROLE.model_validate(ROLE.model_dump() | {"domains": {"gpu": 1.0}})
        await stage.screenings.invite(
            stage.id, role, candidate=KIM, hiring=Place("console", CHANNEL), invited_by=SCREENER, seed="7"
        )
        await stage.dispatcher.drain()
        await stage.says("start", "skip")
        yield stage


def last(stage: Screening, notice: str) -> Message:
    return next(m for where, m, _ in reversed(stage.platform.posts) if where == CANDIDATE and notice in m.notice)


async def test_the_next_link_quotes_what_the_candidate_wrote_apart_from_the_text(deep: Screening) -> None:
    await deep.says(HOSTILE, "done")

    question = last(deep, "Question 2")
    quotes = [block.text for block in question.blocks if isinstance(block, Quote)]
    assert quotes == [HOSTILE]
    assert not any("channel" in block.text for block in question.blocks if isinstance(block, Paragraph))
    session = await deep.session()
    assert session.administrations[1].why.said is not None
    assert HOSTILE not in session.administrations[1].item.model_dump_json(), "the words are kept once, in the answer"


async def test_a_chain_ends_when_a_link_was_not_answered(deep: Screening) -> None:
    await deep.says("I do not know.", "done")

    assert (await deep.session()).state.over
    assert len((await deep.session()).administrations) == 1


async def test_the_chain_speaks_plainly_when_there_is_nothing_to_quote(deep: Screening) -> None:
    deep.judge.then = lambda grade: replace(
        grade, score=0.6, ratings=tuple(replace(r, evidence=()) for r in grade.ratings)
    )
    await deep.says("It is faster.", "done")

    stem = (await deep.session()).administrations[1].item.stem
    assert stem == "About that you wrote: You did not say how fast it is. What does it cost, and when does it fail?"
    assert not any(isinstance(block, Quote) for block in last(deep, "Question 2").blocks)


async def test_no_reader_meets_the_placeholder(deep: Screening) -> None:
    await deep.says(HOSTILE, "done")
    await deep.says("It is faster.", "done")

    assert (await deep.session()).state.over
    everything = "\n".join([*deep.platform.to(CANDIDATE), *deep.platform.to(CHANNEL)])
    assert "${said}" not in everything
    assert "$" not in everything
