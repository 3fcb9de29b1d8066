"""What Slack sends by HTTP beside deliveries, and deliveries with fields that are new, or missing."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from tests.chat.slack.conftest import HIRING, KIM, SAM
from tests.chat.slack.deliveries import SECRET, signed
from tests.chat.slack.stage import SlackStage, on_slack
from tests.chat.slack.state import Json, now
from tests.chat.slack.workspace import Workspace

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


async def posted(
    workspace: Workspace,
    body: str,
    kind: str,
    *,
    sign: bool = True,
    more: Mapping[str, str] | None = None,
    late_s: int = 0,
) -> tuple[int, str]:
    """Post a body as Slack does, signed so many seconds ago; return the status and the text of the answer."""
    headers = {"Content-Type": kind, **(signed(body, SECRET, now() - late_s) if sign else {}), **(more or {})}
    address = str(workspace.bring.app_url)
    async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
        return answer.status, await answer.text()


async def begun(stage: SlackStage) -> None:
    await stage.invite()
    await stage.plays(("candidate", "[Start]"), ("bot", "not count"), ("candidate", "skip"), ("bot", "Question 1 of"))


async def test_checks_and_deliveries_of_odd_shapes_are_taken(workspace: Workspace, tmp_path: Path) -> None:
    async with on_slack(workspace, tmp_path / "viva.db", http=True) as stage:
        assert (await posted(workspace, urlencode({"ssl_check": "1", "token": "t"}), FORM))[0] == 200
        asked = json.dumps({"type": "url_verification", "challenge": "c4", "token": "t"})
        status, text = await posted(workspace, asked, JSON)
        assert (status, "c4" in text) == (200, True)
        limited = json.dumps({"type": "app_rate_limited", "team_id": "T0FAKE", "minute_rate_limited": 1, "token": "t"})
        assert (await posted(workspace, limited, JSON))[0] == 200

        await begun(stage)
        direct = workspace.state.direct(KIM).id
        bare: Json = {
            "type": "message",
            "user": KIM,
            "text": "It is faster.",
            "ts": workspace.state.stamp(),
            "channel": direct,
        }
        wrapper = json.dumps(
            {"type": "event_callback", "event": {**bare, "brand_new": {"a": [None]}}, "event_id": "Ev1"}
        )
        repeat = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
        for late_s, more in ((30, None), (20, repeat), (0, repeat)):  # each try is signed with its time
            assert (await posted(workspace, wrapper, JSON, more=more, late_s=late_s))[0] == 200
        await stage.quiet()
        assert (await stage.session()).administrations[0].response == "It is faster."

        command = {"command": "/viva", "text": "help", "user_id": SAM, "channel_id": HIRING, "trigger_id": "1.2"}
        status, text = await posted(workspace, urlencode(command), FORM)
        assert (status, "What I can do" in text) == (200, True)
        pressed = {
            "type": "block_actions", "user": {"id": KIM}, "trigger_id": "1.3", "container": {"channel_id": direct},
            "actions": [{"action_id": "done#0", "value": "s1:1", "action_ts": "1.4", "type": "button"}],
        }  # fmt: skip
        status, _ = await posted(workspace, urlencode({"payload": json.dumps(pressed)}), FORM)
        assert status == 200
        await stage.told(KIM, "Question 2 of")
