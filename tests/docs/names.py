"""What pages name, looked up: paths, modules, commands, settings, make targets, tests, figures."""

import importlib
import re
import shlex
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import click

from bot.__main__ import viva
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "tests", "docs", "benchmarks", "questionbank", "rubrics", ".ci")
BY_THE_READER = "gradient-traffic"
"""The item that docs/bank.md has its readers write."""
FILE = re.compile(r"[\w-]+\.(?:py|toml|lock|yaml|yml|md|ini)")
PATH = re.compile(r"\.?[\w<>*-]+(?:/[\w.<>*-]*)+")
MODULE = re.compile(r"(?:bot|tests|benchmarks)(?:\.\w+)+")
SETTING = re.compile(r"\b(?:VIVA|SLACK|DISCORD|OPENAI|DATABASE)_[A-Z][A-Z_]*\b")


def unknown(code: str, *, tools: bool = False) -> Iterator[str]:
    """Yield what this stretch of code names and is not there, in words; tools: a bare option may be another tool's."""
    for kind, look in LOOKS.items():
        for name in () if tools and look is _lone_options else look(code):
            yield f"there is no {kind} {name}"


def _paths(code: str) -> Iterator[str]:
    for word in re.findall(r"[\w.<>*/-]+", code):
        first, slash, _ = word.partition("/")
        if slash and PATH.fullmatch(word) and not _found(word, first):
            yield word


def _found(word: str, first: str) -> bool:
    if first in FOLDERS:
        return BY_THE_READER in word or _glob("", word)
    if first in _rooms():
        return _glob("bot/", word) or _glob("bot/", f"{word.rstrip('/')}.py")
    return True


def _files(code: str) -> Iterator[str]:
    if FILE.fullmatch(code) and code not in _file_names():
        yield code


def _modules(code: str) -> Iterator[str]:
    for name in MODULE.findall(code):
        if not FILE.fullmatch(name.removeprefix("bot.")) and not _imports(name):
            yield name


def _imports(name: str) -> bool:
    """Say whether a module is there, or a name in one; a benchmark is looked for and not run."""
    file = ROOT / name.replace(".", "/")
    if file.is_dir() or file.with_suffix(".py").is_file():
        return True
    module, _, attribute = name.rpartition(".")
    if not (ROOT / module.replace(".", "/")).with_suffix(".py").is_file():
        return False
    return hasattr(importlib.import_module(module), attribute)


def _commands(code: str) -> Iterator[str]:
    match = re.match(r"(?:\$ )?(?:[\w.=][\w./=]*/)?viva(?= |$)(.*)", code)
    if match is None:
        return
    command: click.Command = viva
    options = _options(command)
    words = shlex.split(match[1].split("  #")[0].replace("'", "’"))
    while words and isinstance(command, click.Group):
        if words[0].startswith(("-", "…")):
            break
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            yield f"{command.name} {words[0]}"
            return
        command, words = found, words[1:]
        options |= _options(command)
    yield from (f"{command.name} {w}" for w in words if re.fullmatch(r"--[a-z-]+", w) and w not in options)


def _options(command: click.Command) -> set[str]:
    return {"--help", *(o for p in command.params for o in (*p.opts, *p.secondary_opts))}


def _lone_options(code: str) -> Iterator[str]:
    sources = _sources("bot", "benchmarks")
    # A flag with an opposite is written behind it, with a stroke between.
    if (match := re.match(r"(--[a-z][a-z-]+)\b", code)) and not re.search(rf"[\"/]{match[1]}\b", sources):
        yield match[1]


def _targets(code: str) -> Iterator[str]:
    if match := re.match(r"make((?: [a-z-]+)+)(?: ARGS=(\w+))?", code):
        makefile = (ROOT / "Makefile").read_text()
        for name in match[1].split():
            if not re.search(rf"^(?:[a-z -]+ )?{name}(?: [a-z -]+)?:", makefile, re.MULTILINE):
                yield name
        if match[1] == " bench" and match[2] and not _glob("benchmarks/", f"{match[2]}*"):
            yield f"bench {match[2]}"


def _tests(code: str) -> Iterator[str]:
    for name in re.findall(r"\btest_\w+\b(?!\.py)", code):
        if f"def {name}(" not in _sources("tests") and f"{name}.py" not in _file_names():
            yield name


def _figures(code: str) -> Iterator[str]:
    for name in re.findall(r"\bviva_[a-z_]+\b", code):
        if name.removesuffix("_total") not in _sources("bot/ops"):
            yield name


def _settings(text: str) -> Iterator[str]:
    known = {name.upper() for name in Settings.model_fields}
    for name in SETTING.findall(text):
        if name not in known and f'"{name}"' not in _sources("tests", "benchmarks"):
            yield name


LOOKS: dict[str, Callable[[str], Iterator[str]]] = {
    "path": _paths,
    "file": _files,
    "module": _modules,
    "command": _commands,
    "option": _lone_options,
    "make target": _targets,
    "test": _tests,
    "figure": _figures,
    "setting": _settings,
}


def _glob(under: str, pattern: str) -> bool:
    wanted = re.sub(r"<[^>]*>", "*", pattern).rstrip("/")
    return any(True for _ in (ROOT / under).glob(wanted))


@cache
def _rooms() -> frozenset[str]:
    return frozenset(path.name for path in (ROOT / "bot").iterdir() if (path / "__init__.py").exists())


@cache
def _file_names() -> frozenset[str]:
    hidden = (path for path in ROOT.iterdir() if path.is_file())
    below = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return frozenset(path.name for path in (*hidden, *below))


@cache
def _sources(*folders: str) -> str:
    return "\n".join(path.read_text() for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
