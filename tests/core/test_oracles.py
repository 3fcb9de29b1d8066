"""The posterior of known items against an integral of the textbook's formulas."""

import numpy as np
import pytest

from bot.core.bank import Tier
from bot.core.families import Family, Parameters
from bot.core.posterior import Observation, posterior
from bot.core.tables import GRID, Array, Tables
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


@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize("seed", range(4))
def test_known_items_agree_with_an_integral_over_2001_points(
    family: Family, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without deviations of domains and with a grader that does not err, it is the textbook's posterior.
    monkeypatch.setattr("bot.core.posterior._KERNEL", np.eye(81))
    of = items(family)
    levels = np.random.default_rng(seed).integers(0, 5, len(of)).tolist()
    seen = [Observation(id, "gpu", Tier.INTERMEDIATE, level / 4, "mine") for id, level in zip(of, levels, strict=True)]
    general = posterior(seen, ROLE, Tables.known(of, EXACT)).general
    fine = np.linspace(-4, 4, 2001)
    weights = density(fine, of, levels)

    mean = float(weights @ fine)
    assert float(general @ GRID) == pytest.approx(mean, abs=1e-6)
    assert float(general @ GRID**2 - (general @ GRID) ** 2) ** 0.5 == pytest.approx(
        float(weights @ (fine - mean) ** 2) ** 0.5, abs=1e-6
    )
