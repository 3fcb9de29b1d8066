"""The service as it is really put together, over an SQLite file: what changes while it runs is asked for, not kept."""

import ast
import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import bot
from bot import app
from bot.__main__ import viva
from bot.core.bank.grader_curve import Calibration
from bot.core.calibration.grader import learn
from bot.core.screening import events as e
from bot.core.screening.session import Person, Place, Session
from bot.judge.prompt import recipe
from bot.settings import Settings
from tests.conversations.stage import Clock, Platform
from tests.judge.endpoint import full_marks, said, serving

SEED = "7"
"""Of every screening here, so that only what the service knows by then can make two of them differ."""


class Desk:
    """A running service, and people who are screened by it one after the other."""

    def __init__(self, service: app.Service, clock: Clock, database: Path) -> None:
        self.service = service
        self.database = database
        self._clock = clock

    async def invites(self, name: str) -> None:
        role = app.role_of(self.service.bank, "ai-infrastructure")
        who, where = Person("console", name, name), Place("console", "hiring")
        await self.service.screenings.invite(name, role, candidate=who, hiring=where, invited_by=who, seed=SEED)

    async def happens(self, name: str, event: e.Event, minutes: float = 1.0) -> Session:
        self._clock.forward(minutes=minutes)
        await self.service.screenings.handle(name, event)
        await self.service.dispatcher.drain()
        return await self.service.store.load(name)

    async def begins(self, name: str) -> Session:
        """Return a screening of somebody with its first question open."""
        await self.invites(name)
        await self.happens(name, e.Accepted())
        return await self.happens(name, e.Skipped())

    async def answers(self, session: Session) -> Session:
        """Return the screening after the open question was answered as its rubric would."""
        asked = session.current
        assert asked is not None
        await self.happens(session.id, e.Said(f"m{asked.position}", asked.rubric.model_answer), asked.item.minutes)
        return await self.happens(session.id, e.Finished())

    async def screens(self, name: str) -> Session:
        session = await self.begins(name)
        while not session.state.over:
            session = await self.answers(session)
        return session

    async def learns(self) -> None:
        """Learn from the screenings so far, as an operator does beside the running service."""
        command = ["calibrate", "--db", str(self.database)]
        done = await asyncio.to_thread(CliRunner().invoke, viva, command)
        assert done.exit_code == 0, done.output


@asynccontextmanager
async def a_desk(database: Path, settings: Settings, grader: str) -> AsyncIterator[Desk]:
    clock, chats = Clock(), {"console": Platform()}
    async with app.service(str(database), None, chats, grader, settings, clock=clock, pictures=False) as service:
        yield Desk(service, clock, database)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path / "viva.db", Settings(), app.KEYWORD) as desk:
        yield desk


def asked(session: Session) -> list[str]:
    return [a.item.id for a in session.administrations]


async def test_what_others_met_while_the_service_runs_is_spared_the_next_candidate(desk: Desk) -> None:
    first, second = await desk.screens("first"), await desk.screens("second")
    third = await desk.screens("third")

    met = Counter(asked(first) + asked(second))
    assert asked(first)[0] != asked(second)[0]
    assert asked(third)[0] not in met
    assert set(asked(third)).isdisjoint(item for item, times in met.items() if times > 1)


async def test_a_question_is_chosen_by_what_was_shown_before_its_candidate_began(desk: Desk) -> None:
    alone = await desk.screens("alone")
    kim, ada = await desk.begins("kim"), await desk.begins("ada")
    while not (kim.state.over and ada.state.over):
        kim = kim if kim.state.over else await desk.answers(kim)
        ada = ada if ada.state.over else await desk.answers(ada)

    # Ada began after Kim's first question: she met the same bank but for that one, whatever Kim met later.
    assert asked(alone)[0] not in {asked(kim)[0], asked(ada)[0]}
    async with desk.service.store.unit() as unit:
        assert kim.consented_at is not None
        assert ada.consented_at is not None
        before_kim, before_ada = await unit.shown(kim.consented_at), await unit.shown(ada.consented_at)
    assert before_kim == Counter(asked(alone))
    assert before_ada == Counter([*asked(alone), asked(kim)[0]])


async def test_what_was_learnt_while_the_service_runs_is_used_from_the_next_invitation_on(desk: Desk) -> None:
    await desk.screens("first")
    under_way = await desk.begins("second")
    await desk.learns()
    third = await desk.begins("third")

    async with desk.service.store.unit() as unit:
        learnt = await unit.fits()
    assert learnt is not None
    assert third.fits == learnt.of(desk.service.bank.stems)
    assert third.tables.version == learnt.tables.version
    assert (await desk.answers(under_way)).fits is None


async def test_a_grader_curve_learnt_while_the_service_runs_counts_from_the_next_answer_on(tmp_path: Path) -> None:
    marks = [k / 30 for k in range(31)]
    curve = learn([m / 2 for m in marks], marks, model="scripted", prompt=recipe(), today=date(2026, 11, 24))
    reply = ""

    async with serving(lambda _, __: said(reply)) as scripted:
        settings = Settings(viva_model="scripted", viva_model_unproven="allow", openai_base_url=scripted.url)
        async with a_desk(tmp_path / "viva.db", settings, app.LLM) as desk:
            session = await desk.begins("kim")
            for _ in range(2):
                assert session.current is not None
                reply = full_marks(session.current.rubric, session.current.rubric.model_answer)
                session = await desk.answers(session)
                desk.service.current.bank = replace(desk.service.bank, calibration=Calibration(curves=(curve,)))

    recipes = [dict(a.grades[0].recipe) for a in session.administrations[:2]]
    assert [made["recalibration"] for made in recipes] == ["none", curve.digest]


def test_only_the_entry_of_a_command_reads_the_settings() -> None:
    rooms = Path(next(iter(bot.__path__)))
    made = [
        str(file.relative_to(rooms))
        for file in sorted(rooms.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Settings"
    ]
    assert made == ["cli/options.py"]
