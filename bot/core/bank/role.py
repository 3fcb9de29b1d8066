"""The role, a screening's blueprint: domains, limits, costs, bar, working hours."""

from datetime import time
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PositiveFloat, PositiveInt, model_validator

from bot.core.bank.document import Document, Line, Prose, Slug

Hours = Annotated[float, Field(gt=0, le=24 * 90)]


class Limits(Document):
    """When a session ends: counts of items, minutes of expected work, and how sure is sure enough.

    `target_se` is in logits. `open_risk` is the expected loss, in units of one wrong decision, below
    which another question is not worth a candidate's time.
    """

    min_items: PositiveInt = 5
    max_items: PositiveInt = 10
    minutes: PositiveFloat = Field(default=30)
    target_se: PositiveFloat = Field(default=0.35)
    open_risk: float = Field(default=0.10, ge=0, le=1)

    @model_validator(mode="after")
    def _ordered(self) -> "Limits":
        if self.min_items > self.max_items:
            raise ValueError(f"min_items {self.min_items} is above max_items {self.max_items}")
        return self


class Costs(Document):
    """What a wrong decision, a person's look and one more question cost, relative to each other."""

    error: PositiveFloat = Field(default=1.0)
    review: PositiveFloat = Field(default=0.2)
    question: float = Field(default=0.003, ge=0)


def surely(costs: Costs) -> float:
    """Return the chance from which a suggestion costs no more than a person's look, in [0.5, 1].

    With an error at 1 and a look at 0.2: 0.8, and 0.2 on the other side.
    """
    return max(0.5, 1 - costs.review / costs.error)


class Prior(Document):
    """Ability of the people who apply, before any answer: mean and SD of a normal, in logits."""

    mean: float = Field(default=0.0, ge=-3, le=3)
    sd: float = Field(default=1.0, gt=0, le=3)


class Manners(Document):
    """Times that a candidate feels. Reminders wait for working hours in `timezone` (an IANA name)."""

    remind_after_hours: tuple[Hours, ...] = Field(default=(24.0, 72.0))
    expire_after_hours: Hours = 168.0
    work_from: time = Field(default=time(9))
    work_until: time = Field(default=time(18))
    timezone: Line = "UTC"


class Boundary(Document):
    """A neighbouring job, and the words by which an answer sounds like it."""

    label: Line
    words: tuple[Line, ...] = Field(min_length=3)


class Wording(Document):
    """What a role says about itself; everything else the bot says is the same for all roles."""

    purpose: Prose
    """For the invitation: what this screening is for, in the team's own words."""
    readers: Line
    """Who reads the answers, as the candidate is told: "the infrastructure hiring team"."""
    retention: Line
    """How long answers are kept, as the candidate is told: "12 months"."""
    company: Line | None = None
    """Who hires, as the invitation names it."""
    contact: Line
    """Where a candidate asks for adjustments or a person: an address, a team, or {inviter} for who invited them."""
    practice: Prose
    """An easy, unscored question that shows how answering works."""
    show_marks: bool = False
    """Has no effect any more, and is there for roles from before: everybody is given their own marks after the end."""


class Shown(StrEnum):
    """What the hiring channel calls a candidate."""

    NAME = "name"
    PSEUDONYM = "pseudonym"


class FlagsShown(StrEnum):
    """How the hiring channel is told of flags: in the rubric's words, or how many there are."""

    WORDS = "words"
    COUNTS = "counts"


class Card(Document):
    """What the card in the hiring channel shows; names stay in the details, for those who may read them."""

    name: Annotated[Shown, Field(strict=False)] = Shown.NAME
    flags: Annotated[FlagsShown, Field(strict=False)] = FlagsShown.WORDS


class AnswerLanguage(StrEnum):
    """A language that answers can be in, as a role's file names it in two letters: those that a program tells apart."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    FRENCH = "fr"
    ITALIAN = "it"
    PORTUGUESE = "pt"
    DUTCH = "nl"
    POLISH = "pl"
    CZECH = "cs"
    ROMANIAN = "ro"
    DANISH = "da"
    NORWEGIAN = "nb"
    SWEDISH = "sv"
    FINNISH = "fi"
    HUNGARIAN = "hu"
    TURKISH = "tr"
    INDONESIAN = "id"
    ARABIC = "ar"
    BULGARIAN = "bg"
    CHINESE = "zh"
    GREEK = "el"
    HEBREW = "he"
    HINDI = "hi"
    JAPANESE = "ja"
    KOREAN = "ko"
    PERSIAN = "fa"
    RUSSIAN = "ru"
    THAI = "th"
    UKRAINIAN = "uk"


class Clarification(Document):
    """What is said to a candidate's question: words that such a question has, any of them, and the answer."""

    about: tuple[Line, ...] = Field(min_length=1)
    """Words or phrases in the form in which people ask, such as "one node"; the more found, the better the match."""
    says: Line
    """Two sentences at most; it gives nothing of the rubric away."""


class Role(Document):
    """A role that people apply for. `domains` maps each content area to its share of the questions."""

    id: Slug
    title: Line
    place: Slug | None = None
    """Where the role is hired, such as "eu" or "california": VIVA_RETENTION says how long answers are kept there."""
    domains: dict[Slug, Annotated[float, Field(gt=0, le=1)]] = Field(min_length=1)
    items: tuple[Slug, ...] = Field(default=())
    """Only these items, or, when empty, every live item of the domains."""
    bar: float = Field(default=0.5, ge=-3, le=3)
    """Ability from which the team wants to talk, in logits: -0.5 and 0.5 part the three tiers."""
    prior: Prior = Prior()
    limits: Limits = Limits()
    costs: Costs = Costs()
    manners: Manners = Manners()
    boundaries: dict[Slug, Boundary] = {}
    languages: tuple[Annotated[AnswerLanguage, Field(strict=False)], ...] = Field(
        default=(AnswerLanguage.ENGLISH,), min_length=1
    )
    """The languages that answers may be in, such as [en, de]: whoever writes in another one is told at once."""
    pilot: bool = False
    """Whether each candidate gets one question more that is tried out: marked, never counted, and they are told so."""
    wording: Wording
    faq: tuple[Clarification, ...] = ()
    """What is said to questions about the job, the process or the screening; others go to whoever invited them."""
    card: Card = Card()

    @model_validator(mode="after")
    def _shares_add_up(self) -> "Role":
        total = sum(self.domains.values())
        if abs(total - 1) > 0.005:
            raise ValueError(f"the shares of domains add up to {total:g}, not 1")
        return self
