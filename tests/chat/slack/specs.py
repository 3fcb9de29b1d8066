"""Slack's own schemas and method lists, where they lie: VIVA_SPECS, or shared/specs beside the checkout."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

HERE = Path(__file__).resolve().parents[3]


@cache
def folder() -> Path | None:
    """Return the folder of the specifications; None if there is none on this machine."""
    named = os.environ.get("VIVA_SPECS")
    beside = [up / "shared" / "specs" for up in (HERE.parent, HERE.parent.parent)]
    places = [Path(named)] if named else beside
    return next((place for place in places if (place / "slack_web_methods.json").is_file()), None)


@cache
def spec(name: str) -> Any:
    """Return a specification; None where there is none."""
    place = folder()
    return json.loads((place / name).read_text()) if place else None


@cache
def _validator(definition: str) -> Any:
    schema = spec("slack_block_kit.schema.json")
    if schema is None:
        return None
    return jsonschema.Draft7Validator({"$ref": f"#/definitions/{definition}", "definitions": schema["definitions"]})


BLOCKS = {
    "actions": "ActionsBlock",
    "context": "ContextBlock",
    "header": "HeaderBlock",
    "image": "ImageBlock",
    "input": "InputBlock",
    "rich_text": "RichTextBlock",
    "section": "SectionBlock",
}


def faults_of_block(block: dict[str, Any]) -> list[str]:
    """Return what Slack's types say against a block."""
    kind = str(block.get("type"))
    if kind not in BLOCKS:
        return [f"the bot has no use for a block of type {kind}"]
    validator = _validator(BLOCKS[kind])
    if validator is None:
        return []
    return [f"{kind}: {error.message[:200]}" for error in validator.iter_errors(block)]


def faults_of_view(view: dict[str, Any]) -> list[str]:
    validator = _validator("ViewPayload")
    if validator is None or validator.is_valid(view):
        return []
    return [f"view: {error.message[:200]}" for error in validator.iter_errors(view)]
