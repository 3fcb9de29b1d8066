"""No rubric may judge a person: how sure, fluent or pleasant they sound, or where they come from.

A rubric marks what an answer says. These words are refused wherever a rubric tells a grader, human or
not, what to look for. Some of them also have a meaning in the field; then the words beside them tell.
"""

import re
from collections.abc import Iterator

from bot.content.checks.samples import answers
from bot.content.files.entry import Content
from bot.content.yaml.fault import Fault
from bot.content.yaml.source import Loc
from bot.core.bank.rubric import Rubric

PERSONAL = re.compile(
    r"""\b(?:
      confiden(?:t|tly|ce) | self-?assur\w+ | assertive\w* | hesita\w+ | sounds?\ (?:sure|certain|unsure)
    | fluen(?:t|tly|cy) | eloquen\w+ | well-?spoken | pronunciation | accent(?:s|ed)?
    | articulate(?:ly)?(?!\ (?:the|an?|how|why|what|which|when|where|that|both)\b)
    | (?:broken|poor|good|perfect|proper|native)\ english | grammar | grammatical\w* | spelling | handwriting
    | attitude | enthusias\w+ | passion(?:ate|ately)? | (?:highly|self)[\ -]motivated | personality | charisma\w*
    | likeab\w+ | likab\w+ | polite\w* | friendliness | cultur(?:e|al)\ fit | body\ language | eye\ contact
    | native\ speakers? | non-?native | mother\ tongue | first\ language
    | nationalit\w+ | ethnic\w* | foreigners? | immigrants? | country\ of\ origin | religio\w+ | pregnan\w+
    | (?:his|her|candidate's|person's|family)\ (?:origins?|background|country|age|gender)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
OF_MACHINES = ("confiden", "fluen", "gramma")
TECHNICAL = re.compile(
    r"\b(?:interval|bound|threshold|score|calibrat\w+|statistic\w*|percentile|token|draft|model|logit|classif\w+|"
    r"predict\w+|decod\w+|constrain\w+|structured|json|guided|parser?)s?\b",
    re.IGNORECASE,
)
"""Beside one of these, confidence, fluency and grammar are a machine's."""

REMEDY = "Say what the answer must name, explain or work out"


def faults(content: Content) -> Iterator[Fault]:
    """Yield an error for each sentence of a rubric that judges the person."""
    for entry in content.rubrics:
        for loc, text in _sentences(entry.document):
            if word := judges(text):
                yield entry.fault(f'"{word}" judges the person, not the answer', REMEDY, *loc)


def judges(text: str) -> str | None:
    """Return the first word by which a sentence judges a person, or None."""
    for found in PERSONAL.finditer(text):
        word = found.group()
        if not (word.lower().startswith(OF_MACHINES) and TECHNICAL.search(text)):
            return word
    return None


def _sentences(rubric: Rubric) -> Iterator[tuple[Loc, str]]:
    for loc, criteria in answers(rubric):
        for n, criterion in enumerate(criteria):
            yield (*loc, n, "asks"), criterion.asks
            yield from (((*loc, n, "levels", k), level) for k, level in enumerate(criterion.levels))
            yield from (((*loc, n, "points", k, "says"), point.says) for k, point in enumerate(criterion.points))
            for k, claim in enumerate(criterion.wrong):
                yield (*loc, n, "wrong", k, "says"), claim.says
                yield from (((*loc, n, "wrong", k, "also", m), line) for m, line in enumerate(claim.also))
    for n, flag in enumerate(rubric.flags):
        yield ("flags", n, "says"), flag.says
