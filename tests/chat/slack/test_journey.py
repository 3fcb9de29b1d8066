"""From the invitation to the thanks and the one card, by socket and by HTTP, in fair weather and foul."""

from pathlib import Path

import pytest

from bot.core.screening.session import State
from tests.chat.slack.conftest import HIRING, KIM, SAM
from tests.chat.slack.stage import SlackStage, on_slack, shown
from tests.chat.slack.workspace import Workspace


def cards(stage: SlackStage) -> list[str]:
    return [shown(m) for m in stage.messages(HIRING) if "thread_ts" not in m]


@pytest.mark.parametrize("http", [False, True])
async def test_from_the_invitation_to_the_thanks_and_the_card(workspace: Workspace, tmp_path: Path, http: bool) -> None:
    async with on_slack(workspace, tmp_path / "viva.db", http=http) as stage:
        await stage.invite()
        await stage.plays(
            ("candidate", "[Start]"),
            ("bot", "this one does not count"),
            ("candidate", "[Skip]"),
            ("bot", "Question 1 of about 3"),
            ("candidate", "It is faster."),
            ("candidate", "I measured it."),
            ("candidate", "[Done]"),
            ("bot", "Question 2 of about 3"),
            ("candidate", "skip"),
            ("bot", "Question 3 of about 3"),
            ("candidate", "It is faster than the other."),
            ("candidate", "done"),
            ("bot", "That was the last question"),
            ("channel", "a person decides"),
        )
        session = await stage.session()

        assert session.state is State.CLOSED
        assert session.administrations[0].response == "It is faster.\nI measured it."
        assert len(cards(stage)) == 1
        assert all(d.acknowledged and d.attempts == 1 for d in workspace.bring.went)


@pytest.mark.slow
@pytest.mark.parametrize("http", [False, True])
async def test_the_same_in_foul_weather(workspace: Workspace, tmp_path: Path, http: bool) -> None:
    workspace.troubles.busy_every, workspace.troubles.broken_every, workspace.troubles.lost_every = 10, 11, 13
    workspace.bring.replays = 1
    async with on_slack(workspace, tmp_path / "viva.db", http=http) as stage:
        await stage.invite()
        await stage.presses("[Start]")
        await stage.told(KIM, "does not count")
        await stage.workspace.says(KIM, "skip")
        for n in range(3):
            await stage.told(KIM, f"Question {n + 1} of")
            await workspace.says(KIM, "It is faster.")
            if not http:
                await workspace.sockets.drop()
            await workspace.says(KIM, "done")
        await stage.told(KIM, "That was the last question")
        await stage.told(HIRING, "a person decides")
        await stage.quiet()
        session = await stage.session()

        assert [a.response for a in session.administrations] == ["It is faster."] * 3
        assert all(len(a.grades) == 1 for a in session.administrations)
        assert len(cards(stage)) == 1
        asked = [line for text in stage.texts(KIM) for line in text.splitlines() if line.startswith("Question ")]
        assert len([line for line in asked if " of about " in line]) == 3


async def test_the_bot_is_away_and_reads_what_was_written_meanwhile(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "viva.db"
    async with on_slack(workspace, file) as stage:
        await stage.invite()
        await stage.plays(("candidate", "[Start]"), ("bot", "not count"), ("candidate", "skip"), ("bot", "Question 1"))
        await workspace.says(KIM, "It is")
    channel = workspace.state.direct(KIM)
    for text in ("faster.", "&lt;really&gt;", "done"):
        ts = workspace.state.stamp()
        channel.messages[ts] = {"type": "message", "user": KIM, "text": text, "ts": ts}
    async with on_slack(workspace, file) as stage:
        await stage.told(KIM, "Question 2 of")
        session = await stage.session()

    assert session.administrations[0].response == "It is\nfaster.\n<really>"


async def test_what_slack_gave_up_to_bring_and_edits_meanwhile_are_read_from_the_history(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "viva.db"
    async with on_slack(workspace, file) as stage:
        await stage.invite()
        await stage.plays(("candidate", "[Start]"), ("bot", "not count"), ("candidate", "skip"), ("bot", "Question 1"))
        await workspace.says(KIM, "It is slower.")
        channel = workspace.state.direct(KIM)
        lost = workspace.state.stamp()
        await workspace.says(KIM, "This came later.")
    channel.messages[lost] = {"type": "message", "user": KIM, "text": "This never came.", "ts": lost}
    first = next(m for m in channel.messages.values() if m["text"] == "It is slower.")
    first |= {"text": "It is faster.", "edited": {"user": KIM, "ts": workspace.state.stamp()}}
    async with on_slack(workspace, file) as stage:
        await stage.told(KIM, "Changed.")
        await stage.quiet()
        session = await stage.session()

    assert session.administrations[0].response == "It is faster.\nThis came later.\nThis never came."
    assert sum("Changed." in text for text in stage.texts(KIM)) == 1


async def test_hostile_answers_reach_everybody_as_written_and_do_nothing(workspace: Workspace, tmp_path: Path) -> None:
    hostile = "&lt;!channel&gt; <@U0SAM> <https://evil|click> *bold* a\x00b " + "x" * 15_000
    async with on_slack(workspace, tmp_path / "viva.db") as stage:
        await stage.invite()
        await stage.plays(("candidate", "[Start]"), ("bot", "not count"), ("candidate", "skip"), ("bot", "Question 1"))
        await stage.answers_all(hostile)
        await stage.told(HIRING, "a person decides")
        session = await stage.session()

    kept = session.administrations[0].response
    assert kept.startswith("<!channel> <@U0SAM> click (https://evil) *bold* ab xxx")
    assert kept.count("x") == 15_000
    assert kept[:60] in "\n".join(stage.texts(KIM))


async def test_a_screener_invites_reads_and_is_refused_outside(workspace: Workspace, tmp_path: Path) -> None:
    async with on_slack(workspace, tmp_path / "viva.db") as stage:
        refused = await workspace.commands("U0EVE", f"invite <@{KIM}|kim>", HIRING)
        assert refused.payload is not None
        assert workspace.state.channels.keys() == {HIRING}
        invited = await workspace.commands(SAM, f"invite <@{KIM}|kim>", HIRING)
        assert invited.payload is not None
        assert invited.payload["response_type"] == "ephemeral"
        assert invited.payload["text"] != refused.payload["text"]
        await stage.told(KIM, "[Start]")
        await workspace.opens_home(SAM)
        await workspace.until(lambda: SAM in workspace.state.homes)
