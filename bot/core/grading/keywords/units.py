"""Units with their factors: the same figure in another unit is the same, and a wrong unit is a wrong figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.grading.language.tokens import Text, Token
from bot.core.grading.language.word_lists import FUNCTION_WORDS

_STEPS = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15, "e": 1e18}
_NAMES = {"kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15, "exa": 1e18}
BIT = 0.125
TIMES = {
    "ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0,
    "millisecond": 1e-3, "milliseconds": 1e-3, "microsecond": 1e-6, "microseconds": 1e-6, "nanoseconds": 1e-9,
    "min": 60.0, "mins": 60.0, "minute": 60.0, "minutes": 60.0, "h": 3600.0, "hour": 3600.0, "hours": 3600.0,
    "day": 86400.0, "days": 86400.0, "week": 604800.0, "weeks": 604800.0,
}  # fmt: skip


def _table() -> dict[str, tuple[str, tuple[float, ...]]]:
    """Return for each unit, in lower case, what it measures and its size in bytes, seconds, hertz, watts or FLOP."""
    table: dict[str, tuple[str, tuple[float, ...]]] = {unit: ("time", (size,)) for unit, size in TIMES.items()}
    for n, (letter, size) in enumerate(_STEPS.items(), 1):
        table[f"{letter}b"] = ("data", (size,))
        # People say gigabyte for both, so a binary one may be either.
        table[f"{letter}ib"] = ("data", (1024.0**n, size))
        for bits in (f"{letter}bit", f"{letter}bits"):
            table[bits] = ("data", (size * BIT,))
        table[f"{letter}bps"] = ("rate", (size * BIT, size))
        table[f"{letter}flops"] = table[f"{letter}flop"] = ("work", (size,))
        table[f"{letter}hz"] = ("pace", (size,))
    for name, size in _NAMES.items():
        table[f"{name}bit"] = table[f"{name}bits"] = ("data", (size * BIT,))
        table[f"{name}flops"] = ("work", (size,))
    table |= dict.fromkeys(("byte", "bytes"), ("data", (1.0,))) | dict.fromkeys(("bit", "bits"), ("data", (BIT,)))
    table |= {"hz": ("pace", (1.0,)), "w": ("power", (1.0,)), "watt": ("power", (1.0,)), "watts": ("power", (1.0,))}
    return table | {"kw": ("power", (1e3,)), "mw": ("power", (1e-3, 1e6))}


UNITS = _table()
FAMILY = {"rate": "data"}
"""A figure that is wrong as a rate is wrong as an amount as well: people leave "/s" away."""
FAR = 50.0
"""Units so many times apart make the same number another figure."""
NEAR = 0.03
FEWEST = 2
"""So many right figures of a kind say what order of size the question is about."""
BEYOND = 100.0
"""So many times below the least right figure of its kind, or above the greatest, no figure belongs to the question."""


@dataclass(frozen=True, slots=True)
class UnitOfMeasure:
    """What a number's unit measures ("data", "rate", "time" …), and how large it is; two sizes where it is unsure."""

    kind: str
    sizes: tuple[float, ...]

    @property
    def family(self) -> str:
        """Return the kind, with rates and amounts as one."""
        return FAMILY.get(self.kind, self.kind)


def unit_of(text: Text, i: int) -> UnitOfMeasure | None:
    """Return the unit behind the number at a token; None where there is none that the table knows."""
    tokens = text.tokens
    if i + 1 >= len(tokens):
        return None
    word = tokens[i + 1]
    found = UNITS.get(word.word)
    if found is None or _is_name(tokens, i + 1):
        return None
    kind, sizes = found
    if kind == "rate":
        written = text.response[word.start : word.end]
        # "Gbps" is bits; who types all in one case may mean either.
        return UnitOfMeasure(kind, sizes[:1] if written[:1].isupper() and "bps" in written else sizes)
    per = tokens[i + 2].word if i + 2 < len(tokens) else ""
    after = tokens[i + 3].word if i + 3 < len(tokens) else ""
    if kind == "data" and per in {"/", "per", "a"} and after in {"s", "sec", "second"}:
        kind = "rate"
    return UnitOfMeasure(kind, sizes)


