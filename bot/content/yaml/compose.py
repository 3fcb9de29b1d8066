"""Parses text to YAML nodes: libyaml for speed, the pure parser for the same clear errors.

Scalars are read as YAML 1.2 reads them: `no` and `on` are text, and so are `09:00`, dates, `0x10` and
`1_000`, of which PyYAML by itself would make false, 540, a date, 16 and 1000.
"""

import re

import yaml
from yaml.nodes import Node

from bot.content.yaml.place import Trouble
from bot.content.yaml.syntax import explain, unreadable

try:
    from yaml import CSafeLoader as _Fastest
except ImportError:  # no libyaml on this machine
    from yaml import SafeLoader as _Fastest  # type: ignore[assignment] # the same methods

TAG = "tag:yaml.org,2002:"
DIGITS = "(0|[1-9][0-9]{0,14})"
"""At most 15: more are not kept exactly, and what has more is rather a serial number, which is text."""
SCALARS = (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", list("tf")),
    ("int", rf"[-+]?{DIGITS}", list("-+0123456789")),
    ("float", rf"[-+]?({DIGITS}(\.[0-9]{{0,15}})?|\.[0-9]{{1,15}})([eE][-+]?[0-9]{{1,2}})?", list("-+.0123456789")),
)
"""What a scalar without quotes can be besides text: tag, pattern, first characters."""


PATTERNS = {name: re.compile(rf"(?:{pattern})\Z") for name, pattern, _ in SCALARS}


class _Slow(yaml.SafeLoader):
    """The loader in Python; 20 times slower, and asked again for what is wrong."""

    yaml_implicit_resolvers = {}


class _Fast(_Fastest):
    yaml_implicit_resolvers = {}


for _loader in (_Slow, _Fast):
    for _name, _, _first in SCALARS:
        _loader.add_implicit_resolver(TAG + _name, PATTERNS[_name], _first)


def compose(text: str) -> Node | None:
    """Return the root node, or None when the file holds nothing; raises Trouble in plain words."""
    try:
        return _composed(text, _Fast)
    except yaml.reader.ReaderError as fault:
        raise unreadable(fault, text) from fault
    except yaml.YAMLError as fault:
        if "nesting" in str(fault):
            raise Trouble(1, 1, "brackets or lists are nested too deeply", "Close them, or write fewer") from fault
        raise explain(_in_python(text) or fault, text) from fault


def _composed(text: str, loader: type[_Slow] | type[_Fast]) -> Node | None:
    reader = loader(text)
    try:
        return reader.get_single_node()
    finally:
        reader.dispose()


def _in_python(text: str) -> yaml.YAMLError | None:
    """Return the fault as the loader in Python finds it; its words do not change with libyaml's version."""
    try:
        _composed(text, _Slow)
    except yaml.YAMLError as fault:
        return fault
    except RecursionError:
        return None
    return None
