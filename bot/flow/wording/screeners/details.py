"""What is behind a card: an overview with flags, domains, likeness and probes, and each question with its marks."""

from collections.abc import Iterable
from itertools import chain

from bot.core.grading.grade import Grade
from bot.core.report.summary import Answer, Marked, Summary
from bot.flow.messages import Block, Heading, Interval, Intervals, Message, Paragraph, Quote
from bot.flow.wording.screeners.reasons import picked
from bot.flow.wording.screeners.summary import flag, shown_flags, summary

ANSWER, UNMARKED = ANSWERS = ("Answer", "Answer, not marked")
"""What stands before a whole answer."""
WITHOUT_QUOTE = "No quote stands behind this mark."
WORTH_NAMING = 0.2
TOO_FEW_WORDS = "Too few telling words to say which job the answers sound like."


def overview(summed: Summary) -> Iterable[Block]:
    """Yield what is behind the card beside the questions themselves: all flags, domains, likeness and probes."""
    yield from summary(summed).blocks
    _, more = shown_flags(summed)
    if more:
        yield Heading("More green flags")
        yield from chain.from_iterable(flag(raised) for raised in more)
    if summed.band:
        yield from _domains(summed)
        yield from _likeness(summed)
    if summed.probes:
        yield Heading("For the next round")
        for probe in summed.probes:
            yield Paragraph(f"{probe.ask} (question {probe.position}, {probe.item}; left open: {probe.because})")
            if probe.quote:
                yield Quote(probe.quote, "They wrote")


def question(summed: Summary, answer: Answer) -> Iterable[Block]:
    """Yield one question: as it was put, the answer, and each mark in words with the quotes that it rests on."""
    state = "skipped" if answer.skipped else "" if answer.handed_in else "not handed in"
    state = " · ".join(filter(None, (state, "" if answer.counts else "tried out, does not count")))
    head = f"{answer.position} of {len(summed.answers)} · {answer.tier.value} · {answer.domain} · {answer.item}"
    yield Heading(f"{head}{' · ' + state if state else ''}")
    yield Paragraph(answer.stem)
    if answer.response:
        yield Quote(answer.response, UNMARKED if answer.skipped else ANSWER)
    if answer.needs_person:
        yield Paragraph(f"A person should look: {'; '.join(answer.needs_person)}.")
    for marked in answer.marks:
        yield from mark(marked)
    yield from (
        Paragraph(text, quiet=True)
        for text in (readings(answer.grade) if answer.grade and answer.grade.readings else "", picked(answer.why))
        if text
    )


def whole(summed: Summary) -> Message:
    """Return the overview and every question, one below the other: for those who read without windows."""
    questions = (question(summed, answer) for answer in summed.answers)
    return Message(f"Details: {summed.candidate}", (*overview(summed), *chain.from_iterable(questions)))


def mark(marked: Marked) -> Iterable[Block]:
    """Yield a mark: what it is about, its level in words, who set it, and its own quotes or that it has none."""
    rating = marked.rating
    yield Paragraph(f"{marked.asks}: {level_in_words(marked)}{_remarks(marked)}")
    quotes = [evidence.quote for evidence in rating.evidence]
    yield from (Quote(quote) for quote in quotes)
    if rating.level and not quotes:
        yield Paragraph(WITHOUT_QUOTE, quiet=True)


def level_in_words(marked: Marked) -> str:
    """Return a mark as its level's words and its place: "names one cause (1 of 2)"."""
    level, top = marked.rating.level, marked.rating.top
    return _mark(level, top) if level is None or not marked.says else f"{marked.says} ({_mark(level, top)})"


def readings(grade: Grade) -> str:
    """Return what each reading by a model came to, and how far apart they are."""
    scores = [r.score for r in grade.readings if r.score is not None]
    each = ", ".join(f"{'no mark' if r.score is None else f'{r.score:.2f}'} by {r.model}" for r in grade.readings)
    apart = f"; {max(scores) - min(scores):.2f} apart" if len(scores) > 1 else ""
    return f"Read {len(grade.readings)} times: {each}{apart}"


def _mark(level: int | None, top: int) -> str:
    return "cannot tell" if level is None else f"{level} of {top}"


def _remarks(marked: Marked) -> str:
    text = ""
    if marked.rating.reason:
        text += f" (the model: {marked.rating.reason})"
    if marked.rating.wrong:
        text += f" (false claim: {marked.rating.wrong[0]})"
    if marked.overridden:
        o = marked.overridden
        text += f" (was {_mark(o.old, marked.rating.top)}; set by {o.author.name}: {o.reason})"
    return text


def _domains(summed: Summary) -> Iterable[Block]:
    rows = [
        _interval(
            "overall",
            summed.standing.theta,
            *summed.standing.interval90,
            f"{sum(a.counts for a in summed.answers)} questions",
        )
    ]
    for domain, count in summed.domains.items():
        own = summed.standing.domains.get(domain)
        if own is not None and count:
            rows.append(_interval(domain, own.theta, *own.interval90, f"{count} answer{'s' if count != 1 else ''}"))
    yield Heading("By domain (bars show where the ability lies with 90 % probability)")
    yield Intervals(tuple(rows), cuts=(-0.5, 0.5), bands=("fundamentals", "intermediate", "advanced"))


def _interval(label: str, middle: float, low: float, high: float, note: str) -> Interval:
    return Interval(label, low, middle, high, note)


def _likeness(summed: Summary) -> Iterable[Block]:
    yield Heading("Sounds like")
    if not summed.likenesses:
        yield Paragraph(TOO_FEW_WORDS)
        return
    for like in summed.likenesses:
        if like.share >= WORTH_NAMING or like is summed.likenesses[0]:
            yield Paragraph(f"{like.label}: {len(like.words)} telling words, such as {', '.join(like.words[:4])}")
            yield Quote(like.quote)