def _is_name(tokens: Sequence[Token], i: int) -> bool:
    """Return whether what looks like a unit is the beginning of a name: the "h" of "H100"."""
    return i + 1 < len(tokens) and tokens[i + 1].glued and tokens[i + 1].word[0].isdecimal()


def bases(units: Mapping[str, float]) -> dict[str, float]:
    """Return the size of a rubric's first unit, by kind, from its spellings and factors."""
    found: dict[str, float] = {}
    for spelling, factor in units.items():
        name = spelling.lower().strip()
        rate = name.endswith(("/s", "ps", "/sec"))
        plain = name.removesuffix("/s").removesuffix("/sec").strip()
        known = UNITS.get(plain)
        if known is None:
            continue
        kind, sizes = known
        size = sizes[-1] if spelling.endswith("Bps") else sizes[0]
        found.setdefault("rate" if rate and kind == "data" else kind, size / factor)
    return found


Known = tuple[float, str, tuple[float, ...]]
"""A figure that is right: its number, the family of its unit, and the unit's sizes."""


def figures(texts: Iterable[Text]) -> frozenset[Known]:
    """Return the figures that some texts give, with their units.

    A bare number has the unit of the one before it in its sentence: "600 GB/s on A100, 900 on H100".
    """
    found: set[Known] = set()
    for text in texts:
        for sentence in text.sentences:
            unit: UnitOfMeasure | None = None
            for i in range(sentence.first, sentence.last):
                if not text.tokens[i].values:
                    continue
                own = unit_of(text, i)
                unit = own or unit
                if unit is not None and (own is not None or i + 1 == len(text.tokens) or _is_bare(text.tokens, i)):
                    found.update((value, unit.family, unit.sizes) for value in text.tokens[i].values)
    return frozenset(found)


def _is_bare(tokens: Sequence[Token], i: int) -> bool:
    """Return whether a number stands alone: neither the tail of a name nor before a thing of its own."""
    after = tokens[i + 1].word
    return not (tokens[i].glued and tokens[i - 1].word.isalpha()) and (after in FUNCTION_WORDS or not after.isalpha())


def misfits(text: Text, right: frozenset[Known]) -> frozenset[int]:
    """Return the numbers of a text, by token, whose unit makes them wrong by far.

    They are right but for the unit, or beyond all that is right of their kind.
    """
    found = set()
    ranges = _ranges(right)
    for i, token in enumerate(text.tokens):
        unit = unit_of(text, i) if token.values else None
        if unit is None:
            continue
        sizes = {
            size
            for value, family, own in right
            if family == unit.family
            for size in own
            if any(_near(value, said) for said in token.values)
        }
        if sizes:
            wrong = not any(_close(size, other) for size in sizes for other in unit.sizes)
        else:
            wrong = _beyond(token.values, unit, ranges.get(unit.family))
        if wrong:
            found.add(i)
    return frozenset(found)


def _ranges(right: Iterable[Known]) -> Mapping[str, tuple[float, float]]:
    """Return the least and the greatest of the right figures of each family, in its base unit, nought left out."""
    sizes: dict[str, list[float]] = {}
    for value, family, own in right:
        sizes.setdefault(family, []).extend(value * size for size in own if value)
    return {family: (min(found), max(found)) for family, found in sizes.items() if len(found) >= FEWEST}


def _beyond(values: Sequence[float], unit: UnitOfMeasure, known: tuple[float, float] | None) -> bool:
    """Return whether a figure is so far beyond all right ones of its family that its unit must be another."""
    if known is None:
        return False
    low, high = known
    meant = [value * size for value in values for size in unit.sizes if value]
    return bool(meant) and all(not low / BEYOND <= amount <= high * BEYOND for amount in meant)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(abs(one), abs(other))


def _close(one: float, other: float) -> bool:
    """Return whether two units are near enough to be a slip of the pen, other than bits for bytes."""
    ratio = max(one, other) / min(one, other)
    return ratio < FAR and not _near(ratio, 1 / BIT)
