"""Sessions for tests: new ones, and one that holds everything a session can hold."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.adaptive.selection.next_item import Because, Kind
from bot.core.bank.role import Role
from bot.core.bank.rubric import Colour, Rubric
from bot.core.grading.grade import Call, Evidence, Flag, Found, Grade, Rating, Source
from bot.core.screening.decisions import (
    Adjustment,
    Decision,
    Language,
    Looked,
    NoticeShown,
    Reread,
    Ruling,
    Stood,
    Translation,
)
from bot.core.screening.session import Administration, Override, Part, Person, Place, Session, State, Why
from tests.factories import a_role, an_item

NOW = datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=UTC)
CANDIDATE = Person("slack", "U1", "Zoë 🦊 Žižek")
SCREENER = Person("slack", "U2", "Søren")
A_CALL = Call("a-model", "0123456789abcdef", "ok", 900, 512, 80, 0.0125, 1500, '{"criteria": {"é": 1}}')
LONG = "Ein Kühlkreislauf – 冷却 ❄️ \u202e\n" * 900
"""More than 20,000 characters, of one to four bytes each."""


def a_rubric(item: str = "an-item", **fields: Any) -> Rubric:
    criterion: dict[str, Any] = {
        "id": "speed",
        "asks": "says that it is faster",
        "weight": 2.0,
        "levels": ["no", "roughly", "with a figure"],
        "points": [
            {"says": "it is faster", "ways": [{"all_of": [["faster", "quick*"]], "denied": True}]},
            {"says": "900 GB/s", "ways": [{"number": {"min": 800, "max": 1000, "units": {"GB/s": 1}}}], "worth": 2},
        ],
    }
    defaults = {"item": item, "model_answer": "It is faster: 900 GB/s.", "criteria": [criterion]}
    return Rubric.model_validate_json(json.dumps(defaults | fields))


FAST = Evidence("faster 🚀", 3, 11)


def a_grade(**fields: Any) -> Grade:
    defaults: dict[str, Any] = {
        "score": 2 / 3,
        "ratings": (Rating("speed", 1, 2, (FAST,), (Found(1, "it is faster", (FAST,)),), ("900 GB/s",)),),
        "flags": (Flag("warm", Colour.GREEN, "cares about heat", Evidence("冷却", 20, 22)),),
        "source": Source.KEYWORD,
        "reasons": ("two graders disagree",),
        "recipe": (("grader", "keyword-1"), ("rubric", "0123456789abcdef")),
        "notes": ("rules only",),
    }
    return Grade(**(defaults | fields))


def an_administration(position: int = 1, **fields: Any) -> Administration:
    item = an_item(f"item-{position}")
    defaults: dict[str, Any] = {
        "position": position,
        "item": item,
        "rubric": a_rubric(item.id),
        "why": Why(Because(Kind.FIRST), 0.1 + 0.2, 1.0, 0.7310585786300049, ("item-8", "item-9")),
        "asked_at": NOW + timedelta(minutes=position),
    }
    return Administration(**(defaults | fields))


def a_part(number: int = 1, text: str = "It is faster.") -> Part:
    return Part(f"1764.{number}", text, NOW + timedelta(seconds=number))


def an_override(**fields: Any) -> Override:
    defaults: dict[str, Any] = {
        "criterion": "speed",
        "old": 1,
        "new": 2,
        "author": SCREENER,
        "reason": "The figure is in the “second” message.",
        "at": NOW + timedelta(hours=2),
    }
    return Override(**(defaults | fields))


def a_session(id: str = "s1", **fields: Any) -> Session:
    defaults: dict[str, Any] = {
        "role": a_role(),
        "candidate": CANDIDATE,
        "hiring": Place("slack", "C9"),
        "invited_by": SCREENER,
        "seed": "7",
        "bank_version": "fedcba9876543210",
        "invited_at": NOW,
        "seen_at": NOW,
    }
    return Session(id=id, **(defaults | fields))


def a_full_session(id: str = "s1", **fields: Any) -> Session:
    """Return a session in which no field is empty, with an answer of every sort."""
    ungraded = a_grade(
        score=None,
        ratings=(Rating("speed", None, 2, reason="It can be read both ways."),),
        flags=(),
        source=Source.LLM,
        variant="other",
        raw_score=0.25,
        stand_in=True,
        marked_at=NOW,
        calls=(A_CALL,),
    )
    answered = an_administration(
        1,
        parts=(a_part(1, LONG), a_part(2, "")),
        answered_at=NOW + timedelta(minutes=9),
        grades=(ungraded, a_grade()),
        overrides=(an_override(), an_override(old=None, new=0, reason="Looked again.")),
    )
    skipped = an_administration(
        2, answered_at=NOW, skipped=True, grades=(a_grade(score=0.0, source=Source.RULE, reasons=()),)
    )
    defaults: dict[str, Any] = {
        "state": State.CLOSED,
        "version": 41,
        "consented_at": NOW,
        "practice": (a_part(3, "A mail server."), a_part(4, "👩🏽\u200d🚀")),
        "practised_at": NOW + timedelta(minutes=1),
        "administrations": (answered, skipped, an_administration(3, parts=(a_part(5),))),
        "asides": (a_part(6, "Is it “faster”?"),),
        "reminders": 2,
        "stop_asked": True,
        "human_asked_at": NOW + timedelta(minutes=2),
        "ended_at": NOW + timedelta(minutes=3),
        "ended_because": "precise",
        "code": f"K7QF02M9{id.upper()}",
        "place": Place("slack", "G7"),
        "unreachable": "closed_dms",
        "language": Language.PORTUGUESE,
        "translations": (
            Translation(NOW - timedelta(days=1), "a-model", (("冷却 🚀", "cooling"),), "", 12, 0.5),
            Translation(NOW - timedelta(hours=1), fault="no model is set up"),
        ),
        "adjustments": frozenset({Adjustment.MORE_TIME, Adjustment.SCREEN_READER}),
        "decisions": (
            Decision(
                Ruling.TALK,
                SCREENER,
                "„Später“ mehr.",
                NOW,
                Stood(
                    "person",
                    0.42,
                    ("near_bar",),
                    "advanced",
                    0.1 + 0.2,
                    0.5,
                    ((1, 0.5), (2, None)),
                    ((1, (("grader", "keyword-1"),)),),
                    "fedcba9876543210",
                    "0123456789abcdef",
                    None,
                    "aa",
                ),
                Looked(NOW, None, NOW + timedelta(minutes=1)),
            ),
            Decision(Ruling.ADVANCE, SCREENER, "", NOW),
        ),
        "notices": (NoticeShown("Wir bewahren 冷却 auf.\n[Start]", "ab" * 32, NOW),),
        "rereads": (
            Reread(1, "The figure 🙂 is there.", NOW, SCREENER, "I see it now.", NOW + timedelta(hours=1)),
            Reread(2, "", NOW),
        ),
    }
    return a_session(id, **(defaults | fields))


def a_role_shown(shows: bool) -> Role:
    """Return a role whose wording says so of marks."""
    role = a_role()
    return role.model_copy(update={"wording": role.wording.model_copy(update={"show_marks": shows})})
