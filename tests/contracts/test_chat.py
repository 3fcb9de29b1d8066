"""The Chat port: the same promises by every platform, by the terminal, and by the fake that other tests trust."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.app import SystemClock
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
from bot.flow.wording.outcomes import because
from tests.contracts.chats import FAILING, KINDS, LONG_S, PNG, Peer, a_peer

HOSTILE = "<!channel> <@U0SAM> <@22> <@&13> @everyone <https://evil|click> [click](https://evil) *bold* `code` &amp;"
FILE = "# Copy\nIt is faster."
WHOLE = Message(
    "Yours", (Paragraph("Here it is"), Picture(PNG, "The path, rising"), Attachment("copy.md", FILE))
)  # fmt: skip


def long(words: int = 3000) -> Message:
    return Message("Long", (Quote(" ".join(f"w{n}." for n in range(words))),))


def numbered(text: str) -> list[int]:
    """Return the numbered words of a text in their order."""
    return [int(n) for n in re.findall(r"w(\d+)\.", text)]


@pytest.fixture(params=KINDS)
async def peer(request: pytest.FixtureRequest) -> AsyncIterator[Peer]:
    async with a_peer(request.param) as peer:
        yield peer


@pytest.fixture(params=FAILING)
async def failing(request: pytest.FixtureRequest) -> AsyncIterator[Peer]:
    async with a_peer(request.param) as peer:
        yield peer


def now() -> datetime:
    return SystemClock().now()


async def taken(peer: Peer, to: Place, message: Message, key: str) -> str:
    """Post as the dispatcher does: again minutes after a failure, unsure if some of it may be out."""
    unsure: datetime | None = None
    for _ in range(8):
        try:
            return await peer.chat.post(to, message, key, unsure)
        except ChatError as fault:
            if fault.permanent:
                raise
            if fault.maybe_out:
                unsure = now() - timedelta(seconds=LONG_S + 5)
            peer.later()
    raise AssertionError("it was never taken")


async def test_a_message_is_posted_once_for_its_key(peer: Peer) -> None:
    began = now()
    first = await peer.chat.post(peer.channel, short("Only once."), "k1")

    assert await peer.chat.post(peer.channel, short("Only once."), "k1", began) == first
    assert await peer.chat.post(peer.channel, short("Another."), "k2", began - timedelta(minutes=1)) != first
    text = peer.text(peer.channel)
    assert (text.count("Only once."), text.count("Another.")) == (1, 1)


async def test_long_words_are_split_and_never_cut_nor_said_twice(peer: Peer) -> None:
    began = now()
    for since in (None, began):
        await peer.chat.post(peer.direct, long(), "k1", since)

    assert numbered(peer.text(peer.direct)) == [*range(3000)]


async def test_an_edit_takes_the_place_of_the_message(peer: Peer) -> None:
    ref = await peer.chat.post(peer.channel, short("Before."), "k1")
    await peer.chat.edit(peer.channel, ref, short("After."))

    assert "Before." not in peer.text(peer.channel)
    assert peer.text(peer.channel).count("After.") == 1


async def test_an_edit_may_make_a_message_longer_or_shorter(peer: Peer) -> None:
    ref = await peer.chat.post(peer.channel, long(), "k1")
    await peer.chat.edit(peer.channel, ref, short("Short now."))
    assert numbered(peer.text(peer.channel)) == []
    ref = await peer.chat.post(peer.direct, short("Short still."), "k2")
    await peer.chat.edit(peer.direct, ref, long())
    assert numbered(peer.text(peer.direct)) == [*range(3000)]


async def test_what_somebody_deleted_stays_deleted_and_the_rest_is_edited(failing: Peer) -> None:
    ref = await failing.chat.post(failing.channel, long(), "k1")
    failing.deletes(failing.channel)
    await failing.chat.edit(failing.channel, ref, short("Erased."))

    assert numbered(failing.text(failing.channel)) == []


async def test_nothing_follows_a_message_that_somebody_deleted(failing: Peer) -> None:
    ref = await failing.chat.post(failing.channel, short("Short."), "k1")
    failing.deletes(failing.channel)
    await failing.chat.edit(failing.channel, ref, long())

    assert failing.text(failing.channel) == ""


async def test_hostile_words_are_shown_letter_for_letter_and_do_nothing(peer: Peer) -> None:
    button = Buttons((Button(ActionId("done", "s1", 1), "<!here> [x](https://e)"),))
    blocks = (Heading(HOSTILE), Paragraph(HOSTILE), Bullets((HOSTILE,)), Facts(((HOSTILE, HOSTILE),)),
              Quote(f"{HOSTILE}\x00\x1b[2J", HOSTILE), button)  # fmt: skip
    await peer.chat.post(peer.channel, Message(HOSTILE, blocks), "k1")

    assert peer.live(peer.channel) == []
    letters = re.sub(r"\s", "", peer.text(peer.channel))
    assert letters.count(re.sub(r"\s", "", HOSTILE)) >= 5


async def test_files_and_pictures_are_handed_over_once(peer: Peer) -> None:
    began = now()
    for since in (None, began):
        await peer.chat.post(peer.direct, WHOLE, "k1", since)

    assert sorted(peer.files(peer.direct)) == sorted([FILE.encode(), PNG])
    assert peer.text(peer.direct).count("Here it is") == 1


async def test_that_an_answer_is_read_is_shown_without_ever_failing(peer: Peer) -> None:
    for place in (peer.direct, peer.channel, peer.nobody):
        for words in ("", "is reading …", "is reading …", ""):
            await peer.chat.reading(place, words)


async def test_a_busy_platform_names_the_time_and_no_reason_to_give_up(failing: Peer) -> None:
    failing.fails(*["busy"] * 3)
    with pytest.raises(ChatError) as refused:
        await failing.chat.post(failing.channel, short("Patience."), "k1")

    fault = refused.value
    assert (fault.permanent, fault.retry_after_s, fault.outcome) == (False, LONG_S, Outcome.RATE)
    assert not fault.maybe_out
    assert failing.text(failing.channel) == ""


async def test_whoever_is_not_there_is_an_outcome_with_words(failing: Peer) -> None:
    for place, outcome in ((failing.nobody, Outcome.UNKNOWN_PERSON), (failing.closed, Outcome.NO_CHANNEL)):
        with pytest.raises(ChatError) as refused:
            await failing.chat.post(place, short("Hello."), f"k-{place.id}")
        assert (refused.value.permanent, refused.value.outcome) == (True, outcome)
        assert because(outcome)


@pytest.mark.parametrize("how", ["busy", "broken", "lost"])
async def test_whichever_call_fails_all_of_it_arrives_once_and_whole(failing: Peer, how: str) -> None:
    several = Message("All", (*long(1500).blocks, *WHOLE.blocks))
    for call in range(9):
        failing.fails(*[""] * call, how)
        await taken(failing, failing.channel, several, f"k{call}")

        failing.fails()
        text = failing.text(failing.channel)
        assert numbered(text) == [*range(1500)] * (call + 1), f"{how} at call {call}"
        assert text.count("Here it is") == call + 1
        files = failing.files(failing.channel)
        assert files.count(FILE.encode()) == call + 1
        # A picture that the platform does not take for minutes is left to its words.
        assert files.count(PNG) + text.count("The path, rising") == call + 1
