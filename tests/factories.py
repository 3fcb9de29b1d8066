"""Items and roles for tests: valid as they stand, with whatever a test is about set by name."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from bot.core.adaptive.estimation.posterior import Observation
from bot.core.bank.item import Item, Tier
from bot.core.bank.role import Role

DOMAINS: Mapping[str, float] = {"gpu": 0.4, "training": 0.3, "serving": 0.3}


def an_item(id: str = "an-item", **fields: Any) -> Item:
    defaults: dict[str, Any] = {
        "domain": "gpu",
        "topic": "a-topic",
        "tier": Tier.INTERMEDIATE,
        "minutes": 4.0,
        "stem": f"What would you say about {id}?",
    }
    return Item(id=id, **(defaults | fields))


def a_role(**fields: Any) -> Role:
    defaults: dict[str, Any] = {
        "id": "a-role",
        "title": "A role",
        "domains": dict(DOMAINS),
        "wording": {
            "purpose": "A first conversation.",
            "readers": "the hiring team",
            "retention": "12 months",
            "contact": "the recruiter",
            "practice": "Tell me about a machine you kept running.",
        },
    }
    return Role.model_validate(defaults | fields)


def items_of(domains: Iterable[str] = DOMAINS, each: int = 2, **fields: Any) -> tuple[Item, ...]:
    """Return `each` items of every tier in every domain; ids read "gpu-advanced-1"."""
    return tuple(
        an_item(f"{domain}-{tier.value}-{n}", **({"domain": domain, "tier": tier} | fields))
        for domain, tier, n in product(domains, Tier, range(1, each + 1))
    )


def an_observation(item: Item, score: float, grader: str = "keyword") -> Observation:
    return Observation(item.id, item.domain, item.tier, score, grader)
