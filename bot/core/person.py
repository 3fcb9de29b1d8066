"""Who and where on a chat platform."""

from dataclasses import dataclass

LONGEST_NAME = 200
"""Characters of a name; more than any platform allows, and the rest is cut off."""


@dataclass(frozen=True)
class Person:
    """Someone on a chat platform; `id` is the platform's, "" while it is not known, `name` what people call them."""

    platform: str
    id: str
    name: str

    def __post_init__(self) -> None:
        if len(self.name) > LONGEST_NAME:
            object.__setattr__(self, "name", self.name[:LONGEST_NAME])

    def same(self, other: "Person") -> bool:
        """Return whether both are one known person."""
        return bool(self.id) and (self.platform, self.id) == (other.platform, other.id)


@dataclass(frozen=True)
class Place:
    """Where messages go on a platform: a direct conversation or a channel."""

    platform: str
    id: str
