from dataclasses import replace

import pytest

from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.recommendation import Reason, Recommendation, Verdict
from bot.core.adaptive.selection.next_item import Asked
from bot.core.adaptive.stopping import StopReason
from bot.core.bank.item import Chain, Tier
from bot.core.simulation.candidates import Screened
from bot.core.simulation.findings import BANDS, findings
from tests.factories import DOMAINS, a_role, an_item, an_observation, items_of

ROLE = a_role(bar=0.5)
ITEMS = items_of(each=1)
BY_ID = {item.id: item for item in ITEMS}
EACH_ONCE = tuple(f"{domain}-intermediate-1" for domain in DOMAINS)


def screened(
    theta: float,
    verdict: Verdict = Verdict.PERSON,
    *ids: str,
    score: float = 0.5,
    stop: StopReason = StopReason.DECIDED,
) -> Screened:
    asked = tuple(Asked(BY_ID[id], an_observation(BY_ID[id], score)) for id in ids or EACH_ONCE)
    standing = estimate([a.observation for a in asked if a.observation], ROLE)
    return Screened(theta, asked, standing, Recommendation(verdict, standing.p_bar, (Reason.NEAR_BAR,)), stop)


def test_errors_are_those_of_the_estimate_against_the_truth() -> None:
    near, far = screened(0.0), screened(-2.0)
    overall = findings(ROLE, ITEMS, [near, far]).overall
    errors = [near.standing.theta, far.standing.theta + 2.0]

    assert overall.candidates == 2
    assert overall.bias == pytest.approx(sum(errors) / 2)
    assert overall.rmse == pytest.approx((sum(e * e for e in errors) / 2) ** 0.5)
    assert overall.coverage == 0.5
    assert (overall.items, overall.minutes) == (3, 12)


def test_each_candidate_is_in_the_band_of_their_true_ability() -> None:
    found = findings(ROLE, ITEMS, [screened(theta) for theta in (-9.0, -1.5, -0.5, 0.49, 0.5, 1.5, 3.0)])

    assert [band.candidates for band in found.bands] == [1, 1, 2, 1, 2]
    assert [band.label for band in found.bands] == [label for label, *_ in BANDS]


def test_right_counts_only_those_told_apart_without_a_person() -> None:
    told = [screened(1.0, Verdict.ADVANCE), screened(0.4, Verdict.ADVANCE), screened(0.4, Verdict.NOT_NOW)]
    overall = findings(ROLE, ITEMS, [*told, screened(2.0, Verdict.PERSON)]).overall

    assert overall.decided == 0.75
    assert overall.right == pytest.approx(2 / 3)


def test_where_all_went_to_a_person_nothing_was_right_or_wrong() -> None:
    overall = findings(ROLE, ITEMS, [screened(0.0)]).overall

    assert (overall.decided, overall.right) == (0, None)


def test_stops_name_every_reason_also_those_that_never_came() -> None:
    stops = findings(ROLE, ITEMS, [screened(0.0), screened(0.0, stop=StopReason.MINUTES)]).stops

    expected = dict.fromkeys(StopReason, 0.0) | {StopReason.DECIDED: 0.5, StopReason.MINUTES: 0.5}
    assert stops == expected


def test_exposure_names_every_item_also_those_nobody_met() -> None:
    exposure = findings(ROLE, ITEMS, [screened(0.0), screened(0.0, Verdict.PERSON, "gpu-advanced-1")]).exposure

    assert exposure.keys() == BY_ID.keys()
    assert exposure["gpu-advanced-1"] == exposure["gpu-intermediate-1"] == 0.5
    assert exposure["gpu-fundamentals-1"] == 0


def test_domains_are_shares_of_the_questions() -> None:
    two = [screened(0.0), screened(0.0, Verdict.PERSON, "gpu-advanced-1")]

    assert findings(ROLE, ITEMS, two).domains == {"gpu": 0.5, "training": 0.25, "serving": 0.25}


def test_a_chain_is_one_topic_and_whoever_met_a_second_link_went_deeper() -> None:
    first, second = (
        an_item("a", chain=Chain(topic="t", link=1)),
        an_item("b", chain=Chain(topic="t", link=2, follows="a")),
    )
    deep = replace(screened(0.0), asked=tuple(Asked(item, an_observation(item, 1)) for item in (first, second)))
    found = findings(ROLE, ITEMS, [screened(0.0), deep])

    assert found.deeper == 0.5
    assert found.uneven == 0


def test_a_domain_asked_two_questions_more_than_another_is_uneven() -> None:
    uneven = screened(0.0, Verdict.PERSON, "gpu-intermediate-1", "gpu-advanced-1", "serving-advanced-1")

    assert findings(ROLE, ITEMS, [screened(0.0), uneven]).uneven == 0.5


def test_jumps_and_odd_steps_are_shares_of_the_steps() -> None:
    jump = ("gpu-fundamentals-1", "serving-advanced-1", "training-intermediate-1")
    found = findings(ROLE, ITEMS, [screened(0.0), screened(0.0, Verdict.PERSON, *jump, score=1.0)])

    # Four steps: two along the tier, one over a tier, one down after a full answer.
    assert (found.jumps, found.odd) == (0.25, 0.5)


def test_one_question_alone_makes_no_step() -> None:
    only = [an_item("gpu-intermediate-1", tier=Tier.INTERMEDIATE)]
    found = findings(ROLE, only, [screened(0.0, Verdict.PERSON, "gpu-intermediate-1")])

    assert (found.jumps, found.odd) == (0, 0)
