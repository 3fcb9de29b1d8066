from collections import Counter

import numpy as np
import pytest

from bot.core.adaptive.selection.next_item import minutes_of
from bot.core.bank.item import Tier
from bot.core.simulation.candidates import Screened, a_candidate, screen_all
from bot.core.simulation.findings import findings
from tests.factories import DOMAINS, a_role, an_item, items_of

ROLE = a_role(limits={"min_items": 5, "max_items": 9, "minutes": 60.0})
ITEMS = items_of(each=4)


@pytest.fixture(scope="module")
def screened() -> list[Screened]:
    return list(screen_all(ROLE, ITEMS, 7, range(400)))


def test_the_same_seed_gives_the_same_screenings_however_the_work_is_split() -> None:
    whole = list(screen_all(ROLE, ITEMS, 3, range(6)))
    parts = [*screen_all(ROLE, ITEMS, 3, range(3, 6)), *screen_all(ROLE, ITEMS, 3, range(3))]

    assert whole == [*parts[3:], *parts[:3]]
    assert whole != list(screen_all(ROLE, ITEMS, 4, range(6)))


def test_the_order_of_the_bank_does_not_matter() -> None:
    assert list(screen_all(ROLE, ITEMS, 3, range(4))) == list(screen_all(ROLE, ITEMS[::-1], 3, range(4)))


def test_candidates_come_from_the_role_s_prior() -> None:
    role = a_role(prior={"mean": 1.0, "sd": 0.5})
    thetas = [a_candidate(role, ITEMS, 1, n, "keyword").theta for n in range(1000)]

    assert np.mean(thetas) == pytest.approx(1.0, abs=0.06)
    assert np.std(thetas) == pytest.approx(0.5, abs=0.05)


def test_the_able_score_higher_and_easy_items_pay_more() -> None:
    made = [a_candidate(ROLE, ITEMS, 1, n, "llm") for n in range(800)]
    able = [np.mean(list(c.scores.values())) for c in made if c.theta > 0.5]
    others = [np.mean(list(c.scores.values())) for c in made if c.theta < -0.5]
    easy = [c.scores["gpu-fundamentals-1"] for c in made]
    hard = [c.scores["gpu-advanced-1"] for c in made]

    assert np.mean(able) > np.mean(others) + 0.3
    assert np.mean(easy) > np.mean(hard) + 0.2
    assert {score for c in made for score in c.scores.values()} == {0, 0.25, 0.5, 0.75, 1}


@pytest.mark.slow
def test_estimates_are_unbiased_and_their_intervals_hold_what_they_say(screened: list[Screened]) -> None:
    overall = findings(ROLE, ITEMS, screened).overall

    # Standard errors over 400 candidates: bias 0.035, coverage 0.015.
    assert overall.bias == pytest.approx(0, abs=0.1)
    assert overall.coverage == pytest.approx(0.9, abs=0.045)
    assert overall.rmse is not None
    assert overall.rmse < 0.8


@pytest.mark.slow
def test_most_of_those_told_apart_are_told_rightly(screened: list[Screened]) -> None:
    overall = findings(ROLE, ITEMS, screened).overall

    assert overall.decided is not None
    assert overall.right is not None
    assert overall.decided > 0.4
    assert overall.right > 0.87


@pytest.mark.slow
def test_screenings_keep_to_the_limits(screened: list[Screened]) -> None:
    for one in screened:
        assert ROLE.limits.min_items <= len(one.asked) <= ROLE.limits.max_items
        assert minutes_of(one.asked) <= ROLE.limits.minutes
        assert {a.item.domain for a in one.asked} == set(DOMAINS)


@pytest.mark.slow
def test_findings_add_up(screened: list[Screened]) -> None:
    found = findings(ROLE, ITEMS, screened)
    asked = Counter(a.item.id for one in screened for a in one.asked)

    assert sum(band.candidates for band in found.bands) == found.overall.candidates == 400
    assert sum(found.stops.values()) == pytest.approx(1)
    assert sum(found.domains.values()) == pytest.approx(1)
    assert found.exposure["gpu-advanced-1"] == asked["gpu-advanced-1"] / 400
    assert sum(found.exposure.values()) == pytest.approx(found.overall.items)
    assert found.uneven == 0


@pytest.mark.slow
def test_a_bank_with_enough_items_never_jumps_over_a_tier(screened: list[Screened]) -> None:
    found = findings(ROLE, ITEMS, screened)

    assert found.jumps == 0
    assert found.odd == 0


@pytest.mark.slow
def test_a_bank_of_twelve_items_jumps_rarely() -> None:
    role = a_role(limits={"min_items": 6, "max_items": 9, "minutes": 36.0})
    counts = {"gpu": (2, 1, 1), "training": (1, 1, 1), "serving": (1, 2, 2)}
    items = [
        an_item(f"{domain}-{tier}-{n}", domain=domain, tier=tier, minutes=3.0 + tier.rank)
        for domain, by_tier in counts.items()
        for tier, count in zip(Tier, by_tier, strict=True)
        for n in range(count)
    ]
    found = findings(role, items, list(screen_all(role, items, 5, range(300))))

    assert len(items) == 12
    assert found.jumps < 0.05


@pytest.mark.slow
def test_exposure_is_spread_over_a_bank(screened: list[Screened]) -> None:
    assert max(findings(ROLE, ITEMS, screened).exposure.values()) < 0.6


def test_an_empty_band_has_no_figures() -> None:
    found = findings(ROLE, ITEMS, list(screen_all(ROLE, ITEMS, 1, range(2))))
    empty = next(band for band in found.bands if band.candidates == 0)

    assert empty.rmse is None
    assert empty.right is None


def test_without_screenings_there_is_nothing_to_find() -> None:
    with pytest.raises(ValueError, match="no screenings"):
        findings(ROLE, ITEMS, [])
