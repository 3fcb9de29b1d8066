"""A process of the service from start to graceful end: front ends, worker, health pages."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot import app
from bot.content.live_bank import Reload
from bot.core.errors import ScreeningError
from bot.flow.entrance.platform import FrontEnd
from bot.flow.entrance.retention import Erasure
from bot.flow.jobs.concurrency import cancel_all
from bot.flow.jobs.marker_watch import MarkerWatch
from bot.flow.permissions import rights_from
from bot.flow.ports import Clock
from bot.ops.http_server import serving
from bot.ops.meter import Meter
from bot.ops.metered import MeteredChat
from bot.ops.stopping import told_to_stop
from bot.ops.web import Check, alive, pages
from bot.settings import Settings
from bot.store.database.engine import for_drivers
from bot.store.database.opening import schema_version

if TYPE_CHECKING:
    from bot.chat.discord.front import DiscordSetup
    from bot.chat.slack.front import SlackSetup

log = logging.getLogger(__name__)

NEEDS = {
    "slack": "SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET",
    "discord": "DISCORD_TOKEN",
}
"""What has to be set for each front end."""


class ListenSide(StrEnum):
    """A part of what there is to hear, for a process of its own."""

    OUT = "out"
    """The platforms that we call."""
    IN = "in"
    """Those that call us by HTTP; this process answers on its port in any case."""


@dataclass(frozen=True)
class At:
    """Where a process says how it is; `only_alive`: nothing but that it lives, for a port that anybody may reach."""

    host: str
    port: int
    only_alive: bool = False


STOP_WITHIN_S = 6.5
"""For front ends and work under way when the process is told to stop; closing the rest takes a second or two more."""
GONE_WITHIN_S = 9.5
"""After that a process that was told to stop, and hangs, is ended as it stands; hosts wait 10 s and longer."""
TABLES_WITHIN_S = 60.0
"""A release makes the tables while other processes start already, or just before."""
LOOK_EVERY_S = 0.5
LATE, MUCH_TOO_LATE = timedelta(minutes=1), timedelta(minutes=5)
"""How long work may be due with nobody at any, and with somebody at some, who may also be dead."""
GROUP = "group:"
DELIVERIES_KEPT = timedelta(days=30)
"""Longer than any platform delivers again, or a front end reads back after an outage."""
TIDIED_EVERY_S = 3600.0


def fronts(settings: Settings, now: Callable[[], datetime]) -> list[FrontEnd]:
    """Return the front ends that are set up; made inside a running loop. Raises ScreeningError."""
    made: list[FrontEnd] = []
    if settings.slack_bot_token is not None:
        from bot.chat.slack.front import SlackFront

        made.append(SlackFront(slack_setup(settings), now, serving))
    if settings.discord_token is not None:
        from bot.chat.discord.front import DiscordFront

        made.append(DiscordFront(discord_setup(settings), now))
    return made


def slack_setup(settings: Settings) -> "SlackSetup":
    """Return how Slack is set up, with the groups that rights rest on; raise ScreeningError if a part is missing."""
    from bot.chat.slack.front import SlackSetup

    assert settings.slack_bot_token is not None, "without a token there is no set-up"
    app_token, secret = settings.slack_app_token, settings.slack_signing_secret
    channel = settings.hiring_channel("slack")
    host, port = settings.called_on
    holders = {h for named in rights_from(settings.viva_rights or "").rules.values() for h in named}
    return SlackSetup(
        bot_token=settings.slack_bot_token.get_secret_value(),
        app_token=app_token.get_secret_value() if app_token else None,
        signing_secret=secret.get_secret_value() if secret else None,
        url=settings.slack_api_url,
        host=host,
        port=port,
        channels=frozenset({channel} if channel else ()),
        groups=frozenset(h.removeprefix(GROUP) for h in holders if h.startswith(GROUP)),
    )


def discord_setup(settings: Settings) -> "DiscordSetup":
    """Return how Discord is set up, for settings that have its token."""
    from bot.chat.discord.front import DiscordSetup

    assert settings.discord_token is not None
    hiring = settings.hiring_channel("discord")
    return DiscordSetup(
        token=settings.discord_token.get_secret_value(),
        api=settings.discord_api_url,
        gateway=settings.discord_gateway_url,
        channels=frozenset({hiring} if hiring else ()),
        lobby=settings.viva_discord_lobby,
    )


async def serve(
    url: str,
    content: tuple[Path, ...] | None,
    grader: str,
    settings: Settings,
    *,
    listen: frozenset[str] | ListenSide | None,
    works: bool,
) -> None:
    """Serve until SIGTERM or SIGINT, then finish or hand back what is under way within STOP_WITHIN_S.

    listen: the platforms to listen to, or a side; None for all that are set up. works: whether to carry out effects.
    Raises ScreeningError if nothing is set up, or a front end is refused by its platform.
    """
    clock = app.SystemClock()
    ready = fronts(settings, clock.now)
    heard = choose_front_ends(ready, listen)
    await tables_of(url)
    # Where no platform calls this process, its port is there all the same for a host that asks whether it lives.
    idle = listen is ListenSide.IN and not heard
    ports = [At(*settings.called_on, only_alive=True)] if idle else []
    if settings.viva_ops_port is not None:
        ports.append(At(settings.viva_ops_bind, settings.viva_ops_port))
    async with told_to_stop(GONE_WITHIN_S) as stop:
        works = works or for_drivers(url) is None
        await run(url, content, grader, settings, ready, heard, clock, stop, works=works, ports=ports)


async def tables_of(url: str, patience_s: float = TABLES_WITHIN_S) -> None:
    """Return once the tables of a server are there, or that was waited for in vain: they are being made meanwhile."""
    server = for_drivers(url)
    if server is None:
        return
    until = asyncio.get_running_loop().time() + patience_s
    while await asyncio.to_thread(_lacks_tables, url, server):
        if asyncio.get_running_loop().time() >= until:
            return  # opening the database says what is wrong with it
        log.info("waiting for the tables: viva db upgrade")
        await asyncio.sleep(LOOK_EVERY_S)


def _lacks_tables(url: str, server: str) -> bool:
    from bot.jobs.schema import missing

    return not schema_version(url).is_current or bool(missing(server))


def choose_front_ends(ready: list[FrontEnd], listen: frozenset[str] | ListenSide | None) -> list[FrontEnd]:
    """Return the front ends to listen on; raise ScreeningError, which says what to set, if one is not set up."""
    if isinstance(listen, ListenSide) and ready:
        return [front for front in ready if front.is_called is (listen is ListenSide.IN)]
    named = frozenset[str]() if listen is None or isinstance(listen, ListenSide) else listen
    missing = sorted(named - {front.name for front in ready})
    if missing or not ready:
        wanted = missing or list(NEEDS)
        said = "; ".join(f"for {name.capitalize()} set {NEEDS[name]}" for name in wanted)
        raise ScreeningError(f"No front end is set up: {said}. Use the environment or a file .env.")
    return [front for front in ready if listen is None or front.name in named]


async def run(
    url: str,
    content: tuple[Path, ...] | None,
    grader: str,
    settings: Settings,
    ready: list[FrontEnd],
    heard: list[FrontEnd],
    clock: Clock,
    stop: asyncio.Event,
    *,
    works: bool,
    ports: Sequence[At] = (),
) -> None:
    """Serve the front ends that are heard, post on all that are ready, and work, until `stop` is set.

    ports: where to say how this process is; one that another process has taken is passed over with a warning.
    """
    meter = Meter()
    chats = {front.name: MeteredChat(front.chat, front.name, meter) for front in ready}
    async with AsyncExitStack() as stack:
        for front in ready:
            stack.push_async_callback(front.close)
        told = partial(_reread, meter)
        service = app.service(
            url, content, chats, grader, settings, follow=True, told=told, meter=meter, processes=works
        )
        parts = await stack.enter_async_context(service)
        listening = [asyncio.create_task(front.run(app.doors(parts, front.name), stop)) for front in heard]
        works_on = (
            [parts.dispatcher.run(), _tidy(parts, settings, clock, scrubs=for_drivers(url) is None)] if works else []
        )
        if works and parts.marker is not None:
            works_on.append(_watch(parts.marker))
        working = [asyncio.create_task(work) for work in works_on]
        checks = _checks(
            parts, clock, [front.name for front in ready], dict(zip((f.name for f in heard), listening, strict=True))
        )
        token = settings.viva_ops_token.get_secret_value() if settings.viva_ops_token else None
        for at in ports:
            shown = alive() if at.only_alive else pages(meter, parts.store, checks, clock, token)
            try:
                await stack.enter_async_context(serving(shown, at.port, at.host))
            except OSError as fault:
                log.warning("this process cannot be asked how it is on port %d: %s", at.port, fault.strerror)
        log.info("serving %s", ", ".join([f.name for f in heard] + ["worker"] * works) or "nobody")
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait([stopping, *listening, *working], return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.set()
            for task in (stopping, *working):
                task.cancel()
            if listening or working:
                _, late = await asyncio.wait([*listening, *working], timeout=STOP_WITHIN_S)
                await cancel_all(late)
        log.info("stopped")
        for task in (*listening, *working):
            if task.done() and not task.cancelled():
                task.result()


async def _watch(marker: MarkerWatch) -> None:
    """See once a day whether the model still marks as it did when it was admitted."""
    while True:
        try:
            await marker.look()
        except Exception as fault:
            log.warning("the model could not be watched: %s", type(fault).__name__)
        await asyncio.sleep(TIDIED_EVERY_S)


def _reread(meter: Meter, read: Reload) -> None:
    meter.reloaded(well=not read.faults)


def _checks(
    parts: app.Service, clock: Clock, platforms: Sequence[str], listening: Mapping[str, "asyncio.Task[None]"]
) -> Mapping[str, Check]:
    """Return what has to be well before this process takes part."""

    async def database() -> str | None:
        await parts.store.counts()
        return None

    async def bank() -> str | None:
        return "the content on disk has errors; the last good one is in use" if parts.current.last.faults else None

    async def work() -> str | None:
        due = await parts.store.next_due(platforms)
        late = timedelta(0) if due is None else clock.now() - due
        if late > LATE and (late > MUCH_TOO_LATE or not await parts.store.under_way(platforms)):
            return "nobody carries out what is due: viva run --worker"
        return None

    async def listens(name: str) -> str | None:
        return "not listening" if listening[name].done() else None

    return {"database": database, "bank": bank, "work": work} | {name: partial(listens, name) for name in listening}


async def _tidy(parts: app.Service, settings: Settings, clock: Clock, *, scrubs: bool) -> None:
    """Forget deliveries that no platform will repeat, and people whose data was kept long enough.

    scrubs: whether to overwrite them in the files at once, which locks a server's tables for longer than it may.
    """
    erasure = Erasure(parts.store, clock, lambda: None, app.new_id)
    while True:
        try:
            head = await parts.store.audit_head()
            log.info("the audit chain ends at %d:%s", head.number, head.seal)
            await parts.store.forget_deliveries(clock.now() - DELIVERIES_KEPT)
            days = settings.retention_days({role.id: role.place for role in parts.bank.roles.values()})
            gone = await erasure.of_the_past(days)
            if gone:
                log.info("erased %d screenings that were kept long enough", len(gone))
                if not (scrubs and await parts.store.scrub()):
                    log.warning("what was erased may still stand in free places of the database: viva db scrub")
        except Exception as fault:
            log.warning("what is old could not be removed: %s", type(fault).__name__)
        await asyncio.sleep(TIDIED_EVERY_S)
