"""Frames: passages whose words are said, but not claimed. Asked, called a mistake, left to be looked up, or quoted.

What stands in a frame is neither credited nor held against anybody. "It is a mistake to think that X" says nothing
of X that could be counted; "I would look whether X" earns what is given for looking, and never X itself.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import IntFlag

from bot.core.grading.language.tokens import Span, Text, Token


class Frame(IntFlag):
    """How a token is framed; several may hold."""

    NONE = 0
    ASKED = 1
    MISTAKEN = 2
    LOOKED_UP = 4
    QUOTED = 8
    TOLD = 16
    """Told without standing behind it: a view of others, a condition, what the next sentence takes back."""


_AUX = (
    "is|are|was|were|does|did|can|could|would|will|has|isn't|aren't|wasn't|weren't|doesn't|don't|didn't|can't|couldn't|"
    "wouldn't|shouldn't|won't|hasn't|haven't|mustn't"
)
_SUBJECT = (
    r"(?:it|the|this|that|these|those|there|they|we|you|i|one|its|their|our|your|my|any|all|each|every|an?|some|both"
    r"|he|she|somebody|something|anything|people)\b"
)
ASKS = re.compile(
    rf"(?:(?:so|and|but|or|then|well|hm+|ok|okay|maybe|perhaps|also|plus|otherwise)\b,?\s)*"
    rf"(?:(?:why|what|how|when|where|who|which)\b(?:\s\w+){{0,2}}?\s)?"
    rf"(?:(?:{_AUX})\s{_SUBJECT}|(?:do|have|should|must)\s(?:they|we|you|i|these|those)\b(?!\s\w+,))"
)
"""How a question begins, with or without its mark; matched at the beginning of a sentence."""
BELIEVED = "think|believe|assume|say|claim|conclude|suppose|expect|imagine|suggest|argue|insist|imply"
_BELIEVED = rf"(?:{BELIEVED})(?:s|d|ed|ing)?"
_WRONG = (
    r"(?:mistakes?|errors?|myths?|misconceptions?|fallacy|fallacies|misunderstandings?|misbelief|illusion|confusion"
    r"|falsehood|nonsense|old\swives'?\stale|trap|pitfall|misreading|half-truth|legend|superstition)"
)
_VERDICT = (
    r"(?:wrong|false|untrue|incorrect|mistaken|nonsense|backwards|rubbish|misleading|inaccurate|a\slie|bunk|bogus"
    r"|upside\sdown|not\s(?:at\sall\s)?(?:true|correct|right|so|accurate|the\scase|how\s(?:it|that|this|things?)\s\w+"
    r"|what\s(?:happens|it\sdoes))|(?:just\s|only\s|simply\s)?(?:an?|the|one)\s(?:\w+\s){0,2}" + _WRONG + ")"
)
_PEOPLE = (
    r"(?:people|folks?|engineers?|colleagues?|teams?|developers?|devs|users|beginners?|newcomers?|candidates|others|blogs?"
    r"|vendors?|marketing|everybody|everyone|somebody|someone|many|some|most|tutorials|articles|slides|docs|managers?"
    r"|they|(?:you|one)\s(?:often|sometimes|may|might|will|can|could|would)|you'll|they'll|you)"
)
OPENS = re.compile(
    rf"""
    \b{_WRONG}\s(?:is\s|would\sbe\s|here\sis\s|to\s\w+\s(?:is|here)\s)?
      (?:that\b|to\s(?:{BELIEVED})\b|(?:think|believ|assum|say|claim)ing\b|:)
  | \b{_WRONG},?\s(?:is|would\sbe)\s["']?(?=\w+)
  | \b(?:contrary\sto|unlike|despite|against)\s
      (?:what|how|(?:the\s)?(?:popular|common|usual|widespread))\b
  | \b{_PEOPLE}(?:\s(?!not\b|never\b|no\b)\w+){{0,3}}?\s{_BELIEVED}(?:\s(?:you|me|us))?(?:\sthat\b)?
  | \b(?:will|would|might|may|often|always|try\sto)\s(?:tell|sell)\s(?:you|us)\b
  | \b(?:i(?:'ve|\shave)?|you|one|we)\s(?:often\s|sometimes\s|also\s|once\s|keep\s|always\s)?(?:hear|heard|read)(?:ing)?
      \s(?:\w+\s){{0,3}}?(?:that|:)\s?
  | \bit(?:'s|\sis|\swould\sbe)?\s(?:\w+\s)?(?:tempting|wrong|false|incorrect|untrue|misleading|naive|mistaken|nonsense
      |said|claimed|believed|assumed|thought|rumou?red|a\slie|not\s(?:true|correct|right|the\scase))\s(?:to\s\w+\b|that\b)
  | (?<!\bis\s)(?<!\bwas\s)(?<!'s\s)\b(?:the|an?)\s(?:\w+\s){{0,2}}?
      (?:myth|rumou?r|misconception|fallacy|belief|superstition|prejudice|legend)\s?:
  | \b(?:the|this|that|an?)\s(?:\w+\s){{0,2}}?
      (?:myth|rumou?r|misconception|fallacy|belief|superstition|prejudice|legend)\b
  | \b(?:i|we)(?:'d|\swould|\sdo|'ll|\swill|\scould)?(?:\snot|n't|\snever)\s(?:go\sso\sfar\sas\sto\s)?
      (?:say|claim|think|believe|agree|assume|argue|conclude|buy)(?:\sthat)?\b
  | \b(?:don't|do\snot|never|nobody\sshould|(?:one|you|we)\s(?:should|must)(?:n't|\snot|\snever))\s
      (?:think|believe|assume|say|claim|conclude|be\s(?:misled|fooled))\b
  | (?<!\bis\s)(?<!'s\s)(?<!\bwas\s)(?<!\bis\sa\s)(?<!\bwas\sa\s)
      \b(?:myth|wrong|false|incorrect|misconception|mistake)\s?:
  | \b(?:mistaken|wrong|wrongly|mistakenly|falsely)\s(?:to\s)?(?:{BELIEVED})(?:s|d|ed)?\b | \bpretend(?:s|ing)?\sthat\b
    """,
    re.VERBOSE,
)
"""What calls all that follows a mistake, or other people's opinion; up to a turn."""
IDEA = re.compile(
    r"\b(?:idea|notion|claim|assumption|argument|statement|view|impression|theory|reflex|thinking|thought|conclusion|saying)"
    r"\s(?:is\s|here\sis\s)?(?:that|of|to|:)"
)
"""What follows is a mistake only if the sentence says so in the end."""
CLOSES = re.compile(
    rf"""
    (?:,\s?|;\s?|\s-+\s|\band\s|\bbut\s|^|["']\s?)(?:and\s|but\s|well,?\s)?
      (?:(?:that|this|it|which|they|both|these|all\sof\s(?:that|this|it)|none\sof\s(?:that|this|it|them))
        (?:'s|\sis|\sare|\swas|\swould\sbe)\s(?:\w+ly\s|just\s|quite\s|of\scourse\s|all\s)?{_VERDICT}|(?:nope|no\sway)\b
        |none\sof\s(?:that|this|it|them)\s(?:is|are)\s(?:true|right|correct|so)\b
        |(?:that|this|it)(?:'s|\sis)n't\s(?:true|right|correct|so|the\scase|how\s(?:it|that|this|things?)\s\w+)
        |(?:that|this|it)\s(?:does\snot|doesn't)\s(?:hold|follow)\b)
  | (?<=["'])\s(?:is|are|would\sbe|,)\s(?:\w+ly\s|just\s)?{_VERDICT}
  | \sis\s(?:a\s|an\s|the\s)(?:\w+\s){{0,2}}(?:myth|misconception|fallacy|misunderstanding|superstition)\b
    """,
    re.VERBOSE,
)
"""What calls all that stands before it a mistake."""
IDEA_WRONG = re.compile(rf"\b(?:is|are|was|would\sbe)\s(?:\w+ly\s|just\s|quite\s)?{_VERDICT}")
TURN = re.compile(
    r"(?:[;:]|\s-+\s|,\s(?:but|yet|whereas|while|though|in\s(?:fact|reality|truth)|actually|really|rather|when\sin\sfact)\b"
    r"|\b(?:but|however|whereas|in\s(?:fact|reality|truth)|actually)\b)"
)
"""Where a frame ends within a sentence."""
NEXT = re.compile(
    TURN.pattern + r"|\b(?:because|since|then)\b|,\s(?:so|and\s(?:then|i|we)|i|we|i'd|we'd|which|if|otherwise)\b|->"
)
"""Where what is to be looked up ends within a sentence."""
COMMA = re.compile(r",")
LOOKS = re.compile(
    r"""
    (?:(?:^|\b(?<!far\sas\s)(?:i|we|i'd|we'd|i'll|we'll|i'm|let\sme|let's|would|will|first|then|to|and|also|next|should|could|may|might|must
        |have\sto|need\sto|want\sto)\s|,\s|;\s|:\s)(?:\w+ly\s)?
      (?:look|check|see|find\sout|ask|investigate|test|verify|determine|examine|confirm|figure\sout|wonder|clarify|prove|know
        |learn|inquire|ensure\sfirst|wondering)
      (?:\s(?:in(?:to)?|at|on|with|the|a|them|you|us|first|up|it|\w+)){0,3}?\s(?:whether|if)\b
    | \b(?:not\s(?:\w+\s)?sure|unsure|unclear|uncertain|curious|questions?\s(?:is|are|was)|wonder(?:ing)?|don't\sknow
        |have\sto\s(?:find\sout|look\sup))\s(?:,\s)?(?:whether|if|how|why|what|when|which)\b)
    """,
    re.VERBOSE,
)
"""Somebody would look whether something is so: what follows is not claimed, up to the end of its clause."""
QUOTE = re.compile(r'"[^"]{1,300}"')
QUOTED_WORDS = 4
"""A shorter quotation names something; a longer one is what somebody else says."""
BACK = re.compile(
    rf"(?:(?:but|well|no|nope|and|of course|sorry|hm+),?\s)?"
    rf"(?:(?:that|this|it|which|both|they|all\sof\s(?:that|this|it))"
    rf"(?:'s|\sis|\sare|\swould\sbe)\s(?:\w+ly\s|just\s|quite\s|all\s)?{_VERDICT}|(?:that|this|it)(?:'s|\sis)n't\s"
    rf"(?:true|right|correct|so|the\scase)|none\sof\s(?:that|this|it|them)\s(?:is|are)\s(?:true|right|correct)"
    rf"|(?:nope|wrong|false|nonsense|not\strue)\b)"
)
"""A sentence that calls the one before it a mistake."""
HINTS = frozenset(
    """mistake mistakes error myth myths misconception misconceptions fallacy misunderstanding misunderstandings
    confusion contrary unlike despite against people folks engineers colleague colleagues team teams developers
    devs users beginners newcomers candidates others blog blogs vendor vendors marketing everybody everyone
    somebody someone many some most think thinks believe believes assume assumes say says said claim claims
    claimed tell tells hear heard read tempting wrong false incorrect untrue misleading naive mistaken nonsense
    idea notion claim assumption argument view belief impression reflex theory don't never wouldn't not isn't nope
    backwards rumour rumor pretend trap pitfall legend illusion superstition mistakenly wrongly""".split()
)
CHECKS = frozenset("whether if sure unsure unclear uncertain curious question questions wonder wondering know".split())


def frames(text: Text) -> tuple[Frame, ...]:
    """Return the frame of each token of a text; () when none is framed at all."""
    found = bytearray(len(text.tokens))
    for number, sentence in enumerate(text.sentences):
        for frame, span in _of_sentence(text, number, sentence):
            for i in range(span.first, span.last):
                found[i] |= frame
    return tuple(Frame(f) for f in found) if any(found) else ()


def _of_sentence(text: Text, number: int, sentence: Span) -> Iterator[tuple[Frame, Span]]:
    words = text.passage(sentence)
    spoken = {text.tokens[i].word for i in range(sentence.first, sentence.last)}
    if number in text.asked or ASKS.match(words):
        yield Frame.ASKED, sentence
    if not spoken.isdisjoint(HINTS):
        for start, end in _mistaken(words):
            yield Frame.MISTAKEN, inside(text, sentence, start, end)
        back = BACK.match(words) if number else None
        if back:
            yield Frame.MISTAKEN, text.sentences[number - 1]
            yield Frame.MISTAKEN, inside(text, sentence, 0, back.end())
    if not spoken.isdisjoint(CHECKS):
        covered, turns = sentence.first, [match.start() for match in NEXT.finditer(words)]
        for match in LOOKS.finditer(words):
            span = _rest(text, sentence, turns, match.end())
            if span.last > covered:
                yield Frame.LOOKED_UP, Span(max(covered, span.first), span.last)
                covered = span.last
    if '"' in words:
        for match in QUOTE.finditer(words):
            span = inside(text, sentence, match.start(), match.end())
            if span.last - span.first >= QUOTED_WORDS:
                yield Frame.QUOTED, span


def _mistaken(words: str) -> Iterator[tuple[int, int]]:
    """Yield where a sentence speaks of a mistake, from the first sign of it to the turn or to its end."""
    covered = 0
    for match in OPENS.finditer(words):
        if match.start() < covered:
            continue
        by_comma = match.group().startswith(("contrary", "unlike", "despite", "against"))
        turn = (COMMA if by_comma else TURN).search(words, match.end())
        covered = turn.start() if turn else len(words)
        yield match.start(), covered
    idea = IDEA.search(words)
    verdict = IDEA_WRONG.search(words, idea.end()) if idea else None
    if idea and verdict:
        yield idea.start(), verdict.end()
    begin = 0
    for match in CLOSES.finditer(words):
        yield begin, match.end()
        begin = match.end()


def _rest(text: Text, sentence: Span, turns: Sequence[int], at: int) -> Span:
    """Return what is to be looked up from a place on: up to a turn, a reason, a next step or the sentence's end.

    turns: where such a thing begins, in order.
    """
    number = bisect_left(turns, at)
    end = turns[number] if number < len(turns) else len(text.passage(sentence))
    return inside(text, sentence, at, end)


def inside(text: Text, sentence: Span, start: int, end: int) -> Span:
    """Return the tokens of a sentence that begin between two places of its plain text."""
    origin = text.tokens[sentence.first].at
    first = bisect_left(text.tokens, origin + start, sentence.first, sentence.last, key=_place)
    last = bisect_left(text.tokens, origin + end, first, sentence.last, key=_place)
    return Span(first, last)


def _place(token: Token) -> int:
    return token.at
