"""Mistakes of layout in a YAML file: tabs, colons, spaces at the beginning of a line."""

import re

from bot.content.yaml.fault import quote
from bot.content.yaml.place import Mark, Trouble, indent

BLANKS = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""Characters that an editor shows as a space or not at all, and that YAML takes for letters."""


BLOCK = re.compile(r"\s[>|][-+]?$")
"""What begins a text of several lines, and stands behind the colon of its key."""


def tab(place: Mark) -> Trouble | None:
    """Return the fault of a tab where only spaces may stand, or None."""
    first = place.since[0] if "scanning" in place.context else place.line
    for number in range(first, place.line + 1):
        spaces = place.lines[number][: indent(place.lines[number])]
        if "\t" in spaces:
            return place.trouble("a tab stands in the indentation", "Use spaces", (number, spaces.index("\t")))
    if place.here[place.column : place.column + 1] == "\t":
        return place.trouble("a tab stands where YAML takes only spaces", "Use spaces")
    return None


def invisible(place: Mark) -> Trouble | None:
    """Return the fault of a space that only looks like one, before a key or after its colon, or None."""
    for number in range(min(place.since[0], place.above(place.line)), place.line + 1):
        if found := re.search(rf"^\s*(?=[{BLANKS}])|:(?=[{BLANKS}])", place.lines[number]):
            character = ord(place.lines[number][found.end()])
            problem = f"the character U+{character:04X} stands here, which only looks like a space"
            return place.trouble(problem, "Type a space instead", (number, found.end()))
    return None


def conflict(place: Mark) -> Trouble | None:
    """Return the fault of two versions that git could not make one of, or None."""
    numbers = (n for n, line in enumerate(place.lines) if re.match(r"(<{7}|>{7}) ", line))
    first = next(numbers, None)
    if first is None:
        return None
    remedy = "Keep what is right of the two parts, and remove the lines of <, = and >"
    return place.trouble("a merge conflict begins here", remedy, (first, 0))


def no_colon(place: Mark) -> Trouble:
    """Return the fault of a key without its colon, or of text that nothing announces."""
    return _unkeyed(place, place.since[0])


def _unkeyed(place: Mark, number: int) -> Trouble:
    """Return the fault of a line that should begin with a key, a colon and a space."""
    said, at = place.lines[number].strip(), (number, indent(place.lines[number]))
    if re.match(r"-[^\s-]", said):
        return place.trouble('there is no space after "-"', f"Write {quote('- ' + said[1:])}", at)
    if found := re.match(r"([\w-]+):(\S.*)", said):
        key, value = found.groups()
        return place.trouble("there is no space after the colon", f"Write {quote(f'{key}: {value}')}", at)
    under = place.line > number and indent(place.lines[place.line]) > at[1]
    if under or BLOCK.search(said):
        mended = BLOCK.sub(r":\g<0>", said) if BLOCK.search(said) else f"{said}:"
        return place.trouble(f"{quote(said)} has no colon", f"Write {quote(mended)}", at)
    remedy = 'Write "key: value"; if it is text that goes on from above, put the whole text in double quotes'
    return place.trouble(f"{quote(said)} has no colon", remedy, at)


def stray_colon(place: Mark) -> Trouble:
    """Return the fault of a colon where no key can be: inside a text, or below a key without one."""
    if key := re.match(r"[\s-]*([^\s:][^:]*):\s", place.before):
        return place.trouble(f'the text after "{key.group(1)}:" holds another colon', "Put the text in double quotes")
    first = number = place.above(place.line)
    while not re.search(r":(\s|$)|^\s*- ", place.lines[number]):
        first = number
        number = place.above(number)
        if number == first:
            return _unkeyed(place, first)
    if place.lines[number].rstrip().endswith(":") and first != number:
        return _unkeyed(place, first)
    if re.match(r"\s*-[^\s-]", place.lines[number]):
        return _unkeyed(place, number)
    return _outdented(place, number) or place.trouble(
        f"this line goes on with the text of line {number + 1}, and holds a colon",
        "Line it up with the keys around it; or, if it is text, write it all in double quotes",
        (place.line, indent(place.here)),
    )


def _outdented(place: Mark, number: int) -> Trouble | None:
    """Return the fault of a line that begins before its neighbours above and below, or None."""
    above = place.lines[place.above(number)]
    own, right = indent(place.lines[number]), indent(place.here)
    alone = len(above) - len(above.lstrip(" -")) == right or (above.rstrip().endswith(":") and indent(above) == own)
    if own < right and alone:
        problem = f"this line begins after {_spaces(own)}, and the next one after {right}"
        return place.trouble(problem, f"Begin it after {right} as well", (number, own))
    return None


def _spaces(number: int) -> str:
    return f"{number} space{'' if number == 1 else 's'}"


def out_of_line(place: Mark) -> Trouble:
    """Return the fault of a line that begins where no line may."""
    fellow = f"Line it up with what it belongs to; those around it begin on line {place.since[0] + 1}"
    if place.named == "-":
        return place.trouble('an entry ("- ") stands among keys', fellow)
    if place.named == "?" and "collection" in place.context:
        return place.trouble("a key stands among the entries of a list", fellow)
    above = place.lines[place.above(place.line)]
    inner = indent(above) if place.here.lstrip().startswith("- ") else len(above) - len(above.lstrip(" -"))
    fits = " or ".join(str(n) for n in sorted({place.since[1], inner}))
    return place.trouble(
        f"this line begins after {_spaces(indent(place.here))}, where nothing above it begins",
        f"Begin it after {fits}, in line with what it belongs to",
    )
