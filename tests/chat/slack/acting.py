"""What the people of the fake workspace do: write, edit, press, command, fill in windows, open their App Home."""

from collections.abc import Mapping
from typing import Any

from tests.chat.slack.deliveries import Deliveries, Delivery
from tests.chat.slack.limits import faults_of_window
from tests.chat.slack.state import APP, TEAM, Json, State


class Acting:
    """People's acts, each brought to the app as Slack would bring it."""

    root = ""

    def __init__(self, state: State, bring: Deliveries) -> None:
        self.state = state
        self.bring = bring
        self.violations: list[str] = []

    async def says(self, user: str, text: str, **more: Any) -> Delivery:
        """Write in the direct conversation; `text` as Slack would send it."""
        channel = self.state.direct(user)
        ts = self.state.stamp()
        message = {"type": "message", "user": user, "text": text, "ts": ts, "team": TEAM, **more}
        channel.messages[ts] = message
        return await self.bring.event({**message, "channel": channel.id, "channel_type": "im", "event_ts": ts})

    async def edits(self, user: str, ts: str, text: str) -> Delivery:
        channel = self.state.direct(user)
        before = dict(channel.messages[ts])
        stamp = self.state.stamp()
        channel.messages[ts].update(text=text, edited={"user": user, "ts": stamp})
        changed = {"type": "message", "subtype": "message_changed", "channel": channel.id, "channel_type": "im",
                   "message": dict(channel.messages[ts]), "previous_message": before, "hidden": True,
                   "ts": stamp, "event_ts": stamp}  # fmt: skip
        return await self.bring.event(changed)

    async def deletes(self, user: str, ts: str) -> Delivery:
        channel = self.state.direct(user)
        before, stamp = channel.messages.pop(ts), self.state.stamp()
        gone = {"type": "message", "subtype": "message_deleted", "channel": channel.id, "channel_type": "im",
                "previous_message": before, "deleted_ts": ts, "hidden": True,
                "ts": stamp, "event_ts": stamp}  # fmt: skip
        return await self.bring.event(gone)

    async def presses(self, user: str, channel: str, ts: str, action: str) -> Delivery:
        """Press the button of a message whose action begins so."""
        message = self.state.channels[channel].messages[ts]
        block, element = _button(message.get("blocks") or [], action)
        body = {"container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
                "channel": {"id": channel, "name": "directmessage"}, "message": message}  # fmt: skip
        return await self._act(user, block, element, body)

    async def presses_in_view(self, user: str, view: Json, action: str) -> Delivery:
        block, element = _button(view["blocks"], action)
        return await self._act(
            user, block, element, {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        )

    async def commands(self, user: str, text: str, channel: str) -> Delivery:
        body = {"token": "t", "api_app_id": APP, "team_id": TEAM, "team_domain": "fake", "channel_id": channel,
                "channel_name": "hiring", "user_id": user, "user_name": user.lower(), "command": "/viva",
                "text": text, "response_url": f"{self.root}/respond", "trigger_id": self.state.trigger(user),
                "is_enterprise_install": "false"}  # fmt: skip
        return await self.bring.deliver("slash_commands", body)

    async def fills(self, user: str, values: Mapping[str, str]) -> Delivery:
        """Fill in and send the topmost window of somebody."""
        view = self.state.views[user][-1]
        state: dict[str, Any] = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                element = block["element"]
                given = values.get(block["block_id"])
                chosen = next((o for o in element.get("options", ()) if o["value"] == given), None)
                kept = {"selected_option": chosen} if "options" in element else {"value": given}
                state[block["block_id"]] = {element["action_id"]: {"type": element["type"], **kept}}
        body = {"type": "view_submission", "team": {"id": TEAM, "domain": "fake"}, "token": "t", "api_app_id": APP,
                "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
                "trigger_id": self.state.trigger(user), "response_urls": [],
                "view": {**view, "state": {"values": state}}}  # fmt: skip
        done = await self.bring.deliver("interactive", body)
        answer = done.payload or {}
        match answer.get("response_action"):
            case "update":
                self.violations += [f"view_submission: {f}" for f in faults_of_window(answer["view"])]
                self.state.views[user][-1] = {**view, **answer["view"], "hash": self.state.stamp()}
            case "clear":
                self.state.views[user] = []
            case None:
                self.state.views[user].pop()
        return done

    async def opens_home(self, user: str, tab: str = "home") -> Delivery:
        event = {"type": "app_home_opened", "user": user, "channel": self.state.direct(user).id, "tab": tab}
        return await self.bring.event({**event, "event_ts": self.state.stamp()})

    async def _act(self, user: str, block: Json, element: Json, body: Json) -> Delivery:
        acted = {"type": "button", "action_id": element["action_id"], "block_id": block.get("block_id", "b1"),
                 "text": element["text"], "action_ts": self.state.stamp()}  # fmt: skip
        if "value" in element:
            acted["value"] = element["value"]
        whole = {"type": "block_actions", "team": {"id": TEAM, "domain": "fake"}, "api_app_id": APP, "token": "t",
                 "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
                 "trigger_id": self.state.trigger(user), "response_url": f"{self.root}/respond", "actions": [acted],
                 "state": {"values": {}}, "is_enterprise_install": False, "enterprise": None, **body}  # fmt: skip
        return await self.bring.deliver("interactive", whole)


def _button(blocks: list[Json], action: str) -> tuple[Json, Json]:
    for block in blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element["action_id"].startswith(action):
                return block, element
    raise AssertionError(f"there is no button {action!r}")
