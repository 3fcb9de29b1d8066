"""Forms as Slack modals, and submitted modals as values."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import InputBlock, Option, PlainTextInputElement, StaticSelectElement
from slack_sdk.models.views import View

from bot.chat.slack.outbound.blocks import Drawn, drawn_blocks, plain
from bot.chat.slack.outbound.mrkdwn import shown, weight
from bot.flow.messages import Block, Field, Form, Message

MODAL, HOME = "modal", "home"
CANDIDATE, DESK = "candidate", "desk"
MOST_BLOCKS = 100
MOST_WEIGHT = 200_000
"""Characters of one view as JSON; Slack refuses 250 kB."""
LONGEST_INPUT = 3000
LONGEST_OPTION = 75
LONGEST_TITLE = 24
LONGEST_HINT = 2000
VALUE = "value"
"""The action id of every input: its block carries the field's name."""


def modal(form: Form, where: str, side: str) -> Drawn:
    """Return the window that asks for a form's fields.

    where: the conversation it was opened from; side: CANDIDATE or DESK, who hears what is filled in.
    """
    inputs = [_input(field).to_dict() for field in form.fields]
    return View(
        type=MODAL,
        title=plain(form.title),
        submit=plain(form.submit[:LONGEST_TITLE]),
        callback_id=form.id,
        private_metadata=_carried(where, side),
        blocks=[*drawn_blocks(form.blocks), *inputs],
    ).to_dict()


def page(title: str, blocks: Sequence[Block], where: str, side: str) -> Drawn | None:
    """Return a window that only shows something; None if it is more than a window holds."""
    drawn = drawn_blocks(blocks)
    if not drawn or len(drawn) > MOST_BLOCKS or weight(drawn) > MOST_WEIGHT:
        return None
    cut = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
    return View(type=MODAL, title=plain(cut), private_metadata=_carried(where, side), blocks=drawn).to_dict()


def home(message: Message) -> Drawn:
    """Return a message as somebody's App Home; what does not fit on it is left to the filters."""
    kept: list[Drawn] = []
    for block in drawn_blocks(message.blocks)[:MOST_BLOCKS]:
        if weight(kept) + weight(block) > MOST_WEIGHT:
            break
        kept.append(block)
    return View(type=HOME, blocks=kept).to_dict()


def values(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what was filled in, by the ids of the fields; what was left empty is left out."""
    found: dict[str, str] = {}
    for field, actions in ((view.get("state") or {}).get("values") or {}).items():
        for element in (actions or {}).values():
            chosen = element.get("selected_option") or {}
            value = chosen.get("value") if chosen else element.get("value")
            if value:
                found[field] = str(value)
    return found


def opened_from(view: Mapping[str, Any]) -> str:
    """Return the conversation from which a window was opened; empty if it does not say."""
    return str(_memo(view).get("where", ""))


def side_of(view: Mapping[str, Any]) -> str:
    """Return who hears what is done in a window; the desk if it does not say."""
    return str(_memo(view).get("side", DESK))


def _memo(view: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        carried = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return carried if isinstance(carried, dict) else {}


def _carried(where: str, side: str) -> str:
    return json.dumps({"where": where, "side": side})


def _input(field: Field) -> InputBlock:
    element: StaticSelectElement | PlainTextInputElement
    if field.choices:
        options = [Option(value=c.value, text=plain(shown(c.label)[:LONGEST_OPTION])) for c in field.choices]
        first = next((o for o in options if o.value == field.value), None)
        element = StaticSelectElement(action_id=VALUE, options=options, initial_option=first)
    else:
        element = PlainTextInputElement(
            action_id=VALUE,
            multiline=field.lines > 1,
            max_length=min(field.most, LONGEST_INPUT),
            initial_value=shown(field.value)[: min(field.most, LONGEST_INPUT)] or None,
        )
    hint = plain(shown(field.hint)[:LONGEST_HINT]) if field.hint else None
    return InputBlock(
        block_id=field.id, label=plain(field.label), element=element, hint=hint, optional=field.optional or None
    )
