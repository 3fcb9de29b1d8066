"""The summary of a screening: what its answers speak for, the band, the flags and what needs a person."""

from collections.abc import Iterable
from itertools import chain

from bot.core.adaptive.recommendation import Reason, Recommendation, Verdict
from bot.core.bank.rubric import Colour
from bot.core.grading.grade import Source
from bot.core.report.summary import Answer, RaisedFlag, Summary, unproven
from bot.flow.messages import Block, Bullets, Facts, Heading, Message, Paragraph, Quote
from bot.flow.wording.screeners.reasons import NOT_IN_CHANNEL, ended, person_because

NOT_A_DECISION = "AI-assisted, not a decision: a person decides."
VERDICTS = {
    Verdict.ADVANCE: "The answers speak for advancing",
    Verdict.PERSON: "The answers leave it open: a person should look",
    Verdict.NOT_NOW: "The answers speak for not now",
}
LOOK_FIRST = {
    Reason.ABOVE_BAR: "A person should look first: the numbers lie above the bar",
    Reason.BELOW_BAR: "A person should look first: the numbers lie below the bar",
}
"""In place of "leave it open" where the numbers are clear and something else is not."""
MORE_IN_DETAILS = "The details say why."
SIGNS = {Colour.RED: "Red flag", Colour.GREEN: "Green flag"}
GRADERS = {
    Source.KEYWORD: "the rules",
    Source.LLM: "the model",
    Source.PERSON: "a person",
    Source.RULE: "house rule",
}
RED_ON_CARD = GREEN_ON_CARD = 3


def summary(summed: Summary) -> Message:
    """Return the card: what a screener needs in 20 seconds, with the candidate's own words as proof."""
    title = f"{summed.candidate} · {summed.role}"
    blocks: list[Block] = [Heading(title), *verdict(summed), *standing(summed)]
    shown, more = shown_flags(summed)
    blocks += chain.from_iterable(flag(raised) for raised in shown)
    if more:
        count = f"{len(more)} more green flag{'s are' if len(more) > 1 else ' is'}"
        blocks.append(Paragraph(f"{count} in the details.", quiet=True))
    needing = summed.needing_person
    if needing:
        blocks.append(Heading("Needs a person"))
        blocks.append(Bullets(tuple(f"Question {a.position} ({a.item}): {'; '.join(a.needs_person)}" for a in needing)))
    return Message(notice=f"Screening summary: {title}", blocks=tuple(blocks))


def verdict(summed: Summary, channel: bool = False) -> Iterable[Block]:
    """Yield what the answers speak for, and that a person decides; a channel is not told how answers came about."""
    if summed.recommendation is None:
        yield Paragraph(f"{ended(summed)} There is nothing to recommend on. {NOT_A_DECISION}")
        return
    headline = headline_of(summed.recommendation)
    told = [r for r in summed.recommendation.reasons if not (channel and r in NOT_IN_CHANNEL)]
    reasons = "".join(f" {person_because(r, summed)}" for r in told)
    if len(told) < len(summed.recommendation.reasons):
        reasons += f" {MORE_IN_DETAILS}"
    yield Paragraph(f"{headline}.{reasons} {NOT_A_DECISION}")


def headline_of(suggestion: Recommendation) -> str:
    """Return what the answers suggest in a few words, which differ wherever the numbers lie on different sides."""
    if suggestion.verdict is Verdict.PERSON:
        return LOOK_FIRST.get(suggestion.reasons[0], VERDICTS[Verdict.PERSON])
    return VERDICTS[suggestion.verdict]


def standing(summed: Summary) -> Iterable[Block]:
    """Yield band and certainty, counts of flags, and how it ended."""
    rows: list[tuple[str, str]] = []
    count = sum(1 for a in summed.answers if a.handed_in and a.counts)
    if summed.band and summed.recommendation:
        rows.append(
            ("Band", f"{summed.band.tier.value}, {summed.band.sure}, {count} question{'s' if count != 1 else ''}")
        )
        rows.append(("Above the role's bar", _chance(summed.recommendation.probability)))
        rows.append(("Flags", _count_flags(summed.flags)))
        rows.append(("Ended", ended(summed)))
    if summed.rules_only:
        rows.append(("Marked by", f"rules only, {summed.rules_only} of {count}: no model has read these answers"))
    if doubtful := unproven(summed):
        rows.append(("Unproven marker", f"{doubtful} of {count} marked by a model that nobody has tried on this bank"))
    if summed.marked_again:
        rows.append(("Marked again", "; ".join(_again(a) for a in summed.marked_again)))
    if summed.human_asked:
        rows.append(("Asked for a person", "yes; this has no bearing on the marks"))
    if rows:
        yield Facts(tuple(rows))


def _again(answer: Answer) -> str:
    """Return what became of an answer's mark: "question 3, .40 by the rules, then .70 by the model"."""
    grades = [*answer.earlier, *([answer.grade] if answer.grade else [])]
    marks = [f"{_share(g.score)} by {GRADERS[g.source]}" for g in grades]
    return f"question {answer.position}, {', then '.join(marks)}"


def _share(score: float | None) -> str:
    return "no mark" if score is None else f"{100 * score:.0f} % of full marks"


def _chance(probability: float) -> str:
    """Return a probability as a person would say it, to the nearest 5 %, never certain."""
    nearest = 5 * round(probability * 20)
    if nearest >= 95:
        return "very likely (95 % or more)"
    if nearest <= 5:
        return "unlikely (5 % or less)"
    return f"about {nearest} %"


def _count_flags(flags: tuple[RaisedFlag, ...]) -> str:
    red = sum(r.flag.colour is Colour.RED for r in flags)
    return f"{red} red, {len(flags) - red} green"


def shown_flags(summed: Summary) -> tuple[list[RaisedFlag], list[RaisedFlag]]:
    """Return the flags for the card, all red ones and a few green ones from the hardest items, and the others."""
    tiers = {a.position: a.tier.rank for a in summed.answers}
    red = [r for r in summed.flags if r.flag.colour is Colour.RED]
    green = sorted(
        (r for r in summed.flags if r.flag.colour is Colour.GREEN), key=lambda r: (-tiers[r.position], r.position)
    )
    return red + green[:GREEN_ON_CARD], green[GREEN_ON_CARD:]


def flags_in_words(summed: Summary) -> tuple[str, ...]:
    """Return up to three red and three green flags in the rubric's words, the red ones first, and how many are left."""
    shown, _ = shown_flags(summed)
    red = [r for r in shown if r.flag.colour is Colour.RED]
    told = [*red[:RED_ON_CARD], *(r for r in shown if r.flag.colour is Colour.GREEN)]
    lines = [f"{SIGNS[r.flag.colour]}: {r.flag.says} (question {r.position})" for r in told]
    left = len(summed.flags) - len(told)
    return (*lines, *([f"{left} more in the details"] if left else []))


def flag(raised: RaisedFlag) -> Iterable[Block]:
    """Yield a flag with the words that it rests on."""
    yield Paragraph(f"{SIGNS[raised.flag.colour]} · question {raised.position}: {raised.flag.says}")
    yield Quote(raised.flag.evidence.quote)
