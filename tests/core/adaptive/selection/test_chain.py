"""Chains: a link is asked after the one before it, and only when that was answered at least in part."""

from typing import Any

import pytest

from bot.core.adaptive.selection.chain import at_once
from bot.core.adaptive.selection.next_item import Kind, choose, in_turn, possible
from bot.core.adaptive.selection.tier_steps import Asked
from bot.core.bank.item import Item, Tier
from bot.core.bank.role import Role
from tests.factories import a_role, an_item, an_observation, items_of


def a_link(number: int, **fields: Any) -> Item:
    chain: dict[str, Any] = {"topic": "rings", "link": number}
    if number > 1:
        chain["follows"] = f"ring-{number - 1}"
    return an_item(f"ring-{number}", **({"chain": chain, "tier": list(Tier)[min(number, 2)]} | fields))


@pytest.fixture
def role() -> Role:
    return a_role(domains={"gpu": 0.5, "training": 0.5})


FIRST, SECOND, THIRD = (a_link(n) for n in (1, 2, 3))


def asked(item: Item, score: float | None) -> Asked:
    return Asked(item, None if score is None else an_observation(item, score))


@pytest.mark.parametrize(
    ("before", "open_links"),
    [
        ([], {"ring-1"}),
        ([(FIRST, 0.3)], {"ring-2"}),
        ([(FIRST, 0.1)], set()),
        ([(FIRST, None)], set()),
        ([(FIRST, 1.0), (SECOND, 0.5)], {"ring-3"}),
        ([(FIRST, 1.0), (SECOND, 0.0)], set()),
    ],
)
def test_a_link_opens_when_the_one_before_it_was_answered_in_part(
    role: Role, before: list[tuple[Item, float | None]], open_links: set[str]
) -> None:
    left = possible(role, [FIRST, SECOND, THIRD], [asked(*pair) for pair in before])

    assert {item.id for item in left} == open_links


def test_the_links_of_a_chain_are_one_topic_in_the_balance_of_domains(role: Role) -> None:
    others = items_of(("gpu", "training"), each=1)
    met = [asked(FIRST, 1.0), asked(next(i for i in others if i.domain == "training"), 1.0), asked(SECOND, 1.0)]
    turn = in_turn(role, [FIRST, SECOND, THIRD, *others], met)

    assert {item.domain for item in turn} == {"gpu", "training"}, "two links count as one topic, so both are even"


def test_a_deeper_link_says_that_it_goes_deeper_and_than_what(role: Role) -> None:
    choice = choose(role, [FIRST, SECOND], [asked(FIRST, 0.8)], 0.0)

    assert choice is not None
    assert (choice.item.id, choice.because.kind, choice.because.previous_id) == ("ring-2", Kind.DEEPER, "ring-1")
    assert choice.because.previous_score == 0.8


def test_a_good_answer_is_taken_up_at_once_while_other_domains_wait_for_their_turn(role: Role) -> None:
    others = items_of(("training",), each=1)

    assert SECOND in in_turn(role, [FIRST, SECOND, *others], [asked(FIRST, 1.0)])
    assert SECOND not in in_turn(role, [FIRST, SECOND, *others], [asked(FIRST, 0.2)])


def test_a_link_comes_though_it_takes_longer_than_a_fresh_question_and_tells_less(role: Role) -> None:
    others = [i for i in items_of(("training",), each=1, minutes=4.0) if i.tier is Tier.INTERMEDIATE]
    second = a_link(2, tier=Tier.INTERMEDIATE, minutes=5.0)
    shown = {i.id: 5 for i in others}

    choice = choose(role, [FIRST, second, *others], [asked(FIRST, 0.7)], 0.0, shown)
    assert choice is not None
    assert choice.item.id == "ring-2"


def test_no_more_questions_go_deeper_than_topics_were_begun() -> None:
    fresh = an_item("fresh", domain="training")
    begun = [asked(FIRST, 1.0), asked(SECOND, 1.0)]

    assert at_once(begun[:1], [SECOND, THIRD]) == [SECOND]
    assert at_once(begun, [THIRD]) == [], "one topic, one deeper question: another topic comes first"
    assert at_once([asked(fresh, 1.0), *begun], [THIRD]) == [THIRD]
    assert at_once([], [THIRD]) == []


@pytest.mark.parametrize("limits", [{"max_items": 2, "min_items": 1}, {"minutes": 10.0}])
def test_a_link_leaves_room_for_the_domains_that_are_missing(role: Role, limits: dict[str, float]) -> None:
    tight = role.model_copy(update={"limits": a_role(limits=limits).limits})
    others = items_of(("training",), each=1, minutes=4.0)

    assert SECOND in in_turn(role, [FIRST, SECOND, *others], [asked(FIRST, 1.0)])
    assert SECOND not in in_turn(tight, [FIRST, SECOND, *others], [asked(FIRST, 1.0)])
