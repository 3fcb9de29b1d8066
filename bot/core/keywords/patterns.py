"""Sentences that are not about the subject: "I never used it", and orders to whoever marks."""

import re

UNKNOWN = re.compile(
    r"""\b(?:
      i(?:'ve|\shave|'m|\sam)?\s(?:\w+\s)?never\s(?:\w+\s)?(?:used|worked|touched|seen|tried|run|ran|had|dealt|heard|done
        |set|configured|operated|debugged|needed|written|built|deployed|played|looked|managed|come|trained|served|been)
    | (?:haven't|havent|have\snot|hadn't|didn't|did\snot)\s(?:\w+\s){0,2}(?:used?|work(?:ed)?|touched|tried|run
        |dealt|heard|done|had|seen|played|set|operated|studied|learn(?:ed|t)?|looked|deployed|gotten|got)
    | i\s(?:really\s|honestly\s|just\s|simply\s)?(?:don't|dont|do\snot|didn't)\s(?:\w+\s)?
        (?:know|remember|recall|understand|have\s(?:\w+\s){0,3}(?:experience|idea|clue|knowledge|exposure|details?))
    | (?:no|zero|little)\s(?:\w+[\s-]){0,3}(?:experience|idea|clue|knowledge|exposure|practice)
    | not\s(?:\w+\s){0,2}(?:familiar|sure\s(?:what|how|about|why)|comfortable|my\sarea|something\si)
    | unfamiliar\swith
    | (?:can't|cannot|can\snot|couldn't|wouldn't\sbe\sable\sto|could\snot)\s(?:\w+\s){0,2}
        (?:say|compare|explain|tell\syou|answer|speak|comment|describe)
    | (?:only|just)\s(?:ever\s)?(?:heard|read|seen)\b
    | never\sheard
    | (?:i\swould|i'd)\s(?:just\s|only\s|have\sto\s|need\sto\s|be\s)*
        (?:guess|guessing|look\s(?:it|that|this)\sup|google|bluff)
    | out(?:side)?\s(?:of\s)?my\s(?:area|field|depth|wheelhouse|experience)
    | (?:is|was|are)\snew\s(?:to\sme|for\sme)
    )\b""",
    re.VERBOSE,
)
"""A denial of one's own knowledge; searched in a sentence's plain text."""

_TOP = r"(?:full|max(?:imum)?|top|highest|perfect)"
_MARK = r"(?:marks?|credits?|points?|scores?|grades?|ratings?|levels?)"

ADDRESSED = re.compile(
    rf"""
      \b(?:ignore|disregard|forget|override|bypass|skip)\b[^.\n]{{0,40}}
        \b(?:instructions?|prompts?|rubrics?|rules?|criteria|guidelines?|above|previous|prior)\b
    | (?:^|[\s\[<(])(?!system:(?:masters|nodes?|serviceaccounts?|kube-|(?:un)?authenticated|anonymous|monitoring)\b)
        (?:(?:system|assistant|grader)\s*(?:prompt|message|override|note|notice|instruction)?
          |(?:developer|admin)\s*(?:prompt|message|override|note|notice|instruction))\s*[:\]>]
    | </?\s*(?:system|assistant|user|instructions?|rubric|answer|response|student|candidate)\s*/?>
    | \[/?inst\] | <\|[^>]*\|> | \#{{2,}}\s*(?:system|instruction|response|end)
    | \b(?:give|award|assign|grant|score|mark|rate|grade|set|return|output|deserves?|record|report|put)\b[^.\n]{{0,50}}
        \b(?:{_TOP}\s{_MARK}|all\s(?:the\s)?(?:points|marks)|100\s?(?:%|percent|points)|10\s?/\s?10|5\s?/\s?5|level\s?\d
        |as\s(?:correct|strong|pass(?:ed|ing)?))
    | \b{_TOP}\s(?:possible\s)?{_MARK}\b
    | ["']?\b(?:score|level|grade|rating|verdict)["']?\s*[:=]\s*["']?(?:\d|full|max|pass|strong|high)
    | \b(?:the|this|that)\s(?:candidate|applicant|student|respondent|interviewee)\b
    | \bthis\s(?:answer|response|submission)\s
        (?:covers?|demonstrates?|deserves?|is|meets|satisf|fully|should|must|shows?|contains?|earns?|receives?)
    | \b(?:you\sare|act\sas|pretend)\s(?:\w+\s){{0,3}}
        (?:language\smodel|ai\smodel|assistant|chatbot|llm|judge)\b
    | \b(?:as\san?)\s(?:ai|language\smodel|llm)\b
    | \b(?:dear|hey|hello|hi|note\s(?:to|for)|attention|instructions?\s(?:to|for))\s(?:the\s|this\s|my\s)?
        (?:ai|model|llm|judge|bot|reviewer|reader)\b
    | \b(?:assessors?|examiners?|evaluators?|markers?|(?:auto-?)?graders?|grading|graded|marking\sscheme)\b
    | \b(?:this|the|your)\srubric\b | \b(?:evaluation|assessment)\sresult\b | \b10\s?/\s?10\b
    | \b(?:final|score|total|result)\s?:?\s?100\s?(?:/\s?100|%) | \bcandidate(?:'s)?\s(?:answer|response)\b
    | \bkey\spoints\b[^.\n]{{0,20}}\b(?:present|covered|met)\b
    | \{{[^}}\n]{{0,40}}"(?:score|expert|level|grade|flags|criteria|verdict)"\s*:
    | \b(?:all|every|each)\s(?:of\sthe\s)?(?:criteri(?:a|on)|rubric\s(?:items|points)|requirements)\s(?:\w+\s)?
        (?:met|satisfied|covered|fulfilled|present)
    | \bmark\s(?:this|it|me|my\sanswer)\b
    | \b(?:rate|score|grade)\s(?:this|me|my\sanswer)\b
    | \b(?:must|should|please)\s(?:pass|hire|advance|accept)\s(?:me|this|the\scandidate)\b
    | \b(?:pre-?approved|already\s(?:been\s)?(?:graded|scored|approved|reviewed))\b
    """,
    re.VERBOSE,
)
"""An order to the grader, or talk about the candidate; searched in a sentence's plain text."""
