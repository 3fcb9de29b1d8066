"""Every key of what people write, as the two README files of the content: made from the models, so none can drift."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.content.publish.schema import SCHEMAS, schema_of

MARK = "<!-- Made by viva bank schema from the models; change their docstrings, not this file. -->"
READMES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "questionbank/README.md": (
        "# Items and roles\n\n"
        "`items/<domain>/<item>.yaml` is one question, `roles/<role>.yaml` what a role asks about. A file's name is\n"
        "its id. How to write a good one is in docs/bank.md. Check with `viva bank check`.",
        ("questionbank/schema/item.json", "questionbank/schema/role.json"),
    ),
    "rubrics/README.md": (
        "# Rubrics and samples\n\n"
        "`<domain>/<item>.yaml` says how an item is marked, `samples/<domain>/<item>.yaml` holds answers with the\n"
        "marks of people, `calibration/` what a model's scores mean. How to write criteria that two people mark the\n"
        "same way is in docs/rubrics.md. Check with `viva bank check`, and compare with people's marks with\n"
        "`viva bank test`.",
        ("rubrics/schema/rubric.json", "rubrics/schema/samples.json"),
    ),
}
"""Each file: what stands above the tables, and the schemas that the tables are made from."""


def readme(name: str) -> str:
    """Return one of READMES as it is committed."""
    head, schemas = READMES[name]
    tables = [table for schema in schemas for table in _tables(schema_of(SCHEMAS[schema]))]
    return "\n\n".join((MARK, head, *tables)) + "\n"


def _tables(schema: Mapping[str, Any]) -> Iterator[str]:
    parts = {schema["title"]: schema, **schema.get("$defs", {})}
    for title, part in parts.items():
        if "properties" in part:
            about = " ".join(part.get("description", "").split())
            rows = [_row(key, node, part, parts) for key, node in part["properties"].items()]
            yield "\n".join((f"## {title}\n\n{about}\n", "| key | takes | meaning |", "| --- | --- | --- |", *rows))


def _row(key: str, node: Mapping[str, Any], part: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    needed = "" if key in part.get("required", ()) else " (may be left out)"
    about = " ".join(node.get("description", "").split()).replace("|", "\\|")
    return f"| `{key}` | {_takes(node, parts)}{needed} | {about} |"


def _takes(node: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    if "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[1]
        return " or ".join(parts[name]["enum"]) if "enum" in parts[name] else name
    if "anyOf" in node:
        return " or ".join(_takes(n, parts) for n in node["anyOf"] if n.get("type") != "null")
    match node.get("type"):
        case "array":
            return f"a list of {_takes(node.get('items', {}), parts)}"
        case "object":
            values = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
            return f"names, each with {_takes(values[0], parts)}" if isinstance(values[0], dict) else "keys"
        case "string":
            return (
                'a time such as "09:00"'
                if node.get("format") == "time" or "[01]" in node.get("pattern", "")
                else "text"
            )
        case "number" | "integer":
            return _bounds(node)
        case "boolean":
            return "true or false"
    return "a value"


def _bounds(node: Mapping[str, Any]) -> str:
    name = "whole number" if node["type"] == "integer" else "number"
    signs = (("minimum", "≥"), ("exclusiveMinimum", ">"), ("maximum", "≤"), ("exclusiveMaximum", "<"))
    return ", ".join([name, *(f"{sign} {node[key]:g}" for key, sign in signs if key in node)])


def write(folder: Path) -> list[Path]:
    """Write each README that is not there yet or was made here; a team's own text is left alone. Return the files."""
    made = []
    for name in READMES:
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8").startswith(MARK):
            path.write_text(readme(name), encoding="utf-8", newline="\n")
            made.append(path)
    return made


def outdated_readmes(folder: Path) -> list[str]:
    """Return the READMEs that were made here and are not as the models make them."""
    texts = {name: path.read_text(encoding="utf-8") for name in READMES if (path := folder / name).is_file()}
    return [name for name, text in texts.items() if text.startswith(MARK) and text != readme(name)]
