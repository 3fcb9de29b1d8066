"""The posterior of known items against an integral of the textbook's formulas, and libraries where they are right."""

import catpie  # type: ignore[import-untyped] # it has no types
import mirt
import numpy as np
import pytest
from catsim import irt

from bot.core.adaptive.estimation.irt import Family, Parameters
from bot.core.adaptive.estimation.likelihoods import GRID, Array, Tables
from bot.core.adaptive.estimation.posterior import Observation, posterior
from bot.core.bank.item import Tier
from tests.factories import a_role

EXACT = {("mine", False): np.eye(5)}
ROLE = a_role()


def items(family: Family, count: int = 8) -> dict[str, Parameters]:
    rng = np.random.default_rng(4)
    return {
        f"item-{n}": Parameters(
            float(np.exp(0.2 + 0.3 * rng.standard_normal())),
            tuple(np.sort(rng.standard_normal() + np.array([-1.2, -0.4, 0.4, 1.2])).tolist()),
            family,
        )
        for n in range(count)
    }


def density(theta: Array, of: dict[str, Parameters], levels: list[int]) -> Array:
    likely = np.exp(-(theta**2) / 2)
    for item, level in zip(of.values(), levels, strict=True):
        likely = likely * item.chances(theta)[:, level]
    density: Array = likely / likely.sum()
    return density


@pytest.fixture(autouse=True)
def _textbook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the deviations of domains: with a grader that does not err, it is the textbook's posterior."""
    monkeypatch.setattr("bot.core.adaptive.estimation.posterior._KERNEL", np.eye(81))


def ours(of: dict[str, Parameters], levels: list[int]) -> tuple[float, float]:
    """Return the posterior's mean and SD."""
    seen = [Observation(id, "gpu", Tier.INTERMEDIATE, level / 4, "mine") for id, level in zip(of, levels, strict=True)]
    general = posterior(seen, ROLE, Tables.known(of, EXACT)).general
    mean = float(general @ GRID)
    return mean, float(general @ (GRID - mean) ** 2) ** 0.5


@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize("seed", range(4))
def test_known_items_agree_with_an_integral_over_2001_points(family: Family, seed: int) -> None:
    of = items(family)
    levels = np.random.default_rng(seed).integers(0, 5, len(of)).tolist()
    fine = np.linspace(-4, 4, 2001)
    weights = density(fine, of, levels)

    mean = float(weights @ fine)
    assert ours(of, levels) == pytest.approx((mean, float(weights @ (fine - mean) ** 2) ** 0.5), abs=1e-6)


@pytest.mark.parametrize("family", Family)
def test_known_items_agree_with_mirt(family: Family) -> None:
    # With 81 nodes: at 21, which suits long tests, its partial credit is off by up to 0.03 here.
    of = items(family)
    slopes, places = [p.slope for p in of.values()], [p.thresholds for p in of.values()]
    model, name = {
        Family.GRADED: (mirt.GradedResponseModel(len(of), 5), "thresholds"),
        Family.PARTIAL_CREDIT: (mirt.GeneralizedPartialCredit(len(of), 5), "steps"),
    }[family]
    model.set_parameters(discrimination=np.array(slopes), **{name: np.array(places)})
    model._is_fitted = True  # its parameters are given, not fitted
    levels = np.random.default_rng(0).integers(0, 5, (5, len(of)))
    theirs = mirt.fscores(model, levels, n_quadpts=81)

    for row, theta, se in zip(levels.tolist(), theirs.theta.ravel(), theirs.standard_error.ravel(), strict=True):
        assert ours(of, row) == pytest.approx((theta, se), abs=1e-4)


STEPS = np.array([-3e-6, -1e-6, 1e-6, 3e-6])
"""Thresholds so near each other that an answer is right or wrong: all that catpie and catsim know."""
RIGHT_OR_WRONG = {
    f"item-{n}": Parameters(1 + 0.2 * n, tuple((at + STEPS).tolist())) for n, at in enumerate((-1, -0.3, 0.2, 0.8, 1.5))
}


@pytest.mark.parametrize("right", [[1, 1, 0, 1, 0], [0] * 5, [1] * 5])
def test_answers_that_are_right_or_wrong_agree_with_catpie(right: list[int]) -> None:
    theirs = [(p.slope, float(np.mean(p.thresholds)), 0.0, 1.0) for p in RIGHT_OR_WRONG.values()]
    theta = catpie.eapEst(theirs, right, nqp=81)

    assert ours(RIGHT_OR_WRONG, [4 * one for one in right]) == pytest.approx(
        (theta, catpie.eapSem(theta, theirs, right, nqp=81)), abs=1e-5
    )


@pytest.mark.parametrize("theta", [-2.0, 0.0, 0.3, 2.5])
def test_the_curve_of_a_right_answer_is_that_of_catsim(theta: float) -> None:
    for item in RIGHT_OR_WRONG.values():
        theirs = irt.icc(theta, item.slope, float(np.mean(item.thresholds)), 0, 1)
        assert item.chances(np.array([theta]))[0, 4] == pytest.approx(theirs, abs=1e-5)
