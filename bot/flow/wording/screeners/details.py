"""The details behind a card: each question with its marks and quotes, domains, likeness and probes."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from bot.core.grading.grade import Grade
from bot.core.report.summary import Answer, Marked, Summary, summarise
from bot.core.screening.session import Session
from bot.flow.messages import Block, Facts, Heading, Interval, Intervals, Message, Paragraph, Quote
from bot.flow.wording.screeners.reasons import picked
from bot.flow.wording.screeners.summary import flag, shown_flags, summary

QUOTES = 2
"""Quotes for each question in the details; the transcript has everything."""
MOST_TRANSLATED = 40
"""Quotes that a model is given at once; pressing again brings the rest."""
WORTH_NAMING = 0.2
TOO_FEW_WORDS = "Too few telling words to say which job the answers sound like."


def details(summed: Summary) -> Message:
    """Return what is behind the card: each question with its marks, domains, likeness and probes."""
    blocks: list[Block] = []
    _, more = shown_flags(summed)
    if more:
        blocks.append(Heading("More green flags"))
        blocks += chain.from_iterable(flag(raised) for raised in more)
    if summed.answers:
        blocks.append(Heading("Question by question"))
        blocks += chain.from_iterable(_answer(a) for a in summed.answers)
    if summed.band:
        blocks += _domains(summed)
        blocks += _likeness(summed)
    if summed.probes:
        blocks.append(Heading("For the next round"))
        for probe in summed.probes:
            blocks.append(
                Paragraph(f"{probe.ask} (question {probe.position}, {probe.item}; left open: {probe.because})")
            )
            if probe.quote:
                blocks.append(Quote(probe.quote, "They wrote"))
    return Message(notice=f"Details: {summed.candidate}", blocks=tuple(blocks))


def whole(summed: Summary) -> Message:
    """Return the summary with the candidate's own words, and all the details: for those who may read them."""
    behind = details(summed)
    return Message(behind.notice, (*summary(summed).blocks, *behind.blocks))


def with_translations(message: Message, session: Session) -> Message:
    """Return the message with a machine's translation beside each quote that has one, or why there is none."""
    made = {quote: (t.model, text) for t in session.translations for quote, text in t.texts}
    blocks: list[Block] = []
    for block in message.blocks:
        blocks.append(block)
        if isinstance(block, Quote) and block.text in made:
            model, text = made[block.text]
            blocks.append(Quote(text, f"translated by a machine ({model}); nobody has checked it"))
    if session.translations and session.translations[-1].fault:
        blocks.append(Paragraph(f"Not translated: {session.translations[-1].fault}. The quotes stand as written."))
    return replace(message, blocks=tuple(blocks))


def untranslated(session: Session) -> tuple[str, ...]:
    """Return the quotes of the details that have no translation yet, each once; at most so many as one reply holds."""
    known = {quote for t in session.translations for quote, _ in t.texts}
    quotes = [b.text for b in whole(summarise(session)).blocks if isinstance(b, Quote) and b.text.strip()]
    return tuple(dict.fromkeys(q for q in quotes if q not in known))[:MOST_TRANSLATED]


def _answer(answer: Answer) -> Iterable[Block]:
    state = "skipped" if answer.skipped else "" if answer.handed_in else "not handed in"
    state = " · ".join(filter(None, (state, "" if answer.counts else "tried out, does not count")))
    head = f"{answer.position} · {answer.tier.value} · {answer.domain} · {answer.item}"
    yield Paragraph(f"{head}{' · ' + state if state else ''}")
    yield Paragraph(picked(answer.why), quiet=True)
    if answer.grade and answer.grade.readings:
        yield Paragraph(readings(answer.grade), quiet=True)
    if answer.marks:
        yield Facts(tuple((_mark(m.rating.level, m.rating.top), _what(m)) for m in answer.marks))
        yield from (Quote(q) for q in _telling_quotes(answer))


def readings(grade: Grade) -> str:
    """Return what each reading by a model came to, and how far apart they are."""
    scores = [r.score for r in grade.readings if r.score is not None]
    each = ", ".join(f"{'no mark' if r.score is None else f'{r.score:.2f}'} by {r.model}" for r in grade.readings)
    apart = f"; {max(scores) - min(scores):.2f} apart" if len(scores) > 1 else ""
    return f"Read {len(grade.readings)} times: {each}{apart}"


def _telling_quotes(answer: Answer) -> list[str]:
    """Return a few quotes that the marks rest on, none of them part of another."""
    chosen: list[str] = []
    for quote in (e.quote for m in answer.marks for e in m.rating.evidence):
        if not any(quote in other for other in chosen):
            chosen = [*(other for other in chosen if other not in quote), quote]
    return chosen[:QUOTES]


def _mark(level: int | None, top: int) -> str:
    return "cannot tell" if level is None else f"{level} of {top}"


def _what(marked: Marked) -> str:
    text = marked.asks
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
