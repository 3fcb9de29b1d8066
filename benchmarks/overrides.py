"""Whether a mark that a person sets ever moves the reading the other way, on made-up screenings of both graders.

`python -m benchmarks overrides`: 10,000 marks set at random. A lower one must not raise the score, the ability or
the chance above the bar, a higher one must not lower them, and one that changes nothing must change nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.figure import Figure
from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.selection.next_item import Because, Kind
from bot.core.bank.rubric import Criterion, Point, Rubric, Way, WrongClaim
from bot.core.grading.grade import Found, Grade, Rating, Source
from bot.core.grading.score import rate, scale_of, total
from bot.core.person import Person, Place
from bot.core.screening.events import Overridden
from bot.core.screening.marks import add_override
from bot.core.screening.session import Administration, Part, Session, State, Why
from tests.factories import a_role, items_of

MARKS = 10_000
EACH = 8
"""Marks set in one screening, one after the other."""
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SAM = Person("console", "sam", "Sam")
WAYS = (Way(all_of=(("a",),)),)
SLIP = 1e-9


def measure() -> Iterator[Figure | str]:
    """Yield how many of the marks moved the reading the wrong way."""
    wrong = list(violations(Random(16), MARKS))
    yield Figure("marks that moved the reading the wrong way", len(wrong), "marks", f"of {MARKS:,}, at most", 0)
    yield from wrong[:5]


def violations(chance: Random, marks: int) -> Iterator[str]:
    """Yield in words each mark, of so many set at random, that moved the reading the wrong way."""
    for _ in range(marks // EACH):
        session = _screening(chance)
        for _ in range(EACH):
            asked = chance.choice(session.administrations)
            criterion = chance.choice(asked.criteria)
            level = chance.randint(0, criterion.top)
            before = next((r.height for r in _ratings(asked) if r.criterion == criterion.id), None)
            after = add_override(session, Overridden(asked.position, criterion.id, level, SAM, ""), NOW).session
            if before is not None and _wrong(session, after, asked.position, _way(asked, criterion, level)):
                yield f"{asked.grades[-1].source.value}, {criterion.id}: {before:g} to {level}"
            session = after


def _ratings(asked: Administration) -> tuple[Rating, ...]:
    return asked.grade.ratings if asked.grade else ()


def _way(asked: Administration, criterion: Criterion, level: int) -> int:
    """Return -1, 0 or 1: whether the mark is lower, the same or higher, as the grader's whole levels are shown."""
    now = next(r.level for r in _ratings(asked) if r.criterion == criterion.id)
    return 0 if now is None else (level > now) - (level < now)


def _wrong(old: Session, new: Session, position: int, way: int) -> bool:
    return any((way <= 0 and b > a + SLIP) or (way >= 0 and b < a - SLIP) for a, b in _figures(old, new, position))


def _figures(old: Session, new: Session, position: int) -> Iterator[tuple[float, float]]:
    """Yield pairs before and after, where there are both: the answer's score, the ability, the chance above the bar."""
    first, then = (s.administrations[position - 1].grade for s in (old, new))
    if first is None or then is None or first.score is None or then.score is None:
        return
    yield first.score, then.score
    a, b = (estimate(s.observations, s.role, s.tables) for s in (old, new))
    yield from ((a.theta, b.theta), (a.p_bar, b.p_bar))


def _screening(chance: Random) -> Session:
    """Return a finished screening: five answers with marks of a grader, told in full, in part or not at all."""
    asked = []
    for position, item in enumerate(chance.sample(items_of(), 5), start=1):
        criteria = tuple(_criterion(chance, f"c{n}") for n in range(chance.randint(1, 5)))
        best = chance.choice((None, None, chance.randint(1, len(criteria))))
        full_at = chance.choice((0.6, 0.8, 1.0))
        rubric = Rubric(item=item.id, model_answer="a", criteria=criteria, full_at=full_at, best=best)
        why = Why(Because(Kind.FIRST, None, None), 0.0, 1.0, 0.5, ())
        made = Administration(position, item, rubric, why, NOW, (Part(f"m{position}", "a", NOW),))
        asked.append(replace(made, answered_at=NOW + timedelta(minutes=3), grades=(_grade(chance, rubric),)))
    return Session(
        id="made-up",
        role=a_role(),
        candidate=Person("console", "kim", "Kim"),
        hiring=Place("console", "hiring"),
        invited_by=SAM,
        seed="7",
        bank_version="1",
        invited_at=NOW,
        seen_at=NOW,
        state=State.CLOSED,
        administrations=tuple(asked),
    )


def _criterion(chance: Random, name: str) -> Criterion:
    top = chance.randint(1, 4)
    points = tuple(Point(says=f"point {n}", ways=WAYS) for n in range(top + chance.randint(0, 2)))
    wrong = (WrongClaim(says="is false", ways=WAYS, cap=chance.randint(0, top)),)
    levels = tuple(f"level {n}" for n in range(top + 1))
    weight = chance.choice((0.5, 1.0, 2.0, 3.0))
    return Criterion(id=name, asks=name, weight=weight, levels=levels, points=points, wrong=wrong)


def _grade(chance: Random, rubric: Rubric) -> Grade:
    source = chance.choice((Source.KEYWORD, Source.LLM))
    ratings = tuple(_rating(chance, c) for c in rubric.criteria)
    score = total(rubric.criteria, ratings, rubric.full_at, rubric.best, scale_of(source))
    if score is not None:
        # As reckoned; between two graders; recalibrated either way; or given up.
        score = chance.choice((score, score, (score + chance.random()) / 2, score**2, score**0.5, None))
    reasons = chance.choice(((), ("two readings differ",)))
    return Grade(score, ratings, (), source, reasons=reasons)


def _rating(chance: Random, criterion: Criterion) -> Rating:
    if chance.random() < 0.1:
        return Rating(criterion.id, None, criterion.top)
    found = [Found(n, p.says, partly=chance.random() < 0.3) for n, p in enumerate(criterion.points, 1)]
    mistakes = [Found(1, "is false")] if chance.random() < 0.3 else []
    return rate(criterion, [fact for fact in found if chance.random() < 0.6], mistakes)
