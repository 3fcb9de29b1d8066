"""A small, strict Discord on loopback: REST and gateway over real sockets, violations written down."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.chat.discord.api import Api
from tests.chat.discord.guild import Call, Json
from tests.chat.discord.wire import (
    APP,
    EVERYTHING,
    GUILD,
)


@dataclass
class Server(Api):
    """A guild that can be reached, and what its people do."""

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Server"]:
        app = web.Application(client_max_size=30 << 20)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/v10/{rest:.*}", self._rest)
        app.router.add_get("/cdn/{id}", self._download)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await self.drop()
            await runner.cleanup()

    async def says(self, person: str, text: str, channel: str = "") -> Json:
        channel = channel or self.direct(person)
        message = self._message(channel, person, {"content": text})
        await self.dispatch("MESSAGE_CREATE", self._seen(message))
        return message

    async def sends(self, person: str, name: str, content: bytes) -> Json:
        """Send a text file."""
        [file] = self._attached({name: content})
        file |= {"content_type": "text/plain; charset=utf-8", "url": f"http://{self.url}/cdn/{file['id']}"}
        message = self._message(self.direct(person), person, {"attachments": [file]})
        await self.dispatch("MESSAGE_CREATE", self._seen(message))
        return message

    async def edits(self, message: Json, text: str) -> None:
        message["content"], message["edited_timestamp"] = text, "2026-11-25T12:00:00.000000+00:00"
        await self.dispatch("MESSAGE_UPDATE", self._seen(message))

    async def deletes(self, message: Json) -> None:
        """Delete a message; Discord then tells its id and its channel alone."""
        await self.dispatch("MESSAGE_DELETE", {"id": message["id"], "channel_id": message["channel_id"]})

    async def presses(self, person: str, message: Json, custom_id: str) -> Call:
        data = {"custom_id": custom_id, "component_type": 2, "id": 5}
        return await self._interacts(person, message["channel_id"], 3, data, message=message)

    async def commands_(self, who: str, name: str, channel: str, **options: Any) -> Call:
        id_ = await self.asks(who, name, channel, **options)
        call: Call = await self.until(lambda: self.calls.get(id_))
        return call

    async def asks(self, who: str, name: str, channel: str, **options: Any) -> str:
        given = [{"name": n, "type": 6 if n == "person" else 3, "value": v} for n, v in options.items()]
        resolved = {"users": {v: self.people[v] for n, v in options.items() if n == "person"}}
        data = {
            "id": "77", "name": "viva", "type": 1, "resolved": resolved,
            "options": [{"name": name, "type": 1, "options": given}],
        }  # fmt: skip
        return await self._begins(who, channel, 2, data)

    async def offered(self, who: str, typed: str, channel: str) -> list[str]:
        """Return what the invitation's command offers as a role for what is typed so far."""
        given = [{"name": "role", "type": 3, "value": typed, "focused": True}]
        data = {"id": "77", "name": "viva", "type": 1, "options": [{"name": "invite", "type": 1, "options": given}]}
        call = await self._interacts(who, channel, 4, data)
        return [choice["value"] for choice in call.data["choices"]]

    async def fills(self, person: str, channel: str, modal: Json, /, **values: str) -> Call:
        def filled(label: Json) -> Json:
            inner = label["component"]
            value = values.get(inner["custom_id"], "")
            told = {"values": [value]} if inner["type"] == 3 else {"value": value}
            return {"type": 18, "id": 1, "component": {"type": inner["type"], "custom_id": inner["custom_id"], **told}}

        components = [filled(c) for c in modal["components"] if c["type"] == 18]
        data = {"custom_id": modal["custom_id"], "components": components}
        return await self._interacts(person, channel, 5, data, message=self._any(channel))

    async def _interacts(self, person: str, channel: str, kind: int, data: Json, message: Json | None = None) -> Call:
        id_ = await self._begins(person, channel, kind, data, message)
        call: Call = await self.until(lambda: self.calls.get(id_))
        return call

    async def _begins(self, person: str, channel: str, kind: int, data: Json, message: Json | None = None) -> str:
        id_ = self.snowflake()
        where = self.channels[channel]
        body: Json = {
            "id": id_, "application_id": APP, "type": kind, "token": f"t{id_}", "version": 1, "data": data,
            "channel_id": channel, "channel": where, "locale": "en-US", "entitlements": [], "news": {"un": "known"},
            "authorizing_integration_owners": {}, "attachment_size_limit": 10485760, "app_permissions": EVERYTHING,
        }  # fmt: skip
        if message is not None:
            body["message"] = self._seen(message)
        if "guild_id" in where:
            body |= {"guild_id": GUILD, "member": {**self._member(person), "permissions": "1024"}}
        else:
            body["user"] = self.people[person]
        self._tokens[id_] = f"t{id_}"
        await self.dispatch("INTERACTION_CREATE", body)
        return id_
