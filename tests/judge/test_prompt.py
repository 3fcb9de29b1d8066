"""What a model is sent for the shipped bank."""

from bot.content.load import load
from bot.judge.prompt import prompt

CACHED_FROM = 1024
"""Tokens from which providers keep the beginning of a prompt."""
CHARACTERS_PER_TOKEN = 5
"""More than models need for a token, so that the tokens are counted low."""


def test_the_shared_beginning_is_long_enough_for_a_providers_cache() -> None:
    bank = load(None)

    for name, item in bank.items.items():
        one, other = (prompt(answer, item, bank.rubrics[name]) for answer in ("It is so.", "It is otherwise."))
        assert one.system == other.system
        assert one.key == other.key
        assert len(one.system) / CHARACTERS_PER_TOKEN > CACHED_FROM, name
