"""A process that dies between any two steps: the next one goes on, nothing said is lost or marked twice."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.core.screening import events as e
from bot.core.screening.session import Place
from bot.flow.messages import Message
from bot.flow.ports import StaleSession
from tests.conversations.stage import CHANNEL, Clock, Platform, Screening, invite, on_stage


class Killed(BaseException):
    """The process is gone: nothing may catch this and tidy up."""


class Fragile(Platform):
    """A chat whose process dies at the n-th post: before the message is out, or just after."""

    def __init__(self, at: int, *, after: bool) -> None:
        super().__init__()
        self.left, self.after = at, after

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        self.left -= 1
        if self.left == 0 and not self.after:
            raise Killed
        ref = await super().post(to, message, key)
        if self.left == 0:
            raise Killed
        return ref


async def go_on(stage: Screening) -> None:
    """Play from wherever the screening stands to its end."""
    await stage.dispatcher.drain()
    while not (session := await stage.session()).state.over:
        if session.consented_at is None:
            await stage.says("start")
        elif session.practised_at is None:
            await stage.says("skip")
        elif session.current and session.current.is_open and not session.current.parts:
            await stage.says("It is faster.")
        else:
            await stage.says("done")


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, 16))
async def test_a_death_at_any_send_loses_nothing_and_posts_one_card(tmp_path: Path, at: int, after: bool) -> None:
    file = tmp_path / "viva.db"
    clock, fragile = Clock(), Fragile(at, after=after)
    async with on_stage(file, platform=fragile, clock=clock) as first:
        try:
            await invite(first)
            await go_on(first)
        except Killed:
            pass
    calm = Platform(posts=fragile.posts)
    async with on_stage(file, platform=calm, clock=clock) as second:
        await go_on(second)
        session = await second.session()

    assert [a.response for a in session.administrations] == ["It is faster."] * 3
    assert all(len(a.grades) == 1 for a in session.administrations)
    keys = [key for _, _, key in calm.posts]
    assert [key for place, _, key in calm.posts if place == CHANNEL] == ["s1/summary"]
    assert sorted(keys) == sorted(set(keys)), "nothing is said twice"


async def test_a_lost_race_is_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await invite(stage)
        await stage.says("start", "skip")
        real, races = stage.screenings._happens, iter([True, True, False])

        async def racing(*args: object) -> object:
            if next(races, False):
                raise StaleSession("s1")
            return await real(*args)  # type: ignore[arg-type] # whatever it takes

        monkeypatch.setattr(stage.screenings, "_happens", racing)
        await stage.happens(e.Said("c9", "It is faster."))

        assert (await stage.session()).administrations[0].response == "It is faster."
