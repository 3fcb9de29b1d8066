"""The player of the terminal: reception and desk as they are, every message drawn by the real terminal."""

from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from rich.console import Console

from bot.chat.console.terminal import Terminal
from bot.core.screening.session import Place
from bot.flow.action_id import ActionId
from bot.flow.actions.table import read
from bot.flow.entrance.attachments import Sent
from bot.flow.forms import FieldErrors, Form, Reply
from bot.flow.messages import Attachment, Button, Message
from bot.flow.permissions import Visitor
from bot.flow.wording.form_errors import unusable
from bot.store.store import SqlStore
from tests.conversations.house import HERE, SAM, STRANGER, House, buttons
from tests.conversations.stage import CANDIDATE, CHANNEL, Platform, text_of
from tests.core.screenings import KIM


@dataclass
class Drawn(Platform):
    """A platform that also prints what it keeps."""

    def __post_init__(self) -> None:
        self.terminal = Terminal(Console(file=StringIO(), width=100), "Kim")

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        await self.terminal.post(to, message, key, unsure_since)
        return await super().post(to, message, key, unsure_since)

    async def edit(self, to: Place, ref: str, message: Message) -> None:
        await self.terminal.edit(to, ref, message)
        await super().edit(to, ref, message)

    async def saved(self, to: Place, message_id: str) -> None:
        await self.terminal.saved(to, message_id)
        await super().saved(to, message_id)


class AtTheTerminal:
    """Plays in a house; what was said last to whoever acted stands in `replies`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._platform = house.stage.platform
        self._forms: dict[str, Form] = {}
        self._message = ""
        self.replies: list[Reply] = []

    @property
    def store(self) -> SqlStore:
        return self._house.stage.store

    async def says(self, text: str) -> None:
        self._message = await self._house.said(text)

    async def changes(self, text: str) -> None:
        await self._house.reception.edited(KIM, self._message, text, self._house.delivery())

    async def deletes(self) -> None:
        await self._house.reception.deleted(KIM, self._message, self._house.delivery())

    async def sends(self, name: str, text: str) -> None:
        await self._house.said("", files=[Sent(name, "text/plain", len(text), text)])

    async def presses(self, who: str, label: str) -> None:
        place = CANDIDATE if who == "candidate" else CHANNEL
        mine = self._platform.standing(place)
        if who != "candidate":
            mine += [reply for reply in self.replies[-1:] if isinstance(reply, Message)]
        found = [b for message in mine for b in buttons(message) if b.label == label]
        button = found[-1]
        if who == "candidate":
            form = await self._house.pressed(came_back(button))
            if isinstance(form, Form):
                self._forms = {who: form}
            return
        self._replied(await self._house.desk.pressed(visitor(who), came_back(button), self._house.delivery()))

    async def commands(self, who: str, text: str) -> None:
        text = text.replace("@Kim", f"<@{KIM.id}|Kim>")
        self._replied(await self._house.desk.command(visitor(who), text, HERE, self._house.delivery()))

    async def fills(self, who: str, values: dict[str, str]) -> None:
        form = self._forms["candidate" if who == "candidate" else "desk"]
        if who == "candidate":
            await self._house.filled(form, **values)
            return
        self._replied(await self._house.desk.filled(visitor(who), form.id, values, self._house.delivery()))

    def heard(self, ear: str) -> list[str]:
        if ear == "desk":
            return [whole(reply) for reply in self.replies]
        return [whole(m) for m in self._platform.standing(CANDIDATE if ear == "bot" else CHANNEL)]

    def card(self) -> str:
        [card] = [text for text in self.heard("channel") if "[Details]" in text]
        return card

    async def settle(self) -> None:
        await self._house.settled()

    def _replied(self, reply: Reply) -> None:
        self.replies.append(reply)
        if isinstance(reply, Form):
            self._forms = {"desk": reply}


def came_back(button: Button) -> ActionId:
    """Return the id of a button as it is read after its way through a platform."""
    id_ = read(str(button.id))
    assert isinstance(id_, ActionId)
    return id_


def visitor(who: str) -> Visitor:
    return SAM if who == "screener" else STRANGER


def whole(reply: Reply) -> str:
    """Return all of a reply's words, those of its files and fields included."""
    if isinstance(reply, FieldErrors):
        return text_of(unusable(reply))
    if isinstance(reply, Form):
        return "\n".join([reply.title, text_of(Message("", reply.blocks)), *(f.label for f in reply.fields)])
    return "\n".join([text_of(reply), *(b.text for b in reply.blocks if isinstance(b, Attachment))])
