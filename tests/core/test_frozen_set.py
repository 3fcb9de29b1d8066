"""The frozen set: what admits a model as a marker, and when it has drifted."""

import pytest

from bot.content.files.roots import content_roots
from bot.content.load import load
from bot.core.calibration.frozen_set import ITEMS, digest_of, drift, errors, frozen_set, shortfalls
from tests.judge.test_llm_grader import admitted

BEFORE: dict[str, float | None] = {f"item/{n}": n / 40 for n in range(36)}


def test_it_is_three_kinds_of_answers_to_items_from_all_over_the_bank_and_stays() -> None:
    bank = load(content_roots())
    found = list(frozen_set(bank))

    assert len({name for name, _ in found}) == ITEMS
    assert len({bank.items[name].domain for name, _ in found}) >= 5
    assert len(found) >= 2 * ITEMS
    assert digest_of(bank) == digest_of(load(content_roots()))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"rmse": 0.25}, "its marks are 0.25 from people's (RMSE), and 0.2 is the most"),
        ({"far_off": 0.1}, "10% of its marks are off by 0.5 or did not come; 6% is the most"),
        ({"lowest_model_answer": 0.4}, "it gave one of the bank's own model answers 40%; 60% is the least"),
        ({}, ""),
    ],
)
def test_what_is_not_good_enough_is_said(fields: dict[str, float], why: str) -> None:
    assert "; ".join(shortfalls(admitted("m").model_copy(update=fields))) == why


def test_what_was_not_read_counts_as_far_off() -> None:
    rmse, far = errors({"a": 0.5, "b": None, "c": 0.0, "d": 1.0}, {"a": 0.5, "b": 1.0, "c": 0.6, "d": 1.0})

    assert rmse == pytest.approx(0.3464, abs=1e-3)
    assert far == 0.5


def test_a_shift_beyond_noise_is_drift_and_noise_is_none() -> None:
    noisy = {name: (score or 0) + (0.04 if n % 2 else -0.04) for n, (name, score) in enumerate(BEFORE.items())}
    harder = {name: (score or 0) - 0.08 for name, score in noisy.items()}

    assert not drift(BEFORE, BEFORE).beyond_noise
    assert not drift(BEFORE, noisy).beyond_noise
    assert drift(BEFORE, harder).beyond_noise
    assert drift(BEFORE, harder).shift == pytest.approx(-0.08)


def test_scatter_and_silence_are_drift() -> None:
    scattered = {name: (score or 0) + (0.3 if n % 2 else -0.3) for n, (name, score) in enumerate(BEFORE.items())}
    silent: dict[str, float | None] = dict.fromkeys(BEFORE)

    assert drift(BEFORE, scattered).beyond_noise
    assert drift(BEFORE, silent).beyond_noise
