"""Forms as Discord modals, and submitted modals as values; a modal's own id says which form it is."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import discord
from discord import ui

from bot.chat.discord.outbound.layout import Words, lay_out
from bot.flow.forms import Field, Form

MOST_ITEMS = 5
LONGEST_TEXT = 4000
LONGEST_HINT = 100
LONGEST_CHOICE = 100
OPEN_FOR_S = 900.0
"""How long the SDK remembers a modal; what is filled in later is heard all the same."""


def modal(form: Form) -> ui.Modal:
    """Return the window that asks for a form's fields; words before them as far as Discord has room for."""
    window = ui.Modal(title=form.title, custom_id=str(form.id), timeout=OPEN_FOR_S)
    room = MOST_ITEMS - len(form.fields)
    words = "\n".join(part.text for part in lay_out(form.blocks) if isinstance(part, Words))
    if words and room:
        window.add_item(ui.TextDisplay(words))
    for field in form.fields:
        window.add_item(
            ui.Label(text=field.label, description=field.hint[:LONGEST_HINT] or None, component=_input(field))
        )
    return window


def values(components: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what was filled in, by the ids of the fields; what was left empty is left out."""
    found: dict[str, str] = {}
    for component in _inputs(components):
        chosen = component.get("values") or ()
        value = component.get("value") or (chosen[0] if chosen else "")
        if value:
            found[str(component.get("custom_id", ""))] = str(value)
    return found


def submission_name(person: int, custom_id: str, filled: Mapping[str, str], interaction: int) -> str:
    """Return the name of a submission."""
    digest = sha256(json.dumps(dict(filled), sort_keys=True).encode()).hexdigest()[:16]
    return f"discord:form:{person}:{interaction}:{custom_id}:{digest}"


def _inputs(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        inner = component.get("component")
        if isinstance(inner, Mapping):
            yield inner
        yield from (c for c in component.get("components") or () if isinstance(c, Mapping))


def _input(field: Field) -> "ui.Select[Any] | ui.TextInput[Any]":
    if field.choices:
        options = [
            discord.SelectOption(label=c.label[:LONGEST_CHOICE], value=c.value, default=c.value == field.value)
            for c in field.choices
        ]
        least = 0 if field.optional else 1
        return ui.Select(custom_id=field.id, options=options, min_values=least, required=not field.optional)
    most = min(field.most, LONGEST_TEXT)
    return ui.TextInput(
        custom_id=field.id,
        style=discord.TextStyle.paragraph if field.lines > 1 else discord.TextStyle.short,
        default=field.value[:most] or None,
        required=not field.optional,
        max_length=most,
    )
