"""Marks and what they rest on. Code adds them up; no grader ever names a total."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.rubric import Colour, Criterion


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
class Rating:
    """One criterion's mark. `level` is 0 … top, or None for *cannot tell*."""

    criterion: str
    level: int | None
    top: int
    evidence: tuple[Evidence, ...] = ()
    made: tuple[str, ...] = ()
    """The points that the answer makes, in the rubric's words."""
    open: tuple[str, ...] = ()
    """The points that stayed open."""
    wrong: tuple[str, ...] = ()
    """False claims that capped the level."""


@dataclass(frozen=True)
class Flag:
    """A request for a person's eye, with the words that raised it; it moves no mark."""

    id: str
    colour: Colour
    says: str
    evidence: Evidence


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

    @property
    def needs_person(self) -> bool:
        """Return whether a person has to look before anyone leans on this mark."""
        return self.score is None or bool(self.reasons)


FALSE_CLAIM_KEEPS = 0.75
"""What is left of a score for each false claim: who is wrong about how a thing works is wrong about the rest sooner."""


def total(criteria: Sequence[Criterion], ratings: Sequence[Rating], full_at: float) -> float | None:
    """Return the weighted share of the levels over `full_at`, at most 1, less a quarter for each false claim.

    criteria, ratings: shape (n,), in the same order; a level of None is *cannot tell* and leaves the sum.
    Returns None when no criterion could be told.
    """
    told = [(c, r.level) for c, r in zip(criteria, ratings, strict=True) if r.level is not None]
    weight = sum(c.weight for c, _ in told)
    if not weight:
        return None
    share = sum(c.weight * level / c.top for c, level in told) / weight
    false_claims = sum(len(r.wrong) for r in ratings)
    return min(1.0, share / full_at) * FALSE_CLAIM_KEEPS**false_claims
