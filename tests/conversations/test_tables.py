"""The same conversations in the terminal, on Slack and on Discord, through their real clients and peers on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.chat.discord.player import DiscordPlayer
from tests.chat.discord.server import Server
from tests.chat.discord.stage import on_discord
from tests.chat.slack.conftest import HURRY, people
from tests.chat.slack.player import SlackPlayer
from tests.chat.slack.stage import on_slack
from tests.chat.slack.workspace import Workspace
from tests.conversations.at_the_terminal import AtTheTerminal, Drawn
from tests.conversations.house import opened
from tests.conversations.players import Player, played
from tests.conversations.stage import on_stage
from tests.conversations.tables import TABLES

PLATFORMS = ("terminal", "slack", "discord")


@asynccontextmanager
async def a_player(platform: str, file: Path) -> AsyncIterator[Player]:
    match platform:
        case "terminal":
            async with on_stage(file, platform=Drawn()) as stage:
                yield AtTheTerminal(opened(stage))
        case "slack":
            async with people(Workspace(1 / HURRY)).open() as workspace, on_slack(workspace, file) as on:
                yield SlackPlayer(on)
            assert workspace.violations == []
        case _:
            async with Server().open() as server, on_discord(server, file) as there:
                yield DiscordPlayer(there)
            assert server.violations == []


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("table", TABLES)
async def test_a_conversation_goes_the_same_way_everywhere(platform: str, table: str, tmp_path: Path) -> None:
    async with a_player(platform, tmp_path / "viva.db") as player:
        await played(player, TABLES[table])
