"""Prompt injection: sentences that speak to whoever marks, or praise themselves.

The words of marking are words of this trade as well: a candidate model is graded against criteria, a prefix lets
an engine skip the prompt, a node returns after diagnostics of level 3. So few patterns decide alone; of the other
words each says something, and only several of them together say enough.
"""

import re

from bot.core.grading.language.regex_literals import needles, stands

_TOP = r"(?:full|max(?:imum)?|top|highest|best|perfect)(?:\spossible)?"
_PRAISE = r"(?:correct|right|perfect(?:ly)?|excellent|outstanding|flawless|full(?:y)?)"
_GOOD = rf"(?:{_PRAISE}|complete|strong|high(?:ly)?|generous(?:ly)?)"
_MARKER = r"(?:grader|judge|reviewer|examiner|evaluator|assessor|marker)"
_THIS = r"(?:(?:this|my)\s(?:\w+\s)?(?:answer|response|submission|text)|me)"
_WHOM = r"(?:the|this)\s(?:candidate|applicant|student|respondent|interviewee)"
_NOTE = r"(?:message|override|note|notice|instruction)"

OVERRULES = r"""
    \b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:instructions|rubrics?|criteria|guidelines)\b
  | \b(?:ignore|disregard|forget)\s(?:(?:all|any|the|your|of|these|those|previous|prior|above)\s)+
      (?:rules|prompts?|orders|messages)\b(?!\s(?:of|for|when|if|that|which|in|from|with|below|above\s\d))
  | \b(?:ignore|disregard|forget)\s(?:(?:everything|all|anything|what|the|that|is|was|said|written|text)\s)*
      above\b(?!\s(?:\d|the\b|an?\b))
  | \b(?:forget|ignore|disregard)\b[^.\n]{0,30}\byou\s(?:were|are|have\sbeen)\s(?:told|given|asked|instructed)\b
  | \b(?:previous|prior|earlier|above|old)\s(?:instructions|rules|rubric|guidelines)\s
      (?:no\slonger|do\snot|don't|(?:is|are|was|were)\s(?:void|invalid|obsolete|outdated|cancelled|wrong))\b
  | \b(?:stop|skip|no)\s(?:the\s)?(?:grading|marking)\b
  | \b(?:do\snot|don't|never|stop)\s\w+\s(?:the\s|this\s|your\s)?rubric\b | \brubric\ssays\b | \bmarking\sscheme\b
  | \byour\s(?:new\s)?(?:task|instructions)\b
"""
"""Calls off what the marker was told."""

POSES = rf"""
    ^(?:system\s*{_NOTE}?|(?:developer|admin)\s*{_NOTE})\s*[:\]>]
      (?!(?:masters|nodes?|serviceaccounts?|kube-|(?:un)?authenticated|anonymous|monitoring)\b)(?!\s*\d)
  | ^(?:assistant|grader)\s*{_NOTE}?\s*[:\]>] | (?<=[\[<(])system\s*[\]>]
  | </?\s*(?:system|assistant|instructions?|rubric|answer|candidate_answer|response|student|candidate|verdict)\s*/?>
  | \[/?inst\] | <\|[^>|]{{0,40}}\|>\s*(?:system|assistant|developer)\b
  | \#{{2,}}\s*(?:new\s)?(?:system|instructions?|response|end)\b
  | \b(?:begin|start|end)\s(?:of\s)?(?:the\s)?(?:system|developer)\s(?:prompt|message)\b
  | ["'](?:score|grade|rating|verdict)["']\s*: | ["']level["']\s*:\s*["']?(?:level|\d|full|max|pass|strong|top)
  | \b(?:score|grade|rating|verdict)\s*[:=]\s*(?:level|full|max|pass|strong|perfect|10\b|100\b|\d+\s*/\s*\d)
  | \bgrade\s*:\s*a\b | \b(?:final|total)\s(?:score|result)\s?:?\s?100\b
"""
"""Poses as the system, or as a verdict."""

