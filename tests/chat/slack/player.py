"""The player of Slack: Kim in direct messages, Sam in the hiring channel and in windows, by real deliveries."""

from typing import Any

from bot.store.store import SqlStore
from tests.chat.slack.conftest import EVE, HIRING, KIM, SAM
from tests.chat.slack.deliveries import Delivery
from tests.chat.slack.stage import SlackStage, shown
from tests.chat.slack.state import Json
from tests.conversations.players import settled

IDS = {"candidate": KIM, "screener": SAM, "outsider": EVE}


class SlackPlayer:
    """Plays on a stage; what somebody gets alone is kept as it comes."""

    def __init__(self, stage: SlackStage) -> None:
        self._stage = stage
        self._workspace = stage.workspace
        self._last = ""

    @property
    def store(self) -> SqlStore:
        return self._stage.store

    async def says(self, text: str) -> None:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        self._taken(await self._workspace.says(KIM, escaped))
        self._last = [ts for ts, m in self._workspace.state.direct(KIM).messages.items() if m.get("user") == KIM][-1]

    async def changes(self, text: str) -> None:
        self._taken(await self._workspace.edits(KIM, self._last, text))

    async def deletes(self) -> None:
        self._taken(await self._workspace.deletes(KIM, self._last))

    async def sends(self, name: str, text: str) -> None:
        id_ = self._workspace.state.new("F")
        self._workspace.state.files[id_] = {"id": id_, "name": name, "content": text.encode()}
        file = {"id": id_, "name": name, "mimetype": "text/plain", "size": len(text),
                "url_private_download": f"{self._workspace.root}/files/{id_}"}  # fmt: skip
        self._taken(await self._workspace.says(KIM, "", subtype="file_share", files=[file]))

    async def presses(self, who: str, label: str) -> None:
        state = self._workspace.state
        user = IDS[who]
        window = (state.views.get(user) or [{}])[-1]
        if who != "candidate" and window and (action := _action(window, label)):
            self._taken(await self._workspace.presses_in_view(user, window, action))
            return
        place = state.direct(KIM) if who == "candidate" else state.channels[HIRING]
        found = [(m, a) for m in place.messages.values() if m.get("bot_id") and (a := _action(m, label))]
        message, action = found[-1]
        self._taken(await self._workspace.presses(user, place.id, message["ts"], action))

    async def commands(self, who: str, text: str) -> None:
        self._taken(await self._workspace.commands(IDS[who], text.replace("@Kim", f"<@{KIM}|kim>"), HIRING))

    async def fills(self, who: str, values: dict[str, str]) -> None:
        user, views = IDS[who], self._workspace.state.views
        await self._workspace.until(lambda: views.get(SAM if who == "outsider" else user))
        if who == "outsider":
            views[user] = [dict(views[SAM][-1])]  # somebody forges the form of another
        self._taken(await self._workspace.fills(user, values))

    def heard(self, ear: str) -> list[str]:
        if ear != "desk":
            return [self._whole(m) for m in self._stage.messages(KIM if ear == "bot" else HIRING)]
        private = [f"window {SAM}", f"window {EVE}", "answer", self._workspace.state.direct(SAM).id]
        told = self._workspace.noted
        return [self._whole(m) for where, m in told if where in private or m.get("user") in {SAM, EVE}]

    def card(self) -> str:
        [card] = [text for text in self.heard("channel") if "[Details]" in text]
        return card

    async def settle(self) -> None:
        await settled(self.store, "slack")

    def _taken(self, delivery: Delivery) -> None:
        assert delivery.acknowledged
        answer: dict[str, Any] = delivery.payload or {}
        if answer:
            self._workspace.note("answer", answer.get("view") or answer)

    def _whole(self, message: Json) -> str:
        files = [self._workspace.state.files[f["id"]]["content"].decode() for f in message.get("files", ())]
        title = (message.get("title") or {}).get("text", "")
        return "\n".join([title, shown(message), *files])


def _action(message: Json, label: str) -> str:
    """Return the action of the button with this label; empty if there is none."""
    rows = [b["elements"] for b in message.get("blocks", ()) if b["type"] == "actions"]
    return next((e["action_id"] for row in rows for e in row if e["text"]["text"] == label), "")
