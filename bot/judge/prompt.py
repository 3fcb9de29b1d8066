"""The prompt: a prefix equal for all answers to an item, then the answer, fenced.

So a provider can keep the long beginning in its cache, and nothing that a candidate writes stands before
a rule. The words are in `prompts/`, for people to read and to change.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from string import Template

from bot.core.bank.item import Item
from bot.core.bank.rubric import Criterion, Point, Rubric
from bot.core.bank.samples import Sample
from bot.judge.replies.verdict_schema import CLAIM, FACT, Schema, criteria, schema
from bot.judge.sanitise import neutral

LONGEST_ANSWER = 24_000
"""Characters of an answer that a model is given: far more than anyone says, far less than it costs to read 100 KB."""
ENGLISH = "English"
ANY_ONE = " (one of the list is enough)"
NAMING = " (naming it is enough)"


@dataclass(frozen=True)
class Prompt:
    """Two messages and the shape of the reply. `cut` says that the answer was too long to send whole.

    key: the same for all answers that share the first message.
    """

    system: str
    user: str
    schema: Schema
    cut: bool
    key: str

    @property
    def messages(self) -> list[dict[str, str]]:
        """Return the messages as endpoints take them."""
        return [{"role": "system", "content": self.system}, {"role": "user", "content": self.user}]


def prompt(
    response: str, item: Item, rubric: Rubric, anchors: Sequence[Sample] = (), language: str = ENGLISH
) -> Prompt:
    """Return what to send for one response; the candidate's text is made harmless and fenced in.

    anchors: answers to the same item that people marked. language: what the model's own sentences are written in.
    """
    safe = neutral(response)
    answer = safe[:LONGEST_ANSWER]
    fence = f"=====ANSWER {hashlib.sha256(f'{item.id}/{response}'.encode()).hexdigest()[:12]}====="
    user = _template("answer.md").substitute(fence=fence, answer=answer)
    system = _system(item, rubric, anchors, language)
    key = hashlib.sha256(system.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Prompt(system, user, schema(rubric), len(safe) > LONGEST_ANSWER, key)


def _system(item: Item, rubric: Rubric, anchors: Sequence[Sample], language: str) -> str:
    """Return the part that all answers to an item share."""
    return _template("system.md").substitute(
        language=language,
        question=item.question,
        model_answer=rubric.model_answer,
        facts="\n".join(_facts(rubric)),
        flags="\n".join(f"- {f.id} ({f.colour.value}): {f.says}" for f in rubric.flags)
        or "- none: leave the list empty",
        anchors="".join(_anchor(number, sample, rubric) for number, sample in enumerate(anchors, 1)),
        shape=json.dumps(schema(rubric), indent=None),
    )


def _facts(rubric: Rubric) -> Iterator[str]:
    """Yield the lines of the facts and false claims, with the ids that a verdict names them by."""
    fact, claim = 0, 0
    for _, criterion in criteria(rubric):
        yield f"\n{criterion.asks}"
        if criterion.evidence:
            yield f"  What counts as proof: {criterion.evidence}"
        for point in criterion.points:
            fact += 1
            yield f"  {FACT}{fact}: {point.says}{_how(point)}"
        for false in criterion.wrong:
            claim += 1
            yield f"  {CLAIM}{claim}, a mistake: {false.says}"


def _how(point: Point) -> str:
    return (ANY_ONE if point.any_one else "") + (NAMING if point.naming else "")


def _anchor(number: int, sample: Sample, rubric: Rubric) -> str:
    """Return an answer that people marked, with how much of each criterion they found in it."""
    known = {criterion.id: criterion for _, criterion in criteria(rubric)}
    found = "; ".join(
        f"{known[name].asks}: {_share(known[name], level)}" for name, level in sample.levels.items() if name in known
    )
    heading = f"Example {number}: an answer to this question that people marked"
    return f"\n{heading}\n\n{sample.answer}\n\nThey found: {found}.\n"


def _share(criterion: Criterion, level: int) -> str:
    if level == 0:
        return "nothing"
    return "enough for all" if level >= criterion.top else f"{level} of {criterion.top} parts"


@lru_cache(maxsize=1)
def recipe() -> str:
    """Return 16 hex digits of the prompts' words: marks made with other words are not of the same kind."""
    text = "\0".join((*(_template(name).template for name in ("system.md", "answer.md")), ANY_ONE, NAMING))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@lru_cache(maxsize=4)
def _template(name: str) -> Template:
    return Template((files("bot.judge") / "prompts" / name).read_text(encoding="utf-8"))
