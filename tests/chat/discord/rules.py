"""What Discord refuses: its own OpenAPI document where it is at hand, and the sums that only its pages state."""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

HERE = Path(__file__).resolve().parents[3]
PLACES = [up / "shared" / "specs" for up in (HERE.parent, HERE.parent.parent)]
V2 = 1 << 15


def document(text: str) -> Any:
    return json.loads(text)


def broken(method: str, path: str, body: Any, files: dict[str, bytes]) -> list[str]:
    """Return what is wrong with a request."""
    found = [f"{method} {path}: {what}" for what in _schema(method, path, body)]
    data = body.get("data") or {} if path.endswith("/callback") else body
    if isinstance(data, dict):
        found += [f"{method} {path}: {what}" for what in _sums(data, files, path)]
    return found


def walk(components: Any) -> Iterator[dict[str, Any]]:
    """Yield every component, those within others included."""
    for component in components or ():
        yield component
        yield from walk(component.get("components"))
        yield from walk([c for c in (component.get("component"), component.get("accessory")) if c])


def _sums(data: dict[str, Any], files: dict[str, bytes], path: str) -> Iterator[str]:
    every = [*walk(data.get("components"))]
    is_modal = "title" in data
    is_message = "components" in data and not is_modal and "/commands" not in path
    ids = [c["custom_id"] for c in every if "custom_id" in c]
    if len(ids) != len(set(ids)):
        yield "a custom id twice"
    if any(not 1 <= len(i) <= 100 for i in ids):
        yield "a custom id too long"
    numbers = [c["id"] for c in every if "id" in c]
    if len(numbers) != len(set(numbers)):
        yield "a component id twice"
    if is_modal and not 1 <= len(data["components"]) <= 5:
        yield "a modal with too many components"
    if not is_message:
        return
    if not data.get("flags", 0) & V2 or data.get("content") or data.get("embeds"):
        yield "components of version 2 without their flag, or with content"
    if len(every) > 40:
        yield "more than 40 components"
    if sum(len(c.get("content", "")) for c in every if c["type"] == 10) > 4000:
        yield "more than 4,000 characters"
    if any(len(c["components"]) > 5 for c in every if c["type"] == 1):
        yield "more than 5 buttons in a row"
    if (data.get("allowed_mentions") or {}).get("parse") != []:
        yield "mentions are allowed"
    shown = {u.removeprefix("attachment://") for u in re.findall(r"attachment://[^\"]+", json.dumps(every))}
    if shown != set(files):
        yield "a file that is not shown, or shown and not sent"


@cache
def _spec() -> Any:
    named = os.environ.get("VIVA_SPECS")
    files = [place / "discord_openapi.json" for place in ([Path(named)] if named else PLACES)]
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        return None
    text = file.read_text().replace('"format": "snowflake"', '"x": 1')
    return _loosened(json.loads(text))


def _loosened(value: Any) -> Any:
    """Let snowflakes be numbers too, as Discord does."""
    if isinstance(value, dict):
        if value.get("$ref", "").endswith("/SnowflakeType"):
            return {}
        return {k: _loosened(v) for k, v in value.items()}
    return [_loosened(v) for v in value] if isinstance(value, list) else value


def _schema(method: str, path: str, body: Any) -> Iterator[str]:
    spec = _spec()
    if spec is None or body is None:
        return
    for template, verbs in spec["paths"].items():
        pattern = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template))
        if "@" in path and "@" not in template:
            continue
        if re.fullmatch(pattern, path) and method.lower() in verbs:
            content = verbs[method.lower()].get("requestBody", {}).get("content", {})
            if "application/json" in content:
                validator = _validator(template, method.lower())
                yield from (
                    f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(body)
                )
            return


@cache
def _validator(template: str, verb: str) -> Any:
    spec = _spec()
    schema = spec["paths"][template][verb]["requestBody"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": spec["components"]})
