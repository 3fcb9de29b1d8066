"""Checks coverage: whether each role has enough items in each domain and tier."""

import math
from collections import Counter
from collections.abc import Iterator

from bot.content.files.entry import Content, DocumentFile
from bot.content.schema_errors.file_kinds import ITEMS, ROLES
from bot.content.yaml.fault import Fault, Severity
from bot.core.bank.item import Bank, Status
from bot.core.bank.role import Role


def faults(content: Content) -> Iterator[Fault]:
    """Yield an error where a role runs dry, and a warning where it is close to it.

    While some item cannot be read, nobody can tell.
    """
    if any(path.is_relative_to(ITEMS) for path in content.unread):
        return
    if not content.items:
        yield Fault(ITEMS, 0, 0, "there is no item", f"Write the first one as {ITEMS}/<domain>/<item>.yaml")
    if not content.roles and not any(path.is_relative_to(ROLES) for path in content.unread):
        remedy = f"Write one as {ROLES}/<role>.yaml"
        yield Fault(ROLES, 0, 0, "there is no role, so that nobody can be asked", remedy, Severity.WARNING)
    bank = content.bank
    for entry in content.roles:
        yield from _not_live(entry, bank)
        yield from _domains(entry, bank)
        yield from _length(entry, bank)
        yield from _loose_links(entry, content, bank)


def _not_live(entry: DocumentFile[Role], bank: Bank) -> Iterator[Fault]:
    for n, name in enumerate(entry.document.items):
        item = bank.items.get(name)
        if item is not None and item.status is not Status.LIVE:
            problem = f'item "{name}" is not live but {item.status}'
            yield entry.fault(problem, 'Remove it here, or write "status: live" in the item', "items", n)


def _domains(entry: DocumentFile[Role], bank: Bank) -> Iterator[Fault]:
    role = entry.document
    counts = Counter(item.domain for item in bank.items_for(role))
    for domain, share in role.domains.items():
        wanted = math.ceil(share * role.limits.max_items - 1e-9)
        have = counts[domain]
        if not have:
            problem = f'domain "{domain}" has no live item for this role'
            yield entry.fault(problem, "Write one, or remove the domain and share out the rest", "domains", domain)
        elif have < wanted:
            problem = f'domain "{domain}" should give {wanted} items to a long session, and has {have} live'
            yield entry.warning(problem, "Write more, or lower the share or max_items", "domains", domain)


def _length(entry: DocumentFile[Role], bank: Bank) -> Iterator[Fault]:
    role = entry.document
    have, least = len(bank.items_for(role)), role.limits.min_items
    if 0 < have < least:
        problem = f"a session asks at least {least} items, and this role has {have} live"
        yield entry.fault(problem, "Write more items, or lower min_items", "limits", "min_items")


def _loose_links(entry: DocumentFile[Role], content: Content, bank: Bank) -> Iterator[Fault]:
    """Yield a warning for each link of a chain that this role never gets to, since it does not ask the one before."""
    role = entry.document
    asked = {item.id for item in bank.items_for(role)}
    for item in content.items:
        chain = item.document.chain
        if item.document.id in asked and chain and chain.follows in bank.items.keys() - asked:
            problem = f'the role "{role.id}" never asks this item, since it does not ask "{chain.follows}" before it'
            yield item.warning(problem, f'Let the role ask "{chain.follows}", too, or take this item out of it',
                               "chain", "follows")  # fmt: skip
