"""One screening at the terminal, from invitation to summary, played by a person or by a script."""

import asyncio
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from rich.console import Console

from bot import app
from bot.chat.console.keyboard import Keyboard, keyboard
from bot.chat.console.terminal import HIRING, PLATFORM, Terminal
from bot.cli.screening.script import Script
from bot.content.files.roots import Roots
from bot.core.bank.item import Bank
from bot.core.bank.role import Role
from bot.core.errors import ScreeningError
from bot.core.report.summary import summarise
from bot.core.screening import events as e
from bot.core.screening.session import Person, Place, Session, State
from bot.flow import wording
from bot.flow.entrance.typed_commands import understand
from bot.flow.ports import Clock
from bot.flow.render.json_records import Record, screening_record
from bot.flow.wording.screeners.details import whole
from bot.settings import Settings

CANDIDATE = "you"
PATIENCE_S = 60.0
"""How long a script waits for one thing that it is to be told."""
STUCK = (
    "The screening waits for something that did not come about ({fault}). See viva jobs show {number}, with this "
    "database as --db. The same command takes up where it was left."
)
MAINTAINER = Person(PLATFORM, "maintainer", "maintainer")


@dataclass(frozen=True)
class Play:
    """What was asked for on the command line."""

    role: str
    seed: str | None
    script: Script | None
    resume: bool | None
    name: str
    content: Roots | None
    url: str
    settings: Settings
    as_json: bool
    grader: str


class Ahead:
    """The machine's clock, set forward by the time that a scripted answer would have taken a person."""

    def __init__(self) -> None:
        self._real = app.SystemClock()
        self._by = timedelta()

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return self._real.now() + self._by

    def forward(self, minutes: float) -> None:
        """Let so many minutes pass."""
        self._by += timedelta(minutes=minutes)

    def not_before(self, moment: datetime) -> None:
        """Go on from a moment, if it has not come yet."""
        self._by = max(self._by, moment - self._real.now())


async def play_screening(game: Play) -> Record:
    """Play the screening to its end, or as far as the input goes, and return its record."""
    console = Console(file=sys.stderr if game.as_json else sys.stdout, quiet=game.as_json, highlight=False)
    terminal = Terminal(console, game.name)
    clock = Ahead()
    chats = {PLATFORM: terminal}
    async with app.service(
        game.url, game.content, chats, game.grader, game.settings, clock=clock, pictures=False
    ) as service:
        keys = keyboard(game.name)
        terminal.open()
        session = await _begun(game, service, terminal, keys, clock)
        table = _Table(service, terminal, clock, session.id)
        if game.script is not None:
            clock.not_before(session.seen_at)
            session = await _scripted(table, game.script, clock)
        else:
            session = await _typed(table, keys, session)
        if session.state.over:
            summed = summarise(session)
            terminal.full("Details, for the people who decide", whole(summed))
            terminal.full("Transcript", wording.transcript(session))
        else:
            terminal.note("Everything you wrote is saved. The same command takes up where you left.")
        return screening_record(session)


class _Table:
    """The table that candidate and bot sit at: something happens, and all that follows is carried out."""

    def __init__(self, service: app.Service, terminal: Terminal, clock: Clock, session_id: str) -> None:
        self._service = service
        self.terminal = terminal
        self._clock = clock
        self._id = session_id

    async def happens(self, event: e.Event) -> Session:
        """Store the event, then carry out what it led to."""
        await self._service.screenings.handle(self._id, event)
        if isinstance(event, e.Said):
            self.terminal.note("✓")
        await self._service.dispatcher.drain()
        return await self._service.store.load(self._id)

    async def told(self) -> Session:
        """Return the screening once all that it had to tell is told; raise ScreeningError if that takes too long.

        What could not be told at once is tried again when its time has come; nothing else happens meanwhile.
        """
        until = monotonic() + PATIENCE_S
        while waiting := [p for p in await self._service.store.parked() if p.session_id == self._id]:
            moments = [p.not_before for p in waiting if p.not_before is not None]
            wait = min((m - self._clock.now()).total_seconds() for m in moments) if moments else PATIENCE_S
            if monotonic() + wait >= until:
                raise ScreeningError(STUCK.format(number=waiting[0].id, fault=waiting[0].fault or "no fault noted"))
            await asyncio.sleep(max(wait, 0.0))
            await self._service.dispatcher.drain()
        return await self._service.store.load(self._id)


