"""What every part of the fake Web API refuses and notes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tests.chat.slack.state import BOT_USER, Channel, Json

if TYPE_CHECKING:
    from tests.chat.slack.workspace import Workspace


class Refused(Exception):
    """An answer with ok: false."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.more = more


class Part:
    """A part of the Web API, over the workspace's state."""

    def __init__(self, workspace: "Workspace") -> None:
        self._w = workspace
        self._s = workspace.state

    def _channel(self, a: Json, name: str = "channel") -> Channel:
        channel = self._s.channels.get(str(a.get(name)))
        if channel is None:
            raise Refused("channel_not_found")
        return channel

    def _postable(self, a: Json) -> Channel:
        channel = self._channel(a)
        if channel.archived:
            raise Refused("is_archived")
        if BOT_USER not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def _faults(self, method: str, faults: Iterable[str]) -> None:
        for fault in faults:
            self._w.violation(f"{method}: {fault}")
