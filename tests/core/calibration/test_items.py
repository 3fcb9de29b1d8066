from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.estimation.learned import Fits, ItemFit
from bot.core.adaptive.estimation.likelihoods import GRID, LABELS, Array, confusion, item_parameters, level_chances
from bot.core.adaptive.estimation.posterior import DOMAIN_SD, Observation, posterior
from bot.core.bank.item import Item, Tier
from bot.core.calibration.items import TRUST_IN_GUESS, Sitting, Twice, fit, without_each
from tests.factories import a_role, an_item, an_observation, items_of

ROLE = a_role()
ITEMS = items_of(each=2)
TODAY = date(2026, 11, 25)
HARDER, EASIER = "gpu-intermediate-1", "serving-intermediate-1"
"""Two items that are not what their labels say, by two logits."""


def sittings(count: int = 150) -> list[Sitting]:
    rng = np.random.default_rng(5)
    made = []
    for _ in range(count):
        theta = rng.standard_normal()
        seen = []
        for item in ITEMS:
            off = {HARDER: 2.0, EASIER: -2.0}.get(item.id, 0.0)
            at = {Tier.FUNDAMENTALS: -1.1, Tier.INTERMEDIATE: 0.0, Tier.ADVANCED: 1.1}[item.tier] + off
            level = rng.choice(5, p=level_chances(np.array(theta), np.array(at), np.array(1.2)))
            seen.append(an_observation(item, rng.choice(5, p=confusion("person")[level]) / 4, "person"))
        made.append(Sitting(ROLE, tuple(seen), {item.id: item.minutes * 0.5 for item in ITEMS}))
    return made


@pytest.fixture(scope="module")
def learnt() -> Fits:
    return fit(sittings(), ITEMS, TODAY)


def of(fits: Fits, item: str) -> ItemFit:
    return next(f for f in fits.items if f.item == item)


def test_an_item_moves_to_where_its_answers_put_it(learnt: Fits) -> None:
    assert of(learnt, HARDER).location == pytest.approx(2.0, abs=0.6)
    assert of(learnt, EASIER).location == pytest.approx(-2.0, abs=0.6)
    assert of(learnt, "gpu-intermediate-2").location == pytest.approx(0.0, abs=0.3)
    assert all(f.answers == 150 for f in learnt.items)
    assert all(f.location_sd < 0.3 for f in learnt.items)


def test_items_that_contradict_their_label_are_named_with_what_they_behave_like(learnt: Fits) -> None:
    contradicting = {f.item: f.behaves_like for f in learnt.items if f.behaves_like}

    assert contradicting[HARDER] is Tier.ADVANCED
    assert contradicting[EASIER] is Tier.FUNDAMENTALS
    assert "gpu-intermediate-2" not in contradicting


def test_an_item_nobody_has_met_behaves_as_its_label() -> None:
    fresh = an_item("fresh")
    fits = fit(sittings(5), [*ITEMS, fresh], TODAY)

    assert "fresh" not in {f.item for f in fits.items}
    assert (fits.tables.levels(fresh) == LABELS.levels(fresh)).all()


def test_few_answers_move_an_item_little() -> None:
    few = fit(sittings(4), ITEMS, TODAY)

    assert 0 < of(few, HARDER).location < 1.5
    assert of(few, HARDER).behaves_like is None


def test_without_sittings_nothing_is_learnt() -> None:
    fits = fit([], ITEMS, TODAY)

    assert fits.items == ()
    assert fits.sessions == 0
    assert estimate([an_observation(ITEMS[0], 1)], ROLE, fits.tables) == estimate([an_observation(ITEMS[0], 1)], ROLE)


def test_an_item_that_a_person_holds_stays_at_its_label() -> None:
    fits = fit(sittings(), ITEMS, TODAY, held=[HARDER])
    held, free = (next(i for i in ITEMS if i.id == id) for id in (HARDER, EASIER))

    assert fits.tables.key_of(held) == "intermediate"
    assert fits.tables.key_of(free) == EASIER


def test_a_full_answer_to_what_proved_harder_tells_more(learnt: Fits) -> None:
    seen = [an_observation(next(i for i in ITEMS if i.id == HARDER), 1.0, "person")]

    assert estimate(seen, ROLE, learnt.tables).theta > estimate(seen, ROLE).theta + 0.2


def test_the_document_survives_being_stored_and_keeps_its_digest(learnt: Fits) -> None:
    again = Fits.model_validate_json(learnt.model_dump_json())

    assert again == learnt
    assert again.digest == learnt.digest
    assert again.tables.version == learnt.tables.version != LABELS.version


def test_a_fit_of_another_wording_is_left_out(learnt: Fits) -> None:
    stems = {(i.id, i.stem_digest) for i in ITEMS if i.id != HARDER} | {(HARDER, "0" * 16)}

    current = learnt.of(stems)
    assert {f.item for f in learnt.items} - {f.item for f in current.items} == {HARDER}
    assert current.digest != learnt.digest
    assert learnt.of({(i.id, i.stem_digest) for i in ITEMS}) is learnt


