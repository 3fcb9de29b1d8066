"""The prompt: a prefix equal for all answers to an item, then the answer, fenced.

So a provider can keep the long beginning in its cache, and nothing that a candidate writes stands before
a rule. The words are in `prompts/`, for people to read and to change.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from string import Template

from bot.core.bank.item import Item
from bot.core.bank.rubric import Criterion, Rubric
from bot.judge.sanitise import neutral
from bot.judge.verdict_schema import Schema, level_names, names, schema

LONGEST_ANSWER = 24_000
"""Characters of an answer that a model is given: far more than anyone says, far less than it costs to read 100 KB."""


@dataclass(frozen=True)
class Prompt:
    """Two messages and the shape of the reply. `cut` says that the answer was too long to send whole."""

    system: str
    user: str
    schema: Schema
    cut: bool

    @property
    def messages(self) -> list[dict[str, str]]:
        """Return the messages as endpoints take them."""
        return [{"role": "system", "content": self.system}, {"role": "user", "content": self.user}]


def prompt(response: str, item: Item, rubric: Rubric) -> Prompt:
    """Return what to send for one response; the candidate's text is made harmless and fenced in."""
    safe = neutral(response)
    answer = safe[:LONGEST_ANSWER]
    fence = f"=====ANSWER {hashlib.sha256(f'{item.id}/{response}'.encode()).hexdigest()[:12]}====="
    user = _template("answer.md").substitute(fence=fence, answer=answer)
    return Prompt(_system(item, rubric), user, schema(rubric), cut=len(safe) > LONGEST_ANSWER)


def _system(item: Item, rubric: Rubric) -> str:
    """Return the part that all answers to an item share."""
    return _template("system.md").substitute(
        question=item.question,
        model_answer=rubric.model_answer,
        criteria="\n".join(_criterion(name, criterion) for name, _, criterion in names(rubric)),
        flags="\n".join(f"- {f.id} ({f.colour.value}): {f.says}" for f in rubric.flags)
        or "- none: leave the list empty",
        shape=json.dumps(schema(rubric), indent=None),
    )


def _criterion(name: str, criterion: Criterion) -> str:
    lines = [f"\n{name}: {criterion.asks}"]
    if criterion.evidence:
        lines.append(f"  What counts as proof: {criterion.evidence}")
    lines += [f"  {word}: {says}" for word, says in zip(level_names(criterion), criterion.levels, strict=False)]
    false = "; ".join(claim.says for claim in criterion.wrong)
    if false:
        lines.append(f"  Known mistakes: {false}")
    return "\n".join(lines)


@lru_cache(maxsize=1)
def recipe() -> str:
    """Return 16 hex digits of the prompts' words: marks made with other words are not of the same kind."""
    text = "\0".join(_template(name).template for name in ("system.md", "answer.md"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@lru_cache(maxsize=4)
def _template(name: str) -> Template:
    return Template((files("bot.judge") / "prompts" / name).read_text(encoding="utf-8"))
