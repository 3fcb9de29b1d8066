"""The traps of the platform, each where somebody would fall in."""

import asyncio
import logging
from pathlib import Path

import aiohttp
import pytest

from bot.app import SystemClock
from bot.chat.slack.front import SlackFront, SlackSetup
from bot.flow.entrance.platform import Entrances
from bot.flow.jobs.concurrency import Errands
from bot.ops.http_server import serving
from tests.chat.slack.conftest import HIRING, KIM, SAM
from tests.chat.slack.deliveries import SECRET, signed
from tests.chat.slack.stage import SlackStage, on_slack
from tests.chat.slack.workspace import Workspace
from tests.waiting import HANG_S


async def begun(stage: SlackStage) -> None:
    """Bring Kim to the first question."""
    await stage.invite()
    await stage.plays(("candidate", "[Start]"), ("bot", "not count"), ("candidate", "skip"), ("bot", "Question 1 of"))


@pytest.mark.parametrize("http", [False, True])
async def test_what_could_not_be_stored_is_not_acknowledged_and_comes_again(
    workspace: Workspace, tmp_path: Path, http: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_slack(workspace, tmp_path / "viva.db", http=http) as stage:
        await begun(stage)
        real, failures = stage.screenings.handle, iter([True, False])

        async def failing(*args: object, **more: object) -> object:
            if next(failures, False):
                raise OSError("the disk is full")
            return await real(*args, **more)  # type: ignore[arg-type] # whatever it takes

        workspace.sockets.acks_s = (0.3, HANG_S)
        monkeypatch.setattr(stage.screenings, "handle", failing)
        delivery = await workspace.says(KIM, "It is faster.")

        assert (delivery.attempts, delivery.acknowledged) == (2, True)
        assert (await stage.session()).administrations[0].response == "It is faster."


async def test_what_fails_after_the_acknowledgement_does_not_take_it_back(
    workspace: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with on_slack(workspace, tmp_path / "viva.db") as stage:
        await begun(stage)
        workspace.scopes.discard("chat:write")
        pressed = await workspace.commands(SAM, "help", HIRING)
        assert pressed.acknowledged

    errands = Errands()

    async def breaks() -> None:
        raise ValueError("Kim said something")

    errands.later(breaks())
    await errands.done()
    assert "Kim" not in caplog.text


async def test_a_replayed_event_counts_once_and_a_first_delivery_always(workspace: Workspace, tmp_path: Path) -> None:
    async with on_slack(workspace, tmp_path / "viva.db") as stage:
        await begun(stage)
        workspace.bring.replays = 3
        await workspace.says(KIM, "It is faster.")
        await stage.quiet()
        assert (await stage.session()).administrations[0].response == "It is faster."
        [said] = [m for m in workspace.state.direct(KIM).messages.values() if m["text"] == "It is faster."]
        await workspace.until(lambda: said.get("reactions"))
        assert [reaction["name"] for reaction in said["reactions"]] == ["white_check_mark"]


@pytest.mark.parametrize("http", [False, True])
async def test_what_the_bot_has_no_use_for_is_acknowledged(workspace: Workspace, tmp_path: Path, http: bool) -> None:
    async with on_slack(workspace, tmp_path / "viva.db", http=http):
        for event in ({"type": "team_join", "user": {"id": KIM}}, {"type": "message", "channel": HIRING, "user": SAM}):
            assert (await workspace.bring.event(event)).acknowledged
        for body in ({"type": "view_closed", "view": {"id": "V1"}}, {"type": "shortcut", "callback_id": "x"}):
            whole = {"team": {"id": "T0FAKE"}, "user": {"id": SAM}, **body}
            assert (await workspace.bring.deliver("interactive", whole)).acknowledged


async def test_sockets_are_swapped_when_slack_asks_and_replaced_when_they_break(
    workspace: Workspace, tmp_path: Path
) -> None:
    async with on_slack(workspace, tmp_path / "viva.db") as stage:
        await begun(stage)
        for number, end in enumerate((workspace.sockets.refresh, workspace.sockets.drop, workspace.sockets.drop)):
            await end()
            assert (await workspace.says(KIM, f"part {number}")).acknowledged
        assert (await stage.session()).administrations[0].response == "part 0\npart 1\npart 2"


async def test_an_unsigned_or_old_request_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    body = '{"type": "url_verification", "challenge": "c"}'
    async with on_slack(workspace, tmp_path / "viva.db", http=True), aiohttp.ClientSession() as session:
        assert workspace.bring.app_url is not None

        async def status(headers: dict[str, str]) -> int:
            whole = {"Content-Type": "application/json", **headers}
            async with session.post(str(workspace.bring.app_url), data=body, headers=whole) as answer:
                return answer.status

        assert await status(signed(body, SECRET)) == 200
        assert await status({}) == 401
        assert await status(signed(body, "another")) == 401
        assert await status(signed(body, SECRET, at=1_000_000_000)) == 401


async def test_an_edit_counts_until_done_and_a_preview_is_no_edit(workspace: Workspace, tmp_path: Path) -> None:
    async with on_slack(workspace, tmp_path / "viva.db") as stage:
        await begun(stage)
        await workspace.says(KIM, "It is slow.")
        ts = list(workspace.state.direct(KIM).messages)[-1]
        await stage.quiet()
        ts = next(t for t, m in workspace.state.direct(KIM).messages.items() if m["text"] == "It is slow.")
        await workspace.edits(KIM, ts, "It is faster &amp; more.")
        await workspace.edits(KIM, ts, "It is faster &amp; more.")
        await stage.quiet()
        assert (await stage.session()).administrations[0].response == "It is faster & more."


async def test_logs_hold_no_name_and_no_answer(
    workspace: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with on_slack(workspace, tmp_path / "viva.db") as stage:
        await begun(stage)
        await workspace.says(KIM, "A very private sentence.")
        await stage.quiet()
    ours = [r.getMessage() for r in caplog.records if r.name.startswith(("bot", "slack"))]
    assert not any("private" in line or "Kim" in line for line in ours)


async def test_a_window_that_slack_does_not_answer_for_is_answered_by_a_line(
    workspace: Workspace, tmp_path: Path
) -> None:
    async with on_slack(workspace, tmp_path / "viva.db") as stage:
        await begun(stage)
        await stage.answers_all()
        card = await stage.told(HIRING, "[Details]")
        workspace.troubles.way = iter(["", "", "broken"] + [""] * 99).__next__
        await workspace.presses(SAM, HIRING, card["ts"], "advance")
        await workspace.until(lambda: any("press the button again" in str(w) for w in workspace.state.whispers))


async def test_what_is_wrong_in_a_window_is_said_at_its_field_and_the_window_stays(
    workspace: Workspace, tmp_path: Path
) -> None:
    async with on_slack(workspace, tmp_path / "viva.db") as stage:
        await begun(stage)
        await stage.answers_all()
        card = await stage.told(HIRING, "[Details]")
        await workspace.presses(SAM, HIRING, card["ts"], "advance")
        await workspace.until(lambda: workspace.state.views.get(SAM))

        wrong = await workspace.fills(SAM, {"reason": "\u0007 "})
        assert wrong.payload == {"response_action": "errors", "errors": {"reason": "Please fill this in."}}
        assert not (await stage.session()).decisions
        await workspace.fills(SAM, {"reason": "Clear."})
        assert [d.reason for d in (await stage.session()).decisions] == ["Clear."]


async def test_a_page_of_the_details_takes_the_place_of_the_one_before(workspace: Workspace, tmp_path: Path) -> None:
    async with on_slack(workspace, tmp_path / "viva.db") as stage:
        await begun(stage)
        await stage.answers_all()
        card = await stage.told(HIRING, "[Details]")
        await workspace.presses(SAM, HIRING, card["ts"], "details")
        [window] = await workspace.until(lambda: workspace.state.views.get(SAM))
        question = next(e for b in window["blocks"] if b["type"] == "actions" for e in b["elements"])
        await workspace.presses_in_view(SAM, window, question["action_id"])

        await workspace.until(lambda: "Question 1 of" in str(workspace.state.views[SAM][0]["title"]))
        assert len(workspace.state.views[SAM]) == 1


async def test_what_candidates_can_ask_for_by_a_command_comes_in_direct_messages(
    workspace: Workspace, tmp_path: Path
) -> None:
    async with on_slack(workspace, tmp_path / "viva.db") as stage:
        await begun(stage)
        answered = await workspace.commands(KIM, "my data", HIRING)
        assert answered.payload is not None
        assert "direct messages" in answered.payload["text"]
        await stage.told(KIM, "What is kept about you")
        await workspace.commands(KIM, "human", HIRING)
        await stage.told(HIRING, "asks to speak to a person")


async def test_told_to_stop_it_does_not_wait_for_slack_to_come_back() -> None:
    asked = asyncio.Event()

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        writer.close()

    slack = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = slack.sockets[0].getsockname()[1]
    away = SlackSetup("xoxb-1", app_token="xapp-1", url=f"http://127.0.0.1:{port}/api")
    front, stop = SlackFront(away, SystemClock().now, serving), asyncio.Event()
    running = asyncio.create_task(front.run(Entrances(None, None, None), stop))  # type: ignore[arg-type] # never opened
    await asyncio.wait_for(asked.wait(), HANG_S)

    stop.set()
    await asyncio.wait_for(running, HANG_S)
    await front.close()
    slack.close()
