"""The keyword grader: an answer and a rubric to a grade, by rules alone; pure and repeatable."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from bot.core.bank.item import Item
from bot.core.bank.rubric import Colour, Rubric
from bot.core.grading.grade import ORDERS, Evidence, Flag, Found, Grade, Rating, Source
from bot.core.grading.keywords.blindness import SCRIPT, blindness, unread_language
from bot.core.grading.keywords.claims import claimed
from bot.core.grading.keywords.compiled import ReadyAnswer, ReadyCriterion, ReadyFlag, ReadyPoint, prepare
from bot.core.grading.keywords.copied_numbers import ReadyOwn, borrowed
from bot.core.grading.keywords.own_words import stated
from bot.core.grading.keywords.points import UNCLAIMED, UNDONE, UNHELD, Made, Reading, ReadyWay, held
from bot.core.grading.keywords.told import told
from bot.core.grading.keywords.units import Known, figures, misfits
from bot.core.grading.language.clauses import stance
from bot.core.grading.language.foreign import other_script
from bot.core.grading.language.frames import Frame, frames
from bot.core.grading.language.tokens import Span, Text, read
from bot.core.grading.language.word_lists import FUNCTION_WORDS
from bot.core.grading.score import rate, total

VERSION = "18"
"""Changes whenever the same answer and rubric may get another mark."""

MOST_QUOTES = 4
SHORTEST_QUOTE, LONGEST_QUOTE = 40, 280
JOINED = 3
"""Quotes this few characters apart are one."""
CLOSING = ")]}%\"'\u201d\u2019"
CONTRADICTING_POINTS = 3

ORDERS_KEEP = 0.5
"""What is left of the score of an answer that speaks to the grader, until the person who is asked for has looked."""

RULES_ONLY = "rules only"
BORROWED = "the figures are those of another candidate's numbers"
CONTRADICTION = 'the answer makes good points and a false claim on "{}"'

OWN_WORDS = "the rules know most of these facts only by the words that the rubric uses, and found a part of them"
PARTLY_FOUND = (0.2, 0.6)
"""Scores between which the words of facts without ways tell too little: half of what people gave there was far off."""

WRONG_UNIT = 'a figure may have the wrong unit: "{}"'


def grade(response: str, item: Item, rubric: Rubric) -> Grade:
    """Return the keyword grader's marks, flags and reasons for one response.

    response: as the candidate wrote it, any length; every quote is cut from it verbatim.
    An empty response scores 0; one that is not in English is left ungraded. What else the rules could not read is
    said in `blind`, and asks for a person.
    """
    recipe = (("grader", f"keyword {VERSION}"), ("rubric", rubric.digest))
    if other_script(response):
        return _unread(SCRIPT, recipe)
    ready = prepare(rubric)
    text = read(response, ready.spelling.right)
    if (language := unread_language(text)) is not None:
        return _unread(language, recipe)
    question = _question_stems(item.question)
    reading = Reading(
        text,
        ready.book.find(text),
        stance(text, question),
        question,
        told(text, frames(text)),
        misfits(text, ready.figures | _question_figures(item.question)),
        _question_pairs(item.question),
    )
    marked = [(answer, tuple(_rate(reading, criterion) for criterion in answer.criteria)) for answer in ready.answers]
    scored = [
        (total([c.criterion for c in answer.criteria], ratings, answer.full_at, answer.best) or 0.0, answer, ratings)
        for answer, ratings in marked
    ]
    score, best, ratings = max(scored, key=lambda s: s[0])
    blind = blindness(reading, score, ready.known | question)
    if _by_own_words(best) and PARTLY_FOUND[0] < score < PARTLY_FOUND[1]:
        blind = (*blind, OWN_WORDS)
    if reading.stance.addressed:
        score *= ORDERS_KEEP
    return Grade(
        score=score,
        ratings=ratings,
        flags=(*_flags(reading, ready.flags), *_addressed(reading)),
        source=Source.KEYWORD,
        reasons=(*_reasons(reading, ratings, ready.own), *blind),
        recipe=recipe,
        variant=best.id,
        notes=(RULES_ONLY,),
        blind=blind,
    )


def _unread(why: str, recipe: tuple[tuple[str, str], ...]) -> Grade:
    return Grade(None, (), (), Source.KEYWORD, reasons=(why,), recipe=recipe, blind=(why,))


def _rate(reading: Reading, ready: ReadyCriterion) -> Rating:
    """Return the level that the facts found earn, under the cap of any false claim."""
    facts = [_fact(reading, n, point) for n, point in enumerate(ready.points, 1)]
    made = [fact for fact in facts if fact is not None]
    false = [
        (n, claim.says, proof)
        for n, claim in enumerate(ready.wrong, 1)
        if (proof := _first(reading, claim.ways, UNHELD) or claimed(claim.own, reading))
    ]
    return rate(
        ready.criterion,
        [found for found, _ in made],
        [_found(reading, *claim) for claim in false],
        evidence=_quotes(
            reading.text, [s for spans in (*(p for _, p in made), *(c[2].spans for c in false)) for s in spans]
        ),
    )


def _fact(reading: Reading, number: int, point: ReadyPoint) -> tuple[Found, tuple[Span, ...]] | None:
    """Return a fact that the answer states and where, or None; one without ways may be stated in part."""
    bars = UNDONE if point.step else UNCLAIMED
    if point.own is not None:
        own = stated(point.own, reading.with_all_words, bars)
        if own is None:
            return None
        quotes = _quotes(reading.text, own.spans)
        return Found(number, point.says, quotes, echo=own.echo, share=own.share), own.spans
    proof = _first(_of(reading, point), point.ways, bars)
    return (_found(reading, number, point.says, proof), proof.spans) if proof else None


def _of(reading: Reading, point: ReadyPoint) -> Reading:
    """Return the reading in which a point is looked for: lists of terms count where naming is enough."""
    return reading.with_lists if point.naming else reading


def _found(reading: Reading, number: int, says: str, proof: Made) -> Found:
    """Return a fact or a false claim with the clauses that show it."""
    return Found(number, says, _quotes(reading.text, proof.spans), echo=proof.echo)


def _first(reading: Reading, ways: Iterable[ReadyWay], bars: Frame) -> Made | None:
    """Return the proof of the first way that holds, a full one before an echo."""
    halfway: Made | None = None
    for way in ways:
        proof = held(way, reading, bars)
        if proof and not proof.echo:
            return proof
        halfway = halfway or proof
    return halfway


def _by_own_words(ready: ReadyAnswer) -> bool:
    """Return whether more than half of an answer's facts are known by their own words alone."""
    points = [point for criterion in ready.criteria for point in criterion.points]
    return sum(point.own is not None for point in points) > len(points) / 2


