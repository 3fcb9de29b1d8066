"""A small bank and a session in each of its states, for the tests of the life of a session."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.bank.item import Bank, Item
from bot.core.bank.role import Role
from bot.core.bank.rubric import Rubric
from bot.core.grading.grade import Grade, Source
from bot.core.grading.keywords import grade
from bot.core.screening import events as e
from bot.core.screening.advance import advance
from bot.core.screening.next_step import Plan, Step
from bot.core.screening.session import Person, Place, Session

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
KIM = Person("console", "kim", "Kim")
SCREENER = Person("console", "sam", "Sam")

ROLE = Role.model_validate_json(
    json.dumps(
        {
            "id": "infra",
            "title": "Infrastructure engineer",
            "domains": {"gpu": 0.5, "serving": 0.5},
            "limits": {"min_items": 2, "max_items": 3, "minutes": 30, "target_se": 0.1, "open_risk": 0.0},
            "wording": {
                "purpose": "A first conversation.",
                "readers": "the hiring team",
                "retention": "12 months",
                "contact": "the recruiter",
                "practice": "Tell me about a machine that you kept running.",
            },
        }
    )
)


def _item(name: str, domain: str, tier: str) -> Item:
    stem = f"What does the {name} do for you, and what does it cost?"
    fields = {"id": name, "domain": domain, "topic": "t", "tier": tier, "minutes": 3, "stem": stem}
    return Item.model_validate_json(json.dumps(fields))


def _rubric(name: str) -> Rubric:
    criterion = {
        "id": "speed",
        "asks": "says that it is faster",
        "weight": 1,
        "levels": ["no", "yes"],
        "points": [{"says": "it is faster", "ways": [{"all_of": [["faster"]]}]}],
        "probe": "How much faster, and measured how?",
    }
    return Rubric.model_validate_json(
        json.dumps({"item": name, "model_answer": "It is faster.", "criteria": [criterion]})
    )


ITEMS = [
    _item(f"{domain}-{tier}", domain, tier)
    for domain in ("gpu", "serving")
    for tier in ("fundamentals", "intermediate", "advanced")
]
PLAN = Plan(Bank({i.id: i for i in ITEMS}, {i.id: _rubric(i.id) for i in ITEMS}, {"infra": ROLE}))


def invited() -> Session:
    return Session(
        id="s1",
        role=ROLE,
        candidate=KIM,
        hiring=Place("console", "hiring"),
        invited_by=SCREENER,
        seed="7",
        bank_version=PLAN.bank.version,
        invited_at=NOW,
        seen_at=NOW,
    )


def play(session: Session, events: Sequence[e.Event], now: datetime = NOW) -> Step:
    """Return the last step of playing the events, a minute apart."""
    step = Step(session, ())
    for minute, event in enumerate(events):
        step = advance(step.session, event, PLAN, now + timedelta(minutes=minute))
        step = Step(replace(step.session, version=step.session.version + 1), step.effects)
    return step


def practising() -> Session:
    return play(invited(), [e.Accepted()]).session


def asking() -> Session:
    return play(practising(), [e.Said("p", "A mail server."), e.Finished()]).session


def grading(text: str = "It is faster.") -> Session:
    return play(asking(), [e.Said("m1", text), e.Finished()]).session


def marks(session: Session) -> e.Graded:
    """Return the keyword grader's marks for the answer that waits."""
    asked = session.administrations[-1]
    return e.Graded(asked.position, grade(asked.response, asked.item, asked.rubric))


def ungraded(session: Session) -> e.Graded:
    return e.Graded(session.administrations[-1].position, Grade(None, (), (), Source.LLM, reasons=("refused",)))


def finished(text: str = "It is faster.") -> Session:
    session = asking()
    while not session.state.over:
        session = play(session, [e.Said("m", text), e.Finished()]).session
        session = play(session, [marks(session)]).session
    return session
