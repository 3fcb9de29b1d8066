"""Effects to carry out one by one: ordered into a stored screening, and claimed as a process claims them."""

from itertools import count

from bot.core.screening.effects import Effect
from bot.core.screening.session import Place
from bot.flow.ports import Job, Order
from tests.conversations.stage import Screening
from tests.core.screenings import KIM, ROLE, SCREENER

_keys = count(1)


async def invited(stage: Screening) -> None:
    """Store a screening with nothing left to do."""
    hiring = Place("console", "hiring")
    await stage.screenings.invite(stage.id, ROLE, candidate=KIM, hiring=hiring, invited_by=SCREENER, seed="7")
    await stage.dispatcher.drain()
    stage.platform.posts.clear()


async def ordered(stage: Screening, *effects: Effect) -> None:
    """Order effects that are due now."""
    now = stage.clock.now()
    async with stage.store.unit() as unit:
        await unit.order(stage.id, [Order(f"{stage.id}/test/{next(_keys)}", effect, now) for effect in effects])


async def claimed(stage: Screening, *effects: Effect) -> Job:
    """Return the claim of the next effect that is due, after ordering these."""
    await ordered(stage, *effects)
    job = await stage.store.claim(stage.id, stage.clock.now())
    assert job is not None
    return job
