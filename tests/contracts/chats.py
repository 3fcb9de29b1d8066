"""The chats that the contract is tried on, each with a peer that can be asked what a person sees there."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import StringIO
from typing import Protocol

import aiohttp
from rich.console import Console

from bot.app import SystemClock
from bot.chat.console.terminal import HIRING as TERMINALS
from bot.chat.console.terminal import Terminal
from bot.chat.discord.front import DiscordFront
from bot.chat.discord.outbound.chat import DiscordChat
from bot.chat.slack.outbound.api import Api, client
from bot.chat.slack.outbound.chat import SlackChat
from bot.core.screening.session import Place
from bot.flow.messages import Attachment, Picture
from bot.flow.ports import Chat, ChatError, Outcome
from tests.chat.discord import stage as discord_stage
from tests.chat.discord import wire
from tests.chat.discord.rules import walk
from tests.chat.discord.server import Server
from tests.chat.slack import conftest as slack
from tests.chat.slack import stage as slack_stage
from tests.chat.slack.state import Json
from tests.chat.slack.workspace import Workspace
from tests.conversations.stage import Platform, text_of

KINDS = ("fake", "console", "slack", "discord")
FAILING = ("fake", "slack", "discord")
"""A terminal is always there."""
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
LONG_S = 120.0
"""A wait that no chat takes upon itself."""
ON_SLACK = re.compile(r"<[!@#h]|\x00")
ON_DISCORD = re.compile(r"@everyone|@here|<[@#]|\]\(https?:|\x00")
IN_A_TERMINAL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
"""What would mention, call, link or steer where it stands unescaped."""


class Peer(Protocol):
    """A chat, and what stands behind it. `nobody` is a person who does not exist, `closed` a channel we are not in."""

    @property
    def chat(self) -> Chat: ...

    @property
    def direct(self) -> Place: ...

    @property
    def channel(self) -> Place: ...

    @property
    def nobody(self) -> Place: ...

    @property
    def closed(self) -> Place: ...

    def text(self, place: Place) -> str:
        """Return all that is to be read at a place."""

    def files(self, place: Place) -> list[bytes]:
        """Return the files and pictures handed over at a place."""

    def live(self, place: Place) -> list[str]:
        """Return what there would mention, link, format or steer."""

    def deletes(self, place: Place) -> None:
        """Let somebody delete the first message at a place."""

    def later(self) -> None:
        """Let minutes pass, in which the platform forgets what it knows of repeats."""

    def fails(self, *how: str) -> None:
        """Let the next calls fail: "busy" for long, "broken" without effect, "lost" after the effect; "" is well."""


@dataclass
class Fake:
    """The chat of the conversation tests."""

    chat: Platform = field(default_factory=Platform)
    direct, channel = Place("console", "kim"), Place("console", "hiring")
    nobody, closed = Place("console", "nobody"), Place("console", "closed")

    def __post_init__(self) -> None:
        self.chat.missing = {"nobody": Outcome.UNKNOWN_PERSON, "closed": Outcome.NO_CHANNEL}

    def text(self, place: Place) -> str:
        return "\n".join(text_of(message) for message in self.chat.standing(place.id))

    def files(self, place: Place) -> list[bytes]:
        blocks = [b for message in self.chat.standing(place.id) for b in message.blocks]
        texts = [b.text.encode() for b in blocks if isinstance(b, Attachment)]
        return texts + [b.png for b in blocks if isinstance(b, Picture)]

    def live(self, place: Place) -> list[str]:
        return []

    def deletes(self, place: Place) -> None:
        self.chat.posts = [post for post in self.chat.posts if post[0] != place.id]

    def later(self) -> None: ...

    def fails(self, *how: str) -> None:
        busy = ChatError("busy", retry_after_s=LONG_S, outcome=Outcome.RATE)
        known = {"busy": busy, "broken": ChatError("away", outcome=Outcome.AWAY)}
        self.chat.faults += [known[h] for h in how if h in known]


@dataclass
class InTerminal:
    """The terminal; what was printed stays, so an edited message is read below the old one."""

    out: StringIO = field(default_factory=StringIO)
    direct, channel = Place("console", "you"), Place("console", TERMINALS)
    nobody = closed = direct

    def __post_init__(self) -> None:
        self.chat = Terminal(Console(file=self.out, width=200, highlight=False), "Kim")

    def text(self, place: Place) -> str:
        return self.out.getvalue().rpartition("(edited)")[2]

    def files(self, place: Place) -> list[bytes]:
        lines = [line.strip() for line in self.out.getvalue().splitlines() if line.strip()]
        start = next((n for n, line in enumerate(lines, 1) if "[ file:" in line), len(lines))
        pictures = sum("[ picture:" in line for line in lines)
        return ["\n".join(lines[start:]).encode(), *[PNG] * pictures]

    def live(self, place: Place) -> list[str]:
        return IN_A_TERMINAL.findall(self.out.getvalue())

    def deletes(self, place: Place) -> None:
        raise AssertionError("nothing is deleted from a terminal")

    def later(self) -> None: ...

    def fails(self, *how: str) -> None:
        raise AssertionError("a terminal does not fail")


@dataclass
class OnSlack:
    """Slack's chat with its fake workspace."""

    workspace: Workspace
    chat: SlackChat
    direct, channel = Place("slack", slack.KIM), Place("slack", slack.HIRING)
    nobody, closed = Place("slack", "U0NOBODY"), Place("slack", "C0CLOSED")

    def text(self, place: Place) -> str:
        return "\n".join(slack_stage.shown(m) for m in self._messages(place))

    def files(self, place: Place) -> list[bytes]:
        state, messages = self.workspace.state, self._messages(place)
        shared = [f["id"] for m in messages for f in m.get("files", ())]
        shown = [b["slack_file"]["id"] for m in messages for b in m.get("blocks", ()) if b["type"] == "image"]
        return [state.files[id_]["content"] for id_ in [*shared, *shown]]

    def live(self, place: Place) -> list[str]:
        texts = [m.get("text", "") for m in self._messages(place)]
        return [*self.workspace.violations, *(t for t in texts if ON_SLACK.search(t))]

    def deletes(self, place: Place) -> None:
        messages = self.workspace.state.channels[place.id].messages
        del messages[next(iter(messages))]

    def later(self) -> None: ...

    def fails(self, *how: str) -> None:
        self.workspace.troubles.next += how

    def _messages(self, place: Place) -> list[Json]:
        state = self.workspace.state
        channel = state.channels.get(place.id) or state.direct(place.id)
        return list(channel.messages.values())