def _quotes(text: Text, spans: Iterable[Span]) -> tuple[Evidence, ...]:
    """Return the clauses that hold the spans, neighbours joined, in the order of the response.

    A clause too short to stand alone brings its sentence with it.
    """
    clauses = sorted({text.clause_of[i] for span in spans for i in (span.first, span.last - 1)})
    runs: list[tuple[int, int]] = []
    for number in clauses:
        start, end = _stretch(text, text.clauses[number])
        if runs and start - runs[-1][1] <= JOINED and end - runs[-1][0] <= LONGEST_QUOTE:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        elif not runs or end > runs[-1][1]:
            runs.append((start, min(end, start + LONGEST_QUOTE)))
    return tuple(Evidence.cut(text.response, start, end) for start, end in runs[:MOST_QUOTES])


def _stretch(text: Text, clause: Span) -> tuple[int, int]:
    """Return where a quote of the clause begins and ends in the response."""
    start, end = text.tokens[clause.first].start, text.tokens[clause.last - 1].end
    if end - start < SHORTEST_QUOTE:
        sentence = text.sentences[text.sentence_of[clause.first]]
        first, last = text.tokens[sentence.first].start, text.tokens[sentence.last - 1].end
        if last - first <= LONGEST_QUOTE:
            start, end = first, last
    while end < len(text.response) and text.response[end] in CLOSING:
        end += 1
    return start, end


def _flags(reading: Reading, ready: Iterable[ReadyFlag]) -> Iterable[Flag]:
    for flag in ready:
        proof = _first(reading, flag.ways, UNHELD if flag.rule.colour is Colour.RED else UNCLAIMED)
        if proof:
            quotes = _quotes(reading.text, proof.spans)
            yield Flag(flag.rule.id, flag.rule.colour, flag.rule.says, quotes[0])


def _addressed(reading: Reading) -> Iterable[Flag]:
    """Yield one red flag for the first sentence that speaks to the grader."""
    for number in reading.stance.addressed[:1]:
        sentence = reading.text.sentences[number]
        start, end = reading.text.tokens[sentence.first].start, reading.text.tokens[sentence.last - 1].end
        quote = Evidence.cut(reading.text.response, start, min(end, start + LONGEST_QUOTE))
        yield Flag("instructs-the-grader", Colour.RED, "Tries to instruct the grader", quote)


def _reasons(reading: Reading, ratings: Iterable[Rating], own: ReadyOwn | None) -> tuple[str, ...]:
    orders = (ORDERS,) if reading.stance.addressed else ()
    torn = (CONTRADICTION.format(r.criterion) for r in ratings if r.wrong and len(r.made) >= CONTRADICTING_POINTS)
    lent = (BORROWED,) if own and borrowed(own, reading) else ()
    odd = (WRONG_UNIT.format(_with_unit(reading.text, i)) for i in sorted(reading.misfits)[:1])
    return (*orders, *lent, *torn, *odd)


def _with_unit(text: Text, i: int) -> str:
    """Return a number with what stands behind it, as written."""
    return text.response[text.tokens[i].start : text.tokens[min(i + 1, len(text.tokens) - 1)].end]


@lru_cache(maxsize=2048)
def _question_figures(stem_text: str) -> frozenset[Known]:
    """Return the figures of a question: an 80 GB card that became one of 80 TB has a wrong unit."""
    return figures([read(stem_text)])


@lru_cache(maxsize=2048)
def _question_pairs(stem_text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(token.word for token in read(stem_text).tokens))


@lru_cache(maxsize=2048)
def _question_stems(stem_text: str) -> frozenset[str]:
    tokens = read(stem_text).tokens
    return frozenset(
        t.stem for t in tokens if t.word not in FUNCTION_WORDS and (t.word.isalpha() or t.value is not None)
    )
