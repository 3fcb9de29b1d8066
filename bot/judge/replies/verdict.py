"""Validates a model's reply: only offered ids, only quotes that stand in the answer.

The model reads, code counts: levels and scores are made from the facts that its quotes prove. A reply that cannot be
read is a fault with a name, never a mark of zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from bot.core.bank.rubric import Colour, Criterion, Rubric
from bot.core.grading.grade import ORDERS, Evidence, Flag, Found, Grade, Rating, Source
from bot.core.grading.quotes import joined, verbatim
from bot.core.grading.score import READ, height, points_of, rate, total
from bot.judge.replies.faults import ReplyFault, Unread
from bot.judge.replies.forms import as_asked, unwrapped
from bot.judge.replies.json_in_text import readings
from bot.judge.replies.verdict_schema import (
    PARTLY,
    STATED,
    FactPlace,
    ModelReply,
    QuotedFlag,
    Stated,
    claims,
    facts,
    ways,
)

INVENTED = "the model quoted words that are not in the answer"
ONE_PASSAGE = "the model shows all that it found by one passage"
LONGEST_REASON = 300
MOST_OTHERS = 10
FEW_FACTS, SHORT_ANSWER = 4, 300
"""So many facts in one passage of an answer with so many characters are too many."""
EXTENTS_READ = {STATED, PARTLY, ""}

Proven = Mapping[FactPlace, Found]


def read_verdict(text: str, response: str, rubric: Rubric) -> Grade | Unread:
    """Return the model's grade of the response, with every quote found in it; or why the text is no verdict.

    text: the reply, with one JSON object somewhere in it.
    """
    any_object = False
    for objects in readings(text):
        any_object = any_object or bool(objects)
        read = [_verdict(own, rubric) for found in objects for own in unwrapped(found)]
        verdicts = [verdict for verdict in read if verdict is not None]
        if any(other != verdicts[0] for other in verdicts):
            return Unread(ReplyFault.TWO_VERDICTS)
        if verdicts:
            return _grade(verdicts[0], response, rubric)
    return Unread(ReplyFault.WRONG_SHAPE if any_object else ReplyFault.NOT_JSON)


def _verdict(found: dict[str, Any], rubric: Rubric) -> ModelReply | None:
    """Return the verdict that an object is, with its ids and extents as offered; None if it is none."""
    try:
        verdict = ModelReply.model_validate(as_asked(found))
    except ValidationError:
        return None
    said = [f.model_copy(update={"extent": STATED if f.extent is None else f.extent}) for f in verdict.found]
    if any(f.extent not in EXTENTS_READ or f.id not in facts(rubric) for f in said) or any(
        m.id not in claims(rubric) for m in verdict.mistakes or ()
    ):
        return None
    return verdict.model_copy(update={"found": [f for f in said if f.extent]})


def _grade(verdict: ModelReply, response: str, rubric: Rubric) -> Grade:
    """Return the best way of answering that the verdict shows, the rubric's own or a variant."""
    steers = [verbatim(s.quote or "", response) for s in verdict.steers or ()]
    orders = [proof for proof in steers if proof]
    steered = any((s.quote or "").strip() for s in verdict.steers or ())
    found, unproven = _proofs(verdict.found, facts(rubric), response, orders)
    false, _ = _proofs(verdict.mistakes or (), claims(rubric), response, orders)
    graded: list[tuple[float | None, str | None, tuple[Rating, ...]]] = []
    for variant, marking in ways(rubric):
        ratings = tuple(_rating(variant, c, found, unproven, false) for c in marking.criteria)
        graded.append((total(marking.criteria, ratings, marking.full_at, marking.best, READ), variant, ratings))
    score, variant, ratings = max(graded, key=lambda g: -1.0 if g[0] is None else g[0])
    return Grade(
        score=score,
        ratings=ratings,
        flags=tuple(_flags(verdict, response, rubric, orders)),
        source=Source.LLM,
        reasons=(*((ORDERS,) if steered else ()), *((ONE_PASSAGE,) if _one_passage(ratings, response) else ())),
        variant=variant,
        notes=(INVENTED,) if unproven else (),
        others=tuple(_others(verdict, response)),
    )


