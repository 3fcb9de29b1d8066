"""What platforms do to a button and a form on the way to somebody and back: drawn, sent, pressed, filled in, read."""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.chat.discord.outbound import modals as discord_modals
from bot.chat.discord.outbound.views import Press, parts
from bot.chat.slack.inbound import payloads
from bot.chat.slack.outbound import modals as slack_modals
from bot.chat.slack.outbound.blocks import drawn_blocks
from bot.flow.action_id import ActionId, UnreadableId
from bot.flow.actions.table import read
from bot.flow.forms import Form
from bot.flow.messages import Button, Buttons, Message
from tests.chat.discord.rules import walk

Came = tuple[ActionId | UnreadableId, dict[str, str]]


class Platform(Protocol):
    """One platform's way of carrying things."""

    def pressed(self, button: Button) -> ActionId | UnreadableId:
        """Return what comes back when a drawn button is pressed."""

    def filled(self, form: Form, values: Mapping[str, str]) -> Came:
        """Return what comes back when a drawn form is filled in."""


class Terminal:
    """Nothing is drawn but words; ids travel as they are."""

    def pressed(self, button: Button) -> ActionId | UnreadableId:
        return read(str(button.id))

    def filled(self, form: Form, values: Mapping[str, str]) -> Came:
        return read(str(form.id)), dict(values)


class Slack:
    """Block Kit and windows."""

    def pressed(self, button: Button) -> ActionId | UnreadableId:
        [row] = drawn_blocks([Buttons((button,))])
        return payloads.press({}, row["elements"][0]).id

    def filled(self, form: Form, values: Mapping[str, str]) -> Came:
        view = slack_modals.modal(form, "C1")
        given = {name: {"value": {"value": value}} for name, value in values.items()}
        return payloads.filled_in(view), slack_modals.values({**view, "state": {"values": given}})


class Discord:
    """Components and modals."""

    def pressed(self, button: Button) -> ActionId | UnreadableId:
        view = parts(Message("", (Buttons((button,)),)), "key")[0].view()
        components = view.to_components()  # type: ignore[no-untyped-call] # the SDK's way
        [custom_id] = [str(c["custom_id"]) for c in walk(components) if c["type"] == 2]
        assert Press.__discord_ui_compiled_template__.fullmatch(custom_id)
        return read(custom_id)

    def filled(self, form: Form, values: Mapping[str, str]) -> Came:
        drawn: dict[str, Any] = discord_modals.modal(form).to_dict()
        inputs = [c["component"] for c in drawn["components"] if "component" in c]
        given = [{"component": {"custom_id": i["custom_id"], "value": values[i["custom_id"]]}} for i in inputs]
        return read(drawn["custom_id"]), discord_modals.values(given)


PLATFORMS: dict[str, Platform] = {"terminal": Terminal(), "slack": Slack(), "discord": Discord()}
