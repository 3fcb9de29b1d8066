"""Regular expressions that can run across another subject, which credits or accuses the wrong sentence.

`pcie[^.;]{0,60}900` takes NVLink's 900 for PCIe's in "PCIe gives 64 GB/s and NVLink 900". What may stand between
two words is written as `<60>`, which stays on its subject, or as `<~60>` where crossing is meant.
"""

import re
from collections.abc import Iterator

from bot.content.checks.samples import ways
from bot.content.files.entry import Content
from bot.content.yaml.fault import Fault, Severity

LONGEST = 12
"""Characters that hold no second subject: an article, a copula, a bracket."""
LOOKAROUND = re.compile(r"\(\?<?[=!](?:[^()\\]|\\.|\([^()]*\))*\)")
"""What only looks ahead or back joins nothing."""
LOOSE = re.compile(r"(?P<any>\[\^(?:\\.|[^\]\\])+\]|(?<!\\)\.)(?P<times>\*|\+|\{\d*,\d*\})")


def faults(content: Content) -> Iterator[Fault]:
    """Yield a fault for each pattern with a gap that nothing keeps on its subject."""
    for entry in content.rubrics:
        for loc, way in ways(entry.document):
            if way.pattern is not None and (gap := loose_gap(way.pattern)):
                problem = f"{gap} can run across another subject, a word that turns the sentence, or a second figure"
                length = re.search(r"(\d+)\}", gap)
                better = f"<{length[1] if length else 40}>"
                remedy = f"Write {better}, which stays on its subject, or <~{better[1:]} where crossing is meant"
                yield entry.source.fault(problem, remedy, *loc, "pattern", severity=Severity.ERROR)


def loose_gap(pattern: str) -> str | None:
    """Return the first gap of a pattern that may cross another subject, as it is written; None if there is none."""
    for gap in LOOSE.finditer(LOOKAROUND.sub("", pattern)):
        most = re.search(r",(\d+)\}", gap["times"])
        excludes_figures = "\\d" in gap["any"]
        if (most is None or int(most[1]) > LONGEST) and not excludes_figures:
            return gap[0]
    return None
