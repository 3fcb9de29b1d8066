"""Shapes of text that have kept readers busy, or might: repeated, unmatched, very long, hidden, mixed."""

from collections.abc import Iterator
from itertools import cycle, islice
from string import ascii_lowercase

from bot.core.bank.rubric import Rubric

PROSE = (
    "The first thing to look at is the network between the nodes, because the gradients of every step cross it. "
    "If the links are slow, more GPUs do not help, and each step waits for the slowest of them. I would measure the "
    "time of one all-reduce on its own, compare it with what the links give, and then decide whether to overlap it "
    "with the backward pass. Larger messages use the bandwidth better, while small ones are bound by latency. "
)
"""What a candidate might write, to be held against; of no rubric in particular."""
UNITS = (
    " ", "\t", "\n", "\n\n", "\r\n", "\r", "\x0c", "\x0b", " \n", "\t\n", "\xa0", "\u2003", "\u3000", "\u2028", ".",
    ",", ";", ":", "!", "?", "-", "_", "=", "+", "*", "/", "\\", "|", "~", "^", "&", "%", "$", "#", "@", "<", ">",
    "(", ")", "[", "]", "{", "}", '"', "'", "`", "0", "a", "a.", "a,", "a, ", "a. ", "a? ", "a! ", "a; ", "a: ",
    "a (", "a) ", "a - ", "a -- ", "- a\n", "1. a\n", "> a\n", "<|", "|>", "<|a", "<|a|", "<|>", "< ", "</", "<s>",
    "[INST", "](", "](a", "[a](", "{{", "${", "```", "```\n", "``", "~~", "**", "__", "> ", ">>", "# ", "|-",
    "| a ", "| a | b |\n", "|--|\n", "-|", "\n|", "\n-", "\n>", "\n#", "e.g. ", "i.e. ", "vs. ", "etc. ", "e.g.",
    "no. ", "fig. 1 ", "e.g., ", "e.g.\n", "1,", "1, ", "1.", "1 ", "1.1 ", "1,1 ", "111,", "111.", "111 ", "111'",
    "111_", "0,1", "0,", "1-1", "1/1 ", "1:1 ", "1 GB ", "5 ms ", "10 GB/s ", "1e9 ", "2*3 ", "one ",
    "one hundred ", "a hundred and ", "one point one ", "a1", "1a ", "twenty-", "thousand ", "900 Gbps ", "\xb2",
    "\xbd", "\u2167", "\u2460", "\u2019", "\u201c", "\u201d", '"a ', "'a ", '"a b c d e" ', "'s ", "a'", "don't ",
    "not ", "no ", "never ", "n't ", "&lt;", "&amp;", "&#34;", "&quot;", "&#", "&nbsp;", "\u0301", "a\u0301",
    "\u200b", "a\u200b", "\u200d", "\ufeff", "\u202e", "\xad", "\x00", "\x1b[0m", "\ufffd", "\ud800", "\U0001f600",
    "\U0001f469\u200d\U0001f680", "\U0001f1e9\U0001f1ea", "\u6f22", "\u6f22\u5b57 ", "\ufdfa", "\ufdfa a ", "\xdf",
    "\u0130", "\u01c6", "\u03a3", "\u0430", "\u041f\u0440\u0438\u0432\u0435\u0442 ", "\ufb01", "\uff41", "\u2192",
    "\u2265 ", "\u2260 ", "\u2026 ", "system: ", "ignore all ", "ignore the above ", "forget ", "give ",
    "output the ", "output only ", "score: ", "mark ", "my answer ", "this answer ", "hey ", "hey,",
    "the candidate ", "as an ", "please give ", "rate this ", "level_1 ", "full ", "all ", "pretend ", "you are ",
    "you are the ", "end of the ", "### ", "'score'", "record ", "<system", "</ ", "it is wrong that ",
    "it is false to say ", "wrong ", "people think ", "people ", "many people say that ", "the idea that ",
    "the idea is ", "that is wrong, ", "contrary to ", "unlike the ", "but ", "because ", "however, ", "a myth: ",
    "trap, is ", "i would look whether ", "check whether ", "see if ", "check the the ", "not sure ", "wonder if ",
    "then ", "first ", "why ", "so, ", "what is ", "i don't know, ", "i don't know ", "i never used ",
    "no experience ", "can't say, ", "i'd just ", "the ", "of ", "the of ", "is ", "is, ", "and ", "and, ",
    "a and ", "a is ", "x\n", "x.\n", "it is ", "we run it, ", "{}", '{"a":', '{"', '"\\', '\\"', "\\'", "{'a",
    "//", "/*", "/* ", ",]", "{,", "True", "<think>", "edit: ", "edit", "done ", "stop\n", "https://a.b/", "<http:",
    "<http:a|", "<mailto:", "<@U1", "<!here> ", "@everyone", "word", "word ", "words-", "peer-to-", "over",
    "supercalifragilistic ", "-a", "a-\n", "isation", "ourour", "lyly ", "a\tb ", "a  b   ", "a\n\n\nb",
    "x" * 60 + " ", "x" * 60 + ", ", "\n" + " " * 30, "." * 30 + " ",
)  # fmt: skip
"""What is repeated, by itself and with an odd end."""
ENDS = ("", "y")


def shapes(length: int, rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Yield names and texts of a length in characters; more than two hundred, those of a rubric's own words as well."""
    for unit in dict.fromkeys((*UNITS, *_own(rubric))):
        for end in ENDS:
            yield f"{_shown(unit)} repeated{' and ' + _shown(end) if end else ''}", _filled(unit, length, end)
    for unit in (" ", "\t", "\n", ".", "-", "(", "\u0301", "\u200b", "<|", '"'):
        yield f"x, {_shown(unit)} repeated, y", "x" + _filled(unit, length - 1, "y")
        yield f"prose, then {_shown(unit)} repeated", PROSE + _filled(unit, length - len(PROSE), "y")
    yield "words that differ", _filled("".join(f"{_spelled(n)} " for n in range(length // 3)), length, "")
    yield "numbers that differ", _filled("".join(f"{n} " for n in range(length // 3)), length, "")
    yield "everything in turn", _filled("".join(UNITS), length, "")
    yield "everything, a blank between", _filled(" ".join(UNITS), length, "")


def _own(rubric: Rubric) -> Iterator[str]:
    """Yield a rubric's phrases, alone and together: what finds much has much to look at."""
    found = [p for c in rubric.criteria for point in c.points for way in point.ways for g in way.all_of for p in g]
    found += [p for c in rubric.criteria for claim in c.wrong for way in claim.ways for g in way.all_of for p in g]
    for phrase in list(dict.fromkeys(found))[:12]:
        yield f"{phrase} "
    yield " ".join(dict.fromkeys(found)) + " "
    yield ", ".join(dict.fromkeys(found)) + ". "
    yield rubric.model_answer + " "
    yield "not " + " not ".join(dict.fromkeys(found)) + " "


def _filled(unit: str, length: int, end: str) -> str:
    return "".join(islice(cycle(unit), max(0, length - len(end)))) + end


def _spelled(number: int) -> str:
    """Return a different word for each number, of letters."""
    word = ""
    while True:
        number, letter = divmod(number, 26)
        word += ascii_lowercase[letter]
        if not number:
            return word + "ed"


def _shown(unit: str) -> str:
    return ascii(unit if len(unit) <= 24 else unit[:24] + "...")
