"""Whoever has no right tries everything that there is: nothing leaks, nothing changes, each try is noted.

What there is comes from the table of actions and, for commands, from the source. What is added shows here.
"""

import ast
import inspect
import textwrap
from itertools import product

import pytest

from bot.core.audit import Act as Noted
from bot.core.screening.session import Person
from bot.flow.action_id import ActionId, UnreadableId
from bot.flow.actions.action import Side
from bot.flow.actions.table import ACTIONS
from bot.flow.entrance.screeners import ScreenerEntrance
from bot.flow.entrance.typed_commands import WORDS
from bot.flow.messages import Message
from bot.flow.permissions import Visitor
from tests.conversations.house import HERE, KIM_INSIDE, STRANGER, House
from tests.conversations.stage import text_of

ELSEWHERE = Visitor(Person("console", "pat", "Pat"), channels=frozenset({"lunch"}))
ABOUTS = [("s1", None, ""), ("s1", 1, ""), ("s1", 1, "m1"), ("s1", None, "0"), ("s2", 1, ""), ("no-such-one", 0, "")]
TRIES = [ActionId(kind, *about) for kind, about in product(ACTIONS, ABOUTS)]
REFUSED = "no such screening"
VALUES = {"reason": "x", "answer": "y", "words": "z", "reply": "r", "question": "1", "level": "0", "criterion": "speed"}


def verbs() -> frozenset[str]:
    """Return the words that the desk knows after /viva."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(ScreenerEntrance.command)))
    cases = [case for node in ast.walk(tree) if isinstance(node, ast.Match) for case in node.cases]
    return frozenset(str(n.value) for case in cases for n in ast.walk(case.pattern) if isinstance(n, ast.Constant))


def test_every_command_is_tried() -> None:
    assert verbs() == {"invite", "cancel", "resend", "status", "list"}


@pytest.mark.parametrize("who", [STRANGER, KIM_INSIDE, ELSEWHERE], ids=["stranger", "candidate", "without rights"])
async def test_at_the_desk_nothing_is_shown_or_changed_and_each_try_is_noted(house: House, who: Visitor) -> None:
    await house.finished()
    before, tries = await house.stage.session(), 0
    for id_ in [*TRIES, *UnreadableId]:
        is_list = isinstance(id_, ActionId) and ACTIONS[id_.kind].side is Side.SCREENER and id_.kind == "show"
        pressed = await house.desk.pressed(who, id_, house.delivery())
        filled = await house.desk.filled(who, id_, VALUES, house.delivery())
        for reply in (pressed, filled):
            assert isinstance(reply, Message)
            assert REFUSED in text_of(reply) or (is_list and reply is pressed), id_
            assert "Kim" not in text_of(reply)
            tries += REFUSED in text_of(reply)
    for verb in sorted(verbs() - {"invite"}):
        for rest in ("", " all", " s1"):
            assert "Kim" not in text_of(await house.desk.command(who, verb + rest, HERE, house.delivery()))

    assert await house.stage.session() == before
    assert (await house.noted()).count((who.person.id, Noted.REFUSED)) == tries


@pytest.mark.parametrize("who", [STRANGER, ELSEWHERE], ids=["stranger", "without rights"])
async def test_at_the_reception_other_peoples_screenings_do_not_exist_and_each_try_is_noted(
    house: House, who: Visitor
) -> None:
    await house.said("start")
    before, seen = await house.stage.session(), len(house.stage.platform.to("kim"))
    for id_ in TRIES:
        assert await house.reception.pressed(who.person, id_, house.delivery()) is None
        assert await house.reception.filled(who.person, id_, VALUES, house.delivery()) is None
    for word in WORDS:
        await house.said(word, who.person)

    assert (await house.stage.session()) == before
    assert len(house.stage.platform.to("kim")) == seen
    assert not any("Kim" in text for text in house.stage.platform.to(who.person.id))
    assert (await house.noted()).count((who.person.id, Noted.REFUSED)) == 2 * len(TRIES)


async def test_a_screeners_button_is_nothing_at_the_reception_even_about_ones_own_screening(house: House) -> None:
    await house.finished()
    before = await house.stage.session()
    for row in ACTIONS.values():
        if row.side is Side.SCREENER:
            assert await house.pressed(ActionId(row.kind, "s1", 1)) is None
    assert await house.stage.session() == before
