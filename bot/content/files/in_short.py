"""Documents written in short: what a file's place says is filled in, and sentences become points and false claims."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from bot.content.yaml.fault import Fault
from bot.content.yaml.source import Loc, YamlSource
from bot.core.bank.document import Document
from bot.core.bank.item import Item, usual_minutes
from bot.core.bank.rubric import FACTS, LONGEST_FACT, MISTAKES, Rubric
from bot.core.bank.samples import SampleSet

LEVELS: Mapping[int, tuple[str, ...]] = {
    1: ("does not say it", "says it"),
    2: ("says neither", "says one of the two", "says both"),
}
MANY = ("says hardly any of it", "says some of it", "says most of it", "says all of it")
"""Levels of a criterion of three facts and more."""


def in_full(source: YamlSource, model: type[Document]) -> tuple[Mapping[str, Any], tuple[Fault, ...]]:
    """Return a file's data with all that it leaves to its place and to sentences, and what is wrong with these.

    The id of an item is its file's name, its domain the folder, its topic the id, its minutes the usual ones; rubrics
    and samples are of the item of their name. A criterion may have `facts` and `mistakes`, plain sentences.
    """
    data, place = source.data or {}, PurePosixPath(source.path)
    if model is Item:
        named = {"id": place.stem, "domain": place.parent.name} | data
        return {"topic": named["id"], "minutes": usual_minutes(str(data.get("stem", "")))} | named, ()
    if model is SampleSet:
        return {"item": place.stem} | data, ()
    if model is not Rubric:
        return data, ()
    faults: list[Fault] = []
    data = _with_criteria({"item": place.stem} | data, (), source, faults)
    if isinstance(variants := data.get("variants"), list):
        data["variants"] = [_with_criteria(v, ("variants", n), source, faults) for n, v in enumerate(variants)]
    return data, tuple(faults)


def _with_criteria(part: Any, loc: Loc, source: YamlSource, faults: list[Fault]) -> Any:
    if not isinstance(part, dict) or not isinstance(part.get("criteria"), list):
        return part
    criteria = [_spelled_out(c, (*loc, "criteria", n), source, faults) for n, c in enumerate(part["criteria"])]
    return part | {"criteria": criteria}


def _spelled_out(written: Any, loc: Loc, source: YamlSource, faults: list[Fault]) -> Any:
    """Return a criterion with its sentences as points and false claims, and what it then may leave out."""
    if not isinstance(written, dict) or not written.keys() & {FACTS, MISTAKES}:
        return written
    own = {key: list(_sentences(written.get(key, []), (*loc, key), source, faults)) for key in (FACTS, MISTAKES)}
    full = {key: value for key, value in written.items() if key not in own}
    if FACTS in written:
        subject = str(written.get("id", "it")).replace("-", " ")
        full = {"asks": f"What there is to say about {subject}", "weight": 1} | full
        if "points" not in written:
            full = {"levels": list(LEVELS.get(len(own[FACTS]), MANY))} | full
    for key, sentences in (("points", own[FACTS]), ("wrong", own[MISTAKES])):
        if sentences and isinstance(full.get(key, []), list):
            full[key] = [*full.get(key, []), *({"says": says} for says in sentences)]
    return full


def _sentences(given: Any, loc: Loc, source: YamlSource, faults: list[Fault]) -> Iterator[str]:
    """Yield the sentences of a list; what is none is a fault."""
    remedy = "Write one plain sentence that can be true or false"
    if not isinstance(given, list) or not given:
        faults.append(source.fault(f"{loc[-1]} is not a list of sentences", f'Begin each with "- ". {remedy}', *loc))
        return
    for number, says in enumerate(given):
        if not isinstance(says, str) or not says.strip():
            faults.append(source.fault(f"entry {number + 1} of {loc[-1]} is no sentence", remedy, *loc, number))
        elif len(says) > LONGEST_FACT:
            problem = f"entry {number + 1} of {loc[-1]} has {len(says)} characters"
            faults.append(source.fault(problem, f"Make sentences of at most {LONGEST_FACT} of it", *loc, number))
        else:
            yield says
