"""Denials of one's own knowledge ("I never used it"), and what ends them."""

import re

UNKNOWN = re.compile(
    r"""\b(?:
      i(?:'ve|\shave|'m|\sam)?\s(?:\w+\s)?never\s(?:\w+\s)?(?:used|worked|touched|seen|tried|run|ran|had|dealt|heard|done
        |set|configured|operated|debugged|needed|written|built|deployed|played|looked|managed|come|trained|served|been)
    | (?<!that\s)(?<!which\s)(?<!who\s)(?<!they\s)
        (?:haven't|havent|have\snot|hadn't|didn't|did\snot)\s(?:\w+\s){0,2}(?:used?|work(?:ed)?|touched|tried|run
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

STEP = re.compile(
    r"""(?:so|then|and|now|well)?\s*
    (?: first(?:ly)?\b | my\sfirst\b | let(?:'s|\sme|\sus)\b
      | (?:i|we)(?:'d|'ll|\s(?:would|will|can|could|might))\b
      | (?:look|check|start|begin|run|measure|compare|test|reproduce|collect|inspect|verify|trace|split)\b )""",
    re.VERBOSE,
)
"""How a clause begins that says what one would do: it ends a denial of knowledge; matched with its plain text."""
