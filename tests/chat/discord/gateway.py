"""The gateway of the small Discord: identify, resume, dispatch, and lost connections."""

import asyncio
import json
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from tests.chat.discord.guild import Guild, Json
from tests.chat.discord.wire import (
    APP,
    BOT,
    GUILD,
)
from tests.waiting import LOOK_EVERY_S


@dataclass
class Gateway(Guild):
    """A guild whose events go out on a socket."""

    async def dispatch(self, event: str, data: Json) -> None:
        payload = {"op": 0, "t": event, "s": len(self._sent) + 1, "d": data}
        self._sent.append(payload)
        if self._socket is not None and not self._socket.closed:
            await self._socket.send_str(json.dumps(payload))

    async def received(self) -> None:
        """Wait until the bot has received all that went out: its heartbeat, asked for, names the last event."""
        while self._socket is not None and not self._socket.closed and self._heard < len(self._sent):
            await self._socket.send_str(json.dumps({"op": 1, "d": None}))
            await asyncio.sleep(LOOK_EVERY_S)

    async def drop(self, code: int = 4000) -> None:
        if self._socket is not None and not self._socket.closed:
            socket, self._socket = self._socket, None
            await socket.close(code=code)

    async def invalidate(self) -> None:
        assert self._socket is not None
        await self._socket.send_str(json.dumps({"op": 9, "d": False, "s": None, "t": None}))

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None}))
        async for frame in socket:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue
            payload = json.loads(frame.data)
            match payload["op"]:
                case 1:
                    self._heard = payload["d"] or 0
                    await socket.send_str(json.dumps({"op": 11, "d": None}))
                case 2:
                    await self._identify(socket, payload["d"])
                case 6:
                    self.resumed += 1
                    self._socket = socket
                    for missed in self._sent[payload["d"]["seq"] :]:
                        await socket.send_str(json.dumps(missed))
                    await self.dispatch("RESUMED", {})
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        if data["intents"] & (1 << 15 | 1 << 1 | 1 << 8):
            self.violations.append("a privileged intent")
        self.identified += 1
        self._socket, self._sent, self._heard = socket, [], 0
        await self.dispatch(
            "READY",
            {
                "v": 10, "user": self.people[BOT], "guilds": [{"id": GUILD, "unavailable": True}], "session_id": "s",
                "resume_gateway_url": f"ws://{self.url}/gateway", "application": {"id": APP, "flags": 0}, "news": 1,
            },
        )  # fmt: skip
        await self.dispatch("GUILD_CREATE", self._guild())