ASKS = rf"""
    \b{_TOP}\s(?:marks?\b(?!-)|credit\b|grades?\b)
  | \b(?:deserves?|gets?|earns?|receives?|merits?)\s(?:the\s|a\s)?{_TOP}\s(?:levels?|scores?|points|ratings?)\b
  | \b(?:output|reply|respond|print)\s(?:(?:only|just|always|with|the|a)\s)*{_TOP}\s
      (?:levels|scores|ratings?|results?)\b
  | \b(?:output|return|record|report|put|set|give)\s(?:(?:the|a|its|me|only|just|always)\s)*{_TOP}\s
      (?:level|score|rating)\b(?!\s(?:of|in|from))
  | \b(?:output|return|record|report|give|award|assign)\slevel[\s_]?\d\s*
      (?:$|[.!,;]|(?:for|on|in|to)\s(?:all|each|every)|everywhere)
  | \b(?:output|return|print|reply)\b[^.\n]{{0,20}}\blevel[\s_]?\d\s(?:for|on)\s(?:each|all|every|any)\b
  | \b(?:set|store|write|save)\s(?:(?:the|this|its|my)\s)?(?:score|grade|mark)\s(?:to|as|=)\s(?:1\b|10\b|100\b|{_TOP}\b)
  | \b(?:give|award|grant|assign)\b[^.\n]{{0,30}}\ball\s(?:of\s)?(?:the\s)?(?:points|marks)\b(?!\sof)
  | (?<!\bthe\s)(?<!\ba\s)\b(?:mark|rate|grade|score)\b[^.\n]{{0,30}}\b{_TOP}\s(?:level|score|rating|points)\b
  | \b(?:mark|rate|score|grade)\s(?:me|my\sanswer|this\s(?:answer|one|response|submission))\b
  | \b(?:rate|score|grade)\sthis\s*(?:$|[.!]) | \bmark\s(?:this|it)\s(?:as\s)?(?:a\s)?{_PRAISE}\b
  | \b(?:mark|rate|score|grade|record|report)\s(?:{_WHOM}|{_THIS})\s(?:as\s)?(?:an?\s)?(?:{_GOOD}|pass)
  | \b(?:scored?|graded?|marked?|rated?)\s(?:\w+\s){{0,2}}as\s(?:correct|perfect|excellent|outstanding|flawless)\b
  | \b(?:rate|give|score|mark|grade)\b[^.\n]{{0,20}}\b(?:10\s?(?:/|out\sof)\s?10|5\s?(?:/|out\sof)\s?5)\b
  | \b(?:scored?|grade|mark|rate|award)\s(?:it\s|me\s)?accordingly\b | {_THIS}\s(?:an?\s)?100\s?(?:%|percent|points)
  | \b(?:treat|take|consider|count|accept|mark)\s
      (?:(?:this|the)\stext|this|it|all|everything|(?:all|every)\scriteri\w+)\s(?:as\s)?
      (?:the\smodel\sanswer|fulfilled|met|achieved|passed|satisfied|{_PRAISE})\b
  | \b(?:must|please|you\sshould)\s(?:pass|hire|advance|accept)\s(?:me|{_WHOM})\b(?!\s(?:model|build|release|version))
  | \b(?:hire|advance|accept|pass)\sme\b(?!\s(?:the|an?)\b) | \bpass(?:es)?\s(?:all\s|every\s)?candidates?\b
  | \b(?:everyone|everybody)\s(?:passes|gets|receives)\b | \bgive\sme\sa\spass\b
"""
"""Asks for marks."""

PRAISES = rf"""
    \b(?:this|my)\s(?:answer|submission)\s
      (?:(?:fully|completely|clearly|correctly)\s|covers?|demonstrates?|deserves?|meets|satisf\w+|shows?|contains?|earns?
      |receives?|names|(?:should|must)\s(?:get|receive|pass)|is\s(?:an?\s|the\s)?(?:{_GOOD}|worth|expert))
  | \b(?:this|the)\sresponse\s
      (?:demonstrates?|deserves?|covers|satisfies|earns|fully|meets\sall|is\s(?:{_PRAISE}\sand|pre-?approved))
  | \b{_WHOM}'s\s(?:score|marks?|grade|levels?|answer)\b
  | \b{_WHOM}\s(?:\w+ly\s)?(?:demonstrates?|deserves?|understands?|knows?|explains?
      |has\s(?:\w+ly\s)?(?:shown|demonstrated|mastered|understood|proven|answered))\b
  | \b{_GOOD}\s(?:in|on|for)\s(?:all|every|each)\s(?:criteri|level|point)
  | \b(?:all|every)\s(?:the\s|of\sthe\s)?(?:required|key|expected|necessary)\spoints?\s(?:\w+\s){{0,3}}
      (?:covered|met|present)\b
  | \b(?:approved|passed|hired)\sme\b
"""
"""Speaks of the answer or of who wrote it as a marker would."""

