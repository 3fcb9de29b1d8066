from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import CubicSpline

from bot.core.adaptive.estimation.ability import chance_above, estimate, tier_at
from bot.core.adaptive.estimation.likelihoods import GRADER_SPREAD, GRID, LABELS, Array
from bot.core.adaptive.estimation.posterior import DOMAIN_SD, Observation, posterior
from bot.core.bank.item import Tier
from bot.core.bank.role import Role
from tests.factories import DOMAINS, a_role, an_item

ROLE = a_role()


def observations(least: int = 0) -> st.SearchStrategy[list[Observation]]:
    one = st.builds(
        Observation,
        item_id=st.from_regex(r"[a-z]{8}", fullmatch=True),
        domain=st.sampled_from(sorted(DOMAINS)),
        tier=st.sampled_from(Tier),
        score=st.one_of(st.sampled_from([0, 0.25, 0.5, 0.75, 1]), st.floats(0, 1)),
        grader=st.sampled_from(sorted(GRADER_SPREAD)),
        ambiguous=st.booleans(),
    )
    return st.lists(one, min_size=least, max_size=12, unique_by=lambda o: o.item_id)


def some(*scores: float, tier: Tier = Tier.INTERMEDIATE, domain: str = "gpu") -> list[Observation]:
    return [Observation(f"item-{n}", domain, tier, score, "person") for n, score in enumerate(scores)]


FINE = np.linspace(-4, 4, 2001)
FINE_WEIGHTS = np.where(np.abs(FINE) < 4, 1.0, 0.5)
FINE_KERNEL = FINE_WEIGHTS * np.exp(-(((FINE - FINE[:, None]) / DOMAIN_SD) ** 2) / 2)
FINE_KERNEL /= FINE_KERNEL.sum(axis=1, keepdims=True)


def by_integral(seen: list[Observation], role: Role) -> tuple[float, float, float]:
    """Return mean, SD and chance at or above the bar by an integral over 2,001 points of both abilities."""
    evidence: dict[str, Array] = defaultdict(lambda: np.ones_like(FINE))
    for o in seen:
        evidence[o.domain] = evidence[o.domain] * CubicSpline(
            GRID, LABELS.likelihood(o, o.score, o.grader, o.ambiguous)
        )(FINE)
    share = FINE_WEIGHTS * np.exp(-(((FINE - role.prior.mean) / role.prior.sd) ** 2) / 2)
    for of_domain in evidence.values():
        share = share * (FINE_KERNEL @ of_domain)
    share = share / share.sum()
    mean = float(share @ FINE)
    # The points above the bar, and half of the one on it.
    above = float(share @ (0.5 + 0.5 * np.sign((FINE - role.bar).round(9))))
    return mean, float(share @ (FINE - mean) ** 2) ** 0.5, above


def test_without_answers_the_estimate_is_the_prior() -> None:
    standing = estimate([], a_role(prior={"mean": 0.5, "sd": 0.8}, bar=0.5))

    assert standing.theta == pytest.approx(0.5, abs=1e-4)
    assert standing.se == pytest.approx(0.8, abs=1e-3)
    assert standing.p_bar == pytest.approx(0.5, abs=1e-4)
    assert standing.interval90 == pytest.approx((0.5 - 1.645 * 0.8, 0.5 + 1.645 * 0.8), abs=0.01)


@settings(max_examples=50)
@given(observations())
def test_the_grid_agrees_with_an_integral_over_2001_points(seen: list[Observation]) -> None:
    standing = estimate(seen, ROLE)

    assert (standing.theta, standing.se, standing.p_bar) == pytest.approx(by_integral(seen, ROLE), abs=1e-4)


@given(observations(), st.randoms())
def test_the_order_of_answers_does_not_matter_to_the_last_digit(seen: list[Observation], random: object) -> None:
    shuffled = list(seen)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis's own generator, which it can replay

    assert estimate(shuffled, ROLE) == estimate(seen, ROLE)


@given(observations(least=1), st.data())
def test_raising_one_score_never_lowers_ability_nor_the_chance_above_the_bar(
    seen: list[Observation], data: st.DataObject
) -> None:
    k = data.draw(st.integers(0, len(seen) - 1))
    higher = data.draw(st.floats(seen[k].score, 1))
    one = seen[k]
    raised = [*seen[:k], replace(one, score=higher), *seen[k + 1 :]]
    before, after = estimate(seen, ROLE), estimate(raised, ROLE)

    assert after.theta >= before.theta - 1e-12
    assert after.p_bar >= before.p_bar - 1e-12
    assert all(after.domains[d].theta >= before.domains[d].theta - 1e-12 for d in DOMAINS)


