import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.app import SystemClock
from bot.chat.slack.outbound.api import Api, client
from bot.chat.slack.outbound.chat import SlackChat
from bot.chat.slack.outbound.rate_limits import Pace
from tests.chat.slack.state import BOT_USER
from tests.chat.slack.workspace import Workspace

KIM, SAM, EVE = "U0KIM", "U0SAM", "U0EVE"
"""A candidate, a screener in the hiring channel, and somebody outside it."""
HIRING = "C0HIRING"
HURRY = 20
"""How much faster time goes here than at Slack."""


def people(workspace: Workspace) -> Workspace:
    """Let the people of the tests join a workspace."""
    for id_, name in ((KIM, "Kim"), (SAM, "Sam"), (EVE, "Eve")):
        workspace.state.add_user(id_, name)
    workspace.state.add_channel(HIRING, SAM, BOT_USER)
    return workspace


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """A workspace whose violations fail the test."""
    async with people(Workspace(1 / HURRY)).open() as workspace:
        yield workspace
    assert workspace.violations == []


def hurried() -> Pace:
    """Return a pace by a clock that runs faster, as the workspace's does."""
    loop = asyncio.get_running_loop()
    return Pace(lambda: loop.time() * HURRY, lambda seconds: asyncio.sleep(seconds / HURRY))


@pytest.fixture
async def api(workspace: Workspace) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(client(workspace.bot_token, f"{workspace.root}/api", session), hurried())


@pytest.fixture
def chat(api: Api) -> SlackChat:
    return SlackChat(api, SystemClock().now)