def _proofs(
    raised: Iterable[QuotedFlag], offered: Mapping[str, FactPlace], response: str, orders: list[Evidence]
) -> tuple[dict[FactPlace, Found], dict[FactPlace, Found]]:
    """Return what a quote proves, by place, and what none does, each with the model's reason in the place of its words.

    Words that steer the marking prove nothing.
    """
    proven: dict[FactPlace, Found] = {}
    bare: dict[FactPlace, Found] = {}
    for one in raised:
        place = offered[one.id]
        fact = Found(place.number, (one.reason or "").strip(), partly=isinstance(one, Stated) and one.extent == PARTLY)
        proof = verbatim(one.quote or "", response)
        if proof is None or any(o.start < proof.end and proof.start < o.end for o in orders):
            bare[place] = fact
            continue
        known = proven.get(place, replace(fact, partly=True))
        quotes = tuple(dict.fromkeys((*known.evidence, proof)))
        proven[place] = replace(fact, evidence=quotes, partly=fact.partly and known.partly)
    return proven, {place: fact for place, fact in bare.items() if place not in proven}


def _rating(variant: str | None, criterion: Criterion, found: Proven, unproven: Proven, false: Proven) -> Rating:
    """Return the level of the facts proven; *cannot tell* where those without proof would have made it another."""
    here = [FactPlace(variant, criterion.id, n) for n in range(1, len(criterion.points) + 1)]
    stated = [replace(found[p], says=criterion.points[p.number - 1].says) for p in here if p in found]
    bare = [unproven[p] for p in here if p in unproven]
    wrong = [FactPlace(variant, criterion.id, n) for n in range(1, len(criterion.wrong) + 1)]
    mistakes = [replace(false[p], says=criterion.wrong[p.number - 1].says) for p in wrong if p in false]
    quotes = joined(quote for fact in (*stated, *mistakes) for quote in fact.evidence)
    why = " ".join(false[p].says for p in wrong if p in false)[:LONGEST_REASON]
    rating = rate(criterion, stated, mistakes, evidence=quotes, reason=why, scale=READ)
    reached, claimed = (height(criterion, points_of(criterion, known)) for known in (stated, [*stated, *bare]))
    if bare and not mistakes and (not stated or claimed - reached >= 1):
        return replace(rating, level=None, exact=None)
    return rating


def _one_passage(ratings: Iterable[Rating], response: str) -> bool:
    passages = [fact.evidence for rating in ratings for fact in rating.found]
    return len(passages) >= FEW_FACTS and len(set(passages)) == 1 and len(response) >= SHORT_ANSWER


def _flags(verdict: ModelReply, response: str, rubric: Rubric, orders: list[Evidence]) -> Iterator[Flag]:
    """Yield the flags that the rubric knows and a quote proves, each once."""
    rules = {rule.id: rule for rule in rubric.flags}
    for raised in verdict.flags or ():
        proof = verbatim(raised.quote or "", response)
        rule = rules.pop(raised.id, None) if proof else None
        if rule and proof:
            yield Flag(rule.id, rule.colour, rule.says, proof)
    if orders:
        yield Flag("instructs-the-grader", Colour.RED, "Tries to instruct the grader", orders[0])


def _others(verdict: ModelReply, response: str) -> Iterator[Found]:
    """Yield the right statements that no fact covers, as far as a quote shows them."""
    seen: dict[Evidence, str] = defaultdict(str)
    for other in (verdict.other or ())[:MOST_OTHERS]:
        proof = verbatim(other.quote or "", response)
        if proof and proof not in seen:
            seen[proof] = (other.says or "").strip()[:LONGEST_REASON]
    yield from (Found(0, says or proof.quote, (proof,)) for proof, says in seen.items())
