"""Chains of items: each link there, in one domain, and after one that a candidate can have met."""

from collections.abc import Iterator, Mapping

from bot.content.files.entry import Content, DocumentFile
from bot.content.schema_errors.expected import meant
from bot.content.yaml.fault import Fault
from bot.core.bank.item import QUOTE, Item
from bot.core.bank.rubric import Rubric


def faults(content: Content) -> Iterator[Fault]:
    """Yield every link that hangs in the air, and every quote of something that nobody marks."""
    items = {e.document.id: e.document for e in content.items}
    rubrics = {e.document.item: e.document for e in content.rubrics}
    for entry in content.items:
        chain = entry.document.chain
        if QUOTE in entry.document.stem and (chain is None or chain.quotes is None):
            remedy = 'Name the criterion under chain, as "quotes"'
            yield entry.fault("the stem quotes ${said}, and nothing says what", remedy, "stem")
        if chain is None:
            continue
        if chain.quotes is not None and QUOTE not in entry.document.stem:
            yield entry.fault("the stem has no ${said} for the words quoted", "Add it, or leave quotes out", "stem")
        if chain.follows is not None and chain.follows not in content.hidden:
            yield from _follows(entry, chain.follows, items, rubrics)


def _follows(
    entry: DocumentFile[Item], before: str, items: Mapping[str, Item], rubrics: Mapping[str, Rubric]
) -> Iterator[Fault]:
    chain, earlier = entry.document.chain, items.get(before)
    assert chain is not None
    place = ("chain", "follows")
    if earlier is None:
        yield entry.fault(f'item "{before}" is unknown', meant(before, items), *place)
        return
    if earlier.chain is None or earlier.chain.topic != chain.topic or earlier.chain.link >= chain.link:
        problem = f'item "{before}" is no earlier link of the chain "{chain.topic}"'
        yield entry.fault(problem, "Give it this topic and a lower link, or name another item", *place)
    elif earlier.domain != entry.document.domain:
        yield entry.fault(f'item "{before}" is of another domain', "Keep a chain in one domain", *place)
    if before in entry.document.enemies or entry.document.id in earlier.enemies:
        yield entry.fault(f'item "{before}" is an enemy, so both are never asked', "Remove it from enemies", *place)
    if chain.quotes is not None and (rubric := rubrics.get(before)):
        ids = [c.id for c in rubric.criteria]
        if chain.quotes not in ids:
            problem = f'criterion "{chain.quotes}" is not in the rubric of "{before}"'
            yield entry.fault(problem, meant(chain.quotes, ids), "chain", "quotes")
