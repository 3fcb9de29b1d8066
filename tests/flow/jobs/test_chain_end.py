from bot.core.screening.session import Place
from bot.flow.jobs.chain_end import post_end
from bot.flow.ports import ChatError
from tests.conversations.stage import CHANNEL, Screening
from tests.flow.jobs.orders import invited

HIRING = Place("console", CHANNEL)


async def posted(stage: Screening) -> list[str]:
    """Have the end posted unless it was today, and return all that the channel read of it so far."""
    await post_end(stage.store, stage.platform, HIRING, stage.clock)
    return [text for text in stage.platform.to(CHANNEL) if "audit chain" in text]


async def test_the_end_is_posted_once_a_day_and_that_it_was_is_an_entry(stage: Screening) -> None:
    await invited(stage)
    end = await stage.store.audit_head()

    assert len(await posted(stage)) == 1
    [told] = await posted(stage)
    assert f"{end.number}:{end.seal}" in told
    assert (await stage.store.audit_head()).number == end.number + 1
    stage.clock.forward(hours=24)
    assert len(await posted(stage)) == 2


async def test_an_end_that_could_not_be_posted_is_posted_with_the_next_card(stage: Screening) -> None:
    await invited(stage)
    stage.platform.faults = [ChatError("no answer")]

    assert await posted(stage) == []
    assert len(await posted(stage)) == 1
