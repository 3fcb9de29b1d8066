"""What a YAML parser says, in plain words: where the mistake was made, which is often not where it was found."""

from collections.abc import Callable

import yaml

from bot.content.yaml import layout, quotes
from bot.content.yaml.place import Mark, Trouble


def unreadable(fault: yaml.reader.ReaderError, text: str) -> Trouble:
    """Return the place of a character that YAML does not allow."""
    before = text[: fault.position]
    column = fault.position - before.rfind("\n")
    problem = f"the invisible character U+{ord(text[fault.position]):04X} cannot stand in YAML"
    return Trouble(before.count("\n") + 1, column, problem, "Remove it")


def explain(fault: yaml.YAMLError, text: str) -> Trouble:
    """Return what to mend, and where, for a fault that a parser found."""
    if not isinstance(fault, yaml.MarkedYAMLError) or fault.problem_mark is None:
        return Trouble(1, 1, "this is not YAML", "Compare colons, quotes and indentation with another file")
    place = Mark.of(fault, fault.problem_mark, text)
    if seen := layout.tab(place) or layout.invisible(place) or layout.conflict(place):
        return seen
    for words, explained in EXPLANATIONS:
        if words in place.problem:
            return explained(place) if callable(explained) else place.trouble(*explained)
    return place.trouble(f"this is not YAML ({place.problem})", "Look at colons, quotes and indentation around it")


def _block_end(place: Mark) -> Trouble:
    if place.last in {'"', "'"}:
        return quotes.after_quote(place)
    if place.last in {"]", "}"}:
        return place.trouble(f'more follows "{place.last}" on this line', "Remove it, or put the whole text in quotes")
    return layout.out_of_line(place)


BLOCK = ('text follows ">" or "|" on its line', "Begin the text on the next line, indented")

EXPLANATIONS: tuple[tuple[str, Callable[[Mark], Trouble] | tuple[str, str]], ...] = (
    ("could not find expected ':'", layout.no_colon),
    ("mapping values are not allowed", layout.stray_colon),
    ("expected <block end>", _block_end),
    ("expected ',' or", quotes.brackets),
    ("unknown escape character", quotes.bad_escape),
    ("escape sequence", quotes.bad_escape),
    ("escape code", quotes.bad_escape),
    ("unexpected end of stream", quotes.open_quote),
    ("unexpected document separator", quotes.open_quote),
    ("undefined alias", quotes.bad_name),
    ("alphabetic or numeric character", quotes.bad_name),
    ("cannot start any token", quotes.bad_start),
    ("expected the node content", quotes.bad_start),
    ("keys are not allowed", quotes.bad_start),
    (
        "sequence entries are not allowed",
        ("a list begins on the line of its key", "Begin each entry on a line of its own, or write [one, two]"),
    ),
    ("another document", ('a second document begins here ("---")', "Keep one in a file")),
    ("second occurrence", ("an anchor (&) of this name stands above", "Give this one another name")),
    ("chomping or indentation", BLOCK),
    ("comment or a line break", BLOCK),
    ("<document start>", ("the file goes on after its end", "Write all of it as keys, without brackets around them")),
)
"""Words of the parser's message, and how to say it: by looking at the place, or always the same."""
