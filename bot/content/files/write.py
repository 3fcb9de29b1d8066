"""Documents as YAML that people go on with: keys in the order of the model, long text in lines, nothing said twice."""

from pathlib import Path
from typing import Any

import yaml

from bot.core.bank.document import Document

LINE = 110
FOLDED_FROM = 80


class _Dumper(yaml.SafeDumper):
    """Writes long text folded, as a person would."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - lists stand indented
        return super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = ">" if len(text) > FOLDED_FROM and text == text.strip() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(document: Document) -> str:
    """Return a document as YAML, without what is as it would be when left out."""
    data: dict[str, Any] = document.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=LINE)


def write_new(path: Path, document: Document) -> None:
    """Write a file that must not exist yet; raises FileExistsError, or OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(as_yaml(document))
