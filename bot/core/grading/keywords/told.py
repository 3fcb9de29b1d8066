"""What an answer tells without standing behind it: others' views, what is imagined, what is taken back at once.

Facts told so still count, as their words are there; but a false claim or a red flag needs somebody who asserts it. A
mark may be too kind by one missed mistake; nobody is held to what they only tell of.
"""

import re
from collections.abc import Iterator, Sequence

from bot.core.grading.language.frames import Frame, inside
from bot.core.grading.language.tokens import Span, Text

VIEWS = frozenset(
    """think thinks thinking thought believe believes believed believing belief assume assumes assumed assuming
    assumption convinced insist insists insisted insisting suggest suggests suggested suggestion pretend pretends
    sound sounds sounded swear swears swore guess guessed guessing worry worries worried propose proposes proposed
    tempted tempting temptation reflex instinct intuition mislead misleads misleading beware forgiven myth rumour rumor
    say says said saying tell tells told claimed claims heard idea notion imagine imagines imagined fooled fool
    argue argues argued argument folklore theory naive naively wish hope hoped fear fears feared expect expected
    overlook overlooks confuse confuses confused mistake mistaken mistakenly wrongly supposed supposedly allegedly
    slide slides blog blogs tutorial tutorials marketing colleague colleagues junior juniors boss vendor vendors
    predecessor excuse legend cliche dream pretending suspect suspected""".split()
)
"""Words of which one makes a sentence somebody's view; whose it is, a rule cannot be sure of."""
OWN_VIEW = re.compile(
    r"\b(?:i|we)(?:'d|\swould|'m\s\w+\sthat\swe|\sreally|\salso|\sstill)?\s"
    r"(?:think|believe|guess|assume|suppose|say|suggest|propose|expect|suspect|claim)\b"
    r"|\b(?:that\sis\sto|needless\sto)\ssay\b|\bmy\s(?:guess|idea|suggestion)\b|\bno\sidea\b|\b(?:the|a)\sclaims?\b"
)
"""Views of the writer's own, which are assertions."""
IMAGINED = re.compile(
    r"^(?:(?:and|but|so|even|only|now|just|then),?\s){0,2}(?:were|had|suppose|supposing|imagine|should|as\sif|whoever|nobody)\b"
    r"|\b(?:would|'d)\b.*\b(?:if|unless)\b|\bif\b.*\b(?:would|\w+'d|were|had|really\s(?:was|did))\b|\bas\s(?:if|though)\b"
)
"""Nothing in such a sentence is said to be so."""
CONDITION = re.compile(r"(?:^|\b(?:but|and|so|only|even)\s)(?:if|unless)\b[^,;:]*?(?:[,;:]|\bthen\b|$)")
"""What stands between "if" and the next comma is a condition; what follows it is said."""
TAKES_BACK = re.compile(
    r"(?:(?:but|well|no|nope|and|of\scourse|sorry|hm+|alas),?\s)?"
    r"(?:hardly|no|nope|not\s(?:so|at\sall|quite|really|true|with|in|for|any)|exactly\swrong|wrong|false|nonsense"
    r"|quite\sthe\s(?:opposite|contrary)|the\s(?:opposite|contrary|reverse|truth)|on\sthe\scontrary|far\sfrom"
    r"|in\s(?:truth|reality|fact)|actually|rather|instead|except|"
    r"(?:it|that|this|they|which)\s(?:does(?:\snot|n't)|do(?:\snot|n't)|is(?:\snot|n't)|are(?:\snot|n't)|never|cannot"
    r"|can't|wo(?:n't|uld\snot)))\b"
)
"""How a sentence begins that takes the one before it back."""


def told(text: Text, framed: Sequence[Frame]) -> tuple[Frame, ...]:
    """Return the frames of a text's tokens with what is only told; () when there is nothing of either."""
    spans = list(_told(text))
    if not spans:
        return tuple(framed)
    found = list(framed) or [Frame.NONE] * len(text.tokens)
    for span in spans:
        for i in range(span.first, span.last):
            found[i] |= Frame.TOLD
    return tuple(found)


def _told(text: Text) -> Iterator[Span]:
    for number, sentence in enumerate(text.sentences):
        words = text.passage(sentence)
        if number and TAKES_BACK.match(words):
            yield text.sentences[number - 1]
        viewed = any(text.tokens[i].word in VIEWS for i in range(sentence.first, sentence.last))
        if (viewed and _of_others(words)) or IMAGINED.search(words):
            yield sentence
        else:
            yield from (inside(text, sentence, *match.span()) for match in CONDITION.finditer(words))


def _of_others(words: str) -> bool:
    """Return whether a view is left when those of the writer's own are taken out of a sentence."""
    return not VIEWS.isdisjoint(re.findall(r"[a-z']+", OWN_VIEW.sub(" ", words)))
