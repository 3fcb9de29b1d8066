"""The catalogues of what candidates read: collects the sentences from the code, renews the .po files, finds faults.

`make catalogues` brings every catalogue up to the code: what is new stands there empty, what is gone is
taken out, what was translated stays. Then it says what is still wrong, and exits with 1 if anything is. A new
language is a new `Language`, and a run of this.
"""

import ast
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.core.bank.terms import AFTER_END, NO_TERM
from bot.core.report.own_record import QUOTED
from bot.core.screening.decisions import Language
from bot.flow.actions.candidates import CANDIDATES

ROOT = Path(__file__).parent.parent
FLOW = ROOT / "bot/flow"
WORDING = FLOW / "wording"
CONSTANTS = (*sorted((WORDING / "candidates").glob("*.py")), WORDING / "form_errors.py")
"""Files in which every constant that is a sentence is one that candidates read."""
NAME = re.compile(r"[a-z-]+(?:\.[a-z]+)?")
"""A constant that is no sentence: how a field or a file is called."""
NAMED = re.compile("“([^”]{1,24}?):? ?”")
"""What a sentence says to type or to press."""
OF_THE_CORE = {
    QUOTED: "bot/core/report/own_record.py",
    NO_TERM: "bot/core/bank/terms.py",
    AFTER_END: "bot/core/bank/terms.py",
}
"""What the core has in words, which candidates read too."""
ENDS = ".:?!…"
NUMBERED = " {position}"
"""How a command ends that is typed with a number."""
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""

Id = str | tuple[str, str]


@dataclass(frozen=True)
class Sentence:
    """A sentence in English, or the two of a number, and the file that says it, below the root."""

    id: Id
    file: str


def sentences() -> tuple[Sentence, ...]:
    """Return every sentence that a candidate can read, each once, in the order of files and lines."""
    said: dict[Id, str] = {}
    for path in sorted(FLOW.rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        ids: list[Id] = list(_constants(tree)) if path in CONSTANTS else []
        for id_ in (*ids, *_said(tree, file)):
            said.setdefault(id_, file)
    for row in CANDIDATES:
        for text in (row.label, *row.words):
            said.setdefault(text, "bot/flow/actions/candidates.py")
    said |= {text: file for text, file in OF_THE_CORE.items() if text not in said}
    return tuple(Sentence(id_, file) for id_, file in said.items() if _has_letters(id_))


def _constants(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if value is not None:
            yield from (text for text in _texts(value) if not NAME.fullmatch(text))


def _said(tree: ast.Module, file: str) -> Iterator[Id]:
    """Yield what is said in calls of `say`, `say.many` and `Say(…)`; raise ValueError for what nobody can translate."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if _is_say(node.func):
            if any(isinstance(part, ast.JoinedStr) for part in ast.walk(node.args[0])):
                raise ValueError(f"{file}:{node.lineno}: give values to say() by name, not in an f-string")
            yield from _texts(node.args[0])
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "many" and _is_say(node.func.value):
            one, more = (ast.literal_eval(arg) for arg in node.args[:2])
            yield (one, more)


def _is_say(called: ast.expr) -> bool:
    match called:
        case ast.Name("say") | ast.Attribute(attr="say") | ast.Call(ast.Name("Say")):
            return True
        case _:
            return False


def _texts(tree: ast.expr) -> Iterator[str]:
    parts = (part.value for part in ast.walk(tree) if isinstance(part, ast.Constant))
    yield from (text for text in parts if isinstance(text, str))


def _has_letters(id_: Id) -> bool:
    return any(c.isalpha() for c in "".join(id_))


def path_of(language: Language) -> Path:
    """Return where a language's catalogue lies."""
    return WORDING / "catalogues" / f"{language.value}.po"


def read(language: Language, text: bytes) -> Catalog:
    """Return a catalogue from its text."""
    return read_po(BytesIO(text), locale=language.value)


def renewed(catalog: Catalog, wanted: tuple[Sentence, ...]) -> str:
    """Return the text of a catalogue that has exactly what is wanted, with what is translated already."""
    fresh = Catalog(locale=catalog.locale)
    for sentence in wanted:
        old = catalog.get(sentence.id)
        same = old is not None and old.id == sentence.id
        fresh.add(sentence.id, old.string if old and same else "", locations=[(sentence.file, 0)])
    body = BytesIO()
    write_po(body, fresh, width=120, omit_header=True, include_lineno=False)
    return HEADER.format(language=catalog.locale, plural_forms=catalog.plural_forms) + body.getvalue().decode()


def faults(catalog: Catalog, wanted: tuple[Sentence, ...]) -> Iterator[str]:
    """Yield what is wrong in a catalogue: missing, unsure, left over, broken, or at odds with itself."""
    there = {message.id: message for message in catalog if message.id}
    for sentence in wanted:
        message = there.pop(sentence.id, None)
        if message is None or not all(_forms(message)):
            yield f"missing: {sentence.id!r} of {sentence.file}"
        else:
            yield from (f"{what}: {sentence.id!r}" for what in _broken(message, catalog))
    yield from (f"nobody says this any more: {left!r}" for left in there)
    yield from (f"left over: {left!r}" for left in catalog.obsolete)


def _broken(message: Message, catalog: Catalog) -> Iterator[str]:
    forms, ids = _forms(message), [message.id] if isinstance(message.id, str) else list(message.id)
    if message.fuzzy:
        yield "marked as unsure"
    yield from (str(error) for error in message.check(catalog))
    if len(ids) > 1 and len(forms) != catalog.num_plurals:
        yield f"{len(forms)} plural forms in place of {catalog.num_plurals}"
    if any(_values(form) != _values(ids[-1]) for form in forms):
        yield "other values in braces"
    if any(form != form.strip() or _end(form) != _end(ids[-1]) for form in forms):
        yield "ends or begins otherwise"
    for word in NAMED.findall(ids[-1]):
        command = catalog.get(word) or catalog.get(word + NUMBERED)
        told = _forms(command)[0].removesuffix(NUMBERED) if command else word
        if any(told.strip() not in form for form in forms):
            yield f"“{word}” is “{told}” elsewhere"


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _end(text: str) -> str:
    return text[-1:] if text[-1:] in ENDS else ""


def _values(text: str) -> set[str | None] | None:
    """Return the names in braces; None if the braces cannot be read."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def main() -> int:
    """Renew every catalogue and say what is wrong; return 1 if anything is."""
    wanted, wrong = sentences(), 0
    for language in Language:
        if language is Language.ENGLISH:
            continue
        path = path_of(language)
        text = renewed(read(language, path.read_bytes() if path.exists() else b""), wanted)
        path.write_text(text, encoding="utf-8")
        for fault in faults(read(language, text.encode()), wanted):
            wrong += 1
            print(f"{path.relative_to(ROOT)}: {fault}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
