"""Mistakes of quotes and brackets in a YAML file, and text that needs quotes."""

from bot.content.yaml.place import Mark, Trouble

IN_QUOTES = "Put the text in double quotes"
WHOLE_QUOTE = "Put the whole text in one pair of quotes"
APOSTROPHE = f"{WHOLE_QUOTE}; inside single quotes write an apostrophe twice"


def after_quote(place: Mark) -> Trouble:
    """Return the fault of text that goes on after a quote has closed, perhaps far from where it opened."""
    quote = place.last
    if place.before.count(quote) % 2:
        lines = range(place.line - 1, -1, -1)
        opened = next((n for n in lines if place.lines[n].count(quote) % 2), None)
        if opened is not None:
            at = (opened, place.lines[opened].rindex(quote))
            return place.trouble("the quote that opens here is not closed on this line", "Add the closing quote", at)
    return place.trouble("text follows a closing quote", APOSTROPHE)


def brackets(place: Mark) -> Trouble:
    """Return the fault of brackets that do not close, or of what stands in them."""
    if place.line == place.since[0] and place.last in {'"', "'"}:
        return place.trouble("text follows a closing quote", f"{APOSTROPHE}, and put a comma before the next entry")
    opening, closing = ("[", "]") if "']'" in place.problem else ("{", "}")
    return place.trouble(
        f'the "{opening}" that opens here is not closed',
        f'Add "{closing}", commas between entries, and quotes around text that holds brackets, commas or colons',
        place.since,
    )


def open_quote(place: Mark) -> Trouble:
    """Return the fault of a quote without an end."""
    return place.trouble("the quote that opens here is never closed", "Add the closing quote", place.since)


def bad_start(place: Mark) -> Trouble:
    """Return the fault of text that begins with a character that means something in YAML."""
    return place.trouble(f'text cannot begin with "{place.here[place.column : place.column + 1]}"', IN_QUOTES)


def bad_name(place: Mark) -> Trouble:
    """Return the same, where the parser took the character for the beginning of a name."""
    line, column = place.since
    return place.trouble(f'text cannot begin with "{place.lines[line][column]}"', IN_QUOTES, place.since)


def bad_escape(place: Mark) -> Trouble:
    """Return the fault of a backslash in double quotes."""
    return place.trouble(
        "a backslash in double quotes begins a special character, and this is none",
        "Use single quotes, in which a backslash stays as it is",
        (place.line, max(0, place.column - 1)),
    )
