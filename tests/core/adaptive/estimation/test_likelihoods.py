from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.adaptive.estimation.irt import Family, Parameters
from bot.core.adaptive.estimation.likelihoods import (
    DRAWS,
    FLOOR,
    GRADER_SPREAD,
    GRID,
    LABELS,
    Tables,
    confusion,
    level_chances,
    parameter_draws,
)
from bot.core.bank.item import Tier
from tests.factories import an_item

GRADERS = sorted(GRADER_SPREAD)
ITEMS = [an_item(tier.value, tier=tier) for tier in Tier]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_the_rows_of_an_items_table_sum_to_one(item: object) -> None:
    table = LABELS.levels(item)  # type: ignore[arg-type] # pytest's parameters have no types

    assert table.shape == (81, 5)
    assert np.allclose(table.sum(axis=1), 1)
    assert (table > 0).all()


@pytest.mark.parametrize("grader", GRADERS)
@pytest.mark.parametrize("tier", Tier)
def test_recorded_tables_sum_to_one_and_favour_higher_scores_with_ability(tier: Tier, grader: str) -> None:
    table = LABELS.recorded(an_item(tier=tier), grader)

    assert np.allclose(table.sum(axis=1), 1)
    assert (np.diff(table[:, 1:] / table[:, :-1], axis=0) > -1e-12).all()


@pytest.mark.parametrize("grader", GRADERS)
@pytest.mark.parametrize("tier", Tier)
def test_putting_a_table_in_order_hardly_changes_it(tier: Tier, grader: str) -> None:
    item = an_item(tier=tier)

    assert np.abs(LABELS.recorded(item, grader) - LABELS.levels(item) @ confusion(grader)).max() < 0.006


@pytest.mark.parametrize("ambiguous", [False, True])
@pytest.mark.parametrize("grader", GRADERS)
def test_any_mark_is_possible_whatever_the_truth(grader: str, ambiguous: bool) -> None:
    assert np.allclose(confusion(grader, ambiguous).sum(axis=1), 1)
    assert confusion(grader, ambiguous).min() >= FLOOR


def test_an_ambiguous_mark_says_less_than_a_clear_one() -> None:
    clear, ambiguous = (LABELS.recorded(an_item(), "llm", unsure) for unsure in (False, True))

    assert (np.ptp(ambiguous[:, 4]), np.ptp(ambiguous[:, 0])) < (np.ptp(clear[:, 4]), np.ptp(clear[:, 0]))


@pytest.mark.parametrize("family", Family)
def test_an_item_whose_parameters_are_known_has_its_own_curves(family: Family) -> None:
    # Muraki (1992) and Samejima (1969), written out for one ability.
    slope, thresholds, theta = 1.4, (-0.9, -0.1, 0.4, 1.3), GRID[47]
    tables = Tables.known({"mine": Parameters(slope, thresholds, family)})
    if family is Family.GRADED:
        reach = [1, *(1 / (1 + np.exp(-slope * (theta - b))) for b in thresholds), 0]
        expected = [a - b for a, b in pairwise(reach)]
    else:
        weights = [np.exp(sum(slope * (theta - b) for b in thresholds[:k])) for k in range(5)]
        expected = [w / sum(weights) for w in weights]

    assert tables.levels(an_item("mine"))[47] == pytest.approx(expected)
    assert tables.levels(an_item("other")) is LABELS.levels(an_item("other"))
    assert tables.version != LABELS.version


def test_thresholds_of_a_graded_item_must_rise_and_slopes_be_above_zero() -> None:
    with pytest.raises(ValueError, match="rise"):
        Parameters(1.0, (0.5, 0.1))
    with pytest.raises(ValueError, match="slope"):
        Parameters(0.0, (0.1, 0.5))


def test_a_person_errs_least_and_the_keyword_grader_most() -> None:
    exact = [np.trace(confusion(grader)) for grader in ("keyword", "llm", "person", "rule")]

    assert exact == sorted(exact)


def test_an_unknown_grader_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'oracle'"):
        LABELS.likelihood(an_item(), 0.5, "oracle")


@pytest.mark.parametrize("score", [-0.01, 1.01, float("nan")])
def test_a_score_outside_its_range_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match="score"):
        LABELS.likelihood(an_item(), score, "keyword")


@given(st.floats(0, 1))
def test_a_score_between_two_steps_mixes_their_columns(score: float) -> None:
    steps = np.arange(5) / 4
    table = LABELS.recorded(an_item(), "llm")
    mixed = [np.interp(score, steps, row) for row in table]

    assert np.allclose(LABELS.likelihood(an_item(), score, "llm"), mixed)


def test_half_the_points_go_to_the_typical_member_of_a_tier() -> None:
    for tier, location in zip(Tier, (-1.1, 0.0, 1.1), strict=True):
        expected = LABELS.levels(an_item(tier=tier)) @ (np.arange(5) / 4)
        assert np.interp(0.5, expected, GRID) == pytest.approx(location, abs=0.02)


def test_parameter_draws_follow_the_prior() -> None:
    location, slope = parameter_draws(Tier.ADVANCED)

    assert location.shape == slope.shape == (DRAWS,)
    assert location.mean() == pytest.approx(1.1, abs=0.01)
    assert location.std() == pytest.approx(0.6, abs=0.02)
    assert np.median(slope) == pytest.approx(1.2, abs=0.01)
    assert np.log(slope).std() == pytest.approx(0.35, abs=0.01)
    assert abs(np.corrcoef(location, slope)[0, 1]) < 0.1


def test_tables_agree_with_a_large_random_average() -> None:
    rng = np.random.default_rng(3)
    location = 0.6 * rng.standard_normal(40_000)
    slope = 1.2 * np.exp(0.35 * rng.standard_normal(40_000))
    by_chance = [level_chances(np.array(theta), location, slope).mean(axis=0) for theta in GRID[::20]]

    assert np.allclose(LABELS.levels(an_item())[::20], by_chance, atol=0.01)


def test_tables_are_shared_and_cannot_be_written_to() -> None:
    assert LABELS.levels(an_item("one")) is LABELS.levels(an_item("two"))
    with pytest.raises(ValueError, match="read-only"):
        LABELS.levels(an_item())[0, 0] = 1


def test_the_version_of_the_tables_is_known() -> None:
    # When this fails, estimates or choices have changed: say so in the changelog.
    assert LABELS.version == "b893c8322ea30356"
