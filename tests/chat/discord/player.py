"""The player of Discord: Kim in direct messages, Sam by interactions whose answers only Sam sees."""

from typing import Any

from bot.store.store import SqlStore
from tests.chat.discord.guild import Call, Json
from tests.chat.discord.rules import walk
from tests.chat.discord.stage import EVE, KIM, SAM, DiscordStage, shown
from tests.chat.discord.wire import BOT, HIRING

IDS = {"candidate": KIM, "screener": SAM, "outsider": EVE}
MODAL = 9


class DiscordPlayer:
    """Plays on a stage; `told` are the answers to whoever acted, those that came later than at once among them."""

    def __init__(self, stage: DiscordStage) -> None:
        self._stage = stage
        self._server = stage.server
        self._modal: Json = {}
        self._last: Json = {}
        self.told: list[Json] = []
        self._followed = 0

    @property
    def store(self) -> SqlStore:
        return self._stage.store

    async def says(self, text: str) -> None:
        self._last = await self._server.says(KIM, text)

    async def changes(self, text: str) -> None:
        await self._server.edits(self._last, text)

    async def deletes(self) -> None:
        await self._server.deletes(self._last)

    async def sends(self, name: str, text: str) -> None:
        await self._server.sends(KIM, name, text.encode())

    async def presses(self, who: str, label: str) -> None:
        messages = self._server.posted(self._server.direct(KIM) if who == "candidate" else HIRING)
        if who != "candidate" and self.told:
            messages = [*messages, self._server._message(HIRING, BOT, self.told[-1], kept=False)]
        found = [
            (message, component["custom_id"])
            for message in messages
            for component in walk(message["components"])
            if component["type"] == 2 and component["label"] == label
        ]
        self._answered(who, await self._server.presses(IDS[who], *found[-1]))

    async def commands(self, who: str, text: str) -> None:
        verb, _, rest = text.partition(" ")
        options: dict[str, Any] = {}
        if verb == "invite":
            options = {"person": KIM, "role": rest.rpartition(" ")[2]}
        elif rest:
            options = {"show": rest}
        self._answered(who, await self._server.commands_(IDS[who], verb, HIRING, **options))

    async def fills(self, who: str, values: dict[str, str]) -> None:
        channel = self._server.direct(KIM) if who == "candidate" else HIRING
        self._answered(who, await self._server.fills(IDS[who], channel, self._modal, **values))

    def heard(self, ear: str) -> list[str]:
        if ear == "desk":
            follow_ups = [body for bodies in self._server.whispers.values() for body in bodies]
            self.told += follow_ups[self._followed :]
            self._followed = len(follow_ups)
            return [_whole(told, list(told.get("files", {}).values())) for told in self.told]
        place = self._server.direct(KIM) if ear == "bot" else HIRING
        uploads = self._server.uploads
        return [_whole(m, [uploads[a["id"]] for a in m["attachments"]]) for m in self._server.posted(place)]

    def card(self) -> str:
        [card] = [text for text in self.heard("channel") if "[Details]" in text]
        return card

    async def settle(self) -> None:
        await self._stage.quiet()

    def _answered(self, who: str, call: Call) -> None:
        if call.type == MODAL:
            self._modal = call.data
        if who != "candidate":
            self.told.append(call.data)


def _whole(message: Json, files: list[bytes]) -> str:
    labels = [c["label"] for c in walk(message.get("components")) if c["type"] == 18]
    texts = [content.decode() for content in files if not content.startswith(b"\x89PNG")]
    return "\n".join([message.get("title", ""), _quoted(shown(message)), *labels, *texts]).replace("\u200b", "")


def _quoted(text: str) -> str:
    """Return a text without the marks of its quotations."""
    return "\n".join(line.removeprefix("> ") for line in text.split("\n"))
