from dataclasses import replace

import pytest

from bot.core.adaptive.estimation.ability import Standing, estimate
from bot.core.adaptive.selection.next_item import Asked
from bot.core.adaptive.stopping import StopReason, covered, open_risk, stop_reason
from bot.core.bank.item import Tier
from bot.core.bank.role import Role
from tests.factories import DOMAINS, a_role, an_item

ROLE = a_role(limits={"min_items": 3, "max_items": 6, "minutes": 30.0, "target_se": 0.35, "open_risk": 0.08})


def a_standing(se: float = 0.6, p_bar: float = 0.5) -> Standing:
    return replace(estimate([], ROLE), se=se, p_bar=p_bar)


def asked_in(*domains: str, minutes: float = 4.0) -> list[Asked]:
    return [Asked(an_item(f"item-{n}", domain=d, minutes=minutes), None) for n, d in enumerate(domains)]


EACH_ONCE = asked_in(*DOMAINS)


def test_an_open_session_goes_on() -> None:
    assert stop_reason(ROLE, a_standing(), EACH_ONCE, left=5) is None


def test_a_precise_estimate_stops_the_session() -> None:
    assert stop_reason(ROLE, a_standing(se=0.35), EACH_ONCE, left=5) is StopReason.PRECISE


@pytest.mark.parametrize("p_bar", [0.05, 0.95])
def test_a_clear_decision_stops_the_session_on_either_side(p_bar: float) -> None:
    assert stop_reason(ROLE, a_standing(p_bar=p_bar), EACH_ONCE, left=5) is StopReason.DECIDED


def test_a_decision_that_may_still_turn_does_not() -> None:
    assert stop_reason(ROLE, a_standing(p_bar=0.91), EACH_ONCE, left=5) is None


def test_a_clear_session_still_waits_for_the_minimum() -> None:
    role = a_role(limits={"min_items": 4, "max_items": 6})

    assert stop_reason(role, a_standing(se=0.1, p_bar=1), EACH_ONCE, left=5) is None


def test_a_clear_session_still_covers_every_domain() -> None:
    role = a_role(limits={"min_items": 2, "max_items": 6})
    two = asked_in("gpu", "training")

    assert stop_reason(role, a_standing(p_bar=1), two, left=5) is None
    assert stop_reason(role, a_standing(p_bar=1), EACH_ONCE, left=5) is StopReason.DECIDED


def test_a_domain_without_items_is_not_waited_for() -> None:
    # Domains take turns, so a second question in one says that the missing one has none.
    assert covered(ROLE, asked_in("gpu", "training", "gpu"))
    assert not covered(ROLE, asked_in("gpu", "training"))
    assert not covered(ROLE, [])


def test_the_largest_number_of_questions_stops_the_session() -> None:
    six = asked_in(*DOMAINS, *DOMAINS)

    assert stop_reason(ROLE, a_standing(), six, left=5) is StopReason.MAX_ITEMS


def test_a_session_that_is_clear_at_its_limit_is_called_clear() -> None:
    six = asked_in(*DOMAINS, *DOMAINS)

    assert stop_reason(ROLE, a_standing(p_bar=0.99), six, left=0) is StopReason.DECIDED


def test_with_nothing_left_it_is_told_whether_time_or_items_ran_out() -> None:
    assert stop_reason(ROLE, a_standing(), asked_in(*DOMAINS, minutes=9), left=0) is StopReason.MINUTES
    assert stop_reason(ROLE, a_standing(), EACH_ONCE, left=0) is StopReason.BANK_EXHAUSTED
    assert stop_reason(ROLE, a_standing(), [], left=0) is StopReason.BANK_EXHAUSTED


@pytest.mark.parametrize(("p_bar", "risk"), [(0.0, 0.0), (0.1, 0.1), (0.5, 0.2), (0.85, 0.15), (1.0, 0.0)])
def test_the_open_risk_is_that_of_the_cheapest_thing_to_do(p_bar: float, risk: float) -> None:
    assert open_risk(ROLE, p_bar) == pytest.approx(risk)


def test_a_question_that_costs_more_than_it_can_save_is_not_asked() -> None:
    role = a_role(limits={"min_items": 3, "max_items": 6, "open_risk": 0.0}, costs={"question": 0.1})

    assert stop_reason(role, a_standing(p_bar=0.95), EACH_ONCE, left=5) is StopReason.DECIDED


def test_tiers_do_not_matter_to_stopping() -> None:
    role: Role = ROLE
    hard = [replace(a, item=an_item(a.item.id, domain=a.item.domain, tier=Tier.ADVANCED)) for a in EACH_ONCE]

    assert stop_reason(role, a_standing(p_bar=1), hard, left=1) is StopReason.DECIDED
