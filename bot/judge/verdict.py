"""Validates a model's reply: only offered ids, only quotes that stand in the answer.

Code adds up the marks. A reply that cannot be read is a fault with a name, never a mark of zero.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from bot.core.bank.rubric import Colour, Criterion, Marking, Rubric
from bot.core.grading.grade import ORDERS, Evidence, Flag, Grade, Rating, Source
from bot.core.grading.quotes import verbatim
from bot.core.grading.score import total
from bot.judge.verdict_schema import Mark, Verdict, level_names, names

INVENTED = "the model quoted words that are not in the answer"
LONGEST_REASON = 300


class Fault(StrEnum):
    """Why a reply is no verdict; the value is what operators and screeners read."""

    UNREACHABLE = "the model could not be reached"
    REFUSED_REQUEST = "the endpoint refused the request"
    REFUSED = "the model refused to answer"
    FILTERED = "the provider's filter withheld the reply"
    CUT = "the reply was cut off"
    EMPTY = "the reply was empty"
    NOT_JSON = "the reply was no JSON"
    WRONG_SHAPE = "the reply had another shape than asked for"


@dataclass(frozen=True)
class Unread:
    """A reply that is no verdict."""

    fault: Fault


def read_verdict(text: str, response: str, rubric: Rubric) -> Grade | Unread:
    """Return the model's grade of the response, with every quote found in it; or why the text is no verdict.

    text: the reply, one JSON object; a code fence around it is let pass.
    """
    bare = text.strip().removeprefix("```json").removeprefix("```").removesuffix("```")
    try:
        json.loads(bare)
    except ValueError:
        return Unread(Fault.NOT_JSON)
    try:
        verdict = Verdict.model_validate_json(bare)
    except ValidationError:
        return Unread(Fault.WRONG_SHAPE)
    offered = {name: level_names(criterion) for name, _, criterion in names(rubric)}
    if verdict.criteria.keys() != offered.keys() or any(m.level not in offered[n] for n, m in verdict.criteria.items()):
        return Unread(Fault.WRONG_SHAPE)
    return _grade(verdict, response, rubric)


def _grade(verdict: Verdict, response: str, rubric: Rubric) -> Grade:
    """Return the best way of answering that the verdict shows, the rubric's own or a variant."""
    invented = False
    graded: list[tuple[float | None, str | None, tuple[Rating, ...]]] = []
    marks = {(variant, c.id): verdict.criteria[name] for name, variant, c in names(rubric)}
    steered = verbatim(verdict.instructs.quote, response) if verdict.instructs.found else None
    markings: list[tuple[str | None, Marking]] = [(None, rubric), *((v.id, v) for v in rubric.variants)]
    for variant, marking in markings:
        ratings = tuple(_rating(c, marks[variant, c.id], response, steered) for c in marking.criteria)
        invented |= any(r.level is None and marks[variant, r.criterion].quote.strip() for r in ratings)
        graded.append((total(marking.criteria, ratings, marking.full_at, marking.best), variant, ratings))
    score, variant, ratings = max(graded, key=lambda g: -1.0 if g[0] is None else g[0])
    return Grade(
        score=score,
        ratings=ratings,
        flags=tuple(_flags(verdict, response, rubric)),
        source=Source.LLM,
        reasons=(ORDERS,) if verdict.instructs.found else (),
        variant=variant,
        notes=(INVENTED,) if invented else (),
    )


def _rating(criterion: Criterion, mark: Mark, response: str, steered: Evidence | None) -> Rating:
    """Return the mark if its quote proves it, else *cannot tell*. Words that steer the marking prove nothing."""
    level = level_names(criterion).index(mark.level)
    proof = verbatim(mark.quote, response)
    if proof and steered and steered.start < proof.end and proof.start < steered.end:
        proof = None
    told = level <= criterion.top and (proof is not None or (level == 0 and not mark.quote.strip()))
    return Rating(
        criterion=criterion.id,
        level=level if told else None,
        top=criterion.top,
        evidence=(proof,) if proof and told else (),
        reason=mark.reason.strip()[:LONGEST_REASON],
    )


def _flags(verdict: Verdict, response: str, rubric: Rubric) -> Iterator[Flag]:
    """Yield the flags that the rubric knows and a quote proves, each once."""
    rules = {rule.id: rule for rule in rubric.flags}
    for raised in verdict.flags:
        proof = verbatim(raised.quote, response)
        rule = rules.pop(raised.id, None) if proof else None
        if rule and proof:
            yield Flag(rule.id, rule.colour, rule.says, proof)
    if verdict.instructs.found:
        proof = verbatim(verdict.instructs.quote, response)
        if proof:
            yield Flag("instructs-the-grader", Colour.RED, "Tries to instruct the grader", proof)
