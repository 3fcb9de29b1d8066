"""Regular expressions as rubrics write them: with `<40>` for a gap that stays on its subject.

What a gap must not cross is judged where answers are read: `bot/core/grading/keywords/gaps.py`.
"""

import re

GAP = re.compile(r"<([,~]?)(\d{1,3})>")
"""Up to so many characters; with a comma, none of them is one; with a tilde, whatever they are."""
_CLASSES = {"": "[^.;]", ",": "[^.;,]", "~": "[^;]"}


def expand(pattern: str) -> str:
    """Return the pattern as a regular expression, each gap a lazy group named gap0, gap1, …"""
    number = -1

    def group(gap: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f"(?P<gap{number}>{_CLASSES[gap[1]]}{{0,{gap[2]}}}?)"

    return GAP.sub(group, pattern)
