"""The real service in a storm: no answer lost, no question asked twice, no second mark, one card."""

import os
from pathlib import Path

import pytest

from bot.core.screening.session import State
from bot.store.store import SqlStore
from tests.chat.slack.conftest import KIM, people
from tests.chat.slack.storm import DROPS, KILLS, Storm
from tests.chat.slack.workspace import Workspace

SEEDS = os.environ.get("VIVA_STORMS", "1").split(",")


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
async def test_a_storm_loses_nothing_and_doubles_nothing(seed: str, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/viva.db"
    async with people(Workspace()).open() as workspace:
        storm = Storm(workspace, database, tmp_path, int(seed))
        await storm.played()

        async with SqlStore.open(database) as store:
            [session] = await store.screenings_of("slack", KIM)
        assert (storm.drops, storm.kills) == (DROPS, KILLS)
        assert session.state is State.CLOSED
        answers = {a.position: a.response.split("\n") for a in session.administrations}
        assert answers == storm.said
        assert all(len(a.grades) == 1 for a in session.administrations)
        assert storm.asked() == [*storm.said]
        assert len(storm.cards()) == 1
        assert workspace.violations == []
