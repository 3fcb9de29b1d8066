"""Every row of the table of actions, on every platform: drawn, pressed, permitted, filled in, done and noted.

A new row is walked here without a line more, as long as its button stands at a spot that there is.
"""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.core.audit import Act as Noted
from bot.flow.action_id import ActionId
from bot.flow.actions.action import Action, Side
from bot.flow.actions.table import ACTIONS, is_candidates, offered
from bot.flow.entrance.typed_commands import WORDS, understand
from bot.flow.forms import Field, FieldErrors, Form, Reply
from bot.flow.messages import Button, Message, Spot
from bot.flow.permissions import Permission, Rights, Visitor
from tests.contracts.platforms import PLATFORMS
from tests.conversations.house import SAM, House, buttons, opened
from tests.conversations.stage import invite, on_stage, text_of
from tests.core.screenings import KIM, PLAN

ANSWERING = ("start", "skip", "It is faster.")
BEFORE: dict[Spot, Sequence[str]] = {
    Spot.PRACTICE: ("start",),
    Spot.QUESTION: ANSWERING,
    Spot.REMINDER: ANSWERING,
    Spot.REMINDER_PAUSED: ("start", "pause"),
    Spot.THREAD: ANSWERING,
}
"""What Kim has said when a button of hers comes to stand there."""
AFTERWARDS = {spot for spot in Spot if spot.value.startswith("card")} | {Spot.COPY, Spot.COPY_ANSWERS}
ROWS = [pytest.param(row, id=row.kind) for row in ACTIONS.values()]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with on_stage(tmp_path / "viva.db") as stage:
        await invite(stage)
        yield opened(stage)


async def button_of(house: House, row: Action) -> Button:
    """Bring the screening to where a row's button stands, and return it as the bot offers it there."""
    if not row.spots:
        return row.button("s1") if row.needs_session else row.button(extra="all")
    spot = row.spots[0]
    for text in BEFORE.get(spot, ()):
        await house.said(text)
    if spot in AFTERWARDS:
        await house.finished()
    if spot is Spot.CARD_REREADS:
        await house.said("reread 1")
    session = await house.stage.session()
    position = session.current.position if session.current else None
    rows = offered(spot, session if row.needs_session else None, position)
    shown = [button for row_ in rows for button in row_.buttons if button.id.kind == row.kind]
    assert shown, f"{row.kind} does not stand at: {spot.value}"
    return shown[0]


def came_back(button: Button) -> ActionId:
    """Return what every platform makes of a press on the button as it draws it: the same."""
    assert {there.pressed(button) for there in PLATFORMS.values()} == {button.id}, button
    return button.id


def filled_in(form: Form) -> dict[str, str]:
    """Return what somebody fills in who leaves out what may be left out, and changes what stands there."""
    return {field.id: "" if field.optional else another(field) for field in form.fields}


def another(field: Field) -> str:
    return next((c.value for c in reversed(field.choices) if c.value != field.value), "It is faster.")


async def press(house: House, id_: ActionId, who: Visitor) -> Reply | None:
    if is_candidates(id_):
        return await house.pressed(id_, who.person)
    return await house.desk.pressed(who, id_, house.delivery())


async def send(house: House, id_: ActionId, values: dict[str, str], who: Visitor) -> Reply | None:
    if is_candidates(id_):
        return await house.reception.filled(who.person, id_, values, house.delivery())
    return await house.desk.filled(who, id_, values, house.delivery())


@pytest.mark.parametrize("row", ROWS)
async def test_a_button_is_drawn_pressed_permitted_done_and_noted_on_every_platform(row: Action, house: House) -> None:
    button = await button_of(house, row)
    who = Visitor(KIM) if row.side is Side.CANDIDATE else SAM
    before = await house.stage.session()

    reply = await press(house, came_back(button), who)
    if isinstance(reply, Message) and row.form is not None:  # which answer is it about?
        reply = await press(house, came_back(buttons(reply)[0]), who)
    if row.form is not None:
        assert isinstance(reply, Form)
        assert await house.stage.session() == before, "opening a form changes nothing"
        came = [there.filled(reply, filled_in(reply)) for there in PLATFORMS.values()]
        assert {str(id_) for id_, _ in came} == {str(reply.id)}
        reply = await send(house, reply.id, came[-1][1], who)
    await house.settled()

    assert not isinstance(reply, FieldErrors | Form)
    after = await house.stage.session()
    assert after != before or isinstance(reply, Message) or len(house.stage.platform.posts) > 1
    if row.noted is not None:
        assert (who.person.id, row.noted) in await house.noted()
    assert Noted.REFUSED not in [act for _, act in await house.noted()]


@pytest.mark.parametrize("row", [p for p in ROWS if ACTIONS[str(p.id)].side is Side.SCREENER])
async def test_what_screeners_do_needs_its_own_permission_and_no_other(row: Action, house: House) -> None:
    assert row.permission is not None
    button = await button_of(house, row)
    nobody, sam = frozenset({"person:nobody"}), frozenset({f"person:{SAM.person.id}"})
    only = {("", p): sam if p is row.permission else nobody for p in Permission}
    all_but = {("", p): nobody if p is row.permission else sam for p in Permission}

    holds, lacks = (house.with_bank(PLAN.bank, rights=Rights(rules)) for rules in (only, all_but))
    assert not _is_refused(await holds.pressed(SAM, button.id, "d1"))
    assert _is_refused(await lacks.pressed(SAM, button.id, "d2"))


@pytest.mark.parametrize("row", [p for p in ROWS if ACTIONS[str(p.id)].words])
def test_what_a_button_says_to_type_is_understood_as_its_press(row: Action) -> None:
    for word in row.words:
        meant = understand(word.format(position=1), "m1")
        assert meant == WORDS.get(word, meant)
        assert type(meant).__name__ != "Said"


def test_every_permission_guards_something() -> None:
    assert {row.permission for row in ACTIONS.values()} | {Permission.INVITE} == {None, *Permission}


def test_every_spot_has_a_button() -> None:
    assert {spot for row in ACTIONS.values() for spot in row.spots} == set(Spot) - {Spot.NEAR_MISS}


def _is_refused(reply: Reply) -> bool:
    words = text_of(reply) if isinstance(reply, Message) else ""
    return "no such screening" in words or "none that you may" in words
