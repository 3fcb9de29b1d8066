"""A process of the service: what it needs, and that it ends when told to."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from click.testing import CliRunner

from bot import serving
from bot.__main__ import viva
from bot.app import SystemClock
from bot.chat.slack.inbound import socket_mode
from bot.core.errors import ScreeningError
from bot.core.person import Person, Place
from bot.flow.entrance.platform import Entrances
from bot.flow.jobs import concurrency, local_worker
from bot.flow.jobs.screenings import Screenings
from bot.jobs import schema, worker
from bot.ops import http_server, stopping
from bot.ops.http_server import LOOPBACK
from bot.ops.http_server import serving as at_port
from bot.serving import At
from bot.settings import Settings
from bot.store.database.opening import bring_up_to_date
from bot.store.store import SqlStore
from tests.conversations.stage import Clock, Platform
from tests.core.screenings import PLAN, ROLE
from tests.waiting import HANG_S, until

NOW: Callable[[], datetime] = lambda: datetime(2026, 11, 24, tzinfo=UTC)  # noqa: E731 - a clock that stands


@dataclass
class Bell:
    """A front end that says when it listens, and when it has ended."""

    name: str = "console"
    chat: Platform = field(default_factory=Platform)
    heard: list[str] = field(default_factory=list)
    fault: Exception | None = None
    is_called: bool = False

    async def run(self, doors: Entrances, stop: asyncio.Event) -> None:
        self.heard.append("open")
        if self.fault:
            raise self.fault
        await stop.wait()
        self.heard.append("closed")

    async def close(self) -> None:
        self.heard.append("let go")


async def serve(tmp_path: Path, front: Bell, stop: asyncio.Event, *ports: int) -> None:
    url = str(tmp_path / "viva.db")
    await serving.run(
        url,
        None,
        "keyword",
        Settings(),
        [front],
        [front],
        SystemClock(),
        stop,
        works=True,
        ports=[At(LOOPBACK, port) for port in ports],
    )


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


async def test_a_process_serves_until_it_is_told_to_stop_and_then_ends_in_order(tmp_path: Path) -> None:
    front, stop = Bell(), asyncio.Event()
    running = asyncio.create_task(serve(tmp_path, front, stop))
    await until(lambda: front.heard == ["open"])

    stop.set()
    await asyncio.wait_for(running, HANG_S)

    assert front.heard == ["open", "closed", "let go"]


async def test_a_platform_that_refuses_us_ends_the_process_with_its_words(tmp_path: Path) -> None:
    front = Bell(fault=ScreeningError("The token is not known."))

    with pytest.raises(ScreeningError, match="token is not known"):
        await asyncio.wait_for(serve(tmp_path, front, asyncio.Event()), HANG_S)


def test_without_a_front_end_it_is_said_what_to_set() -> None:
    with pytest.raises(ScreeningError, match=r"for Slack set SLACK_BOT_TOKEN.*for Discord set DISCORD_TOKEN"):
        serving.choose_front_ends([], None)
    with pytest.raises(ScreeningError, match="for Slack set"):
        serving.choose_front_ends([Bell("discord")], frozenset({"slack"}))


def test_only_the_platforms_that_are_named_are_listened_to() -> None:
    here, there = Bell("slack"), Bell("discord")

    assert serving.choose_front_ends([here, there], None) == [here, there]
    assert serving.choose_front_ends([here, there], frozenset({"discord"})) == [there]
    assert serving.choose_front_ends([here, there], frozenset()) == []


def test_each_side_hears_its_platforms_and_none_is_no_fault() -> None:
    calls_us, called = Bell("slack", is_called=True), Bell("discord")

    assert serving.choose_front_ends([calls_us, called], serving.ListenSide.IN) == [calls_us]
    assert serving.choose_front_ends([calls_us, called], serving.ListenSide.OUT) == [called]
    assert serving.choose_front_ends([called], serving.ListenSide.IN) == []
    with pytest.raises(ScreeningError, match="No front end is set up"):
        serving.choose_front_ends([], serving.ListenSide.IN)


async def test_a_process_that_hears_nobody_lives_on_a_port_until_it_is_told_to_stop(tmp_path: Path) -> None:
    port, taken, stop = free_port(), free_port(), asyncio.Event()
    url = str(tmp_path / "viva.db")
    async with at_port(web.Application(), taken):
        running = asyncio.create_task(
            serving.run(
                url,
                None,
                "keyword",
                Settings(),
                [],
                [],
                SystemClock(),
                stop,
                works=False,
                ports=[At(LOOPBACK, taken), At(LOOPBACK, port, only_alive=True)],
            )
        )
        async with aiohttp.ClientSession() as client:
            alive = await asked(client, port, "/healthz")
            assert "404" in await asked(client, port, "/metrics"), "anybody may reach the port"
        stop.set()
        await asyncio.wait_for(running, HANG_S)

    assert alive == '{"alive": true}'


async def test_slack_is_set_up_by_its_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-not-one")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "not-one")

    assert [front.name for front in serving.fronts(Settings(), NOW)] == ["slack"]


async def test_a_process_tells_whether_it_is_well_and_what_it_has_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ops.web.PATIENCE_S", HANG_S)
    port = free_port()
    front, stop = Bell(), asyncio.Event()
    running = asyncio.create_task(serve(tmp_path, front, stop, port))
    async with aiohttp.ClientSession() as client:
        await until(lambda: front.heard == ["open"])
        ready = await asked(client, port, "/readyz")
        figures = await asked(client, port, "/metrics")
    stop.set()
    await asyncio.wait_for(running, HANG_S)

    assert ready == '{"ready": true, "checks": {"database": "ok", "bank": "ok", "work": "ok", "console": "ok"}}'
    assert 'viva_effects{state="due"} 0.0' in figures
    assert "viva_answers 0.0" in figures


async def asked(client: aiohttp.ClientSession, port: int, path: str) -> str:
    """Return a page, waiting for the server to be there."""
    while True:
        try:
            async with client.get(f"http://127.0.0.1:{port}{path}") as answer:
                return await answer.text()
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.01)


async def test_processes_that_start_before_the_release_is_done_wait_for_its_tables(bare_postgresql: str) -> None:
    waiting = asyncio.create_task(serving.tables_of(bare_postgresql, patience_s=HANG_S))
    await asyncio.sleep(0.1)
    assert not waiting.done()

    await asyncio.to_thread(bring_up_to_date, bare_postgresql)
    await asyncio.to_thread(schema.bring_up_to_date, bare_postgresql)
    await asyncio.wait_for(waiting, HANG_S)


async def test_tables_that_never_come_are_not_waited_for_for_ever(bare_postgresql: str) -> None:
    await asyncio.wait_for(serving.tables_of(bare_postgresql, patience_s=0.0), HANG_S)


async def test_a_process_is_not_ready_while_what_is_due_has_no_worker(tmp_path: Path) -> None:
    url, port, front, stop = str(tmp_path / "viva.db"), free_port(), Bell(), asyncio.Event()
    async with SqlStore.open(url) as store:
        long_ago = Clock()
        long_ago.time = datetime(2020, 1, 1, tzinfo=UTC)
        kim, hiring = Person("console", "kim", "Kim"), Place("console", "hiring")
        screenings = Screenings(store, lambda: PLAN.bank, long_ago, lambda: None)
        await screenings.invite("s1", ROLE, candidate=kim, hiring=hiring, invited_by=kim, seed="7")
    at = [At(LOOPBACK, port)]
    running = asyncio.create_task(
        serving.run(url, None, "keyword", Settings(), [front], [], SystemClock(), stop, works=False, ports=at)
    )
    async with aiohttp.ClientSession() as client:
        said = await asked(client, port, "/readyz")
    stop.set()
    await asyncio.wait_for(running, HANG_S)

    assert '"ready": false' in said
    assert "viva run --worker" in said


@pytest.mark.parametrize(
    ("flags", "works"),
    [
        ([], True),
        (["--slack"], True),
        (["--discord"], True),
        (["--bot"], False),
        (["--web"], False),
        (["--worker"], True),
    ],
)
def test_whoever_is_named_by_platform_also_carries_out(
    monkeypatch: pytest.MonkeyPatch, flags: list[str], works: bool
) -> None:
    asked_for: list[bool] = []

    async def serve(*_: object, works: bool, **__: object) -> None:
        asked_for.append(works)

    monkeypatch.setattr(serving, "serve", serve)
    monkeypatch.setattr("bot.ops.logs.set_up", lambda level: None)

    result = CliRunner().invoke(viva, ["run", *flags])

    assert (result.exit_code, asked_for) == (0, [works]), result.output


def test_what_a_process_does_before_it_ends_fits_into_the_ten_seconds_that_hosts_wait() -> None:
    front_end = http_server.ENDING_S + concurrency.FINISH_S, socket_mode.FINISH_S + concurrency.FINISH_S
    work = local_worker.HAND_BACK_S, worker.HAND_BACK_S

    assert max(*front_end, *work) < serving.STOP_WITHIN_S
    closing = http_server.ENDING_S  # of the pages for operators; a closed pool and a file are quicker
    assert serving.STOP_WITHIN_S + closing < serving.GONE_WITHIN_S
    assert serving.STOP_WITHIN_S + closing + stopping.LEFT_S <= 10
    assert serving.GONE_WITHIN_S < 10
