"""What the platform was told and acknowledged, and what is wrong with it. Pure; the harness and its tests share it."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

QUESTION = re.compile(r"Question (\d+) of")
HIRING = "hiring"


@dataclass(frozen=True)
class Post:
    """A message as the platform took it: to whom, under which key, and its notice."""

    to: str
    key: str
    notice: str


@dataclass(frozen=True)
class Said:
    """A message of a candidate that was acknowledged, so that it must never be lost."""

    person: str
    text: str


@dataclass
class Record:
    """Everything in the order in which it happened."""

    posts: list[Post] = field(default_factory=list)
    acknowledged: list[Said] = field(default_factory=list)
    handed_in: list[tuple[str, int]] = field(default_factory=list)
    """Person and question, when the press of Done was acknowledged."""


@dataclass(frozen=True)
class Kept:
    """What the database holds of one screening at the end."""

    person: str
    state: str
    texts: frozenset[str]
    marks: Mapping[int, int]
    """Marks by question."""


@dataclass(frozen=True)
class Verdict:
    """Counts of what must not happen, and of how far everybody came."""

    acknowledged: int
    lost: int
    marked_twice: int
    unmarked: int
    cards: int
    double_cards: int
    missing_cards: int
    repeated_sends: int
    """The same message sent again under its key, and shown again: only where a platform has no key against it."""
    order_violations: int
    unfinished: int

    @property
    def clean(self) -> bool:
        """Return whether nothing is wrong; a repeated send of a question is not counted as a fault."""
        wrong = (self.lost, self.marked_twice, self.unmarked, self.double_cards, self.missing_cards)
        return not any((*wrong, self.order_violations, self.unfinished))


def verdict(record: Record, kept: Sequence[Kept]) -> Verdict:
    """Return what the record and the database say together."""
    texts = {k.person: k.texts for k in kept}
    cards = Counter(p.key for p in record.posts if p.to == HIRING and p.key.endswith("/summary"))
    done = {(person, number) for person, number in record.handed_in}
    marks = {k.person: k.marks for k in kept}
    return Verdict(
        acknowledged=len(record.acknowledged),
        lost=sum(said.text not in texts.get(said.person, ()) for said in record.acknowledged),
        marked_twice=sum(n > 1 for k in kept for n in k.marks.values()),
        unmarked=sum(marks.get(person, {}).get(number, 0) == 0 for person, number in done),
        cards=sum(cards.values()),
        double_cards=sum(n - 1 for n in cards.values()),
        missing_cards=len(kept) - len(cards),
        repeated_sends=sum(n - 1 for n in Counter((p.to, p.key) for p in record.posts).values()),
        order_violations=_out_of_order(record),
        unfinished=sum(k.state != "closed" for k in kept),
    )


def _out_of_order(record: Record) -> int:
    """Return how many messages came where they must not: a question skipped or asked anew, or after the thanks."""
    reached: dict[str, int] = defaultdict(int)
    thanked: set[str] = set()
    seen: set[tuple[str, str]] = set()
    wrong = 0
    for post in record.posts:
        if post.to == HIRING or (post.to, post.key) in seen:
            continue
        seen.add((post.to, post.key))
        number = QUESTION.match(post.notice)
        if post.to in thanked:
            wrong += 1
        elif number:
            asked = int(number[1])
            wrong += asked not in {reached[post.to], reached[post.to] + 1}
            reached[post.to] = max(reached[post.to], asked)
        elif post.notice == "Thank you":
            thanked.add(post.to)
    return wrong
