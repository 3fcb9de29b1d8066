"""Marks and what they rest on: facts found, each with the candidate's own words. No grader ever names a total."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.bank.rubric import Colour

ORDERS = "the answer speaks to the grader"
"""Why a person should look at an answer that tries to steer its marks."""


UNPROVEN = "unproven marker: nobody has tried this model on the bank's marked answers with this prompt"
"""Beside marks of a model that was not admitted."""


class Source(StrEnum):
    """Who gave a mark. RULE is the house rule that a skipped question counts as not answered."""

    KEYWORD = "keyword"
    LLM = "llm"
    PERSON = "person"
    RULE = "rule"


@dataclass(frozen=True)
class Evidence:
    """The candidate's own words: `quote` equals `response[start:end]`, characters from 0."""

    quote: str
    start: int
    end: int

    @classmethod
    def cut(cls, response: str, start: int, end: int) -> "Evidence":
        """Return the passage from `start` to `end`, without white space at its ends."""
        while start < end and response[start].isspace():
            start += 1
        while end > start and response[end - 1].isspace():
            end -= 1
        return cls(response[start:end], start, end)


@dataclass(frozen=True)
class Found:
    """A fact that an answer states, or a false claim that it makes, with the passages that show it.

    number: its place among the points, or the false claims, of its criterion, from 1.
    says: in the rubric's words. evidence: in the order of the answer.
    """

    number: int
    says: str
    evidence: tuple[Evidence, ...] = ()
    partly: bool = False
    """The answer says a part of it."""
    echo: bool = False
    """It uses only words that the question had said."""
    share: float = 1.0
    """How much of a fact without ways is stated, by its words, in (0, 1]."""


@dataclass(frozen=True)
class Rating:
    """One criterion's mark. `level` is 0 … top, or None for *cannot tell*; `score.rate` makes it from facts."""

    criterion: str
    level: int | None
    top: int
    evidence: tuple[Evidence, ...] = ()
    """The passages that the level rests on, neighbours joined, for people to read."""
    found: tuple[Found, ...] = ()
    """The facts that the answer states."""
    open: tuple[str, ...] = ()
    """The facts that stayed open, in the rubric's words."""
    mistakes: tuple[Found, ...] = ()
    """False claims, which capped the level."""
    reason: str = ""
    """Why this level, in the words of a grader that reads; for people, it moves nothing."""
    exact: float | None = None
    """The level before it was rounded down; None where only whole levels count."""

    @property
    def height(self) -> float | None:
        """Return the level that the score counts, unrounded where there is such a one."""
        return self.level if self.exact is None or self.level is None else self.exact

    @property
    def made(self) -> tuple[str, ...]:
        """Return the facts that the answer states, in the rubric's words."""
        return tuple(fact.says for fact in self.found)

    @property
    def wrong(self) -> tuple[str, ...]:
        """Return the false claims that the answer makes, in the rubric's words."""
        return tuple(claim.says for claim in self.mistakes)


@dataclass(frozen=True)
class Flag:
    """A request for a person's eye, with the words that raised it; it moves no mark."""

    id: str
    colour: Colour
    says: str
    evidence: Evidence


@dataclass(frozen=True)
class Call:
    """One request to a model, as it went.

    outcome: "ok", or what was wrong with it. request: 16 hex digits of everything that was sent.
    cost: in US dollars, by the operator's prices; latency: in milliseconds; reply: as it came.
    """

    model: str
    request: str
    outcome: str
    prompt_tokens: int = 0
    cached_tokens: int = 0
    """Of the prompt's tokens, those that the provider had in its cache."""
    completion_tokens: int = 0
    cost: float = 0.0
    latency: int = 0
    reply: str = ""
    recalled: bool = False
    """The reply was kept from an earlier, equal request: nothing was sent."""

    @property
    def tokens(self) -> int:
        """Return all tokens that count against a budget."""
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True)
class ModelReading:
    """What one reading by a model came to: its score in [0, 1], None where it could tell nothing."""

    model: str
    score: float | None


@dataclass(frozen=True)
class Spent:
    """What models have cost so far: tokens, and US dollars."""

    tokens: int = 0
    cost: float = 0.0

    def plus(self, calls: Iterable[Call]) -> "Spent":
        """Return this and what the calls cost."""
        paid = [c for c in calls if not c.recalled]
        return Spent(self.tokens + sum(c.tokens for c in paid), self.cost + sum(c.cost for c in paid))


@dataclass(frozen=True)
class Grade:
    """What one grader made of one response.

    score: in [0, 1], or None when the response could not be graded.
    reasons: why a person should look, in words; `needs_person` without a reason does not happen.
    recipe: names of what was used (rubric hash, grader version), so that the mark can be repeated.
    """

    score: float | None
    ratings: tuple[Rating, ...]
    flags: tuple[Flag, ...]
    source: Source
    reasons: tuple[str, ...] = ()
    recipe: tuple[tuple[str, str], ...] = ()
    variant: str | None = None
    notes: tuple[str, ...] = ()
    """What a reader may want to know, without asking for a person: "rules only"."""
    raw_score: float | None = None
    """The score before recalibration; None where there was none."""
    stand_in: bool = False
    """The rules stand in for a model that was not there; the answer is to be marked again."""
    marked_at: datetime | None = None
    handed_in_at: datetime | None = None
    """When the answer was handed in that was marked: it may have been taken back since; None before that was kept."""
    calls: tuple[Call, ...] = ()
    """The requests that this grade took."""
    others: tuple[Found, ...] = ()
    """Right statements that no fact of the rubric covers, in the words of a grader that reads; they move no mark."""
    readings: tuple[ModelReading, ...] = ()
    """Every reading by a model, where there were several; the first is the one whose facts are shown."""
    blind: tuple[str, ...] = ()
    """Why this grader could not read the answer, in words; one that could not read has no vote."""

    @property
    def needs_person(self) -> bool:
        """Return whether a person has to look before anyone leans on this mark."""
        return self.score is None or bool(self.reasons)

    @property
    def is_ambiguous(self) -> bool:
        """Return whether the grader itself is unsure: it gives a reason to look, or could not tell a criterion.

        A person's mark is clear, and so is the house rule's. Orders to the grader make no mark unsure: nobody shall
        gain by them, not even a doubt.
        """
        if self.source in {Source.PERSON, Source.RULE}:
            return False
        unsure = self.score is None or any(reason != ORDERS for reason in self.reasons)
        return unsure or any(rating.level is None for rating in self.ratings)