def test_the_order_of_sittings_hardly_matters(learnt: Fits) -> None:
    turned = fit(sittings()[::-1], ITEMS, TODAY)

    assert [f.location for f in turned.items] == pytest.approx([f.location for f in learnt.items], abs=1e-3)


def test_an_answer_is_placed_by_the_other_answers_alone() -> None:
    seen = [an_observation(item, score) for item, score in zip(ITEMS, (1, 0.25, 0.75, 0, 0.5), strict=False)]
    given = posterior(seen, ROLE)

    for one, ability in without_each(given, seen, LABELS):
        others = posterior([o for o in seen if o != one], ROLE)
        row = others.domains.index(one.domain)
        assert ability == pytest.approx(others.in_domains(others.general[None])[row, 0], abs=1e-9)


def test_measured_minutes_are_held_towards_the_author_s(learnt: Fits) -> None:
    few = fit(sittings(4), ITEMS, TODAY)

    assert of(learnt, HARDER).minutes == pytest.approx(4.0 * 0.5, abs=0.2)
    assert 2.0 < (of(few, HARDER).minutes or 0) < 4.0


def test_a_grader_s_errors_are_learnt_from_answers_marked_twice() -> None:
    twice = tuple(Twice(("llm", False), 0.5, 0.75) for _ in range(200))
    fits = fit([Sitting(ROLE, (), twice=twice)], ITEMS, TODAY)
    table = fits.tables.confusion("llm")

    assert fits.graders[0].answers == 200
    assert table[3, 2] > 0.8 > confusion("llm")[3, 2]
    assert np.allclose(table[0], confusion("llm")[0], atol=0.02)
    assert (fits.tables.confusion("llm", True) == confusion("llm", True)).all()


def test_few_marks_hardly_move_the_guess_of_a_grader_s_errors() -> None:
    twice = tuple(Twice(("keyword", True), 0.25, 0.5) for _ in range(3))
    fits = fit([Sitting(ROLE, (), twice=twice)], ITEMS, TODAY)
    moved = fits.tables.confusion("keyword", True)[2, 1] - confusion("keyword", True)[2, 1]

    assert 0 < moved < 3 / TRUST_IN_GUESS


def test_the_applicants_spread_is_told_beside_the_prior(learnt: Fits) -> None:
    assert learnt.mean == pytest.approx(0, abs=0.2)
    assert learnt.sd == pytest.approx(1, abs=0.2)


def test_an_answer_to_an_item_the_bank_lost_still_places_its_candidate() -> None:
    gone = Observation("gone", "gpu", Tier.ADVANCED, 1.0, "person")
    alone = fit([Sitting(ROLE, (an_observation(ITEMS[0], 0.0), gone))], ITEMS, TODAY)

    assert [f.item for f in alone.items] == [ITEMS[0].id]


@pytest.mark.slow
def test_truths_are_spread_evenly_over_their_posteriors_under_learnt_items() -> None:
    # Simulation-based calibration, as in test_ability, but with items drawn from the prior for each bank and learnt
    # from 30 people; then the ranks of 30 others. Twelve banks, ten bins.
    rng = np.random.default_rng(3)
    items = items_of(each=1)
    shares: list[float] = []
    for _ in range(12):
        truly = [item_parameters(item.tier, *rng.standard_normal((2, 1))) for item in items]
        people = [answers_of(rng, items, truly) for _ in range(60)]
        tables = fit([Sitting(ROLE, seen) for _, seen in people[:30]], items, TODAY).tables
        for theta, seen in people[30:]:
            general = posterior(seen, ROLE, tables).general
            shares.append(float(np.interp(theta, GRID, np.cumsum(general) - general / 2)))
    counts = np.histogram(shares, bins=10, range=(0, 1))[0]

    # Chi-square with 9 degrees of freedom: above 27.9 once in a thousand times.
    assert ((counts - 36) ** 2 / 36).sum() < 27.9


def answers_of(
    rng: np.random.Generator, items: Sequence[Item], truly: Sequence[tuple[Array, Array]]
) -> tuple[float, tuple[Observation, ...]]:
    """Return somebody's ability, and what a person marked of their answer to each item."""
    theta = float(rng.standard_normal())
    within = {domain: theta + DOMAIN_SD * rng.standard_normal() for domain in sorted(ROLE.domains)}
    seen = []
    for item, (location, slope) in zip(items, truly, strict=True):
        level = rng.choice(5, p=level_chances(np.array([within[item.domain]]), location, slope)[0])
        seen.append(an_observation(item, rng.choice(5, p=confusion("person")[level]) / 4, "person"))
    return theta, tuple(seen)
