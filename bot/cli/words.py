"""Small words for what commands print."""


def count_of(number: int, noun: str) -> str:
    """Return "1 item", "2 items"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
