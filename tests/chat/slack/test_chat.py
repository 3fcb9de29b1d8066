"""The Chat port on Slack: once, in order, at the pace of a conversation, and honest about what failed."""

import json
from datetime import timedelta

import pytest

from bot.app import SystemClock
from bot.chat.slack.outbound.chat import SlackChat
from bot.core.screening.session import Place
from bot.flow.action_id import ActionId
from bot.flow.messages import (
    Attachment,
    Bullets,
    Button,
    Buttons,
    Facts,
    Heading,
    Message,
    Paragraph,
    Picture,
    Quote,
    short,
)
from bot.flow.ports import ChatError, Outcome
from tests.chat.slack.conftest import HIRING, HURRY, KIM
from tests.chat.slack.state import Json
from tests.chat.slack.workspace import Workspace

HOSTILE = "<!channel> <@U0SAM> <https://evil|click> *bold* `code` a\x00b &amp; _x_"
CARD = Place("slack", HIRING)
DIRECT = Place("slack", KIM)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def posted(workspace: Workspace, channel: str = HIRING) -> list[Json]:
    return list(workspace.state.channels[channel].messages.values())


def everything(message: Json) -> str:
    """Return all the text of a message's blocks."""

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [value["text"]] if isinstance(value.get("text"), str) else []
            return own + [t for inner in value.values() for t in texts(inner)]
        return [t for inner in value for t in texts(inner)] if isinstance(value, list) else []

    return "".join(texts(message.get("blocks", [])))


async def test_a_message_is_drawn_with_every_part(chat: SlackChat, workspace: Workspace) -> None:
    message = Message(
        "A card",
        (
            Heading("Title"),
            Paragraph("Words\n```\ncode\n```\nmore"),
            Paragraph("small", quiet=True),
            Bullets(("one", "two")),
            Facts((("Band", "advanced"),)),
            Quote(HOSTILE, "They said"),
            Buttons((Button(ActionId("done", "s1", 3), "Done"), Button(ActionId("done", "s1", 4), "Done too"))),
        ),
    )
    ref = await chat.post(CARD, message, "k1")

    [card] = posted(workspace)
    assert ref == f"{HIRING}/{card['ts']}"
    assert HOSTILE.replace("\x00", "") in everything(card)
    assert [e["action_id"] for e in card["blocks"][-1]["elements"]] == ["done:s1:3#0", "done:s1:4#1"]


async def test_a_hostile_notice_cannot_mention_or_link(chat: SlackChat, workspace: Workspace) -> None:
    await chat.post(CARD, short(HOSTILE), "k1")
    assert posted(workspace)[0]["text"].startswith("&lt;!channel&gt; &lt;@U0SAM&gt; &lt;https://evil|click&gt;")


@pytest.mark.parametrize("text", ["word " * 3000, "x" * 15_000, "שלום " * 3000, "🚀" * 5000])
async def test_long_words_are_split_and_never_cut(text: str, chat: SlackChat, workspace: Workspace) -> None:
    await chat.post(CARD, Message("Long", (Quote(text), Buttons((Button(ActionId("done"), "Done"),)))), "k1")

    sent = posted(workspace)
    assert len(sent) > 1
    assert {m.get("thread_ts") for m in sent[1:]} == {sent[0]["ts"]}
    assert "".join(everything(m) for m in sent) == text + "Done"


async def test_two_messages_of_one_conversation_keep_a_second_apart(chat: SlackChat, workspace: Workspace) -> None:
    for n in range(2):
        await chat.post(DIRECT, short(f"{n}"), f"k{n}")
    first, second = posted(workspace, workspace.state.direct(KIM).id)
    assert float(second["ts"]) - float(first["ts"]) >= 1.0 / HURRY


async def test_an_answer_that_was_lost_after_the_write_is_not_posted_again(
    chat: SlackChat, workspace: Workspace
) -> None:
    workspace.troubles.lost_every, workspace.troubles.spare = 1, ("conversations.history", "conversations.replies")
    await chat.post(CARD, short("once"), "k1")
    assert len(posted(workspace)) == 1


async def test_a_doubtful_try_of_a_dead_process_is_looked_for(chat: SlackChat, workspace: Workspace) -> None:
    began = SystemClock().now()
    first = await chat.post(CARD, short("once"), "k1")
    again = await chat.post(CARD, short("once"), "k1", began)
    other = await chat.post(CARD, short("twice"), "k2", began - timedelta(minutes=1))

    assert first == again != other
    assert len(posted(workspace)) == 2


