"""`viva bank new`: by questions and answers to a whole item: what is asked, how it is marked, and marked samples."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import ValidationError

from bot.cli.options import Failure, content_option, faults_as_errors
from bot.content.check import check as every_fault
from bot.content.checks.fairness import judges
from bot.content.checks.placeholders import LATER
from bot.content.files.roots import Roots, content_root, content_roots
from bot.content.files.write import write_new
from bot.content.load import load, read
from bot.core.bank.candidate_copy import fill_item
from bot.core.bank.document import Document
from bot.core.bank.item import Bank, Item, Tier
from bot.core.bank.rubric import Rubric
from bot.core.bank.samples import SampleSet
from bot.core.grading.keywords import grade

T = TypeVar("T")
D = TypeVar("D", bound=Document)
TOPS = ("questionbank", "rubrics")
FEWEST_CRITERIA = 3
SAMPLES = (
    ("strong", "a strong answer, as somebody who has done it would write it"),
    ("middling", "a middling answer: right, and half of it"),
    ("weak", "a weak answer: words of the field without substance, or wrong"),
)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@click.command("new")
@content_option
@faults_as_errors
def new(content: Roots | None) -> None:
    """Write a new item, its rubric and its samples.

    Asks for everything, checks as you go, and writes three files that pass "viva bank check". The item is a draft:
    set "status: live" when somebody has reviewed it. In a folder without a bank it begins one.
    """
    root, bank = content_root(content), _bank(content_roots(content))
    click.echo("A new item. Ctrl-C leaves without writing anything.\n")
    item = _item(bank)
    rubric = _rubric(item)
    samples = _samples(item, rubric)
    paths = (
        root / f"questionbank/items/{item.domain}/{item.id}.yaml",
        root / f"rubrics/{item.domain}/{item.id}.yaml",
        root / f"rubrics/samples/{item.domain}/{item.id}.yaml",
    )
    _written(content_roots(content), dict(zip(paths, (item, rubric, samples), strict=True)))
    for path in paths:
        click.echo(path)
    click.echo(f"It is a draft. Next: viva bank try {item.id}, more samples, a review, then status: live.")


def _bank(roots: Roots) -> Bank:
    """Return what is there already; nothing when a bank begins in the last folder and there is no other."""
    if any((roots[-1] / name).is_dir() for name in TOPS):
        return load(roots)
    click.echo(f"There is no bank in {roots[-1]} yet: it begins with this item.")
    return load(roots[:-1]) if roots[:-1] else Bank(items={}, rubrics={}, roles={})


def _item(bank: Bank) -> Item:
    asked = {domain for role in bank.roles.values() for domain in role.domains}
    domains = sorted({item.domain for item in bank.items.values()} | asked)
    domain = _ask(f"Domain ({', '.join(domains) or 'none yet'})", _slug)
    topics = sorted({item.topic for item in bank.items.values() if item.domain == domain})
    topic = _ask(f"Topic ({', '.join(topics) or 'none yet'})", _slug)
    tier = _ask(f"Tier ({', '.join(Tier)})", lambda text: Tier(text).value, "Use one of these.")
    stem = _ask("Stem: ask for a mechanism, numbers, an order of looking, a trade-off or a failure", _text(20, 2500))
    minutes = _ask("Minutes that a prepared person needs (0.5 to 30)", lambda text: _within(float(text), 0.5, 30))
    name = _ask("Id: a short name of its own, such as nvlink-vs-pcie", lambda text: _free(_slug(text), bank))
    return _made(Item, {"id": name, "domain": domain, "topic": topic, "tier": tier, "status": "draft",
                        "minutes": minutes, "stem": stem, "sources": _sources()})  # fmt: skip


def _sources() -> list[str]:
    """Return where a reviewer can check the facts; nobody is kept from writing a draft without."""
    found: list[str] = []
    while source := _ask_or_end(f"Source {len(found) + 1}: a paper or document with the facts; empty ends",
                                _text(5, 300), may_end=True):  # fmt: skip
        found.append(source)
    return found


def _rubric(item: Item) -> Rubric:
    answer = _ask("Model answer, as a very good candidate would write it", _text(40, 6000))
    criteria: list[dict[str, Any]] = []
    click.echo(f"\nCriteria: at least {FEWEST_CRITERIA}, each one thing to mark. An empty line ends them.")
    while True:
        number = len(criteria) + 1
        enough = len(criteria) >= FEWEST_CRITERIA
        asks = _ask_or_end(f"Criterion {number}: what it asks (How …, Which …)", _fair, may_end=enough)
        if asks is None:
            break
        taken = {c["id"] for c in criteria}
        criteria.append(_criterion(asks, taken))
    return _made(Rubric, {"item": item.id, "full_at": 0.8, "model_answer": answer, "criteria": criteria})


def _criterion(asks: str, taken: set[str]) -> dict[str, Any]:
    name = _ask("  Id of the criterion", lambda text: _new(_slug(text), taken))
    weight = _ask("  Weight (1 is usual)", lambda text: _within(float(text), 0.1, 10))
    points: list[dict[str, Any]] = []
    while True:
        says = _ask_or_end(f"  Point {len(points) + 1}: something an answer can say", _fair, may_end=bool(points))
        if says is None:
            break
        words = _ask("    Words that must meet in a sentence; / between spellings, ; between ideas", _groups)
        points.append({"says": says, "ways": [{"all_of": words}]})
    levels = ["Nothing of it, or wrong"]
    levels += [_ask(f"  Level {n}: what an answer with {n} of {len(points)} points has", _fair)
               for n in range(1, min(len(points), 3) + 1)]  # fmt: skip
    return {"id": name, "asks": asks, "weight": weight, "levels": levels, "points": points,
            "level_at": [float(n) for n in range(1, len(levels))]}  # fmt: skip


def _samples(item: Item, rubric: Rubric) -> SampleSet:
    samples = []
    click.echo("\nAnswers with the marks that you would give: they hold the rubric to its word.")
    for kind, about in SAMPLES:
        answer = _ask(f"Write {about}", _text(10, 6000))
        found = {r.criterion: r.level for r in grade(answer, *fill_item(item, rubric, {})).ratings}
        levels = {
            c.id: _ask(f"  {c.asks}: level 0 to {c.top} (the rules say {found.get(c.id)})", _level(c.top))
            for c in rubric.criteria
        }
        samples.append({"id": kind, "kind": kind, "answer": answer, "levels": levels})
    return _made(SampleSet, {"item": item.id, "samples": samples})


def _written(roots: Roots, files: dict[Path, Document]) -> None:
    """Write the files; take them away again when they do not pass the check."""
    for name in TOPS:
        try:
            (roots[-1] / name).mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise Failure(f"{roots[-1] / name}: the folder cannot be made ({fault.strerror}).") from fault
    before = set(every_fault(read(roots)))
    written: list[Path] = []
    for path, document in files.items():
        try:
            write_new(path, document)
        except OSError as fault:
            _taken_back(written)
            raise Failure(f"{path}: the file cannot be written ({fault.strerror}).") from fault
        written.append(path)
    if faults := sorted(set(every_fault(read(roots))) - before):
        _taken_back(written)
        raise Failure("\n".join(["Nothing was written, since it would not pass:", *map(str, faults)]))


def _taken_back(paths: list[Path]) -> None:
    for path in paths:
        path.unlink()


def _ask(question: str, take: Callable[[str], T], remedy: str = "") -> T:
    """Return what a person answers, as `take` makes it; asks again while it raises ValueError."""
    made = _ask_or_end(question, take, remedy, may_end=False)
    assert made is not None
    return made


def _ask_or_end(question: str, take: Callable[[str], T], remedy: str = "", *, may_end: bool) -> T | None:
    """The same; where it may end, an empty line does, and gives None."""
    while True:
        text = click.prompt(question, default="" if may_end else None, show_default=False).strip()
        if may_end and not text:
            return None
        try:
            if found := LATER.search(text):
                raise ValueError(f'"{found.group()}" is a placeholder. Write the text, or leave with Ctrl-C.')
            return take(text)
        except ValueError as fault:
            click.echo(f"  {remedy or fault}", err=True)


def _made(model: type[D], data: dict[str, Any]) -> D:
    try:
        return model.model_validate_json(json.dumps(data))
    except ValidationError as fault:
        detail = fault.errors(include_url=False)[0]
        raise Failure(f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}. Start again.") from fault


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text) or len(text) > 64:
        raise ValueError("Use lower case, digits and single hyphens: ring-all-reduce.")
    return text


def _free(name: str, bank: Bank) -> str:
    return _new(name, set(bank.items))


def _new(name: str, taken: set[str]) -> str:
    if name in taken:
        raise ValueError(f'"{name}" is taken. Choose another.')
    return name


def _text(least: int, most: int) -> Callable[[str], str]:
    def take(text: str) -> str:
        if not least <= len(text) <= most:
            raise ValueError(f"Write {least} to {most:,} characters; this has {len(text):,}.")
        return text

    return take


def _fair(text: str) -> str:
    if word := judges(text):
        raise ValueError(f'"{word}" judges the person. Say what the answer must name, explain or work out.')
    return _text(3, 300)(text)


def _groups(text: str) -> list[list[str]]:
    groups = [[word.strip() for word in group.split("/") if word.strip()] for group in text.split(";")]
    groups = [group for group in groups if group]
    if not groups:
        raise ValueError("Write words such as: ring / rings ; bandwidth / throughput")
    return groups


def _level(top: int) -> Callable[[str], int]:
    return lambda text: int(_within(int(text), 0, top))


def _within(value: float, least: float, most: float) -> float:
    if not least <= value <= most:
        raise ValueError(f"Write a number from {least:g} to {most:g}.")
    return value
