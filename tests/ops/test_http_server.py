"""The web server under strangers: slow ones, silent ones, and more of them than there are descriptors."""

import asyncio
import inspect
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.ops import http_server
from bot.ops.http_server import LOOPBACK, MOST_CONNECTIONS, Room, serving
from bot.ops.web import alive
from bot.serving import STOP_WITHIN_S
from tests.waiting import HANG_S

CROWD = r"""
import socket, sys
crowd = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(int(sys.argv[2]))]
for one in crowd:
    try:
        one.send(b"POST /slack/events HTTP/1.1\r\nHost: x\r\n")
    except OSError:
        pass
print("here", flush=True)
sys.stdin.read()
"""


@asynccontextmanager
async def a_crowd(port: int, *many: int) -> AsyncIterator[None]:
    """Open connections that never finish the head of their request, each number in a process of its own."""
    command = [sys.executable, "-c", CROWD, str(port)]
    pipe = asyncio.subprocess.PIPE
    there = [await asyncio.create_subprocess_exec(*command, str(n), stdin=pipe, stdout=pipe) for n in many]
    try:
        for process in there:
            assert process.stdout is not None
            assert await process.stdout.readline() == b"here\n"
        yield
    finally:
        for process in there:
            process.kill()
            await process.communicate()


@asynccontextmanager
async def knocking(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def answers(port: int) -> None:
    """See /healthz answer, on a connection of its own."""
    async with aiohttp.ClientSession() as client, client.get(f"http://{LOOPBACK}:{port}/healthz") as answer:
        assert answer.status == 200


async def test_1100_half_open_connections_hold_nobody_up_and_do_not_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room()
    monkeypatch.setattr(http_server, "Room", lambda: room)
    # Long enough that only the limit of connections can have made room.
    monkeypatch.setattr(http_server, "HEAD_S", HANG_S)
    async with serving(alive(), 0) as port, a_crowd(port, 550, 550):
        await answers(port)
        assert len(room) <= MOST_CONNECTIONS


async def drip(writer: asyncio.StreamWriter) -> None:
    for letter in b"GET /healthz HTTP/1.1\r\nX-Long: " + b"y" * 10_000:
        writer.write(bytes([letter]))
        await asyncio.sleep(0.05)


async def test_a_head_that_comes_drop_by_drop_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "HEAD_S", 0.4)
    async with serving(alive(), 0) as port, knocking(port) as (reader, writer):
        dripping = asyncio.create_task(drip(writer))

        assert await asyncio.wait_for(reader.read(), HANG_S) == b""

        dripping.cancel()


async def test_a_connection_that_asks_no_more_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "HEAD_S", 0.3)
    async with serving(alive(), 0) as port, knocking(port) as (reader, writer):
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")

        assert (await asyncio.wait_for(reader.read(), HANG_S)).endswith(b'{"alive": true}')


async def test_a_request_under_way_is_not_closed_for_newcomers() -> None:
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        began.set()
        await go_on.wait()
        return web.Response(text="done")

    application = web.Application()
    application.router.add_get("/slow", slow)
    async with serving(application, 0) as port, aiohttp.ClientSession() as client:
        asked = asyncio.create_task(client.get(f"http://{LOOPBACK}:{port}/slow"))
        await asyncio.wait_for(began.wait(), HANG_S)
        async with a_crowd(port, MOST_CONNECTIONS * 2):
            go_on.set()
            answer = await asked
            assert await answer.text() == "done"


async def test_a_request_under_way_does_not_hold_up_the_end() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def endless(_: web.Request) -> web.Response:
        begun.set()
        try:
            return await asyncio.Future()
        finally:
            ended.set()

    application = web.Application()
    application.router.add_get("/", endless)
    async with asyncio.timeout(HANG_S), aiohttp.ClientSession() as client:
        async with serving(application, 0, ending_s=0.01) as port:
            asking = asyncio.create_task(client.get(f"http://{LOOPBACK}:{port}/"))
            await begun.wait()
        await ended.wait()
        with pytest.raises(aiohttp.ClientError):
            await asking


def test_no_server_ends_later_than_the_process_has_time_for() -> None:
    assert inspect.signature(serving).parameters["ending_s"].default == http_server.ENDING_S < STOP_WITHIN_S
