"""What the doctor says about Slack."""

import pytest

from bot.chat.slack.doctor import check_slack
from bot.chat.slack.front import SlackSetup
from bot.core.errors import ScreeningError
from tests.chat.slack.conftest import HIRING
from tests.chat.slack.workspace import Workspace


def setup(workspace: Workspace, **more: str) -> SlackSetup:
    given = {"bot_token": workspace.bot_token, "app_token": workspace.app_token, **more}
    return SlackSetup(**given, url=f"{workspace.root}/api")  # type: ignore[arg-type] # by name


async def said(setup: SlackSetup, channel: str | None = HIRING) -> str:
    try:
        return "; ".join([line async for line in check_slack(setup, channel)])
    except ScreeningError as fault:
        return f"to mend: {fault}"


async def test_all_is_well(workspace: Workspace) -> None:
    told = await said(setup(workspace))
    assert "to mend" not in told
    assert f"the bot is in the hiring channel {HIRING}" in told


async def test_a_wrong_token_a_missing_scope_and_a_left_channel_are_named(workspace: Workspace) -> None:
    assert "SLACK_BOT_TOKEN" in await said(setup(workspace, bot_token="xoxb-wrong"))
    assert "SLACK_APP_TOKEN" in await said(setup(workspace, app_token="xapp-wrong"))
    assert "VIVA_HIRING_CHANNEL" in await said(setup(workspace), None)
    workspace.state.channels[HIRING].members.clear()
    assert "/invite @Viva" in await said(setup(workspace))
    workspace.scopes.discard("im:history")
    assert "im:history (to read what candidates answer)" in await said(setup(workspace))


def test_a_set_up_that_cannot_hear_is_refused() -> None:
    with pytest.raises(ScreeningError, match="SLACK_APP_TOKEN"):
        SlackSetup(bot_token="xoxb-x")
