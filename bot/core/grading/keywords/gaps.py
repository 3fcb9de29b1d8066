"""Gaps in a rubric's regular expressions that stay on their subject: `<40>` for up to 40 characters.

`pcie[^.;]{0,60}900` finds "PCIe gives 64 GB/s and NVLink 900" and takes NVLink's figure for PCIe's. In
`pcie<60>900` the gap ends at the end of a sentence, as before, and a match is not believed whose gap holds
a word that turns ("whereas", "unlike"), another thing that the rubric speaks about, or, before a figure,
another figure. `<,40>` ends at a comma, too; `<~40>` crosses whatever comes, on purpose.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.bank.pattern import GAP, expand
from bot.core.grading.language.stems import is_verb, stem
from bot.core.grading.language.word_lists import COMMON_WORDS, FUNCTION_WORDS

TURNS = re.compile(
    r"\b(?:whereas|while|but|versus|vs|unlike|instead|rather|compared|though|although|however|than|without|"
    r"contrary|not|never|neither|nor|no|cannot)\b|n['’]t\b"
)
"""Words after which a sentence speaks of something else, or of the opposite."""
FIGURE = re.compile(
    r"\d\s*(?:[kmgt]i?b|[kmgt]?bit|%|ms|us|µs|ns|s|x|×|k|m|times|seconds?|minutes?|hours?|days?|dollars?)\b"
)
JOINT = re.compile(r"(?:[,:/>→]|\b(?:and|or|with|by|on|to)\b)\s*((?:\S+\s*){1,2})")
"""Where another thing comes in, and the next two words: one of them may be its name."""
WORD = re.compile(r"[^\W_][^\W_.+-]*[^\W_]|[^\W_]")
DIGIT = re.compile(r"\\d|\d(?!\})")


@dataclass(frozen=True)
class Gapped:
    """A pattern whose gaps are checked: `regex` with a lazy group a gap, and what stands behind each."""

    regex: re.Pattern[str]
    gaps: tuple[tuple[str, bool], ...]
    """Those that are checked: the group's name, and whether a figure is looked for behind it."""
    others: frozenset[str]
    """Stems of what else the rubric speaks about."""

    @classmethod
    def of(cls, pattern: str, others: frozenset[str] = frozenset()) -> "Gapped":
        """Return the pattern, compiled; raises re.error. others: stems that no gap may cross."""
        pieces = GAP.split(pattern)
        marked = zip(pieces[1::3], pieces[3::3], strict=True)
        gaps = tuple((f"gap{n}", bool(DIGIT.search(behind))) for n, (kind, behind) in enumerate(marked) if kind != "~")
        own = {stem(word) for word in WORD.findall(_without_escapes(pattern))}
        return cls(re.compile(expand(pattern), re.IGNORECASE), gaps, others - own)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the first match in a lower-case text, from a place on, none of whose gaps leaves the subject."""
        while (match := self.regex.search(text, start)) is not None:
            if not any(self._leaves(match[name] or "", figure) for name, figure in self.gaps):
                return match
            start = match.start() + 1
        return None

    def _leaves(self, gap: str, figure: bool) -> bool:
        """Return whether the text of a gap goes over to something else."""
        if TURNS.search(gap) or (figure and FIGURE.search(gap)):
            return True
        return any(stem(word) in self.others for joint in JOINT.finditer(gap) for word in WORD.findall(joint[1]))


def subjects(sentences: Iterable[str]) -> frozenset[str]:
    """Return the stems of what a rubric's sentences speak about: the first word of each that is no everyday word.

    sentences: what its points and false claims say, such as "PCIe is a general bus that other devices share".
    """
    found: set[str] = set()
    for sentence in sentences:
        words = [word for word in WORD.findall(sentence.lower()) if word not in FUNCTION_WORDS]
        if words and words[0].isalpha() and words[0] not in COMMON_WORDS and not is_verb(words[0]):
            found.add(stem(words[0]))
    return frozenset(found)


def _without_escapes(pattern: str) -> str:
    return re.sub(r"\\[a-zA-Z]", " ", pattern.lower())
