"""A catalogue: every sentence that a candidate reads, in one language; English is what stands in the code.

A sentence is written in English where it is said, with its values in braces: `say("Question {number}", number=3)`.
What stands in a constant of `wording/candidates`, or on a candidate's row of the table of actions, needs no mark;
`scripts/catalogues.py` collects all of it, and a test holds every catalogue to it.
"""

import gettext
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from bot.core.screening.decisions import Language


@dataclass(frozen=True)
class Say:
    """Says sentences in one language; one that its catalogue lacks is said in English."""

    language: Language

    def __call__(self, sentence: str, /, **values: object) -> str:
        """Return a sentence with its values in it."""
        return self._filled(_catalogue(self.language).gettext(sentence), values)

    def many(self, one: str, more: str, number: int, /, **values: object) -> str:
        """Return the sentence of the two that is right for a number, as the language has it."""
        return self._filled(_catalogue(self.language).ngettext(one, more, number), values)

    def names(self, languages: Iterable[str]) -> str:
        """Return the names of languages, by their two letters, with commas between."""
        return ", ".join(_names(self.language)[language] for language in languages)

    @staticmethod
    def _filled(sentence: str, values: dict[str, object]) -> str:
        return sentence.format(**values) if values else sentence


@cache
def _names(language: Language) -> Mapping[str, str]:
    from babel import Locale

    return dict(Locale(language.value).languages)


ENGLISH = Say(Language.ENGLISH)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    """Return a language's catalogue, read once; they are small, so that nothing need be compiled or shipped beside."""
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    # Only here: whoever is spoken to in English alone need not wait for it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = files(__package__).joinpath("catalogues", f"{language.value}.po").read_bytes()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(written), locale=language.value))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
