"""The service in a process that is killed: the real loop, store and dispatcher, and a chat on the fake platform."""

import asyncio
import json
import random
import sys
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp

from benchmarks.crash.plants import LateQuestion, mark_again
from bot import app
from bot.core.screening.session import Person, Place
from bot.flow.action_id import ActionId
from bot.flow.actions.table import read
from bot.flow.messages import Buttons, Message
from bot.flow.ports import Chat, ChatError
from bot.settings import Settings

PLATFORM = "fake"
SCREENER = Person(PLATFORM, "screener", "Screener")
PAUSE_S = 0.05
EARLY_S = 0.3
"""Between an acknowledgement that comes too early, on purpose, and what it promises."""
JUMP_S, EVERY_S = 60.0, 5.0


class HttpChat:
    """A chat on the fake platform; with `keys` the platform itself takes each key once."""

    def __init__(self, http: aiohttp.ClientSession, url: str, *, keys: bool, looks: bool = True) -> None:
        self._http = http
        self._url = url
        self._looks = looks and not keys

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        if unsure_since is not None and self._looks:
            found = await self._asked("GET", f"/find?key={key}")
            if found["ref"]:
                return str(found["ref"])
        rows = [block.buttons for block in message.blocks if isinstance(block, Buttons)]
        buttons = [(button.id.kind, str(button.id)) for row in rows for button in row]
        body = {"to": to.id, "key": key, "notice": message.notice, "buttons": buttons}
        return str((await self._asked("POST", "/post", body))["ref"])

    async def edit(self, to: Place, ref: str, message: Message) -> None:
        await self._asked("POST", "/edit", {"to": to.id, "ref": ref, "notice": message.notice})

    async def reading(self, to: Place, words: str) -> None: ...

    async def saved(self, to: Place, message_id: str) -> None: ...

    async def retire(self, to: Place, ref: str, message: Message) -> None: ...

    async def _asked(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            async with self._http.request(method, self._url + path, json=body) as answer:
                found: dict[str, Any] = await answer.json()
                return found
        except (aiohttp.ClientError, TimeoutError) as fault:
            raise ChatError("the platform did not answer") from fault


class Jumping:
    """A clock that is set anew every few seconds, up to a minute early or late."""

    def __init__(self, chance: str) -> None:
        self._chance = random.Random(chance)
        self._by, self._until = timedelta(), 0.0

    def now(self) -> datetime:
        """Return what it shows."""
        if monotonic() > self._until:
            self._by = timedelta(seconds=self._chance.uniform(-JUMP_S, JUMP_S))
            self._until = monotonic() + self._chance.uniform(0, EVERY_S)
        return datetime.now(UTC) + self._by


async def serve(given: Mapping[str, Any], up: Callable[[], None]) -> None:
    """Take what people do and carry out what is due, until killed; `up` is called when it has begun.

    given: db, content, url, keys; plant: a fault on purpose; jumps: the clock does; model: marks are asked of one.
    """
    url, plant = given["url"], given["plant"]
    clock = Jumping(given["chance"]) if given.get("jumps") else None
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)))
        chat: Chat = HttpChat(http, url, keys=given["keys"], looks=plant != "no-look")
        chats = {PLATFORM: LateQuestion(chat) if plant == "after-thanks" else chat}
        grader = app.AUTO if given.get("model") else app.KEYWORD
        content = (Path(given["content"]),)
        parts = await stack.enter_async_context(
            app.service(given["db"], content, chats, grader, Settings(), clock=clock)
        )
        working = asyncio.create_task(parts.dispatcher.run())
        up()
        while not working.done():
            with suppress(aiohttp.ClientError, TimeoutError):
                async with http.get(f"{url}/inbox") as answer:
                    deliveries = await answer.json()
                await asyncio.gather(*(_taken(parts, http, url, d, plant) for d in deliveries))
            await asyncio.sleep(PAUSE_S)
        working.result()


async def _taken(
    parts: app.Service, http: aiohttp.ClientSession, url: str, delivery: dict[str, Any], plant: str | None
) -> None:
    """Store what somebody did, then acknowledge it; a plant may do it the wrong way round."""
    who, number = Person(PLATFORM, delivery["person"], delivery["person"]), delivery["delivery"]
    early = plant == "early-ack" and delivery["kind"] == "said"
    if early:
        await _acknowledged(http, url, number)
        await asyncio.sleep(EARLY_S)
    try:
        if delivery["kind"] == "said":
            await parts.reception.said(who, delivery["text"], number, number)
        else:
            pressed = read(delivery["id"])
            assert isinstance(pressed, ActionId)
            await parts.reception.pressed(who, pressed, number)
            if plant == "two-marks" and pressed.kind == "done":
                await mark_again(parts, await parts.store.load(pressed.session))
    except Exception as fault:
        # Not stored, so not acknowledged: it comes again.
        print(f"not stored: {type(fault).__name__}", file=sys.stderr, flush=True)
        return
    if not early:
        await _acknowledged(http, url, number)


async def _acknowledged(http: aiohttp.ClientSession, url: str, number: str) -> None:
    async with http.post(f"{url}/acknowledge", json={"delivery": number}) as answer:
        await answer.read()


async def invite(db: str, content: Path, people: int) -> None:
    """Invite so many people, then end."""
    async with app.service(db, (content,), {}, app.KEYWORD, Settings()) as parts:
        role = next(iter(parts.bank.roles.values()))
        for n in range(people):
            await parts.screenings.invite(
                f"s{n}",
                role,
                candidate=Person(PLATFORM, f"p{n}", f"Person {n}"),
                hiring=Place(PLATFORM, "hiring"),
                invited_by=SCREENER,
                seed=str(n),
            )


def main() -> None:
    """Invite people: arguments as JSON."""
    given = json.loads(sys.argv[1])
    asyncio.run(invite(given["db"], Path(given["content"]), given["invite"]))


if __name__ == "__main__":
    main()
