"""Bolt's app: what Slack delivers, handed on, and acknowledged only after it is stored.

`process_before_response` makes the acknowledgement wait for the listener, a delivery that could not be
stored is not acknowledged, and nothing that can fail follows an acknowledgement.
"""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.inbound.candidates import Candidates
from bot.chat.slack.inbound.payloads import filled_in, press
from bot.chat.slack.inbound.replies import Replies, command_answer
from bot.chat.slack.inbound.screeners import RUNNING, Command, Screeners
from bot.chat.slack.outbound.modals import modal_response, opened_from
from bot.core.errors import StorageTrouble
from bot.flow.action_id import ActionId
from bot.flow.actions.screeners import SHOW
from bot.flow.actions.table import command_of, is_candidates
from bot.flow.forms import Reply
from bot.flow.jobs.concurrency import Errands
from bot.flow.messages import short
from bot.flow.wording.candidates import on_platforms as said

ANYTHING = re.compile(".*", re.DOTALL)
START = re.compile(r"\s*start\b\s*(\S*)\s*", re.IGNORECASE)
BOLT = logging.getLogger("bot.chat.slack.bolt")
"""Bolt's logger: below WARNING it would write whole deliveries, with people's words."""
BOLT.setLevel(logging.ERROR)

log = logging.getLogger(__name__)


class Listeners:
    """Bolt's listeners, each with one thing to do before it acknowledges."""

    def __init__(self, candidates: Candidates, screeners: Screeners, replies: Replies, errands: Errands) -> None:
        self._candidates = candidates
        self._screeners = screeners
        self._replies = replies
        self._errands = errands

    async def message(self, event: Mapping[str, Any]) -> None:
        """Take a message; Bolt acknowledges when this returns."""
        await self._candidates.message(event)

    async def home_opened(self, event: Mapping[str, Any]) -> None:
        """Bring somebody's App Home up to date."""
        if event.get("tab", "home") == "home" and event.get("user"):
            self._errands.later(self._screeners.home(str(event["user"])))

    async def command(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """Answer a command in the acknowledgement; files follow in direct messages."""
        command = Command(
            str(body.get("user_id", "")),
            str(body.get("user_name", "")),
            str(body.get("text") or ""),
            str(body.get("channel_id", "")),
            str(body.get("trigger_id", "")),
        )
        code = START.fullmatch(command.text)
        if code is not None and code.group(1):
            arrived = await self._candidates.arrived(
                command.person, command.name, code.group(1), command.conversation, command.delivery
            )
            await ack(**(command_answer(arrived) if arrived is not None else {}))
            return
        asked = command_of(command.text)
        if asked is not None:
            await self._candidates.commanded(command.person, command.name, asked, command.delivery)
            say = await self._replies.say(command.person)
            await ack(**command_answer(short(say(said.IN_DIRECT_MESSAGE))))
            return
        reply = await self._screeners.command(command)
        self._errands.later(self._handed_over(reply, command))
        await ack(**command_answer(reply))

    async def action(self, ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any]) -> None:
        """Take a press of a button: the table of actions says whose it is, wherever it stands."""
        pressed = press(body, action)
        reply: Reply | None = None
        match pressed.id:
            case ActionId(SHOW.kind, extra=show) if pressed.view.get("type") == "home":
                self._errands.later(self._screeners.home(pressed.person, show or RUNNING))
            case ActionId() as id_ if is_candidates(id_):
                reply = await self._candidates.pressed(pressed, id_)
            case _:
                reply = await self._screeners.pressed(pressed)
        if reply is not None:
            self._errands.later(self._replies.give(reply, pressed))
        await ack()

    async def submission(self, ack: AsyncAck, body: Mapping[str, Any], view: Mapping[str, Any]) -> None:
        """Take a filled-in form."""
        user = body.get("user") or {}
        person, name = str(user.get("id", "")), str(user.get("name") or user.get("username") or "")
        reply: Reply | None
        match filled_in(view):
            case ActionId() as id_ if is_candidates(id_):
                reply = await self._candidates.filled(id_, view, person, name)
            case other:
                reply = await self._screeners.filled(other, view, person, name)
        await ack(**modal_response(reply, opened_from(view)))

    async def ignored(self) -> None:
        """Acknowledge what the bot has no use for."""

    async def _handed_over(self, reply: Any, command: Command) -> None:
        await self._replies.rest(reply, command.person, command.delivery)


def build(
    listeners: Listeners,
    web: AsyncWebClient,
    identity: Mapping[str, Any],
    signing_secret: str | None,
    missed: Callable[[], None],
) -> AsyncApp:
    """Return Bolt's app with every listener; `identity` is the answer of auth.test, asked once at the start.

    missed: called for a delivery that the database could not take, which Slack may give up before it can.

    Bolt would ask again on the first delivery, and lose that one if Slack were busy just then.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=identity.get("enterprise_id"),
            team_id=identity.get("team_id"),
            bot_user_id=identity.get("user_id"),
            bot_id=identity.get("bot_id"),
            bot_token=web.token,
        )

    app = AsyncApp(
        logger=BOLT,
        client=web,
        authorize=authorize,
        signing_secret=signing_secret,
        # Socket Mode brings no signatures; with HTTP every request is checked.
        request_verification_enabled=signing_secret is not None,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        attaching_conversation_kwargs_enabled=False,
    )
    app.event("message")(listeners.message)
    app.event("app_home_opened")(listeners.home_opened)
    app.command(ANYTHING)(listeners.command)
    app.action(ANYTHING)(listeners.action)
    app.view(ANYTHING)(listeners.submission)
    app.event(ANYTHING)(listeners.ignored)

    async def failed(error: Exception) -> BoltResponse:
        if isinstance(error, StorageTrouble):
            missed()
        return _failed(error)

    app.error(failed)
    return app


def _failed(error: Exception) -> BoltResponse:
    """Acknowledge what nobody handles; leave all else unacknowledged, so that Slack brings it again."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200)
    log.error("a delivery could not be taken: %s", type(error).__name__)
    return BoltResponse(status=500)
