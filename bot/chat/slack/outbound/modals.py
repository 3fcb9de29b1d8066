"""Forms as Slack modals, and submitted modals as values."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import InputBlock, Option, PlainTextInputElement, StaticSelectElement
from slack_sdk.models.views import View

from bot.chat.slack.outbound.blocks import Drawn, drawn_blocks, plain
from bot.chat.slack.outbound.mrkdwn import clean_text, weight
from bot.flow.forms import Field, FieldErrors, Form, Reply
from bot.flow.messages import Block, Message

MODAL, HOME = "modal", "home"
MOST_BLOCKS = 100
MOST_WEIGHT = 200_000
"""Characters of one view as JSON; Slack refuses 250 kB."""
LONGEST_INPUT = 3000
LONGEST_OPTION = 75
LONGEST_TITLE = 24
LONGEST_HINT = 2000
VALUE = "value"
"""The action id of every input: its block carries the field's name."""


def modal(form: Form, where: str) -> Drawn:
    """Return the window that asks for a form's fields; `where` is the conversation it was opened from."""
    inputs = [_input(field).to_dict() for field in form.fields]
    return View(
        type=MODAL,
        title=plain(form.title),
        submit=plain(form.submit[:LONGEST_TITLE]),
        callback_id=str(form.id),
        private_metadata=_carried(where),
        blocks=[*drawn_blocks(form.blocks), *inputs],
    ).to_dict()


def page(title: str, blocks: Sequence[Block], where: str) -> Drawn | None:
    """Return a window that only shows something; None if it is more than a window holds."""
    drawn = drawn_blocks(blocks)
    if not drawn or len(drawn) > MOST_BLOCKS or weight(drawn) > MOST_WEIGHT:
        return None
    cut = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
    return View(type=MODAL, title=plain(cut), private_metadata=_carried(where), blocks=drawn).to_dict()


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
    try:
        carried = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return ""
    return str(carried.get("where", "")) if isinstance(carried, dict) else ""


def modal_response(reply: Reply | None, where: str) -> Drawn:
    """Return what Slack does with a filled-in window: errors at their fields, another window, or none."""
    match reply:
        case None:
            return {}
        case FieldErrors(errors):
            return {"response_action": "errors", "errors": {error.field: error.words for error in errors}}
        case Form():
            return {"response_action": "update", "view": modal(reply, where)}
    drawn = page(reply.notice, reply.blocks, where)
    return {"response_action": "update", "view": drawn} if drawn else {"response_action": "clear"}


def _carried(where: str) -> str:
    return json.dumps({"where": where})


def _input(field: Field) -> InputBlock:
    element: StaticSelectElement | PlainTextInputElement
    if field.choices:
        options = [Option(value=c.value, text=plain(clean_text(c.label)[:LONGEST_OPTION])) for c in field.choices]
        first = next((o for o in options if o.value == field.value), None)
        element = StaticSelectElement(action_id=VALUE, options=options, initial_option=first)
    else:
        element = PlainTextInputElement(
            action_id=VALUE,
            multiline=field.lines > 1,
            max_length=min(field.most, LONGEST_INPUT),
            initial_value=clean_text(field.value)[: min(field.most, LONGEST_INPUT)] or None,
        )
    hint = plain(clean_text(field.hint)[:LONGEST_HINT]) if field.hint else None
    return InputBlock(
        block_id=field.id, label=plain(field.label), element=element, hint=hint, optional=field.optional or None
    )
