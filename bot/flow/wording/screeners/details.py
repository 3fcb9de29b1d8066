"""What the hiring channel reads: the card for 20 seconds, the details behind it, the transcript."""

from collections.abc import Iterable
from itertools import chain

from bot.core.adaptive.recommendation import Verdict
from bot.core.bank.rubric import Colour
from bot.core.grading.grade import Source
from bot.core.report.summary import Answer, Marked, RaisedFlag, Summary
from bot.core.screening.session import Session
from bot.flow.messages import Attachment, Block, Bullets, Facts, Heading, Interval, Intervals, Message, Paragraph, Quote
from bot.flow.wording.screeners.reasons import ended, person_because, picked

NOT_A_DECISION = "AI-assisted, not a decision: a person decides."
VERDICTS = {
    Verdict.ADVANCE: "The answers speak for advancing",
    Verdict.PERSON: "The answers leave it open: a person should look",
    Verdict.NOT_NOW: "The answers speak for not now",
}
SIGNS = {Colour.RED: "Red flag", Colour.GREEN: "Green flag"}
GRADERS = {
    Source.KEYWORD: "the rules",
    Source.LLM: "the model",
    Source.PERSON: "a person",
    Source.RULE: "house rule",
}
GREEN_ON_CARD = 3
QUOTES = 2
"""Quotes for each question in the details; the transcript has everything."""
WORTH_NAMING = 0.2
TOO_FEW_WORDS = "Too few telling words to say which job the answers sound like."


def summary(summed: Summary) -> Message:
    """Return the card: what a screener needs in 20 seconds, with the candidate's own words as proof."""
    title = f"{summed.candidate} · {summed.role}"
    blocks: list[Block] = [Heading(title), *verdict(summed), *standing(summed)]
    shown, more = _shown_flags(summed)
    blocks += chain.from_iterable(_flag(raised) for raised in shown)
    if more:
        count = f"{len(more)} more green flag{'s are' if len(more) > 1 else ' is'}"
        blocks.append(Paragraph(f"{count} in the details.", quiet=True))
    needing = summed.needing_person
    if needing:
        blocks.append(Heading("Needs a person"))
        blocks.append(Bullets(tuple(f"Question {a.position} ({a.item}): {'; '.join(a.needs_person)}" for a in needing)))
    return Message(notice=f"Screening summary: {title}", blocks=tuple(blocks))


def details(summed: Summary) -> Message:
    """Return what is behind the card: each question with its marks, domains, likeness and probes."""
    blocks: list[Block] = []
    _, more = _shown_flags(summed)
    if more:
        blocks.append(Heading("More green flags"))
        blocks += chain.from_iterable(_flag(raised) for raised in more)
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


def transcript_file(session: Session) -> Message:
    """Return the transcript as a Markdown file, in which the candidate's words are indented and so not formatted."""
    lines: list[str] = [f"# {session.candidate.name}: {session.role.title}", ""]
    for block in transcript(session).blocks[1:]:
        match block:
            case Paragraph(text):
                lines += [text, ""]
            case Quote(text, label):
                lines += [f"{label}:", "", *(f"    {line}" for line in text.splitlines()), ""]
            case _:
                pass
    name = f"transcript-{session.id[:8]}.md"
    return Message("Transcript", (Paragraph("The transcript, as a file."), Attachment(name, "\n".join(lines))))


def transcript(session: Session) -> Message:
    """Return what was asked and answered, in order, with notes that the candidate left beside it."""
    blocks: list[Block] = [Heading("Transcript")]
    if session.practice:
        blocks.append(Paragraph(f"Practice (not marked): {session.role.wording.practice}", quiet=True))
        blocks.append(Quote("\n".join(p.text for p in session.practice), "Answer"))
    for asked in session.administrations:
        tried = " (tried out, does not count)" if asked.is_pilot else ""
        blocks.append(Paragraph(f"{asked.position}. {asked.item.question}{tried}"))
        label = "skipped" if asked.skipped else "not handed in" if asked.is_open else "Answer"
        blocks.append(Quote(asked.response, label))
    if session.asides:
        blocks.append(Paragraph("Said outside an open question (not marked)", quiet=True))
        blocks += [Quote(p.text, f"{p.at:%Y-%m-%d %H:%M} UTC") for p in session.asides]
    return Message(notice="Transcript", blocks=tuple(blocks))


def erased() -> Message:
    """Return what stands in a message's place when the person's data was erased."""
    text = "This message was removed: what belonged to the candidate has been erased."
    return Message(notice="Removed", blocks=(Paragraph(text, quiet=True),))


def verdict(summed: Summary) -> Iterable[Block]:
    """Yield what the answers speak for, and that a person decides."""
    if summed.recommendation is None:
        yield Paragraph(f"{ended(summed)} There is nothing to recommend on. {NOT_A_DECISION}")
        return
    verdict = VERDICTS[summed.recommendation.verdict]
    reasons = "".join(f" {person_because(r)}" for r in summed.recommendation.reasons)
    yield Paragraph(f"{verdict}.{reasons} {NOT_A_DECISION}")


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


def _shown_flags(summed: Summary) -> tuple[list[RaisedFlag], list[RaisedFlag]]:
    """Return the flags for the card, all red ones and a few green ones from the hardest items, and the others."""
    tiers = {a.position: a.tier.rank for a in summed.answers}
    red = [r for r in summed.flags if r.flag.colour is Colour.RED]
    green = sorted(
        (r for r in summed.flags if r.flag.colour is Colour.GREEN), key=lambda r: (-tiers[r.position], r.position)
    )
    return red + green[:GREEN_ON_CARD], green[GREEN_ON_CARD:]


def _flag(raised: RaisedFlag) -> Iterable[Block]:
    yield Paragraph(f"{SIGNS[raised.flag.colour]} · question {raised.position}: {raised.flag.says}")
    yield Quote(raised.flag.evidence.quote)


def _answer(answer: Answer) -> Iterable[Block]:
    state = "skipped" if answer.skipped else "" if answer.handed_in else "not handed in"
    state = " · ".join(filter(None, (state, "" if answer.counts else "tried out, does not count")))
    head = f"{answer.position} · {answer.tier.value} · {answer.domain} · {answer.item}"
    yield Paragraph(f"{head}{' · ' + state if state else ''}")
    yield Paragraph(picked(answer.why), quiet=True)
    if answer.marks:
        yield Facts(tuple((_mark(m.rating.level, m.rating.top), _what(m)) for m in answer.marks))
        yield from (Quote(q) for q in _telling_quotes(answer))


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
