"""Files that candidates send: read where Slack keeps them, and nobody but Slack is shown the bot's token."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer

from bot.chat.slack.inbound import uploads
from bot.chat.slack.outbound.api import Api
from tests.waiting import HANG_S


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "TIMEOUT_S", HANG_S)


@asynccontextmanager
async def elsewhere(heard: list[str]) -> AsyncIterator[BaseTestServer]:
    """Serve a file that is not Slack's; `heard` gets the token that each caller shows."""

    async def give(request: web.Request) -> web.Response:
        heard.append(request.headers.get("Authorization", ""))
        return web.Response(text="It is faster.")

    app = web.Application()
    app.router.add_get("/{path:.*}", give)
    async with TestServer(app) as server:
        yield server


async def fetched(api: Api, url: str) -> str | None:
    [sent] = await uploads.read_uploads(
        api, ({"name": "answer.txt", "mimetype": "text/plain", "size": 13, "url_private": url},)
    )
    return sent.text


async def test_the_token_is_shown_to_slack_and_to_nobody_else(api: Api) -> None:
    heard: list[str] = []
    async with elsewhere(heard) as server:
        assert await fetched(api, str(server.make_url("/files/answer.txt"))) is None

    assert heard == []


async def test_where_the_api_is_itself_a_file_is_read_with_the_token(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    async with elsewhere(heard) as server:
        monkeypatch.setattr(api.web, "base_url", str(server.make_url("/api/")))
        assert await fetched(api, str(server.make_url("/files/answer.txt"))) == "It is faster."

    assert heard == [f"Bearer {api.web.token}"]


async def test_a_way_on_to_somebody_else_is_not_followed(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    async def send_on(_: web.Request) -> web.Response:
        raise web.HTTPFound(str(other.make_url("/answer.txt")))

    app = web.Application()
    app.router.add_get("/answer.txt", send_on)
    async with elsewhere(heard) as other, TestServer(app) as slack:
        monkeypatch.setattr(api.web, "base_url", str(slack.make_url("/api/")))
        assert await fetched(api, str(slack.make_url("/answer.txt"))) is None

    assert heard == []


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://files.slack.com/files-pri/T1/answer.txt", True),
        ("https://slack.com/a", True),
        ("http://files.slack.com/a", False),
        ("https://slack.com.evil.example/a", False),
        ("https://evilslack.com/a", False),
        ("https://evil.example/slack.com/a", False),
        ("https://slack.com@evil.example/a", False),
        ("https://evil.example#slack.com", False),
        ("//files.slack.com/a", False),
        ("", False),
    ],
)
def test_an_address_is_slacks_by_its_host_and_by_tls(url: str, ours: bool) -> None:
    assert uploads._ours(url, "https://slack.com/api/") is ours
