"""Words that say the same of a false claim, words that say the opposite, and words that say little."""

from bot.core.grading.language.stems import stem

_ALIKE = """
cure fix solve heal resolve repair remedy help prevent; large big high wide deep huge; small low tiny; more
extra additional; many lots; catch detect find see notice; prove show mean imply demonstrate; need require; drop
lose discard; limit bound restrict; equal same identical; hand manual; edit change modify; forbid disallow
prohibit block; swap exchange; isolate separate; harmless safe fine; guilty culprit fault broken defective dead;
share fraction part percentage; util utilisation utilization gpu-util; merge combine join; step iteration; quick
fast; soon early; start begin; end finish complete; cut reduce lower shorten decrease shrink; raise increase
lengthen enlarge longer extend; device card gpu; machine node server; network fabric; link connection; memory
ram; carry transport hold contain; slow down; log record; whole full entire complete; one single; free idle;
enough suffice sufficient; pad fill; sequence request; tell indicate; reply answer response output; prompt
input; go pass run travel; happen occur; kill terminate; throttle; real actual; usage use; place schedule; enter
join; reset reboot restart; first foremost; keep stay remain; save store write persist; copy replica; split
partition divide shard; everything all each every; nothing; calculate compute; delete remove drop destroy; once
time; layer; stream; thread; drift shift; useless waste; rare seldom; cost price; guarantee ensure promise;
evict; admit; verify check; token; draft; accept; parameter weight
"""
ALIKE: dict[str, str] = {}
"""For a stem, the one that stands for all that say the same."""
for _group in _ALIKE.split(";"):
    _words = _group.split()
    for _word in _words:
        ALIKE.setdefault(stem(_word), stem(_words[0]))

_PAIRS = """
fast slow, more less, more fewer, large small, best worst, better worse, always never, most least, all none, up down,
increase decrease, rise fall, raise lower, cure cause, first last, early late, soon late, shared private,
direct indirect, same different, inside outside, before after, safe unsafe, enough insufficient, on off, long short,
cheap expensive, read write, client server, keep lose, compute bandwidth, input output, equal different, raise cut,
start end, optimizer weight, gradient activation, weight gradient, weight activation, tensor pipeline
"""


def _standing(word: str) -> str:
    return ALIKE.get(stem(word), stem(word))


OPPOSITE: dict[str, frozenset[str]] = {}
for _pair in _PAIRS.split(","):
    _one, _other = map(_standing, _pair.split())
    OPPOSITE[_one] = OPPOSITE.get(_one, frozenset()) | {_other}
    OPPOSITE[_other] = OPPOSITE.get(_other, frozenset()) | {_one}
"""What a word of a claim must not be met by: its opposites."""
LITTLE = frozenset(
    _standing(word)
    for word in """think believe guess basically simply really quite also well probably course always usually generally
    normally then therefore actually certainly clearly surely definitely fairly pretty rather even indeed means make
    go get happen thing lot own way kind sort second third finally lastly afterwards so hence easily completely fully
    totally just almost mostly often bit case look automatic automatically""".split()
)
"""Words that add nothing to what is claimed."""
