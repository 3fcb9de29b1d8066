"""One limit for every way in: whatever people send, and however often, a screening holds only so much of it."""

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.person import LONGEST_NAME, Person, Place
from bot.core.screening import effects as x
from bot.core.screening import events as e
from bot.core.screening.answer_text import LONGEST_ANSWER, LONGEST_ASIDE, LONGEST_NOTE, MOST_MESSAGES
from bot.core.screening.decisions import Ruling
from bot.core.screening.effects import Topic
from bot.core.screening.session import Session
from tests.core.screenings import asking, finished, grading, invited, play, practising

HUGE = "x" * 400_000
STATES = {"invited": invited, "practising": practising, "asking": asking, "grading": grading, "over": finished}


def of_people(kind: type[Any]) -> bool:
    """Return whether an event carries what somebody typed, or is called."""
    return any(hint in {str, str | None, Person} for hint in get_type_hints(kind).values())


EVENTS = [kind for kind in get_args(e.Event) if of_people(kind)]


def filled(kind: type[Any], text: str, number: int, named: str | None) -> Any:
    """Return an event of a kind with the same long text wherever it takes one; `named` is the message it is about."""
    fill: dict[Any, Any] = {str: text, int: number, int | None: None, Ruling: Ruling.TALK, Place | None: None}
    fill |= {Person: Person("console", "kim", text), str | None: named}
    hints = get_type_hints(kind)
    needed = [f.name for f in fields(kind) if f.default is MISSING or hints[f.name] in {str, str | None}]
    values = {name: fill[hints[name]] for name in needed}
    if "message_id" in values and hints["message_id"] is str:
        values["message_id"] = named or "m1"
    if "criterion" in values:
        values |= {"criterion": "speed", "level": 0}
    return kind(**values)


def texts(value: Any) -> Iterator[str]:
    """Yield every text inside a value."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple | frozenset):
        for part in value:
            yield from texts(part)


def sizes_hold(session: Session) -> None:
    answers = [session.practice, *(a.parts for a in session.administrations)]
    assert max(len("\n".join(p.text for p in parts)) for parts in answers) <= LONGEST_ANSWER
    assert sum(len(p.text) for p in session.asides) <= LONGEST_ASIDE
    assert max(map(len, (*answers, session.asides))) <= MOST_MESSAGES
    notes = (session.rereads, session.decisions, session.candidate, *(a.overrides for a in session.administrations))
    assert max(map(len, texts(notes)), default=0) <= LONGEST_NOTE
    assert len(session.candidate.name) <= LONGEST_NAME


def told(effects: Sequence[x.Effect]) -> list[Topic]:
    return [effect.topic for effect in effects if isinstance(effect, x.Tell)]


@pytest.mark.parametrize(
    ("kind", "state"),
    # A mark that nobody gave cannot be set by hand.
    [(kind, state) for kind in EVENTS for state in STATES if kind is not e.Overridden or state == "over"],
)
def test_no_event_brings_more_text_into_a_screening_than_its_limit(kind: type[Any], state: str) -> None:
    session = STATES[state]()
    number = min(1, len(session.administrations))
    sizes_hold(play(session, [filled(kind, HUGE, number, None), filled(kind, HUGE, number, "m1")]).session)


@settings(max_examples=40)
@given(
    st.sampled_from(sorted(STATES)),
    st.lists(
        st.tuples(
            st.sampled_from([e.Said, e.Corrected]),
            st.sampled_from([1, 9_000, 20_000, 39_999, 40_000, 40_001, 400_000]),
            st.sampled_from(["m1", "m2", "m3", None]),
        ),
        max_size=12,
    ),
)
def test_however_long_and_however_often_it_comes(state: str, heard: list[tuple[type[Any], int, str | None]]) -> None:
    events = [filled(kind, "y" * length, 1, named) for kind, length, named in heard]

    sizes_hold(play(STATES[state](), events).session)


def test_a_short_answer_that_is_edited_to_a_huge_one_stays_short_and_its_writer_is_told() -> None:
    step = play(asking(), [e.Said("m1", "short"), e.Corrected(HUGE, "m1")])

    assert step.session.administrations[0].response == "short"
    assert told(step.effects) == [Topic.EDIT_TOO_LONG]


def test_what_cannot_be_kept_at_all_is_said_so() -> None:
    step = play(asking(), [e.Said("m1", HUGE)])

    assert (step.session.current, step.session.asides) == (asking().current, ())
    assert told(step.effects) == [Topic.NOT_KEPT]


def test_a_thousand_single_letters_do_not_make_a_screening_of_a_thousand_messages() -> None:
    step = play(asking(), [e.Said(f"m{n}", "x") for n in range(1_000)])

    assert len(step.session.administrations[0].parts) == MOST_MESSAGES
    assert len(step.session.asides) == MOST_MESSAGES
    assert told(step.effects) == [Topic.NOT_KEPT]
