"""Whoever has no right tries everything that there is: nothing leaks, nothing changes, each try is noted.

What there is comes from the source: every button and form that the bot makes and every command that it knows. What
is added without a right shows here.
"""

import ast
import inspect
import textwrap
from itertools import product
from pathlib import Path

import pytest

import bot
from bot.core.audit import Act as Noted
from bot.core.screening.session import Person
from bot.flow.entrance.permissions import Act, Visitor
from bot.flow.entrance.screeners import FORMS, PRESSES, Desk
from bot.flow.entrance.typed_commands import WORDS
from bot.flow.messages import Message
from tests.conversations.house import HERE, KIM_INSIDE, STRANGER, House
from tests.conversations.stage import text_of

ELSEWHERE = Visitor(Person("console", "pat", "Pat"), channels=frozenset({"lunch"}))
ABOUTS = ["s1", "s1:1", "s1:1:m1", "s1:advance:0", "s2", "no-such-screening", ""]
REFUSED = "no such screening"


def made(what: str) -> frozenset[str]:
    """Return the first words of all `what`s (Button, Form) that the bot makes anywhere: "decide" of "decide:s1"."""
    found = set()
    for file in Path(bot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == what
            if named and isinstance(node, ast.Call):
                first = node.args[0]
                word = first.values[0] if isinstance(first, ast.JoinedStr) else first
                assert isinstance(word, ast.Constant), f"{file}:{node.lineno}: write the name of a {what} out"
                found.add(str(word.value).partition(":")[0])
    return frozenset(found)


def verbs() -> frozenset[str]:
    """Return the words that the desk knows after /viva."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(Desk.command)))
    cases = [case for node in ast.walk(tree) if isinstance(node, ast.Match) for case in node.cases]
    return frozenset(str(n.value) for case in cases for n in ast.walk(case.pattern) if isinstance(n, ast.Constant))


ACTIONS = sorted(made("Button") | made("Form") | PRESSES.keys() | FORMS.keys() | WORDS.keys() | {"nonsense", ""})
VALUES = {"reason": "x", "answer": "y", "words": "z", "reply": "r", "question": "1", "level": "0", "criterion": "speed"}


def test_all_that_a_visitor_can_do_is_found_in_the_source() -> None:
    assert {"details", "override", "advance", "start", "done", "reread", "show"} <= made("Button")
    assert {"decide", "override", "remark", "answer", "edit", "adjust", "reread"} <= made("Form")
    assert verbs() == {"invite", "status", "list"}


def test_every_right_that_there_is_guards_something() -> None:
    assert {*PRESSES.values(), *FORMS.values(), Act.INVITE, Act.LIST} == set(Act)


@pytest.mark.parametrize("who", [STRANGER, KIM_INSIDE, ELSEWHERE], ids=["stranger", "candidate", "without rights"])
async def test_at_the_desk_nothing_is_shown_or_changed_and_each_try_is_noted(house: House, who: Visitor) -> None:
    await house.finished()
    before, tries = await house.stage.session(), 0
    for action, about in product(ACTIONS, ABOUTS):
        pressed = await house.acts(who, action, about)
        replies = [pressed]
        if action != "invite":  # an invitation is no try at a screening that there is
            replies.append(await house.desk.filled(who, f"{action}:{about}", VALUES, HERE, house.delivery()))
        for reply in replies:
            assert isinstance(reply, Message)
            assert REFUSED in text_of(reply) or (action == "show" and reply is pressed), (action, about)
            assert "Kim" not in text_of(reply)
        tries += len(replies) - (action == "show")
    for verb in sorted(verbs() - {"invite"}):
        for rest in ("", " all", " s1"):
            assert "Kim" not in text_of(await house.desk.command(who, verb + rest, HERE, house.delivery()))  # type: ignore[arg-type] # a reply is there

    assert await house.stage.session() == before
    assert (await house.noted()).count((who.person.id, Noted.REFUSED)) == tries


@pytest.mark.parametrize("who", [STRANGER, ELSEWHERE], ids=["stranger", "without rights"])
async def test_at_the_reception_other_peoples_screenings_do_not_exist_and_each_try_is_noted(
    house: House, who: Visitor
) -> None:
    await house.said("start")
    before, seen, tries = await house.stage.session(), len(house.stage.platform.to("kim")), 0
    for action, about in product(ACTIONS, [a for a in ABOUTS if a]):
        assert await house.reception.pressed(who.person, action, about, house.delivery()) is None
        await house.reception.filled(who.person, f"{action}:{about}", VALUES, house.delivery())
        tries += 2
    for word in WORDS:
        await house.said(word, who.person)

    assert (await house.stage.session()) == before
    assert len(house.stage.platform.to("kim")) == seen
    assert not any("Kim" in text for text in house.stage.platform.to(who.person.id))
    assert (await house.noted()).count((who.person.id, Noted.REFUSED)) == tries
