"""HTTP mode and whoever is not Slack: nothing but 401, nothing of theirs read, and nobody is kept waiting by them."""

import asyncio
import gzip
import io
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.chat.slack.inbound import http_mode, signatures
from bot.chat.slack.inbound.signatures import LARGEST
from bot.ops.http_server import LOOPBACK
from tests.chat.slack.deliveries import SECRET, signed
from tests.chat.slack.stage import on_slack
from tests.chat.slack.state import now
from tests.chat.slack.workspace import Workspace
from tests.waiting import HANG_S

FORM, JSON = {"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Type": "application/json"}
EVENT = json.dumps({"type": "event_callback", "event": {"type": "message", "text": "hello"}})
HUGE = "payload=" + "%7B" * (4 * 1024 * 1024 // 3)
LOOKS_SIGNED = {"X-Slack-Request-Timestamp": str(now()), "X-Slack-Signature": "v0=" + "0" * 64}


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 65_536):
        yield body[start : start + 65_536]


UNSIGNED: dict[str, dict[str, Any]] = {
    "an event": {"data": EVENT, "headers": JSON},
    "a form": {"data": "payload=%7B%7D", "headers": FORM},
    "what is no JSON": {"data": "{", "headers": JSON},
    "what is no UTF-8": {"data": b"\xff\xfe", "headers": JSON},
    "deep brackets": {"data": "[" * 100_000, "headers": JSON},
    "another kind of content": {"data": "<x/>", "headers": {"Content-Type": "text/xml"}},
    "several parts": {"data": "--x\r\n\r\n{}\r\n--x--", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
    "nothing at all": {},
    "a check of the certificate": {"data": "ssl_check=1&token=t", "headers": FORM},
    "a signature of another secret": {"data": EVENT, "headers": JSON | signed(EVENT, "another")},
    "a signature of another body": {"data": EVENT, "headers": JSON | signed("{}", SECRET)},
    "a signature from ten minutes ago": {"data": EVENT, "headers": JSON | signed(EVENT, SECRET, now() - 600)},
    "a signature that is none": {"data": EVENT, "headers": JSON | LOOKS_SIGNED | {"X-Slack-Signature": "v0=é"}},
    "a time that is none": {"data": EVENT, "headers": JSON | LOOKS_SIGNED | {"X-Slack-Request-Timestamp": "٣"}},
    "4 MiB": {"data": HUGE.encode(), "headers": FORM},
    "4 MiB that look signed": {"data": HUGE.encode(), "headers": FORM | LOOKS_SIGNED},
    "too much without its length": {"data": b"x" * (LARGEST + 1), "headers": FORM | LOOKS_SIGNED, "chunked": True},
    "what unpacks to much": {
        "data": gzip.compress(b"x" * 50_000_000), "headers": FORM | LOOKS_SIGNED | {"Content-Encoding": "gzip"},
    },
}  # fmt: skip


@asynccontextmanager
async def a_bot(workspace: Workspace, folder: Path) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    async with on_slack(workspace, folder / "viva.db", http=True), aiohttp.ClientSession() as client:
        yield client, str(workspace.bring.app_url).removesuffix("/slack/events")


async def test_nothing_unsigned_gets_anything_but_401(
    workspace: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_bot(workspace, tmp_path) as (client, root):
        for path in ("/slack/events", "/slack/nowhere", "/slack", "/slackevents"):
            for name, request in UNSIGNED.items():
                sent = dict(request)
                if sent.pop("chunked", False):
                    sent["data"] = in_pieces(sent["data"])
                elif isinstance(sent.get("data"), bytes):
                    sent["data"] = io.BytesIO(sent["data"])
                async with client.post(root + path, **sent) as answer:
                    assert (name, answer.status, await answer.read()) == (name, 401, b"")
            for method in ("GET", "PUT", "DELETE", "OPTIONS", "PATCH"):
                async with client.request(method, root + path) as answer:
                    assert answer.status == 401
        async with client.get(root + "/elsewhere") as answer:
            assert answer.status == 404

    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


async def test_a_copy_of_what_slack_signed_gets_401_once_it_was_answered(workspace: Workspace, tmp_path: Path) -> None:
    body = json.dumps({"type": "event_callback", "event": {"type": "team_join", "user": {"id": "U1"}}})
    headers = JSON | signed(body, SECRET)
    async with a_bot(workspace, tmp_path) as (client, root):

        async def status(headers: dict[str, str], body: str = body) -> int:
            async with client.post(f"{root}/slack/events", data=body, headers=headers) as answer:
                return answer.status

        assert await status(JSON | signed("{", SECRET), "{") == 400
        assert await status(JSON | signed("{", SECRET), "{") == 400  # what failed may come again
        assert [await status(headers), await status(headers), await status(headers)] == [200, 401, 401]
        assert await status(JSON | signed(body, SECRET, now() + 1)) == 200


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        ("/slack/events", "{", JSON, 400),
        ("/slack/events", "payload=%7B", FORM, 400),
        ("/slack/events", "<x/>", {"Content-Type": "text/xml"}, 415),
        ("/slack/other", "{}", JSON, 404),
    ],
)
async def test_what_slack_signs_and_nobody_can_read_is_refused_in_order(
    workspace: Workspace, tmp_path: Path, path: str, body: str, kind: dict[str, str], status: int
) -> None:
    async with (
        a_bot(workspace, tmp_path) as (client, root),
        client.post(root + path, data=body, headers=kind | signed(body, SECRET)) as answer,
    ):
        assert answer.status == status


async def test_nothing_of_strangers_is_parsed_however_much_of_it_comes_at_once(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(http_mode, "AsyncBoltRequest", lambda **given: parsed.append(given["body"]))
    async with a_bot(workspace, tmp_path) as (client, root):
        # Signed by nobody, yet only a look at all of it tells: the worst that a stranger can ask for.
        full = "payload=" + "%7B" * (LARGEST // 3 - 100)
        bodies = [io.BytesIO(body.encode()) for body in (HUGE, full) * 10]
        headers, url = FORM | LOOKS_SIGNED, f"{root}/slack/events"
        posts = [asyncio.create_task(client.post(url, data=body, headers=headers)) for body in bodies]
        async with client.get(f"{root}/healthz") as answer:
            assert answer.status == 200
        for outcome in await asyncio.gather(*posts, return_exceptions=True):
            # Whoever still sends when the answer is out may find the connection closed.
            assert isinstance(outcome, aiohttp.ClientError) or getattr(outcome, "status", 0) == 401

    assert parsed == []


@pytest.mark.slow
async def test_a_body_that_never_comes_is_not_waited_for(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatures, "BODY_S", 0.3)
    async with a_bot(workspace, tmp_path) as (_, root):
        reader, writer = await asyncio.open_connection(LOOPBACK, int(root.rpartition(":")[2]))
        head = "".join(f"{name}: {value}\r\n" for name, value in LOOKS_SIGNED.items())
        writer.write(f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n{head}\r\nx".encode())

        assert (await asyncio.wait_for(reader.read(), HANG_S)).startswith(b"HTTP/1.1 401 ")
        writer.close()
