"""Every door that hands a person their data gives what is theirs, and nothing of the bank."""

import dataclasses
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import Any, get_args

import pytest

from bot.core.audit import Act, Entry, Head, Link, seal_entry
from bot.core.bank.terms import Terms
from bot.core.grading.keywords import grade
from bot.core.hold import Hold
from bot.core.report.own_record import LOOKED, own_record
from bot.core.screening import effects as x
from bot.core.screening.decisions import Decision, Reread, Ruling
from bot.core.screening.session import Session, State
from bot.flow.actions.table import offered
from bot.flow.wording import to_candidate
from bot.ops.export import archive
from tests.sessions import CANDIDATE, NOW, SCREENER, a_part, a_role_shown, a_rubric, a_session, an_administration

TERMS = Terms({"*": 365})
CREDITED, QUOTE = "FACT that is credited", "The link is quick"
SECRETS = (
    "FACT that stayed open", "MODEL answer", "PHRASE-of-a-way", "LEVEL text", "ASKED by the criterion",
    "WRONG claim says", "PROBE of the criterion", "FLAG that says", "REASON of a grader",
)  # fmt: skip
RUBRIC = a_rubric(
    model_answer="MODEL answer",
    criteria=[
        {
            "id": "speed", "asks": "ASKED by the criterion", "weight": 1, "levels": ["none", "LEVEL text", "all"],
            "probe": "PROBE of the criterion",
            "points": [
                {"says": CREDITED, "ways": [{"all_of": [["link", "PHRASE-of-a-way"], ["quick"]]}]},
                {"says": "FACT that stayed open", "ways": [{"all_of": [["PHRASE-of-a-way"]]}]},
            ],
            "wrong": [{"says": "WRONG claim says", "ways": [{"all_of": [["copper"]]}], "cap": 1}],
        }
    ],
    flags=[{"id": "warm", "colour": "green", "says": "FLAG that says", "ways": [{"all_of": [["heat"]]}]}],
)  # fmt: skip


HOLDS = (Hold("", "", "hiring", "A claim is open.", "Lee of counsel", NOW, number=1),)


def a_finished(**fields: Any) -> Session:
    asked = an_administration(1, rubric=RUBRIC, parts=(a_part(1, "The link is quick. It is copper, with heat."),))
    asked = replace(asked, answered_at=NOW, grades=(grade(asked.response, asked.item, RUBRIC),))
    rated = replace(asked.grades[0].ratings[0], reason="REASON of a grader")
    asked = replace(asked, grades=(replace(asked.grades[0], ratings=(rated,)),))
    decision = Decision(Ruling.TALK, SCREENER, "They know links.", NOW)
    known: dict[str, Any] = {
        "administrations": (asked,),
        "state": State.CLOSED,
        "ended_at": NOW,
        "ended_because": "precise",
        "consented_at": NOW,
        "rereads": (Reread(1, "Please look.", NOW, SCREENER, "I have looked.", NOW),),
        "decisions": (decision,),
    }
    return a_session(**(known | fields))


def links() -> list[Link]:
    acts = (Act.INVITED, Act.SAW_DETAILS, Act.SAW_TRANSCRIPT, Act.DECIDED)
    made, head = [], Head()
    for act in acts:
        made.append(seal_entry(head, Entry(NOW, "slack", "U2", act, "s1")))
        head = Head(made[-1].number, made[-1].seal)
    return made


def effects() -> Iterator[x.Effect]:
    """Yield one of each kind of effect."""
    values: Mapping[str, Any] = {"position": 1, "topic": x.Topic.HELP, "number": 1, "attempt": 1, "due": NOW,
                                 "ref": "m1", "notice": x.Notice.STALE}  # fmt: skip
    for kind in get_args(x.Effect):
        needed = [f.name for f in dataclasses.fields(kind) if f.default is dataclasses.MISSING]
        yield kind(**{name: values[name] for name in needed})


def all_text(part: object) -> str:
    """Return all texts of a message, those of files in it, too."""
    if isinstance(part, tuple):
        return "\n".join(map(all_text, part))
    if dataclasses.is_dataclass(part):
        return "\n".join(all_text(getattr(part, field.name)) for field in dataclasses.fields(part))
    return str(part)


def doors(session: Session) -> Iterator[tuple[str, str]]:
    """Yield all that a person can be handed of a screening, each with the name of its door."""
    for effect in effects():
        with suppress(ValueError):  # those that are not for the candidate
            yield (
                type(effect).__name__,
                all_text(to_candidate(session, effect, NOW, offered, TERMS, links(), HOLDS)),
            )
    yield "record", json.dumps(own_record(session, links(), HOLDS), ensure_ascii=False)
    with zipfile.ZipFile(BytesIO(archive([(session, links(), HOLDS)], NOW, TERMS))) as made:
        for name in made.namelist():
            yield name, made.read(name).decode()


@pytest.mark.parametrize("shows", [True, False])
def test_no_door_gives_a_fact_that_stayed_open_a_phrase_or_a_model_answer(shows: bool) -> None:
    session = a_finished(role=a_role_shown(shows))
    found = dict(doors(session))

    assert {"Thank", "SendOwnData", "AskItem", "record", "page.html", "my-data.json"} <= found.keys()
    assert {name: secret for name, text in found.items() for secret in SECRETS if secret in text} == {}


@pytest.mark.parametrize("shows", [True, False])
@pytest.mark.parametrize("door", ["Thank", "SendOwnData", "record", "page.html", "my-data.json"])
def test_what_was_credited_is_given_with_the_words_that_show_it_whatever_the_role_says(door: str, shows: bool) -> None:
    text = dict(doors(a_finished(role=a_role_shown(shows))))[door]

    assert CREDITED in text
    assert QUOTE.split()[-1] in text


@pytest.mark.parametrize("door", ["SendOwnData", "record", "page.html", "my-data.json"])
def test_decisions_reasons_readers_and_recipients_are_given(door: str) -> None:
    text = dict(doors(a_finished()))[door]

    for theirs in ("They know links.", SCREENER.name, "read the details", "the hiring team"):
        assert theirs in text


@pytest.mark.parametrize("door", ["SendOwnData", "record", "page.html", "my-data.json"])
def test_that_it_is_on_hold_is_told_with_the_reason(door: str) -> None:
    assert "A claim is open." in dict(doors(a_finished()))[door]


def test_before_the_end_words_are_given_and_no_marks() -> None:
    record = own_record(a_finished(state=State.ASKING, ended_at=None, decisions=()), links())

    assert "reading" not in record
    assert "decisions" not in record
    assert record["questions"][0].keys() == {
        "number", "topic", "asked_at", "question", "messages", "handed_in_at", "skipped", "counted"
    }  # fmt: skip
    assert record["you"]["id"] == CANDIDATE.id


def test_every_act_by_which_somebody_sees_data_is_told() -> None:
    hidden = {
        Act.INVITED,
        Act.TOOK_BACK,
        Act.SENT_AGAIN,
        Act.LISTED,
        Act.ERASED,
        Act.PURGED,
        Act.RETRIED,
        Act.DROPPED,
        Act.REFUSED,
        Act.SEALED,
        Act.MARKED,
        Act.ENDED,
        Act.HELD,
        Act.RELEASED,
        Act.OLDER,
        Act.POSTED_END,
    }

    assert set(Act) - LOOKED.keys() == hidden
