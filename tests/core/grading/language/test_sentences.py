"""Where sentences end for people who end them by lines, or by commas alone."""

import pytest

from bot.core.grading.language.tokens import read

SAID = (
    "The parameters are sharded, so every layer has to be gathered before it can run, and that can't be hidden",
    "I would raise the batch because then there is more compute per gather",
    "Maybe it needs more memory",
    "Kernels of that size are rare",
)


def said(answer: str) -> list[str]:
    text = read(answer)
    return [text.passage(sentence) for sentence in text.sentences]


@pytest.mark.parametrize(
    "answer",
    ["\n".join(SAID), ". ".join(SAID), ", ".join(SAID), "\n".join(f"{line}." for line in SAID)],
    ids=["a message each", "full stops", "commas", "a line each"],
)
def test_sentences_are_the_same_whatever_ends_them(answer: str) -> None:
    assert said(answer) == [line.lower() for line in SAID]


def test_a_wrapped_line_that_begins_with_a_name_goes_on() -> None:
    answer = "The traffic goes by PCIe. It is slower than the links that\nNVLink has between the cards of one machine."
    assert len(said(answer)) == 2


def test_a_name_behind_a_comma_begins_no_sentence_where_others_end_by_full_stops() -> None:
    answer = (
        "If the probe fails, Kubernetes restarts the pod. After a while, Prometheus shows it on its own page as well."
    )
    assert len(said(answer)) == 2
