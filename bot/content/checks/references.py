"""Checks references between files: names that lead nowhere, and what one file says of another."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.content.files.entry import Content, DocumentFile
from bot.content.schema_errors.expected import nearest
from bot.content.schema_errors.file_kinds import ITEMS, RUBRICS, SAMPLES
from bot.content.yaml.fault import Fault
from bot.core.bank.item import Item
from bot.core.bank.role import Role


def faults(content: Content) -> Iterator[Fault]:
    """Yield every name that does not fit, and every reference that leads nowhere."""
    items = {e.document.id: e.document for e in content.items}
    known = {*items, *content.hidden}
    for item in content.items:
        yield from _item_misplaced(item)
        yield from _enemies(item, known)
    for role in content.roles:
        yield from _asked(role, items, known)
        yield from _hours(role)
        if role.document.id != role.path.stem:
            yield _misnamed(role, "id", role.document.id)
    for kind, folder, entries in (("rubric", RUBRICS, content.rubrics), ("samples", SAMPLES, content.samples)):
        yield from _strays(content, kind, folder, entries)
        yield from _twice(entries, "item")
    yield from _twice(content.items, "id")
    yield from _without_rubric(content)


def _item_misplaced(item: DocumentFile[Item]) -> Iterator[Fault]:
    name, domain = item.document.id, item.document.domain
    right = PurePosixPath(ITEMS, domain, f"{name}.yaml")
    if item.path.stem != name:
        yield _misnamed(item, "id", name)
    elif item.path != right:
        folder = item.path.parent
        other = f'Write "{folder.name}", or move the file' if folder.parent == PurePosixPath(ITEMS) else "Move the file"
        yield item.fault(f'domain "{domain}" is not the folder of the file', f"{other} to {right}", "domain")


def _misnamed(entry: DocumentFile[Any], key: str, name: str) -> Fault:
    stem = entry.path.stem
    remedy = f'Write "{stem}", or rename the file' if re.fullmatch(r"[a-z0-9-]+", stem) else "Rename the file after it"
    return entry.fault(f'{key} "{name}" is not the name of the file', remedy, key)


def _strays(content: Content, kind: str, folder: str, entries: Iterable[DocumentFile[Any]]) -> Iterator[Fault]:
    """Yield a fault for each file beside the items that belongs to none, or does not stand where its item does."""
    homes: dict[str, list[str]] = defaultdict(list)
    for item in content.items:
        homes[item.document.id] += [item.document.domain, item.path.parent.name]
    # A file whose item has lost its id is not to blame.
    expected = {e.path.stem for e in content.items} | content.hidden
    for entry in entries:
        name = entry.document.item
        right = [PurePosixPath(folder, home, f"{name}.yaml") for home in homes.get(name, ())]
        if not right and name not in expected:
            meant = nearest(name, homes)
            remedy = f'Did you mean "{meant}"?' if meant else f"Write the item, or remove this file of its {kind}"
            yield entry.fault(f'there is no item "{name}"', remedy, "item")
        elif right and entry.path not in right:
            yield entry.fault(
                f'this is not the place for the {kind} of item "{name}"', f"Move it to {right[0]}", "item"
            )


def _twice(entries: Iterable[DocumentFile[Any]], key: str) -> Iterator[Fault]:
    """Yield a fault for each further file of one id; one that has another name was noticed by that."""
    seen: dict[str, PurePosixPath] = {}
    for entry in entries:
        name = getattr(entry.document, key)
        if name in seen and entry.path.stem == name:
            yield entry.fault(
                f'{key} "{name}" is taken by {seen[name]}', "Choose another, or remove one of the files", key
            )
        if entry.path.stem == name:
            seen.setdefault(name, entry.path)


def _without_rubric(content: Content) -> Iterator[Fault]:
    marked = {e.document.item for e in content.rubrics} | {e.path.stem for e in content.rubrics} | content.hidden
    for item in content.items:
        name = item.document.id
        if name == item.path.stem and name not in marked:
            right = PurePosixPath(RUBRICS, item.path.parent.name, f"{name}.yaml")
            yield item.fault(f'item "{name}" has no rubric', f"Write {right}", "id")


def _enemies(entry: DocumentFile[Item], known: Iterable[str]) -> Iterator[Fault]:
    for n, enemy in enumerate(entry.document.enemies):
        if enemy == entry.document.id:
            yield entry.fault(f'item "{enemy}" is its own enemy', "Remove this entry", "enemies", n)
        elif enemy not in known:
            yield entry.fault(*_unknown_item(enemy, known), "enemies", n)


def _asked(entry: DocumentFile[Role], items: Mapping[str, Item], known: Iterable[str]) -> Iterator[Fault]:
    role = entry.document
    for n, name in enumerate(role.items):
        if name not in known:
            yield entry.fault(*_unknown_item(name, known), "items", n)
        elif name in items and items[name].domain not in role.domains:
            problem = f'item "{name}" is of the domain "{items[name].domain}", which this role does not ask about'
            yield entry.fault(problem, "Add the domain with its share, or remove the item", "items", n)


def _hours(entry: DocumentFile[Role]) -> Iterator[Fault]:
    manners = entry.document.manners
    if manners.work_from >= manners.work_until:
        problem = f"work_from {manners.work_from:%H:%M} is not before work_until {manners.work_until:%H:%M}"
        yield entry.fault(problem, "Swap or change them", "manners", "work_from")
    try:
        ZoneInfo(manners.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zones = {zone.lower(): zone for zone in available_timezones() if "/" in zone}
        example = zones.get(nearest(manners.timezone, zones) or "", "Europe/Berlin")
        problem = f'timezone "{manners.timezone}" is unknown'
        yield entry.fault(problem, f'Write a name such as "{example}"', "manners", "timezone")


def _unknown_item(name: str, items: Iterable[str]) -> tuple[str, str]:
    meant = nearest(name, items)
    return f'item "{name}" is unknown', f'Did you mean "{meant}"?' if meant else "Write the item, or remove this entry"