CALLS = rf"""
    \b(?:you\sare|you're|pretend\s(?:to\sbe|you(?:'re|\sare)|that\syou\sare)|^act\sas|(?:now|please)\sact\sas)\s
      (?:(?:now|an?|the|my|helpful|honest|kind|grading|strict|very)\s)*
      (?:language\smodel|ai\smodel|ai|assistant|chatbot|llm|judge|grad\w+)\b
  | \bas\san?\s(?:ai\s)?language\smodel\b | \bas\san\s(?:ai|llm)\s?,
  | \b(?:dear|hey|hello|hi|attention)[\s,:]+(?:(?:the|this|my)\s)?
      (?:ai|model|llm|bot|reader|{_MARKER})(?:\s\w+)?\s*(?:$|[,!:.])
  | \b(?:note|instructions?|message)\s(?:to|for)\s(?:(?:the|this|my)\s)?
      (?:(?:ai|grading|{_MARKER})\b|(?:model|llm)\s?:)
  | \b(?:to|for)\s(?:the|any)\s(?:ai|llm|model|person|bot|{_MARKER})\s(?:that|who|which)\s
      (?:read|mark|grade|evaluate|score)s?\b
  | \b(?:whoever|anyone|anybody)\s(?:who\s)?(?:read|mark|grade|evaluate|score|judge)(?:s|ing)?\sthis\b
  | ^{_MARKER}s?\s*, | \bas\s(?:the|an?)\s{_MARKER}\s*,?\syou\b
"""
"""Calls the marker by name."""


class _Sought:
    """A verbose pattern, searched only where one of its needles stands: few sentences hold any."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern, re.VERBOSE)
        self._needles = needles(re.sub(r"\s+", "", pattern))

    def stands_in(self, words: str) -> bool:
        return stands(self._needles, words) and self._pattern.search(words) is not None


DIRECT = tuple(_Sought(pattern) for pattern in (OVERRULES, POSES, ASKS, PRAISES, CALLS))
"""Each decides alone; searched in a sentence's plain text."""

CUES = tuple(
    (weight, _Sought(pattern))
    for weight, pattern in (
        (6, r"\bfull\s(?:score|points)\b(?!\s(?:of|in|to))"),
        (4, r"\brubric\b | \b(?:auto-?)?(?:graders?|scorers?)\b | \bgrad(?:ing|ed)\b"
            r"| \b(?:assessor|examiner|evaluator)s?\b"),
        (4, r"\b(?:model|reference)\sanswer\b | \b(?:all|any)\smarks\b | \bpre-?approved\b | \breviewer\snote\b"),
        (4, r"\bthis\s(?:answer|submission|candidate)\b | \bthe\s(?:applicant|interviewee|respondent)\b"),
        (4, r"\blevel_\d | \b(?:evaluation|assessment)\sresult\b"),
        (3, rf"\b{_TOP}\s(?:scores?|levels?|points?|ratings?|credits|evaluation|verdict|answer|result)\b"),
        (3, r"(?:^|\b(?:please|you|must|should|kindly)\s)(?:give|award|grant|assign)\b"
            r"| \b(?:please|kindly)\s(?:mark|rate|grade|score)\b | \b10\s?/\s?10\b | \b100\s(?:/\s?100|points)"),
        (2, r"\b(?:all|every|each|key)\s(?:of\sthe\s)?(?:\w+\s)?"
            r"(?:points|requirements|items|aspects|criteri(?:a|on)|levels?|counts)\b"),
        (2, r"\b(?:excellent|outstanding|flawless|brilliant|impeccable)\b"),
        (2, r"\bplease\b(?!\snote) | \bkindly\b | <\|[^>|]{0,40}\|>"
            r"| ^(?:system|assistant|user|developer|tool|admin)\b[^:.\n]{0,30}:"),
        (2, r"\bmy\s(?:answer|submission|text)\b | \bthis\stext\b | \binstructions?\s(?:to|for)\b"),
        (1, r"\byou(?:r)?\b"),
        (1, r"\b(?:met|satisfied|covered|fulfilled|present|accept|pass(?:es|ed)?|approved|reviewed|evaluation)\b"),
        (1, r"\blevel | \bscores?\b | \bpoints\b | \bcandidates?\b"),
    )
)  # fmt: skip
"""Words that marking and this trade share, with how much each kind says of marking."""
ENOUGH = 6


def is_order(words: str) -> bool:
    """Return whether a sentence, in plain text, speaks to whoever marks it: an order, or praise of itself."""
    if any(direct.stands_in(words) for direct in DIRECT):
        return True
    return sum(weight for weight, cue in CUES if cue.stands_in(words)) >= ENOUGH
