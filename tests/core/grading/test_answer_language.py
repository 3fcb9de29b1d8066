"""Whether an answer is in a language that a role takes: said of whole answers alone, and only where it shows."""

import pytest

from bot.core.bank.role import AnswerLanguage as L
from bot.core.grading.answer_language import BY_NAME, OTHER_SCRIPTS, SCANDINAVIAN, is_other_language, languages_of
from bot.core.grading.language.foreign import OWN

ENGLISH = "The cache is cold after a restart, so the first requests are slow until it has been filled again."
GERMAN = "Der Cache ist nach dem Neustart kalt, und die ersten Anfragen sind langsam, bis er wieder gefüllt ist."
DANISH = "Cachen er kold efter en genstart, og de første kald er langsomme, så det tager lidt tid før den er fyldt."
RUSSIAN = "Кэш холодный после перезапуска, поэтому первые запросы медленные."


@pytest.mark.parametrize(
    ("answer", "taken", "other"),
    [
        (ENGLISH, {L.ENGLISH}, False),
        (GERMAN, {L.ENGLISH}, True),
        (GERMAN, {L.ENGLISH, L.GERMAN}, False),
        (ENGLISH, {L.GERMAN}, True),
        (DANISH, {L.ENGLISH}, True),
        (DANISH, {L.SWEDISH}, False),
        (RUSSIAN, {L.ENGLISH}, True),
        (RUSSIAN, {L.UKRAINIAN}, False),
        ("", {L.ENGLISH}, False),
        ("Ja, das ist so.", {L.ENGLISH}, False),
        ("PagedAttention, KV cache, 16-token blocks, vLLM, prefix caching, FlashAttention", {L.GERMAN}, False),
        (f"{ENGLISH} {ENGLISH} {GERMAN}", {L.GERMAN}, False),
    ],
)
def test_an_answer_is_in_another_language_only_where_the_whole_of_it_shows_that(
    answer: str, taken: set[L], other: bool
) -> None:
    assert is_other_language(answer, taken) is other


def test_every_language_that_a_role_can_take_is_told_apart_and_the_other_way_round() -> None:
    told = frozenset().union(*(({**BY_NAME, **SCANDINAVIAN}[name]) for name in OWN)) | OTHER_SCRIPTS | {L.ENGLISH}

    assert told == set(L)
    assert languages_of(RUSSIAN) == OTHER_SCRIPTS
