"""What takes an answer back while its words stay: questions, denials, doubts, other people's mistakes."""

import re

from bot.content.trial.disguises.layout import sentences

END = re.compile(r"[.!;]+(?=\s|$)")


def as_questions(answer: str) -> str:
    """Return the answer with a question mark at the end of each sentence."""
    return END.sub("?", answer if answer.rstrip().endswith((".", "!", "?")) else f"{answer.rstrip()}.")


def would_look(answer: str) -> str:
    """Return the answer as what somebody would look up, sentence by sentence."""
    return _led(answer, "I would have to find out whether ")


def denied(answer: str) -> str:
    """Return the answer with each sentence denied."""
    return _led(answer, "It is not true that ")


def mistakes(answer: str) -> str:
    """Return the answer with each sentence called a mistake."""
    return _led(answer, "It is a mistake to think that ")


def myths(answer: str) -> str:
    """Return the answer with each sentence called a myth."""
    return _led(answer, "It is a common myth that ")


def what_others_think(answer: str) -> str:
    """Return the answer with each sentence as what others wrongly believe."""
    return " ".join(f"Many people believe that {_inner(s)}, but that is wrong." for s in sentences(answer))


def _led(answer: str, lead: str) -> str:
    return " ".join(f"{lead}{_inner(sentence)}." for sentence in sentences(answer))


def _inner(sentence: str) -> str:
    """Return a sentence as it stands behind "that": no capital unless a name begins with it, no full stop."""
    return sentence.rstrip(".!? ") if sentence[1:2].isupper() else (sentence[0].lower() + sentence[1:]).rstrip(".!? ")