async def test_where_nobody_can_look_a_person_has_to(chat: SlackChat, workspace: Workspace) -> None:
    workspace.scopes -= {"channels:history"}
    with pytest.raises(ChatError) as refused:
        await chat.post(CARD, short("once"), "k1", SystemClock().now())
    assert refused.value.permanent
    assert refused.value.outcome is Outcome.NO_RIGHTS
    assert posted(workspace) == []


async def test_a_busy_and_a_broken_slack_are_waited_for(chat: SlackChat, workspace: Workspace) -> None:
    workspace.troubles.busy_every, workspace.troubles.broken_every = 3, 2
    ref = await chat.post(DIRECT, short("patience"), "k1")
    assert len(posted(workspace, ref.partition("/")[0])) == 1


async def test_files_and_pictures_are_handed_over_once(chat: SlackChat, workspace: Workspace) -> None:
    message = Message(
        "Yours", (Paragraph("Here"), Picture(PNG, "The path, rising"), Attachment("copy.md", f"# Copy\n{HOSTILE}"))
    )
    began = SystemClock().now()
    await chat.post(DIRECT, message, "k1")
    await chat.post(DIRECT, message, "k1", began)

    words_, file = posted(workspace, workspace.state.direct(KIM).id)
    assert [b["type"] for b in words_["blocks"]] == ["rich_text", "image"]
    content = workspace.state.files[file["files"][0]["id"]]["content"]
    assert content.decode() == f"# Copy\n{HOSTILE}"


async def test_an_edit_changes_the_one_message(chat: SlackChat, workspace: Workspace) -> None:
    ref = await chat.post(CARD, short("before"), "k1")
    await chat.edit(CARD, ref, short("after"))
    [card] = posted(workspace)
    assert everything(card) == "after"


async def test_reading_is_shown_and_taken_away_and_never_fails(chat: SlackChat, workspace: Workspace) -> None:
    await chat.reading(DIRECT, "is reading …")
    channel = workspace.state.direct(KIM)
    ts = workspace.state.stamp()
    channel.messages[ts] = {"ts": ts, "user": KIM, "text": "hi"}
    chat.heard(KIM, channel.id, ts)
    await chat.reading(DIRECT, "is reading …")
    await chat.reading(DIRECT, "")
    workspace.scopes -= {"chat:write"}
    await chat.reading(DIRECT, "is reading …")
    assert [bool(s["status"]) for s in workspace.state.statuses] == [True, False]


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({"deleted": True}, Outcome.UNREACHABLE),
        ({"is_bot": True}, Outcome.UNREACHABLE),
        ({"is_stranger": True}, Outcome.UNREACHABLE),
        (None, Outcome.UNKNOWN_PERSON),
    ],
)
async def test_people_who_cannot_be_reached_are_an_outcome(
    more: Json | None, outcome: Outcome, chat: SlackChat, workspace: Workspace
) -> None:
    if more is not None:
        workspace.state.add_user("U0X", "X", **more)
    with pytest.raises(ChatError) as refused:
        await chat.post(Place("slack", "U0X"), short("hello"), "k1")
    assert (refused.value.permanent, refused.value.outcome) == (True, outcome)


async def test_a_left_channel_missing_scopes_and_a_revoked_token_are_outcomes(
    chat: SlackChat, workspace: Workspace
) -> None:
    async def outcome() -> Outcome | None:
        with pytest.raises(ChatError) as refused:
            await chat.post(CARD, short("hello"), "k1")
        assert refused.value.permanent
        return refused.value.outcome

    workspace.state.channels[HIRING].members.clear()
    assert await outcome() is Outcome.NO_CHANNEL
    workspace.scopes.clear()
    assert await outcome() is Outcome.NO_RIGHTS
    workspace.bot_token = "xoxb-other"
    assert await outcome() is Outcome.REVOKED


async def test_no_blocks_of_a_message_hold_markup(chat: SlackChat, workspace: Workspace) -> None:
    await chat.post(CARD, Message("n", (Heading(HOSTILE), Paragraph(HOSTILE), Facts(((HOSTILE, HOSTILE),)))), "k1")
    assert "mrkdwn" not in json.dumps(posted(workspace))
