from itertools import product

import pytest

from bot.core.adaptive.curtailment import expected_risk, likely_ahead
from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.estimation.likelihoods import LABELS
from bot.core.adaptive.estimation.posterior import Observation, posterior
from bot.core.adaptive.selection.information import expected_gains
from bot.core.adaptive.selection.next_item import Asked
from bot.core.adaptive.stopping import StopReason, ending, open_risk
from tests.factories import DOMAINS, a_role, an_item, an_observation, items_of

ROLE = a_role(limits={"min_items": 3, "max_items": 6, "minutes": 60.0})
ITEMS = items_of(each=2)
BY_ID = {item.id: item for item in ITEMS}


def middling(count: int) -> list[Observation]:
    """Return answers that leave a candidate near the bar."""
    scores = (0.5, 0.75)
    ids = [f"{d}-intermediate-{n}" for n in (1, 2) for d in sorted(DOMAINS)]
    return [an_observation(BY_ID[id], scores[n % 2]) for n, id in enumerate(ids[:count])]


def test_the_expected_risk_is_that_after_every_run_of_answers_by_its_chance() -> None:
    seen = middling(4)
    given = posterior(seen, ROLE)
    ahead = [BY_ID["gpu-advanced-1"], BY_ID["training-advanced-1"]]
    levels = [step / 4 for step in range(5)]
    # The same by the slow way: each run of scores as if it had been recorded, one answer at a time.
    expected = 0.0
    for scores in product(levels, repeat=2):
        chance, so_far = 1.0, list(seen)
        for item, score in zip(ahead, scores, strict=True):
            now = posterior(so_far, ROLE)
            in_domain = now.in_domains(now.general[None])[now.domains.index(item.domain), 0]
            chance *= float(in_domain @ LABELS.recorded(item, "keyword")[:, round(score * 4)])
            so_far.append(an_observation(item, score))
        expected += chance * open_risk(ROLE, estimate(so_far, ROLE).p_bar)

    assert 0 < expected < ROLE.costs.review
    assert expected_risk(given, ROLE, ahead, LABELS) == pytest.approx(expected, abs=1e-6)


def test_what_is_foreseen_is_one_item_of_each_domain_the_most_telling_first() -> None:
    given = posterior(middling(3), ROLE)
    gains = expected_gains(given, ROLE.bar, [(i.domain, i.tier.value) for i in ITEMS])

    ahead = likely_ahead(given, ROLE, ITEMS, 3, LABELS)
    worth = [gains[i.domain, i.tier.value] for i in ahead]
    assert {i.domain for i in ahead} == set(DOMAINS)
    assert worth == sorted(worth, reverse=True)


def asked(seen: list[Observation]) -> list[Asked]:
    return [Asked(BY_ID[o.item_id], o) for o in seen]


def test_where_a_person_must_look_the_last_question_is_spared_unless_it_is_cheap_for_what_it_may_settle() -> None:
    near = asked([an_observation(BY_ID[o.item_id], 0.7) for o in middling(5)])
    dear, cheap = (a_role(limits=ROLE.limits.model_dump(), costs={"question": cost}) for cost in (0.005, 0.001))

    assert ending(dear, ITEMS, near) is StopReason.CURTAILED
    assert ending(cheap, ITEMS, near) is None


def test_nothing_is_spared_while_many_questions_are_left() -> None:
    role = a_role(limits={"min_items": 3, "max_items": 9, "minutes": 60.0})

    assert ending(role, ITEMS, asked(middling(4))) is None


def test_nothing_is_spared_before_the_least_number_of_questions() -> None:
    role = a_role(limits={"min_items": 6, "max_items": 6, "minutes": 60.0})

    assert ending(role, ITEMS, asked(middling(5))) is None


def test_a_bank_without_a_second_domain_is_asked_to_its_end() -> None:
    role = a_role(domains={"gpu": 1.0}, limits={"min_items": 1, "max_items": 3})
    items = [an_item(f"item-{n}") for n in range(3)]

    assert ending(role, items, [Asked(items[0], an_observation(items[0], 0.75))]) is None