async def _begun(game: Play, service: app.Service, terminal: Terminal, keys: Keyboard, clock: Clock) -> Session:
    """Return the screening to play: an unfinished one that is taken up, or a new one."""
    role = _asked_by(game.script, app.role_of(service.bank, game.role), service.bank)
    for old in await service.store.unfinished(PLATFORM, CANDIDATE):
        if old.role.id == role.id and game.seed in {None, old.seed} and await _wanted(game, terminal, keys, old):
            await service.dispatcher.drain()
            return await _Table(service, terminal, clock, old.id).happens(e.Resumed())
    session = await service.screenings.invite(
        app.new_id(),
        role,
        candidate=Person(PLATFORM, CANDIDATE, game.name),
        hiring=Place(PLATFORM, HIRING),
        invited_by=MAINTAINER,
        seed=game.seed or app.new_id(),
    )
    assert session is not None, "without a delivery, nothing is a repeat"
    await service.dispatcher.drain()
    return await service.store.load(session.id)


def _asked_by(script: Script | None, role: Role, bank: Bank) -> Role:
    """Return the role, asking only what a script can answer: what nobody has answered says nothing about anybody."""
    known = script.known() if script else None
    if known is None:
        return role
    items = tuple(item.id for item in bank.items_for(role) if item.id in known)
    if not items:
        raise ScreeningError(f'the file answers no question of the role "{role.id}". Write {{"item": "*", …}} for any.')
    return role.model_copy(update={"items": items})


async def _wanted(game: Play, terminal: Terminal, keys: Keyboard, old: Session) -> bool:
    """Return whether to go on with an unfinished screening: as told, else asked where somebody can answer."""
    if game.resume is not None:
        return game.resume
    where = f"at question {old.current.position}" if old.current else "before the first question"
    terminal.note(f"There is an unfinished screening ({old.role.title}), left {where}.")
    if game.script is not None or not sys.stdin.isatty():
        terminal.note("Going on with it. (--new begins another.)")
        return True
    terminal.note("Write “resume” to go on with it, or “new” to begin another.")
    return ((await keys.read()) or "").strip().casefold() != "new"


async def _typed(table: _Table, keys: Keyboard, session: Session) -> Session:
    while not session.state.over:
        text = await keys.read()
        if text is None:
            return session
        if not text.strip():
            continue
        if not sys.stdin.isatty():
            table.terminal.said(text)
        session = await table.happens(understand(text, app.new_id(), session.language))
    return session


async def _scripted(table: _Table, script: Script, clock: Ahead) -> Session:
    """Play the candidate's side, each thing only once all before it is told."""
    while not (session := await table.told()).state.over:
        match session.state:
            case State.INVITED:
                await table.happens(e.Accepted())
            case State.PRACTISING:
                await table.happens(e.Skipped())
            case State.ASKING:
                await _answer(table, script, session, clock)
            case State.PAUSED:
                await table.happens(e.Resumed())
            case other:
                raise ScreeningError(f"The screening is {other.value}, and nothing of it is due. See viva jobs list.")
    return session


async def _answer(table: _Table, script: Script, session: Session, clock: Ahead) -> Session:
    """Answer the open question from the script, in the time that it takes; what was said before a crash stays said."""
    asked = session.current
    assert asked is not None
    clock.forward(asked.item.minutes)
    if not asked.parts:
        text = script.answer(asked.item.id)
        if text is None or not text.strip():
            return await table.happens(e.Skipped())
        table.terminal.said(text)
        event = understand(text, app.new_id(), session.language)
        session = await table.happens(event if isinstance(event, e.Said) else e.Said(app.new_id(), text))
    return await table.happens(e.Finished())
