import pytest

from bot.core.adaptive.engine import Engine
from bot.core.adaptive.recommendation import Reason, Verdict
from bot.core.adaptive.stopping import StopReason
from bot.core.bank.item import Item
from bot.core.bank.role import Role
from tests.factories import DOMAINS, a_role, items_of

ROLE = a_role(limits={"min_items": 5, "max_items": 9, "minutes": 40.0})
PATIENT = {"question": 0.0}
"""Questions that cost nothing are asked to the last."""
STRICT = {"review": 0.01, "question": 0.001}
"""A person's look costs so little that hardly anything is decided without one."""
ITEMS = items_of(each=3)


def played(scores: list[float | None], seed: str = "s", role: Role = ROLE) -> Engine:
    engine = Engine(role, ITEMS, seed)
    for score in scores:
        if engine.next_item() is None:
            break
        engine.record(score)
    return engine


def test_a_screening_runs_to_its_end() -> None:
    engine = played([0.5, 0.75] * 6, role=a_role(limits=ROLE.limits.model_dump(), costs=PATIENT))

    assert engine.next_item() is None
    assert engine.done() is StopReason.MAX_ITEMS
    assert len(engine.asked) == 9
    assert {a.item.domain for a in engine.asked} == set(DOMAINS)


def test_someone_strong_is_told_from_someone_weak() -> None:
    strong, weak = played([1] * 9), played([0] * 9)

    assert strong.decision().verdict is Verdict.ADVANCE
    assert weak.decision().verdict is Verdict.PERSON
    assert weak.decision().reasons == (Reason.BELOW_BAR, Reason.RULES_ALONE)
    assert weak.decision().clear
    assert strong.estimate().theta > 1 > -1 > weak.estimate().theta
    assert strong.done() is weak.done() is StopReason.DECIDED


def test_an_item_stays_out_until_its_score_is_recorded() -> None:
    engine = Engine(ROLE, ITEMS, "s")

    assert engine.next_item() is engine.next_item()


def test_a_score_without_an_item_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="next_item"):
        Engine(ROLE, ITEMS, "s").record(1)


def test_a_replay_is_identical_to_the_last_digit() -> None:
    scores = [1, 0.25, None, 0.61, 0, 1, 0.5, 0.33, 1.0]
    live, replay = played(scores), played(scores)

    assert live.asked == replay.asked
    assert live.estimate() == replay.estimate()
    assert live.decision() == replay.decision()


def test_another_seed_asks_other_items() -> None:
    paths = {tuple(a.item.id for a in played([0.5] * 9, str(n)).asked) for n in range(10)}

    assert len(paths) > 5


def test_ungraded_answers_move_nothing_but_keep_the_refusal_to_a_person() -> None:
    engine = played([0, 0, None, 0, 0, 0, 0])

    assert len(engine.observations) < len(engine.asked)
    assert engine.decision().probability < 0.2
    assert engine.decision().verdict is Verdict.PERSON


def test_a_bank_without_items_ends_at_once() -> None:
    engine = Engine(ROLE, [], "s")

    assert engine.next_item() is None
    assert engine.done() is StopReason.BANK_EXHAUSTED
    assert engine.decision().verdict is Verdict.PERSON


@pytest.mark.parametrize(
    ("reason", "limits", "items", "scores", "costs"),
    [
        (StopReason.PRECISE, {"min_items": 3, "target_se": 0.85, "open_risk": 0.0}, ITEMS, [0.5] * 9, PATIENT),
        (StopReason.DECIDED, {"min_items": 3}, ITEMS, [1.0] * 9, PATIENT),
        (StopReason.CURTAILED, {"min_items": 3, "max_items": 4, "open_risk": 0.0}, ITEMS, [0.5] * 9, STRICT),
        (StopReason.MAX_ITEMS, {"min_items": 3, "max_items": 4}, ITEMS, [0.5, 0.75] * 5, PATIENT),
        (StopReason.MINUTES, {"minutes": 10.0}, ITEMS, [0.5, 0.75] * 5, PATIENT),
        (StopReason.BANK_EXHAUSTED, {"minutes": 60.0}, ITEMS[:4], [0.5, 0.75] * 5, PATIENT),
    ],
    ids=lambda value: value.value if isinstance(value, StopReason) else "",
)
def test_a_screening_can_end_for_every_reason(
    reason: StopReason, limits: dict[str, float], items: tuple[Item, ...], scores: list[float], costs: dict[str, float]
) -> None:
    engine = Engine(a_role(limits=limits, costs=costs), items, "s")
    for score in scores:
        if engine.next_item() is None:
            break
        engine.record(score, "person")

    assert engine.done() is reason
    assert engine.next_item() is None
