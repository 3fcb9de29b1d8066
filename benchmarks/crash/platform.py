"""A chat platform on loopback with people on it, in a process that is never killed: it records all it was told.

It delivers a person's next message only when the one before was acknowledged, and again when it was not. With keys it
takes a message once for each key, as Discord does; without, it takes every message and can only be looked into.
"""

import asyncio
import random
import sys
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from benchmarks.crash.record import HIRING, QUESTION, Post, Record, Said

AGAIN_S = 1.5
"""A delivery that nobody acknowledged is handed out again after this time."""
LOST_REPLIES = 0.02
"""Share of messages that are taken and whose answer is lost on the way."""


@dataclass
class Being:
    """A candidate: what they are about to do, in order, and what was handed to the service but not acknowledged."""

    name: str
    todo: deque[dict[str, Any]] = field(default_factory=deque)
    out_since: float = 0.0
    answered: set[str] = field(default_factory=set)
    gone: bool = False


class Platform:
    """State in memory; one instance for a run."""

    def __init__(self, seed: int, *, keys: bool) -> None:
        self.record = Record()
        self.people: dict[str, Being] = {}
        self._chance = random.Random(seed)
        self._keys = keys
        self._refs: dict[str, str] = {}
        self._number = 0

    async def post(self, request: web.Request) -> web.Response:
        """Take a message; the person whom it is for thinks of what to do."""
        body = await request.json()
        key, to = body["key"], body["to"]
        if not (self._keys and key in self._refs):
            self._refs.setdefault(key, f"m{len(self._refs) + 1}")
            self.record.posts.append(Post(to, key, body["notice"]))
            if to != HIRING:
                self._read(self.people.setdefault(to, Being(to)), body)
        if self._chance.random() < LOST_REPLIES:
            assert request.transport is not None
            request.transport.close()
        return web.json_response({"ref": self._refs[key]})

    async def edit(self, _: web.Request) -> web.Response:
        """Take a changed message."""
        return web.json_response({})

    async def find(self, request: web.Request) -> web.Response:
        """Say under which name a message with this key stands, if it does."""
        return web.json_response({"ref": self._refs.get(request.query["key"])})

    async def inbox(self, _: web.Request) -> web.Response:
        """Hand out what people did and nobody acknowledged; each person's things one after another."""
        now = asyncio.get_running_loop().time()
        due = []
        for being in self.people.values():
            if being.todo and now - being.out_since > AGAIN_S:
                being.out_since = now
                due.append(being.todo[0])
        return web.json_response(due)

    async def acknowledge(self, request: web.Request) -> web.Response:
        """Note that a delivery was stored; the person goes on."""
        delivery = (await request.json())["delivery"]
        being = self.people[delivery.split("/")[0]]
        if being.todo and being.todo[0]["delivery"] == delivery:
            done = being.todo.popleft()
            being.out_since = 0.0
            if done["kind"] == "said":
                self.record.acknowledged.append(Said(being.name, done["text"]))
            elif done["id"].startswith("done:"):
                self.record.handed_in.append((being.name, int(done["id"].split(":")[2])))
        return web.json_response({})

    async def state(self, _: web.Request) -> web.Response:
        """Return all that was recorded, and whether everybody has been thanked."""
        record = {
            "posts": [[p.to, p.key, p.notice] for p in self.record.posts],
            "acknowledged": [[s.person, s.text] for s in self.record.acknowledged],
            "handed_in": self.record.handed_in,
            "waiting": [being.name for being in self.people.values() if not being.gone],
            "people": len(self.people),
        }
        return web.json_response(record)

    async def hang(self, _: web.Request) -> web.Response:
        """Be a model that takes every request and answers none."""
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")

    def _read(self, being: Being, message: dict[str, Any]) -> None:
        """Let a person do what people do: start, skip the practice, answer in one to three messages and hand in."""
        buttons = dict(message["buttons"])
        if message["notice"] == "Thank you":
            being.gone = True
        elif "start" in buttons:
            self._press(being, buttons["start"])
        elif message["notice"].startswith("A practice"):
            self._press(being, buttons["skip"])
        elif QUESTION.match(message["notice"]) and buttons.get("done") not in being.answered:
            being.answered.add(buttons["done"])
            for part in range(self._chance.randint(1, 3)):
                self._number += 1
                text = f"Answer {self._number} of {being.name}, part {part}: the link is faster because it is direct."
                self._does(being, {"kind": "said", "text": text})
            self._press(being, buttons["done"])

    def _press(self, being: Being, id_: str) -> None:
        self._does(being, {"kind": "pressed", "id": id_})

    def _does(self, being: Being, what: dict[str, Any]) -> None:
        self._number += 1
        being.todo.append({"person": being.name, "delivery": f"{being.name}/{self._number}", **what})


def main() -> None:
    """Serve: arguments are the port, the seed, and whether the platform has keys."""
    port, seed, keys = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "keys"
    platform = Platform(seed, keys=keys)
    application = web.Application()
    application.add_routes(
        [
            web.post("/post", platform.post),
            web.post("/edit", platform.edit),
            web.get("/find", platform.find),
            web.get("/inbox", platform.inbox),
            web.post("/acknowledge", platform.acknowledge),
            web.get("/state", platform.state),
            web.post("/v1/chat/completions", platform.hang),
        ]
    )
    web.run_app(application, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main()
