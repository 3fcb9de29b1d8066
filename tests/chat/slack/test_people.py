"""Who acts on Slack: only people of our own workspace are in our groups and channels, whatever they share with us."""

import asyncio
from typing import Any

import pytest

from bot.chat.slack.inbound.people import People
from bot.chat.slack.outbound.api import Api
from bot.flow.ports import ChatError
from tests.chat.slack.conftest import HIRING, SAM
from tests.chat.slack.state import TEAM
from tests.chat.slack.workspace import Workspace

GUEST = "U0GUEST"


def joins(workspace: Workspace, **flags: Any) -> None:
    """Let somebody into the hiring channel and group."""
    workspace.state.add_user(GUEST, "Guest", **flags)
    workspace.state.channels[HIRING].members.add(GUEST)
    workspace.state.groups["S0HIRE"] = {GUEST, SAM}


async def test_a_colleague_is_in_the_groups_and_channels_that_slack_names(workspace: Workspace, api: Api) -> None:
    joins(workspace)
    visitor = await asks_of(api).visitor(GUEST)

    assert (visitor.channels, visitor.groups) == (frozenset({HIRING}), frozenset({"S0HIRE"}))


@pytest.mark.parametrize(
    "flags",
    [{"team_id": "T0OTHER"}, {"is_stranger": True}, {"deleted": True}, {"is_bot": True}],
    ids=["of another workspace", "a stranger", "deactivated", "a bot"],
)
async def test_whoever_is_no_colleague_is_in_none_of_them(
    workspace: Workspace, api: Api, flags: dict[str, Any]
) -> None:
    joins(workspace, **flags)
    visitor = await asks_of(api).visitor(GUEST)

    assert (visitor.channels, visitor.groups) == (frozenset(), frozenset())


@pytest.mark.parametrize("flags", [{"is_stranger": True}, {"deleted": True}, {"is_bot": True}])
async def test_whoever_cannot_be_talked_to_is_not_invited(
    workspace: Workspace, api: Api, flags: dict[str, Any]
) -> None:
    joins(workspace, **flags)

    with pytest.raises(ChatError):
        await asks_of(api).candidate(GUEST)


def asks_of(api: Api) -> People:
    return People(api, TEAM, asyncio.get_running_loop().time, [HIRING], ["S0HIRE"])
