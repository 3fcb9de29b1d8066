"""A person's data is taken out: of the database, and of what was posted."""

import json
from pathlib import Path

import pytest

from bot.core.audit import Act
from bot.core.screening.session import Person
from bot.flow.entrance.retention import Erasure
from tests.conversations.stage import CANDIDATE, Screening, invite, on_stage
from tests.core.screenings import KIM, ROLE

OFFICER = Person("console", "officer", "Data officer")
WORDS = "Their very own words about links."


async def played(stage: Screening) -> None:
    await invite(stage)
    await stage.says("start", "skip")
    await stage.answers_all(WORDS)


def erasure(stage: Screening) -> Erasure:
    return Erasure(stage.store, stage.clock, lambda: None, lambda: "a1")


async def test_after_an_erasure_nothing_is_left_but_that_there_was_a_screening(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await played(stage)
        assert await erasure(stage).of_person(KIM.platform, KIM.id, OFFICER) == ["s1"]
        await stage.dispatcher.drain()
        left = json.dumps(await stage.store.exported("s1"), default=str)

        assert WORDS not in left
        assert KIM.name not in left
        assert any("has been erased" in text for text in stage.platform.edited())
        assert [link.entry.act for link in await stage.store.audited("s1")][-1] is Act.ERASED
        assert await stage.store.screenings_of(KIM.platform, KIM.id) == []


async def test_a_screening_under_way_ends_and_what_is_said_afterwards_is_not_kept(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await invite(stage)
        await stage.says("start", "skip", WORDS)
        await erasure(stage).of_person(KIM.platform, KIM.id, OFFICER)
        said = len(stage.platform.to(CANDIDATE))
        await stage.dispatcher.drain()

        assert len(stage.platform.to(CANDIDATE)) == said
        assert (await stage.session()).state.over


@pytest.mark.parametrize(("days", "gone"), [(29, []), (31, ["s1"])])
async def test_what_was_kept_long_enough_is_erased_and_no_sooner(tmp_path: Path, days: int, gone: list[str]) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await played(stage)
        stage.clock.forward(minutes=days * 24 * 60)
        keep = {ROLE.id: 30}

        assert await erasure(stage).of_the_past(keep, dry=True) == gone
        assert (await stage.session()).candidate == KIM
        assert await erasure(stage).of_the_past(keep) == gone
        assert ((await stage.session()).candidate == KIM) is not bool(gone)
        acts = [link.entry.act for link in await stage.store.audited("s1")]
        assert (Act.PURGED in acts) is bool(gone)
        assert await erasure(stage).of_the_past(keep) == []
