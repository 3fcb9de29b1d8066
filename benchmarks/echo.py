"""The least that a bot on Slack can do: an app of the same library that answers each message with its own words.

What it takes is not Viva's doing: it is what the library, its client and the workspace of the tests take.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.chat.slack.workspace import Workspace


@dataclass(frozen=True)
class Rush:
    """How a bot did when many wrote at once: the seconds of each acknowledgement, CPU seconds for one and its reply."""

    seconds: Sequence[float]
    cpu_s: float


async def echoed(workspace: Workspace, people: Sequence[str]) -> Rush:
    """Have everybody write at once to an echo bot, and return how it did."""
    web = AsyncWebClient(workspace.bot_token, base_url=f"{workspace.root}/api/")
    app = AsyncApp(client=web)
    answered = asyncio.Semaphore(0)

    @app.event("message")
    async def says_it_again(event: dict[str, Any], say: Any) -> None:
        await say(event["text"])
        answered.release()

    socket: Any = AsyncSocketModeHandler(app, workspace.app_token, web_client=web).client
    await socket.connect()
    try:
        await workspace.sockets.connected()
        before = len(workspace.bring.went)
        cpu = process_time()
        await asyncio.gather(*(workspace.says(person, "It is faster.") for person in people))
        for _ in people:
            await answered.acquire()
        cpu = process_time() - cpu
        return Rush([delivery.seconds for delivery in workspace.bring.went[before:]], cpu / len(people))
    finally:
        await socket.close()