@given(observations())
def test_probabilities_are_probabilities(seen: list[Observation]) -> None:
    standing = estimate(seen, ROLE)

    assert 0 <= standing.p_bar <= 1
    assert sum(standing.bands.values()) == pytest.approx(1)
    assert all(-1e-9 <= p <= 1 for p in standing.bands.values())
    assert standing.interval90[0] < standing.theta < standing.interval90[1]


def test_a_bar_at_a_cut_gives_the_chance_of_the_top_tier() -> None:
    standing = estimate(some(1, 0.5, 0.75), a_role(bar=0.5))

    assert standing.p_bar == standing.bands[Tier.ADVANCED]


def test_a_full_answer_to_a_harder_question_says_more() -> None:
    easy, hard = (estimate(some(1, tier=tier), ROLE) for tier in (Tier.FUNDAMENTALS, Tier.ADVANCED))

    assert easy.theta < hard.theta


def test_a_person_s_mark_weighs_more_than_the_keyword_grader_s() -> None:
    marks = [Observation("i", "gpu", Tier.INTERMEDIATE, 1, grader) for grader in ("keyword", "llm", "person")]
    thetas = [estimate([mark], ROLE).theta for mark in marks]

    assert thetas == sorted(thetas)


def test_a_domain_s_own_answers_move_it_most() -> None:
    standing = estimate(some(1, 1, domain="gpu"), ROLE)

    assert standing.domains["gpu"].theta > standing.theta > 0
    assert standing.domains["serving"].theta == pytest.approx(standing.theta, abs=0.01)
    assert standing.domains["serving"].se > standing.domains["gpu"].se


def test_answers_spread_over_domains_tell_more_than_answers_in_one() -> None:
    apart = [Observation(d, d, Tier.INTERMEDIATE, 0.5, "person") for d in DOMAINS]

    assert estimate(apart, ROLE).se < estimate(some(0.5, 0.5, 0.5), ROLE).se


def test_one_freak_mark_does_not_outweigh_many_others() -> None:
    steady = some(*[1] * 8, tier=Tier.ADVANCED)
    freak = Observation("freak", "serving", Tier.FUNDAMENTALS, 0, "person")

    assert estimate([*steady, freak], ROLE).theta > 0.8


def test_a_domain_the_role_no_longer_has_still_counts() -> None:
    assert estimate(some(1, domain="retired"), ROLE).theta > 0


@pytest.mark.parametrize("cut", [-0.5, 0.0, 0.37, 0.5, 1.2])
def test_a_cut_may_lie_anywhere_on_the_grid(cut: float) -> None:
    weights = np.exp(-(((GRID - 0.2) / 0.4) ** 2) / 2)
    fine = np.linspace(-4, 4, 80_001)
    density = np.exp(-(((fine - 0.2) / 0.4) ** 2) / 2)

    exact = density[fine >= cut].sum() / density.sum()
    assert weights @ chance_above(cut) / weights.sum() == pytest.approx(exact, abs=1e-4)


@pytest.mark.slow
def test_truths_are_spread_evenly_over_their_own_posteriors() -> None:
    # Simulation-based calibration (Talts et al. 2018): when answers come from the model, the share of the
    # posterior below the truth is uniform. 4,000 candidates with nine answers each, in twenty bins.
    rng = np.random.default_rng(11)
    kernel = np.exp(-(((GRID - GRID[:, None]) / DOMAIN_SD) ** 2) / 2)
    kernel /= kernel.sum(axis=1, keepdims=True)
    prior = np.exp(-(GRID**2) / 2)
    shares = []
    for _ in range(4000):
        truth = rng.choice(81, p=prior / prior.sum())
        seen = []
        for domain in DOMAINS:
            ability = rng.choice(81, p=kernel[truth])
            for tier in Tier:
                table = LABELS.recorded(an_item(tier=tier), "keyword")
                seen.append(
                    Observation(f"{domain}-{tier}", domain, tier, rng.choice(5, p=table[ability]) / 4, "keyword")
                )
        general = posterior(seen, ROLE).general
        shares.append(general[:truth].sum() + rng.random() * general[truth])
    counts = np.histogram(shares, bins=20, range=(0, 1))[0]

    # Chi-square with 19 degrees of freedom: above 43.8 once in a thousand times.
    assert ((counts - 200) ** 2 / 200).sum() < 43.8


@pytest.mark.parametrize(
    ("theta", "tier"),
    [(-0.6, Tier.FUNDAMENTALS), (-0.5, Tier.INTERMEDIATE), (0.4, Tier.INTERMEDIATE), (0.5, Tier.ADVANCED)],
)
def test_an_estimate_lies_in_one_band(theta: float, tier: Tier) -> None:
    assert tier_at(theta) is tier
