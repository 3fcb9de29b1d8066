"""The JSON Schemas of what people write, for editors that complete and check while one types.

Titles and descriptions come from the models' docstrings, so that there is one place to keep them right.
"""

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.content.publish.key_help import meaning
from bot.core.bank.document import Document
from bot.core.bank.item import Item
from bot.core.bank.role import Role
from bot.core.bank.rubric import Rubric
from bot.core.bank.samples import SampleSet

SCHEMAS: Mapping[str, type[Document]] = {
    "questionbank/schema/item.json": Item,
    "questionbank/schema/role.json": Role,
    "rubrics/schema/rubric.json": Rubric,
    "rubrics/schema/samples.json": SampleSet,
}
DIALECT = "http://json-schema.org/draft-07/schema#"
"""The one that every editor's YAML plug-in knows."""
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"


def schema_of(model: type[Document]) -> dict[str, Any]:
    """Return the schema of a document, with what its docstrings say of each key."""
    schema = {"$schema": DIALECT, **model.model_json_schema()}
    models = {kind.__name__: kind for kind in _kinds(Document)}
    for name, part in {model.__name__: schema, **schema.get("$defs", {})}.items():
        if name in models:
            _describe(part, models[name])
    described = _with_clocks(schema)
    assert isinstance(described, dict)
    return described


def _kinds(model: type[Document]) -> Iterator[type[Document]]:
    for kind in model.__subclasses__():
        yield kind
        yield from _kinds(kind)


def schema_text(model: type[Document]) -> str:
    """Return the schema file of a document, as it is committed."""
    return json.dumps(schema_of(model), indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> list[Path]:
    """Write every schema under `folder`; return the files."""
    paths = []
    for name, model in SCHEMAS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(schema_text(model), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


def outdated_schemas(folder: Path) -> list[str]:
    """Return the names of the schema files under `folder` that are missing or not as the models make them."""
    return [name for name, model in SCHEMAS.items() if _text(folder / name) != schema_text(model)]


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _describe(part: dict[str, Any], model: type[Document]) -> None:
    """Give each key its own docstring, or the sentences about it in that of its class."""
    about = inspect.getdoc(model) or ""
    own = _docstrings(model)
    for key, node in part["properties"].items():
        mentions = [s for s in re.split(r"(?<=[.;])\s+", about) if f"`{key}" in s]
        if described := own.get(key) or meaning(model.__name__, key) or " ".join(mentions):
            node["description"] = described


def _docstrings(model: type[Document]) -> dict[str, str]:
    """Return the strings that stand below the fields of a class."""
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, below in pairwise(body.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=key)), ast.Expr(value=ast.Constant(value=str(text))):
                found[key] = inspect.cleandoc(text)
    return found


def _with_clocks(node: Any) -> Any:
    """Return the schema with times of day as this project writes them; JSON Schema's own need a time zone."""
    match node:
        case {"format": "time", **rest}:
            return {**rest, "pattern": CLOCK}
        case dict():
            return {key: _with_clocks(value) for key, value in node.items()}
        case list():
            return [_with_clocks(value) for value in node]
    return node
