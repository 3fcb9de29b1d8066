"""A terminal shows every message at 80 and 120 columns, and a person's words cannot steer it."""

from io import StringIO

import pytest
from rich.console import Console

from bot.chat.console.render import printable
from bot.chat.console.terminal import HIRING, PLATFORM, Terminal
from bot.core.screening.session import Place
from bot.flow.action_id import ActionId
from bot.flow.messages import Bullets, Button, Buttons, Facts, Heading, Interval, Intervals, Message, Paragraph, Quote

EVERYTHING = Message(
    notice="n",
    blocks=(
        Heading("A heading"),
        Paragraph("A paragraph of the bot's own words that is long enough to be wrapped on any usual terminal width."),
        Bullets(("first", "second")),
        Facts((("Band", "intermediate, fairly sure"),)),
        Quote("their words [bold]not markup[/bold] \x1b[31mred", "They wrote"),
        Intervals(
            (Interval("model-serving", -0.4, 0.3, 1.1, "4 answers"), Interval("overall", -9, 0, 9, "8 questions")),
            cuts=(-0.5, 0.5),
            bands=("fundamentals", "intermediate", "advanced"),
        ),
        Buttons(
            (Button(ActionId("done"), "Done", word="done"), Button(ActionId("decline"), "Another time", word="not now"))
        ),
    ),
)


async def shown(place: str, width: int) -> str:
    out = StringIO()
    terminal = Terminal(Console(file=out, width=width, highlight=False), "Kim")
    await terminal.post(Place(PLATFORM, place), EVERYTHING, "key")
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("place", ["you", HIRING])
async def test_every_block_is_shown_within_the_width(place: str, width: int) -> None:
    text = await shown(place, width)

    assert max(len(line) for line in text.splitlines()) <= width
    for words in ("A heading", "first", "intermediate, fairly sure", "●", "Another time"):
        assert words in text


@pytest.mark.parametrize("width", range(56, 121, 8))
async def test_the_bands_under_the_bar_stay_apart(width: int) -> None:
    scale = next(line for line in (await shown("you", width)).splitlines() if "adv" in line or "ad." in line)

    assert len(scale.split()) == 3


async def test_markup_and_control_codes_in_a_quote_are_plain_text() -> None:
    text = await shown("you", 120)

    assert "[bold]not markup[/bold]" in text.replace("\n", " ")
    assert "\x1b" not in text


def test_what_could_steer_a_terminal_is_made_visible() -> None:
    assert printable("a\x1b]0;title\x07b\u202ec\nd") == "a�]0;title�b�c\nd"


async def test_the_direct_conversation_is_on_the_left_and_the_channel_on_the_right() -> None:
    out = StringIO()
    terminal = Terminal(Console(file=out, width=120), "Kim")

    await terminal.post(Place(PLATFORM, "you"), Message("n", (Paragraph("to the candidate"),)), "1")
    await terminal.post(Place(PLATFORM, HIRING), Message("n", (Paragraph("to the channel"),)), "2")

    left, right = (line for line in out.getvalue().splitlines() if line.strip())
    assert left.index("to the candidate") == 0
    assert right.index("to the channel") > 60
