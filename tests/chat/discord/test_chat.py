"""The Chat port on Discord: once, in order, within every limit, and honest about what failed."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import SystemClock
from bot.chat.discord.front import DiscordFront
from bot.chat.discord.outbound.chat import DiscordChat, nonce_of
from bot.chat.discord.outbound.markdown import escape_markdown, pieces, quote_markdown
from bot.chat.discord.outbound.views import parts
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
from tests.chat.discord.rules import walk
from tests.chat.discord.server import Server
from tests.chat.discord.stage import KIM, setup_for, shown
from tests.chat.discord.wire import HIRING

CARD, DIRECT = Place("discord", HIRING), Place("discord", KIM)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@pytest.fixture
async def chat(server: Server) -> AsyncIterator[DiscordChat]:
    chat = DiscordFront(setup_for(server), SystemClock().now).chat
    yield chat
    await chat.close()


async def test_a_message_is_drawn_with_every_part_and_edited(chat: DiscordChat, server: Server) -> None:
    message = Message(
        "A card",
        (
            Heading("Title"),
            Paragraph("Words\n```\ncode\n```\nmore"),
            Paragraph("small", quiet=True),
            Bullets(("one", "two")),
            Facts((("Band", "advanced"),)),
            Quote("<@22> *b*", "They said"),
            Picture(PNG, "a picture"),
            Attachment("transcript.md", "# all"),
            Buttons((Button(ActionId("done", "s1", 3), "Done"), Button(ActionId("done", "s1", 3), "Done too"))),
        ),
    )
    ref = await chat.post(CARD, message, "k1")
    [card] = server.posted(HIRING)

    assert ref == f"{HIRING}/{card['id']}"
    assert [a["filename"] for a in card["attachments"]] == ["picture-6.png", "transcript.md"]
    assert [c["custom_id"] for c in walk(card["components"]) if c["type"] == 2] == ["done:s1:3", "done:s1:3#2"]
    await chat.edit(CARD, ref, short("Gone."))
    assert shown(card) == "Gone."


async def test_the_same_key_twice_is_one_message_within_minutes_and_after_hours(
    chat: DiscordChat, server: Server
) -> None:
    now = SystemClock().now()
    first = await chat.post(DIRECT, short("Hello."), "k1")
    assert await chat.post(DIRECT, short("Hello."), "k1", now) == first
    server._nonces.clear()
    assert await chat.post(DIRECT, short("Hello."), "k1", now - timedelta(minutes=3)) == first
    assert await chat.post(DIRECT, short("Hello."), "k2", now - timedelta(minutes=3)) != first
    assert len(server.posted(server.direct(KIM))) == 2


@pytest.mark.parametrize(
    ("place", "outcome"), [("99", Outcome.UNKNOWN_PERSON), ("21", Outcome.CLOSED_DMS)]
)  # fmt: skip
async def test_a_refusal_has_a_reason(server: Server, place: str, outcome: Outcome) -> None:
    server.troubles.shut.add(KIM)
    front = DiscordFront(setup_for(server), SystemClock().now)
    chat = DiscordChat(front._rest, SystemClock().now, {HIRING})
    with pytest.raises(ChatError) as refused:
        await chat.post(Place("discord", place), short("Hello."), "k")
    await chat.close()

    assert refused.value.permanent
    assert refused.value.outcome is outcome


async def test_a_channel_that_nobody_named_is_told_from_a_person(server: Server) -> None:
    chat = DiscordChat(DiscordFront(setup_for(server), SystemClock().now)._rest, SystemClock().now)
    await chat.post(CARD, short("Hello."), "k")
    await chat.close()

    assert len(server.posted(HIRING)) == 1


async def test_that_an_answer_is_read_never_fails(chat: DiscordChat) -> None:
    await chat.reading(Place("discord", "99"), "is reading …")
    await chat.reading(DIRECT, "is reading …")
    await chat.reading(DIRECT, "")


@given(st.text(alphabet="`*_~|<>[]()#@: \n.ae1-\\", max_size=300))
def test_what_was_written_is_shown_letter_for_letter(text: str) -> None:
    kept = [line.removeprefix("> ") for line in quote_markdown(text).split("\n")]
    plain = []
    for line in kept:
        out, escaping = "", False
        for character in line:
            if character == "\\" and not escaping:
                escaping = True
                continue
            out, escaping = out + character, False
        plain.append(out)
    assert "\n".join(plain).replace("\u200b", "") == text


@given(st.text(alphabet="`*ab \n.", max_size=3000), st.integers(20, 300))
def test_pieces_fit_and_lose_nothing(text: str, most: int) -> None:
    cut = [*pieces(text, most)]
    assert "".join(cut) == text
    assert all(len(quote_markdown(piece)) <= most for piece in cut)


def test_nobody_can_be_called_or_led_away() -> None:
    hostile = escape_markdown("@everyone @here <@&1> <#2> [a](https://b) https://c :x: <t:1:R> </viva:1>")
    for trap in ("@everyone", "@here", "<@", "<#", "](", "https://"):
        assert trap not in hostile
    assert hostile.count("<") == hostile.count("\\<")
    assert len(nonce_of("key")) == 24
    assert len(parts(Message("", (Quote("*" * 15_000),)), "k")) > 3
