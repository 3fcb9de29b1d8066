"""Parses Slack's payloads: whose, about what, and the id by which a duplicate delivery is known."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from bot.chat.slack.outbound.mrkdwn import read
from bot.flow.action_id import ActionId, UnreadableId
from bot.flow.actions import table

Body = Mapping[str, Any]
SAID = frozenset({None, "", "file_share", "thread_broadcast", "me_message"})
CHANGED = "message_changed"
DELETED = "message_deleted"


@dataclass(frozen=True)
class Heard:
    """A message in a direct conversation; `edit` tells that it replaces what the message said before."""

    person: str
    conversation: str
    ts: str
    text: str
    files: tuple[Mapping[str, Any], ...]
    edit: bool
    delivery: str


@dataclass(frozen=True)
class Withdrawn:
    """A message in a direct conversation that its author deleted."""

    person: str
    ts: str
    delivery: str


@dataclass(frozen=True)
class Press:
    """A pressed button, and where it stands: in a message, a window or somebody's App Home."""

    person: str
    name: str
    id: ActionId | UnreadableId
    conversation: str
    view: Mapping[str, Any]
    trigger: str
    response_url: str
    delivery: str


def parse_message(event: Body, bot_user: str) -> Heard | None:
    """Return what a person said in a direct conversation; None for all else, our own words included."""
    if event.get("channel_type") != "im" and not str(event.get("channel", "")).startswith("D"):
        return None
    subtype = event.get("subtype")
    message = event.get("message") or {} if subtype == CHANGED else event
    person = message.get("user")
    if (subtype not in SAID and subtype != CHANGED) or not person or person == bot_user or message.get("bot_id"):
        return None
    channel, ts, text = str(event["channel"]), str(message.get("ts", "")), str(message.get("text") or "")
    if subtype == CHANGED:
        if text == ((event.get("previous_message") or {}).get("text") or ""):
            return None  # a link got its preview, or a thread its first reply
        stamp = (message.get("edited") or {}).get("ts") or event.get("event_ts") or event.get("ts")
        return edited_message(Heard(person, channel, ts, read(text), (), False, f"slack:{channel}:{ts}"), str(stamp))
    files = tuple(f for f in message.get("files") or () if isinstance(f, Mapping))
    if not text and not files:
        return None
    # A message is known by where and when it was written: also when it is found again in the history.
    return Heard(person, channel, ts, read(text), files, False, f"slack:{channel}:{ts}")


def parse_deletion(event: Body, bot_user: str) -> Withdrawn | None:
    """Return which of their messages a person deleted in a direct conversation; None for all else."""
    gone = event.get("previous_message") or {}
    person, ts = str(gone.get("user") or ""), str(event.get("deleted_ts") or gone.get("ts") or "")
    if event.get("subtype") != DELETED or not str(event.get("channel", "")).startswith("D"):
        return None
    if not person or person == bot_user or gone.get("bot_id") or not ts:
        return None
    return Withdrawn(person, ts, f"slack:{event['channel']}:{ts}:deleted")


def edited_message(said: Heard, stamp: str) -> Heard:
    """Return a message as one that was edited at `stamp`: the same edit is known by it, wherever it is found."""
    return replace(said, files=(), edit=True, delivery=f"{said.delivery}:{stamp}")


def press(body: Body, action: Body) -> Press:
    """Return a press of a button."""
    user, container = body.get("user") or {}, body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    place = container.get("message_ts") or (body.get("view") or {}).get("id") or ""
    parts = ("slack", "press", user.get("id"), place, action.get("action_id"), action.get("action_ts"))
    return Press(
        person=str(user.get("id", "")),
        name=str(user.get("name") or user.get("username") or ""),
        id=_pressed(action),
        conversation=str(channel),
        view=body.get("view") or {},
        trigger=str(body.get("trigger_id") or ""),
        response_url=str(body.get("response_url") or ""),
        delivery=":".join(str(part) for part in parts),
    )


def filled_in(view: Body) -> ActionId | UnreadableId:
    """Return whose form a window was, as it says of itself."""
    return table.read(str(view.get("callback_id", "")))


def submission_name(view: Body, person: str) -> str:
    """Return the name of a filled-in window: the same window with the same values is the same submission."""
    values = json.dumps((view.get("state") or {}).get("values"), sort_keys=True)
    return f"slack:view:{person}:{view.get('id')}:{view.get('hash')}:{sha256(values.encode()).hexdigest()[:16]}"


def _pressed(action: Body) -> ActionId | UnreadableId:
    """Return what a button does; those of earlier versions said in their value what they are about."""
    about = action.get("value")
    return table.read(f"{action.get('action_id', '')}{f'|{about}' if about else ''}")