@dataclass
class OnDiscord:
    """Discord's chat with its fake server."""

    server: Server
    chat: DiscordChat
    direct, channel = Place("discord", discord_stage.KIM), Place("discord", wire.HIRING)
    nobody, closed = Place("discord", "99"), Place("discord", "98")

    def text(self, place: Place) -> str:
        shown = "\n".join(discord_stage.shown(m) for m in self._messages(place))
        return shown.replace("\u200b", "")

    def files(self, place: Place) -> list[bytes]:
        return [self.server.uploads[a["id"]] for m in self._messages(place) for a in m["attachments"]]

    def live(self, place: Place) -> list[str]:
        parts = [c for m in self._messages(place) for c in walk(m["components"])]
        return [*self.server.violations, *ON_DISCORD.findall("".join(c.get("content", "") for c in parts))]

    def deletes(self, place: Place) -> None:
        messages = self.server.messages[place.id]
        del messages[next(iter(messages))]

    def later(self) -> None:
        self.server._nonces.clear()

    def fails(self, *how: str) -> None:
        self.server.troubles.next += how

    def _messages(self, place: Place) -> list[Json]:
        channel = place.id if place.id in self.server.channels else self.server.direct(place.id)
        return self.server.posted(channel)


@asynccontextmanager
async def a_peer(kind: str) -> AsyncIterator[Peer]:
    """Open a chat with its peer."""
    now = SystemClock().now
    match kind:
        case "fake":
            yield Fake()
        case "console":
            yield InTerminal()
        case "slack":
            workspace = slack.people(Workspace(1 / slack.HURRY))
            workspace.state.add_channel("C0CLOSED", slack.SAM)
            async with workspace.open(), aiohttp.ClientSession() as session:
                api = Api(client(workspace.bot_token, f"{workspace.root}/api", session), slack.hurried())
                yield OnSlack(workspace, SlackChat(api, now))
                assert workspace.violations == []
        case _:
            async with Server().open() as server:
                server.shut_out.add("98")
                chat = DiscordFront(discord_stage.setup_for(server), now, discord_stage.hurried).chat
                chat.knows("98")
                yield OnDiscord(server, chat)
                await chat.close()
                assert server.violations == []
