"""The Slack front end, wired: one object that `viva run` starts, and stops."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp

from bot.chat.slack.inbound.candidates import Candidates
from bot.chat.slack.inbound.catch_up import CatchUp
from bot.chat.slack.inbound.http_mode import Serve, WebMode
from bot.chat.slack.inbound.listeners import Listeners, build
from bot.chat.slack.inbound.people import People
from bot.chat.slack.inbound.replies import Replies
from bot.chat.slack.inbound.screeners import Screeners
from bot.chat.slack.inbound.socket_mode import SocketMode
from bot.chat.slack.outbound.api import Api, client
from bot.chat.slack.outbound.chat import PLATFORM, SlackChat
from bot.chat.slack.outbound.rate_limits import Pace
from bot.core.errors import ScreeningError
from bot.flow.entrance.platform import Entrances
from bot.flow.jobs.concurrency import Errands, Turns, run_until
from bot.flow.ports import ChatError

LONGEST_WAIT_S = 60.0
REMEDY = "Check SLACK_BOT_TOKEN, and that the app is installed in the workspace; viva doctor tells more."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SlackSetup:
    """What an operator has set; with an `app_token` Slack is heard through a socket, else by HTTP on `host` and `port`.

    url: stands in for Slack's own address; channels, groups: the ids that rights may rest on.
    """

    bot_token: str = field(repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    url: str | None = None
    host: str = "127.0.0.1"
    port: int = 3000
    channels: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.app_token is None and self.signing_secret is None:
            raise ScreeningError(
                "Slack: set SLACK_APP_TOKEN to hear it through a socket, or SLACK_SIGNING_SECRET to be called by HTTP."
            )


class SlackFront:
    """Slack as `viva run` sees it: a chat to post on, and something to run. Made inside a running loop.

    serve: serves a web application, in HTTP mode.
    """

    name = PLATFORM

    def __init__(self, setup: SlackSetup, now: Callable[[], datetime], serve: Serve, pace: Pace | None = None) -> None:
        self._setup = setup
        self._now = now
        self._serve = serve
        self.is_called = setup.app_token is None
        self._web = client(setup.bot_token, setup.url)
        self._api = Api(self._web, pace or Pace())
        self.chat = SlackChat(self._api, now)
        self.web: WebMode | None = None
        """The server of HTTP mode, once it is made."""

    async def run(self, doors: Entrances, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; raise ScreeningError if Slack does not know the token."""
        errands = Errands()
        self._web.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self._web.timeout))
        try:
            await run_until(stop, self._serving(doors, errands))
        finally:
            await errands.done()

    async def close(self) -> None:
        """Close the chat's connections."""
        if self._web.session is not None:
            await self._web.session.close()

    async def _serving(self, doors: Entrances, errands: Errands) -> None:
        identity = await self._identity()
        setup, bot_user = self._setup, str(identity.get("user_id", ""))
        clock = asyncio.get_running_loop().time
        people = People(self._api, str(identity.get("team_id", "")), clock, setup.channels, setup.groups)
        candidates = Candidates(doors.reception, people, self.chat, self._api, Turns(), bot_user)
        replies = Replies(self._api, self.chat, doors.reception.say_to)
        listeners = Listeners(candidates, Screeners(doors.desk, people, self._api), replies, errands)
        catch_up = CatchUp(self._api, self.chat, doors.ongoing, candidates.hear, bot_user)

        def missed() -> None:
            errands.when_stored(catch_up.run)

        app = build(listeners, self._web, identity, setup.signing_secret, missed)
        if setup.app_token is not None:
            connections = Api(client(setup.app_token, setup.url, self._web.session), Pace())
            await SocketMode(app, connections, catch_up.run).run()
        else:
            assert setup.signing_secret is not None, "the set-up has the one or the other"
            self.web = WebMode(app, setup.signing_secret, self._now, self._serve, setup.port, setup.host)
            errands.later(catch_up.run())
            await self.web.run()

    async def _identity(self) -> Mapping[str, Any]:
        """Return who the bot is, however long Slack is away; raise ScreeningError if it refuses the token."""
        wait = 1.0
        while True:
            try:
                return await self._api.read("auth.test")
            except ChatError as error:
                if error.permanent:
                    raise ScreeningError(f"{error}. {REMEDY}") from error
                log.warning("Slack does not answer: %s", error)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT_S)
